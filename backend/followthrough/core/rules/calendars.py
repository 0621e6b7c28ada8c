"""Working calendars as data: counting workdays or working time is a subtraction of two look-ups.

A calendar is a table given by the caller, its zone another: rules read neither a clock nor a time-zone database, so
that the browser and the databases, given the same tables, answer alike.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate
from typing import Any

from .dates import date_text, day_of, second_of
from .spans import Hours, Spans, hours_of
from .zones import ZoneTable, zone_table

__all__ = ["Calendar", "calendar_of"]


class Calendar:
    """A working calendar: from `start` (day number) one entry per day, and the working time of each.

    `hours` are the working hours by the character that stands for the day in `pattern`; `known_to` is the last day
    whose holidays are published (None: all are).
    """

    __slots__ = ("_counts", "_spans", "_workdays", "hours", "known_to", "pattern", "start", "zone")

    def __init__(
        self,
        start: int,
        workdays: str,
        *,
        zone: ZoneTable = (),
        hours: Mapping[str, Hours] | None = None,
        pattern: str | None = None,
        known_to: int | None = None,
    ) -> None:
        """`workdays` has one digit per day, "1" for a workday and "0" for a day off; `pattern` is as long."""
        self.start = start
        self.zone = zone
        self.hours: Mapping[str, Hours] = hours or {}
        self.pattern = workdays if pattern is None else pattern
        self.known_to = known_to
        if len(self.pattern) != len(workdays):
            raise ValueError("workdays and pattern differ in length")
        self._counts = tuple(accumulate(map(int, workdays)))
        self._workdays = tuple(start + offset for offset, digit in enumerate(workdays) if digit == "1")
        self._spans: Spans | None = None

    @property
    def end(self) -> int:
        """The day number of the last day."""
        return self.start + len(self._counts) - 1

    @property
    def spans(self) -> Spans:
        """The working time, made when it is first asked for."""
        if self._spans is None:
            self._spans = Spans(self.start, self.pattern, self.hours, self.zone)
        return self._spans

    def count(self, day: int) -> int | None:
        """The number of workdays from the start up to and with `day`; None outside the calendar."""
        offset = day - self.start
        return self._counts[offset] if 0 <= offset < len(self._counts) else None

    def workday(self, day: int) -> bool | None:
        """Whether it is a workday; None outside the calendar."""
        at = bisect_right(self._workdays, day)
        return None if self.count(day) is None else at > 0 and self._workdays[at - 1] == day

    def between(self, start: int, end: int) -> int | None:
        """Workdays after `start` up to and with `end` (negative backwards); None outside the calendar."""
        first, last = self.count(start), self.count(end)
        return None if first is None or last is None else last - first

    def add(self, day: int, number: int) -> int | None:
        """The `number`-th workday after `day` (before it when negative; `number` is not 0); None outside."""
        base = self.count(day if number > 0 else day - 1)
        if base is None or self.count(day) is None:
            return None
        target = base + number + (0 if number > 0 else 1)
        return self._workdays[target - 1] if 1 <= target <= len(self._workdays) else None

    def work_seconds(self, start: int, end: int) -> int | None:
        """Working seconds from an instant to another (negative backwards), in epoch seconds; None outside the calendar."""
        first, last = self.spans.worked(start), self.spans.worked(end)
        return None if first is None or last is None else last - first

    def add_work(self, second: int, seconds: int) -> int | None:
        """The least instant with so many working seconds between: a span's end belongs to it.

        Backwards (`seconds` negative) it is the greatest: a span's start belongs to it. 0 gives the instant itself.
        None outside the calendar.
        """
        return self.spans.add(second, seconds)

    def provisional(self, day: int) -> bool:
        """Whether the holidays of that day are not published yet, so that it only counts as its weekday does."""
        return day > self.end or (self.known_to is not None and day > self.known_to)

    def days(self) -> list[tuple[str, int]]:
        """Every day ("YYYY-MM-DD") with its running count, as the table `calendar_day` holds them."""
        return [(date_text(self.start + offset), count) for offset, count in enumerate(self._counts)]


def calendar_of(data: Mapping[str, Any]) -> Calendar:
    """A calendar from its JSON form.

    `{"start": "YYYY-MM-DD", "workdays": "0111…"}` and, for working time, `hours` by the character of a day
    (`{"1": [["09:00", "12:00"], …]}`), `pattern` (that character for each day; without it `workdays` is), `zone` (an IANA
    name, or its table `[[instant, seconds east], …]`) and `known_to`. Raises ValueError for what does not read so.
    """
    zone = data.get("zone") or ()
    table = zone_table(zone) if isinstance(zone, str) else tuple((second_of(at), int(east)) for at, east in zone)
    known = data.get("known_to")
    return Calendar(
        day_of(data["start"]),
        data["workdays"],
        zone=table,
        hours={name: hours_of(spans) for name, spans in data.get("hours", {}).items()},
        pattern=data.get("pattern"),
        known_to=day_of(known) if known else None,
    )
