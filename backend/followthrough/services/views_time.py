"""What the services answer, and take, about working calendars and duty rosters (docs/contract.md, section 7)."""

from __future__ import annotations

from typing import Literal

from msgspec import field as member

from .views_base import PersonRef, Text, View

HoursView = list[tuple[str, str]]
"""Working hours of a day: `[["09:00", "12:00"], ["13:30", "18:00"]]`; one that ends no later than it begins ends the next day."""


class OwnDay(View, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A day the organisation sets itself. `hours` None: those of an ordinary workday (of its weekday, where it has any)."""

    working: bool
    hours: HoursView | None = None
    name: str = ""


class CalendarContent(View, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a working calendar is made of.

    `holidays` "cn": China's public holidays and adjusted workdays; "none". `week`: the hours of the weekdays "1" (Monday) to
    "7"; one without hours is a day off. `days` ("2026-02-14") outdo both.
    """

    holidays: Literal["cn", "none"] = "cn"
    week: dict[str, HoursView] = member(default_factory=dict)
    days: dict[str, OwnDay] = member(default_factory=dict)


class CalendarView(View, frozen=True, kw_only=True):
    """A working calendar. `source` is the edition of its public holidays ("": none), known up to `known_to`; from
    `provisional_from` on days only count as their weekdays do (None: nowhere)."""

    id: str
    label: Text
    zone: str
    revision: int
    source: str
    known_to: str | None
    provisional_from: str | None


class CalendarDay(View, frozen=True, kw_only=True):
    """A day of a calendar. `name` is {} for an ordinary one; `own`: the organisation set it itself."""

    day: str
    working: bool
    hours: HoursView
    name: Text
    provisional: bool
    own: bool


class CalendarYear(CalendarView, frozen=True, kw_only=True):
    """A calendar with what it is made of and the days of a year; it reaches from `first_year` to `last_year`."""

    content: CalendarContent
    year: int
    first_year: int
    last_year: int
    days: list[CalendarDay]


class RosterView(View, frozen=True, kw_only=True):
    """A duty roster 值班表; `unit` None: for the whole organisation. `on_duty`: who is on duty now, None for a gap."""

    id: str
    label: Text
    unit: str | None
    unit_name: str
    on_duty: PersonRef | None


class ShiftView(View, frozen=True, kw_only=True, rename={"start": "from", "end": "to"}):
    """Somebody on duty, from one instant to another. `unit` None: for all units; `active`: the person is not disabled."""

    id: str
    person: PersonRef
    active: bool
    unit: str | None
    unit_name: str
    start: str
    end: str
    note: str


class Stretch(View, frozen=True, kw_only=True, rename={"start": "from", "end": "to"}):
    """A stretch of time in which nobody is on duty (`people` empty) or several are; `unit` None: for all units."""

    unit: str | None
    unit_name: str
    start: str
    end: str
    people: list[PersonRef]


class ShiftsView(View, frozen=True, kw_only=True, rename={"start": "from", "end": "to"}):
    """A window of a roster: who is on duty, when nobody is, and when several are (who began last is asked)."""

    roster: RosterView
    start: str
    end: str
    shifts: list[ShiftView]
    gaps: list[Stretch]
    overlaps: list[Stretch]
