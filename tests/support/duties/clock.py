"""Deadlines and periods by counting days and minutes one after another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ONE = timedelta(days=1)


@dataclass(frozen=True)
class Days:
    """A calendar: `digits` from `start` on, "1" for a workday; `hours` as (from, to) in minutes of the day; `known_to` the
    last day with published holidays."""

    start: date
    digits: str
    hours: tuple[tuple[int, int], ...]
    known_to: date

    def works(self, day: date) -> bool:
        place = (day - self.start).days
        return self.digits[place] == "1" if 0 <= place < len(self.digits) else day.weekday() < 5

    def guessed(self, day: date) -> bool:
        return day > self.known_to or (day - self.start).days >= len(self.digits)


def local(ms: int, zone: str) -> datetime:
    """The local time of an instant."""
    return (EPOCH + timedelta(milliseconds=ms)).astimezone(ZoneInfo(zone))


def ms_of(wall: datetime, zone: str) -> int:
    """The instant at which a clock on the wall shows this (the first time it does)."""
    there = wall.replace(tzinfo=ZoneInfo(zone), fold=0)
    return round((there.astimezone(UTC) - EPOCH) / timedelta(milliseconds=1))


def midnight(day: date, zone: str) -> int:
    return ms_of(datetime(day.year, day.month, day.day), zone)


def length(text: str) -> tuple[int, int]:
    """Whole days and seconds of an ISO 8601 duration."""
    sign = -1 if text.startswith("-") else 1
    numbers = {unit: int(number) for number, unit in re.findall(r"(\d+)([WDHMS])", text)}
    days = numbers.get("W", 0) * 7 + numbers.get("D", 0)
    seconds = numbers.get("H", 0) * 3600 + numbers.get("M", 0) * 60 + numbers.get("S", 0)
    return sign * days, sign * seconds


@lru_cache(maxsize=200_000)
def count(base: int, text: str, calendar: Days | None, at: str | None, zone: str) -> int:
    """The instant `text` after `base`."""
    days, seconds = length(text)
    now = base
    if days or at:
        wall = local(base, zone).replace(tzinfo=None)
        left = abs(days)
        while left:
            wall += ONE if days > 0 else -ONE
            left -= calendar is None or calendar.works(wall.date())
        if at:
            wall = datetime(wall.year, wall.month, wall.day, int(at[:2]), int(at[3:]))
        now = ms_of(wall, zone)
    if calendar is None or not seconds:
        return now + seconds * 1000
    return _worked(-(-now // 1000), seconds, calendar, zone) * 1000


def _worked(second: int, seconds: int, calendar: Days, zone: str) -> int:
    """Minute by minute. `seconds` is positive."""
    while seconds:
        wall = local(second * 1000, zone)
        minute = wall.hour * 60 + wall.minute
        step = 60 - wall.second
        if calendar.works(wall.date()) and any(start <= minute < end for start, end in calendar.hours):
            step = min(step, seconds)
            seconds -= step
        second += step
    return second


def guessed(base: int, due: int, calendar: Days | None, zone: str) -> bool:
    """Whether the way touches a day without published holidays."""
    return calendar is not None and any(calendar.guessed(local(ms, zone).date()) for ms in (base, due))


def period_start(kind: str, day: date) -> date:
    """The first day of the period: walk back until it begins."""
    while not _begins(kind, day):
        day -= ONE
    return day


def _begins(kind: str, day: date) -> bool:
    match kind:
        case "week":
            return day.isoweekday() == 1
        case "month":
            return day.day == 1
        case "quarter":
            return day.day == 1 and day.month in (1, 4, 7, 10)
    return True


def following(kind: str, day: date) -> date:
    """The first day of the next period."""
    day += ONE
    while not _begins(kind, day):
        day += ONE
    return day


def name_of(kind: str, day: date) -> str:
    match kind:
        case "week":
            year, week, _ = day.isocalendar()
            return f"{year}-W{week:02d}"
        case "month":
            return day.strftime("%Y-%m")
        case "quarter":
            return f"{day.year}-Q{(day.month - 1) // 3 + 1}"
    return day.isoformat()
