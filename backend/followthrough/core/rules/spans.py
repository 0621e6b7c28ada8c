"""Working time as ascending spans of epoch seconds, each with the working seconds before it: counting is a subtraction.

An instant is working time when its local time of day lies within the hours of its local day. So a night the clocks
are set back in gives an hour more, and one they are set forward in an hour less.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence

from .dates import DAY
from .zones import ZoneTable, stretches

Hours = tuple[tuple[int, int], ...]
"""Ascending (from, to) in seconds of the local day; `to` beyond 86400 reaches into the next day."""
END = -1
"""The working seconds before the row that marks the end of a calendar."""


def hours_of(spans: Iterable[Sequence[str]]) -> Hours:
    """Hours from `[["09:00", "12:00"], ["22:00", "06:00"]]`; one that ends no later than it begins ends the next day.

    Raises ValueError for what is no time of day.
    """
    found = []
    for start, end in spans:
        begin, stop = _seconds(start), _seconds(end)
        if begin >= DAY:
            raise ValueError(start)
        found.append((begin, stop if stop > begin else stop + DAY))
    return tuple(sorted(found))


def _seconds(text: str) -> int:
    hour, colon, minute = text.partition(":")
    if not (colon and len(hour) == len(minute) == 2 and (hour + minute).isdecimal() and text.isascii()):
        raise ValueError(text)
    found = int(hour) * 3600 + int(minute) * 60
    if int(minute) > 59 or found > DAY:
        raise ValueError(text)
    return found


class Spans:
    """The spans of a calendar. `begins` and `ends` are the first and the last instant it answers for."""

    __slots__ = ("_before", "_ends", "_starts", "begins", "ends")

    def __init__(self, start: int, pattern: str, hours: Mapping[str, Hours], zone: ZoneTable) -> None:
        """From the day number `start` one character of `pattern` per day, which names its hours."""
        first, last = start * DAY, (start + len(pattern)) * DAY
        cut = list(stretches(zone))
        self.begins = next(max(low, first - east) for low, high, east in cut if first - east < high)
        self.ends = next(min(high - 1, last - east) for low, high, east in reversed(cut) if last - east >= low)
        self._starts, self._ends = [self.begins], [self.begins]
        for begin, end in _instants(_local(start, pattern, hours), cut):
            if begin == self._ends[-1] and len(self._starts) > 1:
                self._ends[-1] = end
            else:
                self._starts.append(begin)
                self._ends.append(end)
        self._before = [0]
        for begin, end in zip(self._starts[:-1], self._ends[:-1], strict=True):
            self._before.append(self._before[-1] + end - begin)

    def worked(self, second: int) -> int | None:
        """Working seconds from the calendar's begin up to an instant; None outside the calendar."""
        if not self.begins <= second <= self.ends:
            return None
        at = bisect_right(self._starts, second) - 1
        return self._before[at] + min(second, self._ends[at]) - self._starts[at]

    def add(self, second: int, seconds: int) -> int | None:
        """See Calendar.add_work."""
        if seconds == 0:
            return second
        base = self.worked(second)
        if base is None:
            return None
        target = base + seconds
        at = (bisect_left if seconds > 0 else bisect_right)(self._before, target) - 1
        if at < 0 or target - self._before[at] > self._ends[at] - self._starts[at]:
            return None
        return self._starts[at] + target - self._before[at]

    def spans(self) -> list[tuple[int, int]]:
        """Every span, ascending."""
        return list(zip(self._starts[1:], self._ends[1:], strict=True))

    def rows(self) -> list[tuple[int, int, int]]:
        """(start, end, working seconds before) as the table `calendar_span` holds them.

        Each begins at another second. A row without length marks the calendar's begin, unless working time begins with it;
        one with END working seconds before it its end.
        """
        rows = list(zip(self._starts, self._ends, self._before, strict=True))
        worked_at_once = len(rows) > 1 and rows[1][0] == self.begins
        return [*rows[worked_at_once:], (self.ends + 1, self.ends + 1, END)]


def _local(start: int, pattern: str, hours: Mapping[str, Hours]) -> list[tuple[int, int]]:
    """The spans in local seconds, ascending, those that touch made one."""
    found: list[tuple[int, int]] = []
    last = (start + len(pattern)) * DAY
    for offset, name in enumerate(pattern):
        base = (start + offset) * DAY
        for begin, end in hours.get(name, ()):
            stop = min(base + end, last)
            if found and base + begin <= found[-1][1]:
                found[-1] = (found[-1][0], max(stop, found[-1][1]))
            else:
                found.append((base + begin, stop))
    return found


def _instants(local: list[tuple[int, int]], cut: list[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """The same as instants: what of them lies in each stretch of time without a change of offset."""
    found: list[tuple[int, int]] = []
    for low, high, east in cut:
        at = bisect_right(local, low + east, key=lambda span: span[1])
        while at < len(local) and local[at][0] < high + east:
            begin, end = local[at]
            found.append((max(begin - east, low), min(end - east, high)))
            at += 1
    return found
