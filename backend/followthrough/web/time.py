"""Routes about working calendars and duty rosters."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import get, put
from litestar.params import FromPath, JSONBody, QueryParameter

from followthrough.core.rules import second_of
from followthrough.services.calendars import CalendarChange
from followthrough.services.rosters import MAX_SHIFTS, NewShift, Window
from followthrough.services.views_time import CalendarContent, CalendarView, CalendarYear, RosterView, ShiftsView

from .guards import AnyRequest, held_of, services_of
from .problems import given, refuse
from .wire import Body

Year = Annotated[
    int | None, QueryParameter(ge=1, le=9999, description="days of this year; the present one if left out")
]
From = Annotated[str, QueryParameter(name="from", max_length=20, description="an instant, e.g. 2026-02-13T16:00:00Z")]
To = Annotated[str, QueryParameter(name="to", max_length=20, description="an instant, at most 400 days later")]
Outside = Annotated[
    str | None, QueryParameter(max_length=40, description="a calendar: gaps count only outside its working time")
]
# A PUT says the whole new state, so repeating it does nothing twice.
REPEATABLE = {"unkeyed": True}


class CalendarBody(Body):
    """A calendar as it is to be. `revision` is the one seen; 0 makes a new calendar."""

    label: dict[str, str]
    zone: str
    content: CalendarContent
    revision: int


class RosterBody(Body):
    """A roster as it is to be; `unit` null: for the whole organisation."""

    label: dict[str, str]
    unit: str | None = None


class ShiftBody(Body, rename={"start": "from", "end": "to"}):
    """Somebody on duty, `from` and `to` being instants; `unit` null: the roster's, or all units."""

    person: str
    start: str
    end: str
    unit: str | None = None
    note: str = ""
    id: str | None = None


class ShiftsBody(Body):
    """All shifts that begin in the window."""

    shifts: Annotated[list[ShiftBody], msgspec.Meta(max_length=MAX_SHIFTS)]


@get("/api/calendars", sync_to_thread=True)
def calendars(request: AnyRequest) -> list[CalendarView]:
    """The working calendars, the organisation's own first."""
    return services_of(request).calendars.listing()


@get("/api/calendars/{calendar:str}", sync_to_thread=True)
def calendar(request: AnyRequest, calendar: FromPath[str], year: Year = None) -> CalendarYear:
    """A working calendar and the days of a year."""
    return given(services_of(request).calendars.year(calendar, year))


@put("/api/calendars/{calendar:str}", opt=REPEATABLE, sync_to_thread=True)
def set_calendar(request: AnyRequest, calendar: FromPath[str], data: JSONBody[CalendarBody]) -> CalendarYear:
    """Make or change a working calendar; open obligations that count by it are re-dated soon after."""
    change = CalendarChange(data.label, data.zone, data.content, data.revision)
    return given(services_of(request).calendars.put(held_of(request).who, calendar, change))


@get("/api/rosters", sync_to_thread=True)
def rosters(request: AnyRequest) -> list[RosterView]:
    """The duty rosters, and who is on duty now."""
    return given(services_of(request).rosters.listing(held_of(request).who))


@put("/api/rosters/{roster:str}", opt=REPEATABLE, sync_to_thread=True)
def set_roster(request: AnyRequest, roster: FromPath[str], data: JSONBody[RosterBody]) -> RosterView:
    """Make or rename a duty roster."""
    return given(services_of(request).rosters.put(held_of(request).who, roster, data.label, data.unit))


@get("/api/rosters/{roster:str}/shifts", sync_to_thread=True)
def shifts(request: AnyRequest, roster: FromPath[str], start: From, end: To, outside: Outside = None) -> ShiftsView:
    """Who is on duty in a window of time, when nobody is, and when several are."""
    window = _window(start, end)
    return given(services_of(request).rosters.shifts(held_of(request).who, roster, window, outside))


@put("/api/rosters/{roster:str}/shifts", opt=REPEATABLE, sync_to_thread=True)
def set_shifts(
    request: AnyRequest,
    roster: FromPath[str],
    start: From,
    end: To,
    data: JSONBody[ShiftsBody],
    outside: Outside = None,
) -> ShiftsView:
    """Replace the shifts that begin in a window of time."""
    new = [
        NewShift(
            one.person, _second(one.start, "shifts.from"), _second(one.end, "shifts.to"), one.unit, one.note, one.id
        )
        for one in data.shifts
    ]
    window = _window(start, end)
    return given(services_of(request).rosters.put_shifts(held_of(request).who, roster, window, new, outside))


def _window(start: str, end: str) -> Window:
    return _second(start, "from"), _second(end, "to")


def _second(text: str, name: str) -> int:
    try:
        return second_of(text)
    except ValueError:
        raise refuse("bad_request", reason=f"{name}: an instant such as 2026-02-13T16:00:00Z is wanted") from None


ROUTES = [calendars, calendar, set_calendar, rosters, set_roster, shifts, set_shifts]
