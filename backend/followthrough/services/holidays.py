"""China's public holidays and the weekend days worked instead, as the installed edition of `chinese-calendar` has them.

The State Council publishes a year's days towards the end of the year before; until an edition with them is installed,
a year's weekdays are only provisional.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version

import chinese_calendar

PACKAGE = "chinese-calendar"


@dataclass(frozen=True, slots=True)
class Special:
    """A day that is not as its weekday says. `name` is {zh, en}."""

    working: bool
    name: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Holidays:
    """Published days by ISO date. `edition` names the data; all is published up to `known_to`."""

    edition: str
    known_to: str
    days: Mapping[str, Special]


@cache
def published() -> Holidays:
    """The edition that is installed."""
    days = {day.isoformat(): Special(False, _name(name, "")) for day, name in chinese_calendar.holidays.items()}
    days |= {day.isoformat(): Special(True, _name(name, "调休")) for day, name in chinese_calendar.workdays.items()}
    last = max(chinese_calendar.holidays).year
    return Holidays(f"{PACKAGE} {version(PACKAGE)}", date(last, 12, 31).isoformat(), days)


def _name(english: str, suffix: str) -> Mapping[str, str]:
    zh = str(chinese_calendar.Holiday(english).chinese)
    return {"zh": zh + suffix, "en": f"Workday for {english}" if suffix else english}
