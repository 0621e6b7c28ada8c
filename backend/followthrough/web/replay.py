"""Routes of replays: what the draft would have done over history (docs/replay.md)."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import delete, get, post
from litestar.params import FromPath, JSONBody

from followthrough.core.rules import second_of
from followthrough.services.views_replay import ReplayJobView

from .guards import AnyRequest, held_of, services_of
from .problems import given, refuse
from .wire import Body

REPLAYS = "/api/design/{app:str}/replay"
REPLAY = REPLAYS + "/{replay:str}"
Instant = Annotated[str, msgspec.Meta(max_length=20)]


class ReplayBody(Body):
    """A window of history: two instants, of which the second is not part of it."""

    since: Instant = msgspec.field(name="from")
    until: Instant = msgspec.field(name="to")


# The same question is one replay, however often it is asked.
@post(REPLAYS, status_code=202, sync_to_thread=True, opt={"unkeyed": True})
def start(request: AnyRequest, app: FromPath[str], data: JSONBody[ReplayBody]) -> ReplayJobView:
    """Begin a replay, or find the same one."""
    replaying, who = services_of(request).replaying, held_of(request).who
    return given(replaying.start(who, app, _ms(data.since, "from"), _ms(data.until, "to")))


@get(REPLAY, sync_to_thread=True)
def look(request: AnyRequest, app: FromPath[str], replay: FromPath[str]) -> ReplayJobView:
    """How far it is; in the end its report."""
    return given(services_of(request).replaying.get(held_of(request).who, app, replay))


@delete(REPLAY, status_code=200, sync_to_thread=True, opt={"unkeyed": True})
def stop(request: AnyRequest, app: FromPath[str], replay: FromPath[str]) -> ReplayJobView:
    """Stop it, if it is under way."""
    return given(services_of(request).replaying.stop(held_of(request).who, app, replay))


def _ms(text: str, name: str) -> int:
    try:
        return second_of(text) * 1000
    except ValueError:
        raise refuse("bad_request", reason=f"{name}: an instant is meant") from None


ROUTES = [start, look, stop]
