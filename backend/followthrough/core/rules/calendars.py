"""Working calendars and zones as data: counting workdays is a subtraction, a local date a table look-up.

Both are tables given by the caller: rules read neither a clock nor a time-zone database, so that the
browser and the databases, given the same tables, answer alike.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, datetime
from functools import cache
from itertools import accumulate
from zoneinfo import ZoneInfo

from .dates import DAY, date_text, day_of

ZoneTable = tuple[tuple[int, int], ...]
"""Ascending (epoch second from which it holds, seconds east of UTC). Before the first entry the first holds; () is UTC."""


class Calendar:
    """A working calendar: from `start` (day number) one entry per day, True for a workday."""

    __slots__ = ("_counts", "_workdays", "start")

    def __init__(self, start: int, workdays: str) -> None:
        """`workdays` has one digit per day, "1" for a workday and "0" for a day off."""
        self.start = start
        self._counts = tuple(accumulate(int(digit) for digit in workdays))
        self._workdays = tuple(start + offset for offset, digit in enumerate(workdays) if digit == "1")

    def count(self, day: int) -> int | None:
        """The number of workdays from the start up to and with `day`; None outside the calendar."""
        offset = day - self.start
        return self._counts[offset] if 0 <= offset < len(self._counts) else None

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

    def days(self) -> list[tuple[str, int]]:
        """Every day ("YYYY-MM-DD") with its running count, as the table `calendar_day` holds them."""
        return [(date_text(self.start + offset), count) for offset, count in enumerate(self._counts)]


def calendar_of(data: dict[str, str]) -> Calendar:
    """A calendar from its JSON form `{"start": "YYYY-MM-DD", "workdays": "0111…"}`."""
    return Calendar(day_of(data["start"]), data["workdays"])


def offset_at(zone: ZoneTable, second: int) -> int:
    """Seconds east of UTC at an instant."""
    if not zone:
        return 0
    return zone[max(bisect_right(zone, second, key=lambda entry: entry[0]) - 1, 0)][1]


def date_of(zone: ZoneTable, second: int) -> int:
    """The local day number of an instant."""
    return (second + offset_at(zone, second)) // DAY


@cache
def zone_table(name: str, first_year: int = 2000, last_year: int = 2060) -> ZoneTable:
    """The offsets of an IANA zone from 1 January of `first_year` to that of `last_year`, by looking at every day.

    A zone that never changes gives one entry. Raises `zoneinfo.ZoneInfoNotFoundError` for an unknown name.
    """
    zone = ZoneInfo(name)

    def offset(second: int) -> int:
        found = datetime.fromtimestamp(second, UTC).astimezone(zone).utcoffset()
        return 0 if found is None else int(found.total_seconds())

    start = int(datetime(first_year, 1, 1, tzinfo=UTC).timestamp())
    stop = int(datetime(last_year, 1, 1, tzinfo=UTC).timestamp())
    entries = [(start, offset(start))]
    for second in range(start + DAY, stop, DAY):
        if offset(second) != entries[-1][1]:
            entries.append(_change(offset, second - DAY, second))
    return tuple(entries)


def _change(offset: object, low: int, high: int) -> tuple[int, int]:
    """The first second between `low` and `high` with the offset of `high`."""
    assert callable(offset)
    after = offset(high)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if offset(middle) == after else (middle, high)
    return high, after
