"""Time zones as data: a local date is a table look-up.

The table is given by the caller: rules read no time-zone database, so that the browser and the databases, given the
same table, answer alike.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

from .dates import DAY

ZoneTable = tuple[tuple[int, int], ...]
"""Ascending (epoch second from which it holds, seconds east of UTC). Before the first entry the first holds; () is UTC."""

FIRST_YEAR = 2000
LAST_YEAR = 2060
"""A zone table says what holds from 1 January of the one to 1 January of the other."""
ALWAYS = 10**12
"""Seconds beyond every instant (the year 33658)."""


def offset_at(zone: ZoneTable, second: int) -> int:
    """Seconds east of UTC at an instant."""
    if not zone:
        return 0
    return zone[max(bisect_right(zone, second, key=lambda entry: entry[0]) - 1, 0)][1]


def date_of(zone: ZoneTable, second: int) -> int:
    """The local day number of an instant."""
    return (second + offset_at(zone, second)) // DAY


def stretches(zone: ZoneTable) -> Iterator[tuple[int, int, int]]:
    """The stretches of time without a change of offset, ascending: (first second, first second after, offset)."""
    entries = zone or ((0, 0),)
    for number, (start, offset) in enumerate(entries):
        end = entries[number + 1][0] if number + 1 < len(entries) else ALWAYS
        yield (start if number else -ALWAYS, end, offset)


@cache
def zone_table(name: str, first_year: int = FIRST_YEAR, last_year: int = LAST_YEAR) -> ZoneTable:
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
