"""Routes that read: lists, boards, counts, choices, records, their events, today, apps. None of them changes anything."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal

import msgspec
from litestar import Response, get
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Stream

from followthrough.services.views import (
    AppView,
    BoardView,
    Bundle,
    CountView,
    EventPage,
    OptionView,
    RecordAnswer,
    RowPage,
    Today,
)
from followthrough.services.watching import ListAsked

from .gate import screen
from .guards import AnyRequest, held_of, services_of
from .problems import Refused, given, refuse

ENTITY = "/api/apps/{app:str}/{entity:str}"
MAX_LIMIT = 200
MAX_FIELDS = 60
MAX_QUERY = 100
MAX_SEQ = 2**53

Filter = Annotated[str | None, QueryParameter(name="filter", description="a rule tree as JSON")]
Cursor = Annotated[int | None, QueryParameter(ge=0, le=MAX_SEQ)]
Limit = Annotated[int, QueryParameter(ge=1, le=MAX_LIMIT)]
OwedOn = Annotated[Literal["open", "overdue"] | None, QueryParameter(name="owed")]
Words = Annotated[str, QueryParameter(max_length=MAX_QUERY)]


def _tree(text: str | None) -> dict[str, Any] | None:
    """A filter as sent in the address: through the same gate as every body."""
    if not text:
        return None
    problem = screen(text.encode("utf-8", "surrogatepass"))
    if problem is not None:
        raise Refused(problem)
    try:
        return msgspec.json.decode(text, type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError) as error:
        raise refuse("bad_filter", path="$", reason="json") from error


def _asked(
    filter_: str | None, q: str, sort: str | None, after: str | None, limit: int, fields: str | None, stage: str | None
) -> ListAsked:
    paths = tuple(dict.fromkeys(path for path in fields.split(",") if path)) if fields else None
    if paths is not None and len(paths) > MAX_FIELDS:
        raise refuse("bad_request", reason="fields")
    return ListAsked(
        filter=_tree(filter_), q=q, sort=sort or "-_created_at", after=after, limit=limit, fields=paths, stage=stage
    )


@get("/api/apps", sync_to_thread=True)
def apps(request: AnyRequest) -> list[AppView]:
    """The apps I have a role in."""
    services = services_of(request)
    return services.opening.apps(held_of(request).who)


@get("/api/apps/{app:str}", sync_to_thread=True)
def bundle(request: AnyRequest, app: FromPath[str]) -> Response[Bundle | None]:
    """An app as my role may see it; 304 when the client holds this digest."""
    services = services_of(request)
    found = given(services.opening.bundle(held_of(request).who, app))
    tag = f'"{found.digest}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(None, status_code=304, headers=headers)
    return Response(found, headers=headers)


@get("/api/apps/{app:str}/today", sync_to_thread=True)
def today(request: AnyRequest, app: FromPath[str]) -> Today:
    """What I own, by stage, and what each needs next."""
    services = services_of(request)
    return given(services.today.read(held_of(request).who, app))


@get(ENTITY, sync_to_thread=True)
def page(
    request: AnyRequest,
    app: FromPath[str],
    entity: FromPath[str],
    filter_: Filter = None,
    q: Words = "",
    sort: FromQuery[str | None] = None,
    after: FromQuery[str | None] = None,
    limit: Limit = 50,
    fields: FromQuery[str | None] = None,
    stage: FromQuery[str | None] = None,
    owed: OwedOn = None,
) -> RowPage:
    """A page of records."""
    services = services_of(request)
    asked = replace(_asked(filter_, q, sort, after, limit, fields, stage), owed=owed)
    return given(services.watching.page(held_of(request).who, app, entity, asked))


@get(ENTITY + "/board", sync_to_thread=True)
def board(
    request: AnyRequest,
    app: FromPath[str],
    entity: FromPath[str],
    filter_: Filter = None,
    q: Words = "",
    sort: FromQuery[str | None] = None,
    limit: Limit = 20,
    owed: OwedOn = None,
) -> BoardView:
    """Records by stage, with counts and totals."""
    services = services_of(request)
    asked = replace(_asked(filter_, q, sort, None, limit, None, None), owed=owed)
    return given(services.watching.board(held_of(request).who, app, entity, asked))


@get(ENTITY + "/count", sync_to_thread=True)
def count(
    request: AnyRequest,
    app: FromPath[str],
    entity: FromPath[str],
    filter_: Filter = None,
    q: Words = "",
    owed: OwedOn = None,
) -> CountView:
    """How many records there are, up to a cap."""
    services = services_of(request)
    asked = replace(_asked(filter_, q, None, None, 1, None, None), owed=owed)
    return given(services.watching.count(held_of(request).who, app, entity, asked))


@get(ENTITY + "/options", sync_to_thread=True)
def options(
    request: AnyRequest, app: FromPath[str], entity: FromPath[str], q: Words = "", limit: Limit = 20
) -> list[OptionView]:
    """Records to choose in a reference."""
    services = services_of(request)
    return given(services.watching.options(held_of(request).who, app, entity, q, limit))


@get(ENTITY + "/export.csv", sync_to_thread=True)
def export(
    request: AnyRequest,
    app: FromPath[str],
    entity: FromPath[str],
    filter_: Filter = None,
    q: Words = "",
    sort: FromQuery[str | None] = None,
    fields: FromQuery[str | None] = None,
) -> Stream:
    """The list as CSV, as far as I may see it."""
    services = services_of(request)
    asked = _asked(filter_, q, sort, None, MAX_LIMIT, fields, None)
    found = given(services.exporting.csv(held_of(request).who, app, entity, asked))
    headers = {"Content-Disposition": f'attachment; filename="{entity}.csv"'}
    return Stream(found.chunks, media_type="text/csv", headers=headers)


@get(ENTITY + "/{record:str}", sync_to_thread=True)
def record(request: AnyRequest, app: FromPath[str], entity: FromPath[str], record: FromPath[str]) -> RecordAnswer:
    """A record, what it needs next, and what I may do with it."""
    services = services_of(request)
    return given(services.watching.record(held_of(request).who, app, entity, record))


@get(ENTITY + "/{record:str}/events", sync_to_thread=True)
def events(
    request: AnyRequest,
    app: FromPath[str],
    entity: FromPath[str],
    record: FromPath[str],
    after: Cursor = None,
    limit: Limit = 50,
) -> EventPage:
    """What happened to a record, newest first."""
    services = services_of(request)
    return given(services.timeline.page(held_of(request).who, app, entity, record, before=after, limit=limit))


ROUTES = [apps, bundle, today, page, board, count, options, export, record, events]
