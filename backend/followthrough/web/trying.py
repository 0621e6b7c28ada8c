"""Routes of trials (docs/designing.md, section 5). The door through which a request enters one stands in `guards`."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from litestar import delete, get, post
from litestar.params import FromPath, JSONBody

from followthrough.services.views_trying import TrialAnswer, TrialPassed

from .guards import AnyRequest, held_of, services_of
from .problems import given, refuse
from .wire import Body

TRIAL = "/api/design/{app:str}/trial"
# Begun twice there is one all the same; moved on, it says from when.
REPEATABLE = {"unkeyed": True}


class TrialBody(Body):
    """A trial to begin; `sample`: with sample records."""

    sample: bool = True


class AdvanceBody(Body):
    """How far the time is to go on from `seen`, the trial's time as the client knows it: by a duration ("PT4H", "P1D"), or
    to just after the next deadline. One of the two."""

    seen: Annotated[str, msgspec.Meta(max_length=30)]
    by: Annotated[str, msgspec.Meta(max_length=30)] | None = None
    to: Literal["next"] | None = None


@post(TRIAL, opt=REPEATABLE, status_code=201, sync_to_thread=True)
def begin(request: AnyRequest, app: FromPath[str], data: JSONBody[TrialBody]) -> TrialAnswer:
    """Begin a trial of the draft as it stands, in place of the one there was."""
    return given(services_of(request).trying.begin(held_of(request).who, app, sample=data.sample))


@get(TRIAL, sync_to_thread=True)
def state(request: AnyRequest, app: FromPath[str]) -> TrialAnswer:
    """My trial of an app."""
    return given(services_of(request).trying.state(held_of(request).who, app))


@post(TRIAL + "/advance", opt=REPEATABLE, status_code=200, sync_to_thread=True)
def advance(request: AnyRequest, app: FromPath[str], data: JSONBody[AdvanceBody]) -> TrialPassed:
    """Let the time of my trial go on."""
    if (data.by is None) == (data.to is None):
        raise refuse("bad_request", reason="by")
    return given(services_of(request).trying.advance(held_of(request).who, app, data.seen, data.by))


@delete(TRIAL, opt=REPEATABLE, status_code=204, sync_to_thread=True)
def end(request: AnyRequest, app: FromPath[str]) -> None:
    """End my trial."""
    given(services_of(request).trying.end(held_of(request).who, app))


ROUTES = [begin, state, advance, end]
