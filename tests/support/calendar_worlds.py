"""Working calendars of every kind beside their minutes, and questions to both."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from itertools import pairwise
from random import Random
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from followthrough.core.rules import Calendar, calendar_of
from tests.support.minutes import Minutes

HOURS: list[list[tuple[str, str]]] = [
    [("09:00", "12:00"), ("13:30", "18:00")],
    [("08:30", "17:30")],
    [("00:00", "24:00")],
    [("22:00", "06:00")],
    [("18:00", "00:00")],
    [("01:15", "03:45"), ("10:00", "10:01")],
    [("06:00", "14:00"), ("14:00", "22:00")],
    [("23:59", "00:01")],
    [("00:00", "00:00")],
]
SHAPES = ["1111100", "1121100", "1111111", "0000011", "1202120", "0000000", "1000000"]


@cache
def zones() -> list[str]:
    """Every zone there is."""
    return sorted(available_timezones())


def changes(zone: str, year: int) -> list[date]:
    """Days around which the clocks of a zone are changed in a year, found by asking for every noon."""
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    east = [_noon(zone, day) for day in days]
    return [day for day, before, after in zip(days[1:], east, east[1:], strict=False) if before != after]


def _noon(zone: str, day: date) -> Any:
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone)).utcoffset()


class World:
    """A calendar of some days, and its minutes."""

    def __init__(self, random: Random, zone: str | None = None, days: int = 21) -> None:
        self.zone = zone or random.choice(zones())
        year = random.randint(2000, 2040)
        edges = [*changes(self.zone, year), date(year, 2, 28), date(year, 12, 31)]
        self.start = random.choice(edges) - timedelta(days=random.randint(1, days - 2))
        shape = random.choice(SHAPES)
        self.pattern = "".join(
            random.choice("0123") if random.random() < 0.1 else shape[(self.start.weekday() + n) % 7]
            for n in range(days)
        )
        self.hours = {sign: random.choice(HOURS) for sign in "123"}
        self.calendar: Calendar = calendar_of(self.data())

    @cached_property
    def minutes(self) -> Minutes:
        """Made when first asked for: that takes long."""
        return Minutes(self.start, self.pattern, self.hours, self.zone)

    def data(self) -> dict[str, Any]:
        """The JSON form."""
        workdays = "".join("0" if sign == "0" else "1" for sign in self.pattern)
        said = {"zone": self.zone, "start": self.start.isoformat(), "workdays": workdays, "pattern": self.pattern}
        return {**said, "hours": {sign: [list(span) for span in spans] for sign, spans in self.hours.items()}}

    def instants(self, random: Random) -> Iterator[int]:
        """Instants in and around the calendar, often at the edge of working time."""
        marks, first = self.minutes.marks, self.minutes.first_minute
        edges = [n for n in range(1, len(marks)) if marks[n] != marks[n - 1]] or [len(marks) // 2]
        edges += [self.minutes.begins // 60 - first, self.minutes.ends // 60 - first]
        while True:
            if random.random() < 0.5:
                yield (first + random.choice(edges)) * 60 + random.choice((-61, -60, -1, 0, 1, 59, 60))
            else:
                yield (first + random.randrange(2, len(marks) - 2)) * 60 + random.randrange(60)


def ask(world: World, random: Random, questions: int) -> None:
    """Half of the questions how much lies between, half what comes of adding. Fails where the two readings differ."""
    instants, minutes, calendar = world.instants(random), world.minutes, world.calendar
    starts = [row[0] for row in calendar.spans.rows()]
    assert all(one < other for one, other in pairwise(starts)), (world.data(), "each row of the table has its own key")
    amounts = (0, 1, -1, 60, 3600, -3600, 27000, 86400)
    for _ in range(questions // 2):
        start, end = next(instants), next(instants)
        said = calendar.work_seconds(start, end)
        assert said == minutes.between(start, end), (world.data(), start, end, said)
        exact = minutes.between(start, end) or 0
        seconds = random.choice((*amounts, exact, exact + 1, random.randint(-200_000, 400_000)))
        found = calendar.add_work(start, seconds)
        assert minutes.is_sum(start, seconds, found), (world.data(), start, seconds, found)
