"""Routes about what is owed: obligations, queues, workers. Acts about an obligation go the one command path."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from followthrough.core.run.acts import Extend, Nudge, Reassign, Waive
from followthrough.services.owing import MAX_LIMIT, OwedAsked, Seeing
from followthrough.services.views import PersonView
from followthrough.services.views_owed import OwedAnswer, OwedPage, OwedState, QueueView, Why, WorkerView

from .fill import body_hash
from .guards import KEY_HEADER, AnyRequest, held_of, services_of
from .problems import given
from .wire import Body

LISTED = "/api/apps/{app:str}/obligations"
ONE = LISTED + "/{obligation:str}"
Words = Annotated[str, QueryParameter(max_length=100)]
Limit = Annotated[int, QueryParameter(ge=1, le=MAX_LIMIT)]
# `state` and `scope` alone are the framework's.
State = Annotated[OwedState, QueryParameter(name="state")]
Whose = Annotated[Literal["mine", "seen"], QueryParameter(name="scope")]
Others = Annotated[str, QueryParameter(max_length=40 * MAX_LIMIT)]
Reason = Annotated[str, msgspec.Meta(max_length=2000)]


class WaiveBody(Body):
    """Let it go without the act. `version`: that of the record, as the client saw it."""

    version: int
    reason: Reason = ""


class ExtendBody(Body):
    """A later deadline."""

    version: int
    due: Annotated[datetime, msgspec.Meta(tz=True)]
    reason: Reason = ""


class ReassignBody(Body):
    """Another person is to owe it."""

    version: int
    person: str
    reason: Reason = ""


class NudgeBody(Body):
    """Remind whoever owes it, now."""

    version: int
    text: Reason = ""


@get(LISTED, sync_to_thread=True)
def listed(
    request: AnyRequest,
    app: FromPath[str],
    state_: State = "open",
    scope_: Whose = "mine",
    queue: FromQuery[str | None] = None,
    duty: FromQuery[str | None] = None,
    owner: FromQuery[str | None] = None,
    record: FromQuery[str | None] = None,
    overdue: FromQuery[bool | None] = None,
    after: FromQuery[str | None] = None,
    limit: Limit = 50,
) -> OwedPage:
    """What I owe, or what is owed on the records I may see; the soonest deadline first."""
    asked = OwedAsked(state_, scope_ == "mine", queue, duty, owner, record, overdue, after, limit)
    return given(services_of(request).owing.page(held_of(request).who, app, asked))


@get(ONE, sync_to_thread=True)
def why(request: AnyRequest, app: FromPath[str], obligation: FromPath[str]) -> Why:
    """Why it is owed, how its deadline came about, what happened to it and whom it was told."""
    return given(services_of(request).owing.why(held_of(request).who, app, obligation))


@get(ONE + "/people", sync_to_thread=True)
def assignable(
    request: AnyRequest, app: FromPath[str], obligation: FromPath[str], q: Words = "", also: Others = ""
) -> list[PersonView]:
    """Whom it can be reassigned to, by part of the name; with `also` (ids, commas between) these others as well."""
    ids = [obligation, *(one for one in also.split(",") if one)]
    return given(services_of(request).owing.assignable(held_of(request).who, app, ids, q))


def _do(
    request: AnyRequest, app: str, obligation: str, act: Seeing, body: WaiveBody | ExtendBody | ReassignBody | NudgeBody
) -> OwedAnswer:
    key = request.headers[KEY_HEADER]
    who = held_of(request).who
    owing = services_of(request).owing
    return given(owing.do(who, app, obligation, act, key, body_hash(request, body), body.version))


@post(ONE + "/waive", status_code=200, sync_to_thread=True)
def waive(request: AnyRequest, app: FromPath[str], obligation: FromPath[str], data: JSONBody[WaiveBody]) -> OwedAnswer:
    """Let an obligation go without its act."""
    return _do(request, app, obligation, Waive(obligation, data.reason), data)


@post(ONE + "/extend", status_code=200, sync_to_thread=True)
def extend(
    request: AnyRequest, app: FromPath[str], obligation: FromPath[str], data: JSONBody[ExtendBody]
) -> OwedAnswer:
    """Give an obligation a later deadline."""
    due_ms = round(data.due.timestamp() * 1000)
    return _do(request, app, obligation, Extend(obligation, due_ms, data.reason), data)


@post(ONE + "/reassign", status_code=200, sync_to_thread=True)
def reassign(
    request: AnyRequest, app: FromPath[str], obligation: FromPath[str], data: JSONBody[ReassignBody]
) -> OwedAnswer:
    """Let another person owe it."""
    return _do(request, app, obligation, Reassign(obligation, data.person, data.reason), data)


@post(ONE + "/nudge", status_code=200, sync_to_thread=True)
def nudge(request: AnyRequest, app: FromPath[str], obligation: FromPath[str], data: JSONBody[NudgeBody]) -> OwedAnswer:
    """Remind whoever owes it."""
    return _do(request, app, obligation, Nudge(obligation, data.text), data)


@get("/api/apps/{app:str}/queues", sync_to_thread=True)
def queues(request: AnyRequest, app: FromPath[str]) -> list[QueueView]:
    """The queues of my role with their counts."""
    return given(services_of(request).owing.queues(held_of(request).who, app))


@get("/api/workers", sync_to_thread=True)
def workers(request: AnyRequest) -> list[WorkerView]:
    """The worker processes, for who manages people."""
    return given(services_of(request).heartbeat.listing(held_of(request).who))


ROUTES = [listed, why, assignable, waive, extend, reassign, nudge, queues, workers]
