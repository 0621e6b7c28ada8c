"""The periods of a duty owed once in each: their names, where they begin, which comes next."""

from __future__ import annotations

from datetime import date

from followthrough.core.rules import ZoneTable, date_text, day_of
from followthrough.core.rules.dates import month_start, parts, quarter_start, weekday

from .clock import instant, local

PERIODS = frozenset({"day", "week", "month", "quarter"})
MOST_AT_ONCE = 60
"""The sweep opens no more periods than these at once and comes back for the rest."""


def first_day(period: str, day: int) -> int:
    """The first day of the period that holds `day`."""
    match period:
        case "week":
            return day - weekday(day) + 1
        case "month":
            return month_start(day)
        case "quarter":
            return quarter_start(day)
    return day


def next_day(period: str, first: int) -> int:
    """The first day of the period after the one that begins on `first`."""
    return first_day(period, first + {"day": 1, "week": 7, "month": 31, "quarter": 92}[period])


def cycle_of(period: str, first: int) -> str:
    """The name of the period: "2026-03-02", "2026-W10", "2026-03", "2026-Q1"."""
    year, month, _ = parts(first)
    match period:
        case "week":
            iso_year, number, _ = date.fromisoformat(date_text(first)).isocalendar()
            return f"{iso_year}-W{number:02d}"
        case "month":
            return f"{year}-{month:02d}"
        case "quarter":
            return f"{year}-Q{(month + 2) // 3}"
    return date_text(first)


def named_for_a_period(cycle: str) -> bool:
    """Whether a cycle is a period ("2026-W14"), not a number or the only one."""
    return "-" in cycle


def first_of(period: str, cycle: str) -> int | None:
    """The first day of the period called `cycle`; None when it is the name of another kind of period."""
    try:
        match period:
            case "week":
                year, week = cycle.split("-W")
                return day_of(date.fromisocalendar(int(year), int(week), 1).isoformat())
            case "month":
                return day_of(f"{cycle}-01")
            case "quarter":
                year, quarter = cycle.split("-Q")
                return day_of(f"{year}-{int(quarter) * 3 - 2:02d}-01")
        return day_of(cycle)
    except ValueError:
        return None


def period_of(period: str, zone: ZoneTable, ms: int) -> int:
    """The first day of the period of an instant."""
    return first_day(period, local(zone, ms)[0])


def starts(zone: ZoneTable, first: int) -> int:
    """The instant at which the period that begins on `first` begins."""
    return instant(zone, first, 0)


def begun(period: str, zone: ZoneTable, after: int, now_ms: int, most: int | None = None) -> list[int]:
    """The first days of the periods after the one that begins on `after` that have begun by now, at most so many."""
    found: list[int] = []
    here, last = next_day(period, after), period_of(period, zone, now_ms)
    while here <= last and (most is None or len(found) < most):
        found.append(here)
        here = next_day(period, here)
    return found
