"""Dates as day numbers (days since 1970-01-01) and instants as epoch seconds, in the proleptic Gregorian calendar."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

_EPOCH = date(1970, 1, 1).toordinal()
DAY = 86400
FIRST_DAY = date(1900, 1, 1).toordinal() - _EPOCH
LAST_DAY = date(2999, 12, 31).toordinal() - _EPOCH
"""A computed date outside FIRST_DAY..LAST_DAY is empty."""
FIRST_SECOND = FIRST_DAY * DAY
LAST_SECOND = LAST_DAY * DAY + DAY - 1
MAX_DAYS = 1_000_000
MAX_MONTHS = 30_000
MAX_HOURS = 100_000_000

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@lru_cache(maxsize=65536)
def day_of(text: str) -> int:
    """The day number of "YYYY-MM-DD"; raises ValueError for anything else."""
    if not _DATE.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text).toordinal() - _EPOCH


def second_of(text: str) -> int:
    """The epoch seconds of "YYYY-MM-DDTHH:MM:SSZ"; raises ValueError for anything else."""
    # fromisoformat takes other spellings too (weeks, offsets); the separators leave only this one.
    if len(text) != 20 or text[4::3] != "--T::Z" or not text.isascii():
        raise ValueError(text)
    moment = datetime.fromisoformat(text)
    if text[11:13] == "24":
        raise ValueError(text)
    return (moment.toordinal() - _EPOCH) * DAY + moment.hour * 3600 + moment.minute * 60 + moment.second


def date_text(day: int) -> str:
    """ "YYYY-MM-DD" of a day number of the years 1 to 9999."""
    return date.fromordinal(day + _EPOCH).isoformat()


def instant_text(second: int) -> str:
    """ "YYYY-MM-DDTHH:MM:SSZ" of epoch seconds of the years 1 to 9999."""
    day, rest = divmod(second, DAY)
    return f"{date_text(day)}T{rest // 3600:02d}:{rest // 60 % 60:02d}:{rest % 60:02d}Z"


def parts(day: int) -> tuple[int, int, int]:
    """Year, month and day of the month."""
    found = date.fromordinal(day + _EPOCH)
    return found.year, found.month, found.day


def weekday(day: int) -> int:
    """1 for Monday to 7 for Sunday."""
    return (day + 3) % 7 + 1


def month_start(day: int) -> int:
    """The first day of the day's month."""
    return day - parts(day)[2] + 1


def quarter_start(day: int) -> int:
    """The first day of the day's quarter."""
    year, month, _ = parts(day)
    return date(year, month - (month - 1) % 3, 1).toordinal() - _EPOCH


def within(day: int | None) -> int | None:
    """A computed day, or None outside the years 1900 to 2999."""
    return day if day is not None and FIRST_DAY <= day <= LAST_DAY else None


def within_seconds(second: int | None) -> int | None:
    """A computed instant, or None outside the years 1900 to 2999."""
    return second if second is not None and FIRST_SECOND <= second <= LAST_SECOND else None


def add_days(day: int, number: float) -> int | None:
    """`day` plus whole days (the fraction is dropped); None outside the years 1900 to 2999."""
    if not -MAX_DAYS <= number <= MAX_DAYS:
        return None
    return within(day + int(number))


def add_months(day: int, number: float) -> int | None:
    """The same day `number` months on, or the last of that month; None outside the years 1900 to 2999."""
    if not -MAX_MONTHS <= number <= MAX_MONTHS:
        return None
    year, month, of_month = parts(day)
    months = year * 12 + month - 1 + int(number)
    year, month = divmod(months, 12)
    if not 1900 <= year <= 2999:
        return None
    return date(year, month + 1, min(of_month, _length(year, month + 1))).toordinal() - _EPOCH


def _length(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def add_hours(second: int, number: float) -> int | None:
    """`second` plus hours, whole seconds (the rest is dropped); None outside the years 1900 to 2999."""
    if not -MAX_HOURS <= number <= MAX_HOURS:
        return None
    return within_seconds(second + int(number * 3600))


def months_between(start: int, end: int) -> int:
    """Whole months from `start` to `end`; mirrored (never more than whole) when `end` is earlier."""
    if end < start:
        return -months_between(end, start)
    year1, month1, day1 = parts(start)
    year2, month2, day2 = parts(end)
    return (year2 * 12 + month2) - (year1 * 12 + month1) - (day2 < day1)
