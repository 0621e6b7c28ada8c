"""Routes that look ahead: what a draft says differently, whom it touches, what it asks of people."""

from __future__ import annotations

from typing import Annotated

from litestar import get
from litestar.params import FromPath, QueryParameter

from followthrough.services.views_foresee import BurdenView, ChangesView, CopiesView, HeldValuesView, InFlightView

from .guards import AnyRequest, held_of, services_of
from .problems import given

Before = Annotated[int | None, QueryParameter(name="from", ge=1, le=2**53)]
After = Annotated[int | None, QueryParameter(name="to", ge=1, le=2**53)]

Since = Annotated[str, QueryParameter(name="after", max_length=200)]
Name = Annotated[str, QueryParameter(max_length=60)]


@get("/api/design/{app:str}/changes", sync_to_thread=True)
def changes(request: AnyRequest, app: FromPath[str], before: Before = None, after: After = None) -> ChangesView:
    """What version `to` (left out: the draft) says differently from version `from` (left out: the one in force); `to` alone:
    what going back to it would change."""
    return given(services_of(request).foreseeing.changes(held_of(request).who, app, before, after))


@get("/api/design/{app:str}/in_flight", sync_to_thread=True)
def in_flight(request: AnyRequest, app: FromPath[str], since: Since = "") -> InFlightView:
    """What the draft means for the records that are in the flow now: a slice of them, `after` the `next` of the one before."""
    return given(services_of(request).foreseeing.in_flight(held_of(request).who, app, since))


@get("/api/design/{app:str}/copies", sync_to_thread=True)
def copies(request: AnyRequest, app: FromPath[str], since: Since = "") -> CopiesView:
    """What the draft copies into fields that come in place of others: a slice of the values, `after` the `next` of the one
    before."""
    return given(services_of(request).foreseeing.copies(held_of(request).who, app, since))


@get("/api/design/{app:str}/values", sync_to_thread=True)
def values(request: AnyRequest, app: FromPath[str], entity: Name, field: Name, kind: Name) -> HeldValuesView:
    """What a field in force holds, most frequent first, as options of a field of `kind` that would take its place."""
    return given(services_of(request).foreseeing.values(held_of(request).who, app, entity, field, kind))


@get("/api/design/{app:str}/burden", sync_to_thread=True)
def burden(request: AnyRequest, app: FromPath[str]) -> BurdenView:
    """What the draft asks of people, and what that cost them in the last 90 days."""
    return given(services_of(request).foreseeing.burden(held_of(request).who, app))


ROUTES = [changes, in_flight, copies, values, burden]
