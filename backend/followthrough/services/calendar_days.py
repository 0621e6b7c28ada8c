"""A working calendar from what it is made of: the JSON form of core.rules.calendar_of, and its days by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

from followthrough.core.rules import Calendar, calendar_of, instant_text, zone_table
from followthrough.core.rules.spans import Hours, hours_of
from followthrough.core.rules.tree import BY_CALENDAR
from followthrough.store.calendars import Day

from .holidays import Special, published
from .views_time import CalendarContent, HoursView

FIRST = date(2000, 1, 1)
LAST = date(2059, 12, 31)
"""A zone's offsets are known as far (core.rules.zones)."""
ORGANISATION = "organisation"
MAX_SPANS = 12
MAX_OWN_DAYS = 2000
_SIGNS = "123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
WORKWEEK: HoursView = [("09:00", "12:00"), ("13:30", "18:00")]


class BadContent(ValueError):
    """What a calendar cannot be made of; the text says where: `week.6`, `days.2026-02-14`, `week`."""


@dataclass(slots=True)
class Built:
    """A calendar made. `data` is its JSON form, `source` and `known_to` say what its public holidays are from ("": none)."""

    data: dict[str, Any]
    source: str
    known_to: str
    names: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def days(self, calendar: Calendar) -> list[Day]:
        """Its days, as the store keeps them."""
        pattern, hours, before = self.data["pattern"], self.data["hours"], 0
        made = []
        for offset, (day, count) in enumerate(calendar.days()):
            spans = hours.get(pattern[offset], [])
            provisional = bool(self.known_to) and day > self.known_to
            made.append(Day(day, count > before, count, spans, self.names.get(day, {}), provisional))
            before = count
        return made


def usual() -> CalendarContent:
    """Monday to Friday, 9 to 12 and 13:30 to 18, public holidays off."""
    return CalendarContent(week={str(weekday): WORKWEEK for weekday in range(1, 6)})


def build(content: CalendarContent, zone: str) -> Built:
    """Make the calendar. Raises BadContent."""
    week = _week(content)
    ordinary = next((hours for hours in week.values() if hours), None)
    if ordinary is None:
        raise BadContent("week")
    public = published() if content.holidays == "cn" else None
    own = {day: _own(content, day) for day in content.days}
    signs: dict[str, str] = {}
    kept: dict[str, HoursView] = {}
    names: dict[str, Mapping[str, str]] = {}
    workdays, pattern = [], []
    day = FIRST
    while day <= LAST:
        text = day.isoformat()
        usual_hours = week.get(str(day.isoweekday())) or []
        special = own.get(text) or (public.days.get(text) if public else None)
        hours = usual_hours
        if special is not None:
            asked = content.days[text].hours if text in own else None
            hours = (asked or usual_hours or ordinary) if special.working else []
            if special.name:
                names[text] = special.name
        workdays.append("1" if hours else "0")
        pattern.append(_sign(signs, kept, hours))
        day += timedelta(days=1)
    known_to = public.known_to if public else ""
    data: dict[str, Any] = {"zone": zone, "start": FIRST.isoformat(), "workdays": "".join(workdays), "hours": kept}
    data |= {"pattern": "".join(pattern), "known_to": known_to or None}
    return Built(data, public.edition if public else "", known_to, names)


def _sign(signs: dict[str, str], kept: dict[str, HoursView], hours: HoursView) -> str:
    """The character that stands for these hours."""
    if not hours:
        return "0"
    said = repr(hours)
    if said not in signs:
        if len(signs) == len(_SIGNS):
            raise BadContent("days")
        signs[said] = _SIGNS[len(signs)]
        kept[signs[said]] = hours
    return signs[said]


def _week(content: CalendarContent) -> dict[str, HoursView]:
    unknown = set(content.week) - {str(weekday) for weekday in range(1, 8)}
    if unknown:
        raise BadContent(f"week.{min(unknown)}")
    return {weekday: _hours(content.week[weekday], f"week.{weekday}") for weekday in sorted(content.week)}


def _own(content: CalendarContent, text: str) -> Special:
    where, said = f"days.{text[:40]}", content.days[text]
    try:
        known = FIRST <= date.fromisoformat(text) <= LAST and len(text) == len("2026-02-14")
    except ValueError:
        known = False
    if not known or len(said.name) > 60 or len(content.days) > MAX_OWN_DAYS:
        raise BadContent(where)
    if said.hours is not None:
        _hours(said.hours, where)
    if (said.hours == []) if said.working else bool(said.hours):
        raise BadContent(where)
    return Special(said.working, {"zh": said.name, "en": said.name} if said.name else {})


def _hours(said: HoursView, where: str) -> HoursView:
    """The hours, checked: they ascend and do not overlap."""
    try:
        read = hours_of(said)
    except ValueError:
        raise BadContent(where) from None
    if len(said) > MAX_SPANS or not _apart(read):
        raise BadContent(where)
    return sorted(said)


def _apart(read: Hours) -> bool:
    follows = all(end <= start for (_, end), (start, _) in pairwise(read))
    return follows and (not read or read[-1][1] - read[0][0] <= 86400)


@cache
def shipped_json() -> dict[str, Any]:
    """The JSON form of the calendar "organisation" as it is before anybody changes it, in the zone of China."""
    return build(usual(), "Asia/Shanghai").data


@cache
def shipped() -> Calendar:
    """The same, made."""
    return calendar_of(shipped_json())


def offsets_of(zone: str) -> list[tuple[str, int]]:
    """A zone as the browser's rules read it: [instant from which it holds, seconds east of UTC]."""
    return [(instant_text(second), east) for second, east in zone_table(zone)]


def for_browser(data: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON form of a calendar with its zone as a table: a browser's own may be of another year."""
    return {**data, "zone": offsets_of(data["zone"])}


def named_calendars(document: Any) -> frozenset[str]:
    """The calendars that rules anywhere in a document (as JSON) count by."""
    return frozenset(_named(document))


def _named(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if part.get("op") in BY_CALENDAR:
            yield part["a"][2]["v"]
        for inner in part.values():
            yield from _named(inner)
    elif isinstance(part, list | tuple):
        for inner in part:
            yield from _named(inner)
