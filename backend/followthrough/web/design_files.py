"""Routes of designing that carry files: a sheet an app is started from, and an app as a folder of documents."""

from __future__ import annotations

from urllib.parse import quote

import msgspec
from litestar import Response, get, post, put
from litestar.concurrency import sync_to_thread
from litestar.params import FromPath, JSONBody

from followthrough.services.designing import Correction, Corrections
from followthrough.services.designing.files import MAX_ZIP
from followthrough.services.sheets.reading import MAX_BYTES
from followthrough.services.views_design import GuessView, ImportedFolder

from .design import LabelBody
from .files import file_name, raw_body
from .guards import AnyRequest, held_of, services_of
from .problems import given
from .wire import Body

GUESS = "/api/design/guess"


class ColumnBody(Body):
    """What is said of a column instead of its guess; null leaves it."""

    label: LabelBody | None = None
    kind: str | None = None
    required: bool | None = None
    skip: bool | None = None


class CorrectionsBody(Body):
    """What is said of a guess: what a row is, columns by field id, the field whose options become a flow (null: no flow)."""

    label: LabelBody
    columns: dict[str, ColumnBody] = msgspec.field(default_factory=dict)
    stages: str | None = None
    title: str | None = None


@post(GUESS, request_max_body_size=None, opt={"unkeyed": True})
async def guess(request: AnyRequest) -> GuessView:
    """Take a file of rows in and guess what it is."""
    who = held_of(request).who
    data = await raw_body(request, MAX_BYTES)
    return given(await sync_to_thread(services_of(request).from_file.guess, who, file_name(request), data))


@put(GUESS + "/{job:str}", opt={"unkeyed": True}, sync_to_thread=True)
def confirm(request: AnyRequest, job: FromPath[str], data: JSONBody[CorrectionsBody]) -> GuessView:
    """Correct a guess."""
    columns = {
        name: Correction(_text(one.label), one.kind, one.required, one.skip) for name, one in data.columns.items()
    }
    said = Corrections(msgspec.structs.asdict(data.label), columns, data.stages, data.title)
    return given(services_of(request).from_file.confirm(held_of(request).who, job, said))


def _text(label: LabelBody | None) -> dict[str, str] | None:
    return None if label is None else msgspec.structs.asdict(label)


@get("/api/design/{app:str}/export", sync_to_thread=True)
def exported(request: AnyRequest, app: FromPath[str]) -> Response[bytes]:
    """The draft as a zip of its folder of documents."""
    folder = given(services_of(request).app_files.exported(held_of(request).who, app))
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(folder.name, safe='')}"}
    return Response(folder.data, media_type="application/zip", headers=headers)


@post("/api/design/{app:str}/import", request_max_body_size=None, opt={"unkeyed": True}, status_code=200)
async def imported(request: AnyRequest, app: FromPath[str]) -> ImportedFolder:
    """The edit that would bring a zip of documents in; nothing is kept."""
    who = held_of(request).who
    data = await raw_body(request, MAX_ZIP)
    return given(await sync_to_thread(services_of(request).app_files.imported, who, app, data))


ROUTES = [guess, confirm, exported, imported]
