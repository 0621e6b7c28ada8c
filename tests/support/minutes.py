"""Working time read off a clock on the wall, minute by minute: what the spans of core.rules must never disagree with.

Nothing here knows spans, zone tables or running counts. Every minute of a stretch of days is looked at once: what does a
clock in that zone show, and is that within the hours of the day it shows? Counting is counting marked minutes.
(All zones change their clocks at whole minutes since 1972.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Hours = Sequence[tuple[str, str]]


class Minutes:
    """The days from `start` on, one entry of `pattern` each, with the hours it names, by the clocks of `zone`."""

    def __init__(self, start: date, pattern: str, hours: Mapping[str, Hours], zone: str) -> None:
        self.start, self.pattern = start, pattern
        self.zone = ZoneInfo(zone)
        self.hours = {name: [(_time(a), _time(b)) for a, b in spans] for name, spans in hours.items()}
        # A day more on either side: which minute is the first, the clock says.
        first = datetime.combine(start - timedelta(days=2), time(), UTC)
        self.first_minute = int(first.timestamp()) // 60
        count = (len(pattern) + 4) * 1440
        shown = [datetime.fromtimestamp((self.first_minute + n) * 60, self.zone) for n in range(count)]
        days = [self._number(at.date()) for at in shown]
        self.marks = bytearray(self._works(day, at) for day, at in zip(days, shown, strict=True))
        inside = [n for n, day in enumerate(days) if 0 <= day < len(pattern)]
        self.begins = (self.first_minute + inside[0]) * 60
        self.ends = (self.first_minute + inside[-1] + 1) * 60

    def _number(self, day: date) -> int:
        return (day - self.start).days

    def _works(self, day: int, shown: datetime) -> bool:
        clock = shown.hour * 60 + shown.minute
        today = any(a <= clock < b or (b <= a <= clock) for a, b in self._of(day))
        return today or (0 <= day < len(self.pattern) and any(b <= a and clock < b for a, b in self._of(day - 1)))

    def _of(self, day: int) -> list[tuple[int, int]]:
        return self.hours.get(self.pattern[day], []) if 0 <= day < len(self.pattern) else []

    def count(self, second: int) -> int:
        """Working seconds before an instant."""
        minute, rest = divmod(second, 60)
        at = minute - self.first_minute
        return 60 * self.marks.count(1, 0, at) + (rest if self.marks[at] else 0)

    def covers(self, second: int) -> bool:
        return self.begins <= second <= self.ends

    def between(self, start: int, end: int) -> int | None:
        """Working seconds from an instant to another, None outside."""
        return self.count(end) - self.count(start) if self.covers(start) and self.covers(end) else None

    def is_sum(self, start: int, seconds: int, found: int | None) -> bool:
        """Whether `found` is the least (backwards the greatest) instant with so much working time between."""
        if seconds == 0:
            return found == start
        if not self.covers(start):
            return found is None
        target = self.count(start) + seconds
        if found is None:
            return not self.count(self.begins) <= target <= self.count(self.ends)
        step = 1 if seconds > 0 else -1
        return self.covers(found) and self.count(found) == target and self.count(found - step) != target


def _time(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)
