"""Routes of imports: a file comes as the raw body, the rest is JSON; the work itself goes on behind the request."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

import msgspec
from litestar import Response, get, patch, post, put
from litestar.concurrency import sync_to_thread
from litestar.params import FromPath, JSONBody, QueryParameter

from followthrough.services.importing import Mapping
from followthrough.services.importing.sheets_out import MIME, Sheet
from followthrough.services.importing.wire import ImportJobView, ImportRows, ImportRowView, ImportSummary
from followthrough.services.sheets.reading import MAX_BYTES

from .files import file_name, raw_body
from .guards import AnyRequest, held_of, services_of
from .problems import given, refuse
from .wire import Body

MAX_ROW = 10**6
From = Annotated[int, QueryParameter(ge=0, le=MAX_ROW)]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]
JOB = "/api/imports/{job:str}"
STATES = frozenset({"waiting", "ok", "error", "created", "updated", "unchanged", "skipped"})


class RunBody(Body):
    """`atomic`: one bad row and nothing is stored; else the good rows are stored."""

    atomic: bool = True


class RowBody(Body):
    """Corrected cells by column index, or whether the row is left out."""

    cells: dict[str, str] = msgspec.field(default_factory=dict)
    skip: bool | None = None


def _sent(sheet: Sheet) -> Response[bytes]:
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(sheet.name, safe='')}"}
    return Response(sheet.data, media_type=MIME, headers=headers)


@post("/api/apps/{app:str}/{entity:str}/imports", request_max_body_size=None, opt={"unkeyed": True})
async def upload(request: AnyRequest, app: FromPath[str], entity: FromPath[str]) -> ImportJobView:
    """Take a file of rows in and suggest where its columns go."""
    who = held_of(request).who
    data = await raw_body(request, MAX_BYTES)
    read = services_of(request).importing.upload
    return given(await sync_to_thread(read, who, app, entity, file_name(request), data))


@get("/api/apps/{app:str}/{entity:str}/imports/template", sync_to_thread=True)
def template(request: AnyRequest, app: FromPath[str], entity: FromPath[str]) -> Response[bytes]:
    """A sheet to fill in."""
    return _sent(given(services_of(request).importing.template(held_of(request).who, app, entity)))


@get("/api/imports", sync_to_thread=True)
def mine(request: AnyRequest) -> list[ImportSummary]:
    """My imports, newest first."""
    return services_of(request).importing.mine(held_of(request).who)


@get(JOB, sync_to_thread=True)
def job(request: AnyRequest, job: FromPath[str]) -> ImportJobView:
    """An import of mine."""
    return given(services_of(request).importing.get(held_of(request).who, job))


@put(JOB + "/mapping", sync_to_thread=True)
def mapping(request: AnyRequest, job: FromPath[str], data: JSONBody[Mapping]) -> ImportJobView:
    """Say where the columns go, and answer what is open."""
    return given(services_of(request).importing.map(held_of(request).who, job, data))


@post(JOB + "/check", status_code=202, sync_to_thread=True)
def check(request: AnyRequest, job: FromPath[str]) -> ImportJobView:
    """Begin to judge every row."""
    return given(services_of(request).importing.check(held_of(request).who, job))


@post(JOB + "/run", status_code=202, sync_to_thread=True)
def run(request: AnyRequest, job: FromPath[str], data: JSONBody[RunBody]) -> ImportJobView:
    """Begin to store the rows."""
    return given(services_of(request).importing.run(held_of(request).who, job, atomic=data.atomic))


@get(JOB + "/rows", sync_to_thread=True)
def rows(
    request: AnyRequest,
    job: FromPath[str],
    in_state: Annotated[str | None, QueryParameter(name="state")] = None,
    after: From = 0,
    limit: Limit = 50,
) -> ImportRows:
    """Rows with what became of them."""
    if in_state is not None and in_state not in STATES:
        raise refuse("bad_request", reason="state")
    return given(services_of(request).importing.rows(held_of(request).who, job, in_state, after, limit))


@patch(JOB + "/rows/{n:int}", sync_to_thread=True)
def mend(request: AnyRequest, job: FromPath[str], n: FromPath[int], data: JSONBody[RowBody]) -> ImportRowView:
    """Correct a row, or leave it out."""
    if not all(index.isascii() and index.isdigit() and len(index) < 5 for index in data.cells):
        raise refuse("bad_request", reason="cells")
    cells = {int(index): text for index, text in data.cells.items()}
    who = held_of(request).who
    return given(services_of(request).importing.mend(who, job, n, cells, skip=data.skip))


@get(JOB + "/errors.xlsx", sync_to_thread=True)
def errors(request: AnyRequest, job: FromPath[str]) -> Response[bytes]:
    """The rows that failed, to be mended in a spreadsheet."""
    return _sent(given(services_of(request).importing.errors(held_of(request).who, job)))


ROUTES = [upload, template, mine, job, mapping, check, run, rows, mend, errors]
