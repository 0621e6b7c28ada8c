"""Counting from an instant to a deadline: workdays and working time of a calendar, or days of the zone and elapsed time."""

from __future__ import annotations

from followthrough.core.kit.durations import Span
from followthrough.core.rules import Calendar, ZoneTable, offset_at
from followthrough.core.rules.dates import DAY, weekday

DAY_MS = DAY * 1000
LAST_MOMENT = DAY_MS - 1
"""The end of a day, as milliseconds of it: 23:59:59.999."""
ORDINARY = "1"
"""The days of a calendar whose hours go on where it ends."""


def local(zone: ZoneTable, ms: int) -> tuple[int, int]:
    """The local day number of an instant, and the milliseconds of that day."""
    return divmod(ms + offset_at(zone, ms // 1000) * 1000, DAY_MS)


def instant(zone: ZoneTable, day: int, of_day: int) -> int:
    """The instant (epoch ms) of a local day and its milliseconds: the first of two when clocks are set back, and in the
    hour they skip the one that would have been."""
    wanted = day * DAY_MS + of_day
    before = offset_at(zone, (wanted - DAY_MS) // 1000)
    for offset in (before, offset_at(zone, (wanted + DAY_MS) // 1000)):
        found = wanted - offset * 1000
        if offset_at(zone, found // 1000) == offset:
            return found
    return wanted - before * 1000


def reach(
    zone: ZoneTable, calendar: Calendar | None, base_ms: int, span: Span, at: int | None = None
) -> tuple[int, bool]:
    """The instant `span` after `base_ms`, and whether it is provisional.

    First whole days: workdays with a calendar, else days of the zone, at the same time of day or at `at` (seconds of the
    day). Then the rest: working time with a calendar, counted from the next whole second, else time as it elapses.
    """
    ms = base_ms
    if span.days or at is not None:
        day, of_day = local(zone, ms)
        ms = instant(zone, days_on(calendar, day, span.days), of_day if at is None else at * 1000)
    if span.seconds and calendar is not None:
        ms = work_on(zone, calendar, -(-ms // 1000), span.seconds) * 1000
    else:
        ms += span.seconds * 1000
    if calendar is None:
        return ms, False
    ends = (local(zone, base_ms)[0], local(zone, ms)[0])
    return ms, any(calendar.provisional(day) for day in ends)


def days_on(calendar: Calendar | None, day: int, number: int) -> int:
    """The day `number` days on, or that many workdays; outside the calendar Monday to Friday count."""
    if calendar is None or number == 0:
        return day + number
    found = calendar.add(day, number)
    if found is not None:
        return found
    step = 1 if number > 0 else -1
    left = abs(number)
    while left:
        day += step
        left -= works(calendar, day)
    return day


def works(calendar: Calendar, day: int) -> bool:
    """Whether people work on a day; outside the calendar, as its weekday says."""
    known = calendar.workday(day)
    return weekday(day) <= 5 if known is None else known


def work_on(zone: ZoneTable, calendar: Calendar, second: int, seconds: int) -> int:
    """The instant with so much working time between; outside the calendar its ordinary hours hold, Monday to Friday.

    A calendar without hours counts all time.
    """
    found = calendar.add_work(second, seconds)
    hours = calendar.hours.get(ORDINARY, ())
    if found is not None or not hours or seconds < 0:
        return second + seconds if found is None else found
    day, end = local(zone, second * 1000)[0], calendar.spans.ends
    within = calendar.work_seconds(second, end)
    if within is not None:
        seconds -= within
        day, second = calendar.end + 1, end
    while True:
        for start, stop in hours if works(calendar, day) else ():
            opens = max(second, instant(zone, day, 0) // 1000 + start)
            closes = instant(zone, day, 0) // 1000 + stop
            if closes - opens >= seconds:
                return opens + seconds
            seconds -= max(0, closes - opens)
        day += 1
