"""The organisation's calendar against the source of the public holidays, day by day, and where the source ends."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest
from msgspec.structs import replace

from followthrough.core.rules import day_of, second_of
from followthrough.services.calendar_days import build, shipped, usual
from followthrough.services.holidays import published


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_every_day_of_a_year_is_as_published(year: int) -> None:
    calendar = shipped()
    day = date(year, 1, 1)
    while day.year == year:
        number = day_of(day.isoformat())
        worked = chinese_calendar.is_workday(day)
        assert calendar.workday(number) == worked, day
        midnight = second_of(f"{day.isoformat()}T00:00:00Z") - 8 * 3600
        assert calendar.work_seconds(midnight, midnight + 86400) == (27_000 if worked else 0), day
        assert not calendar.provisional(number), day
        day += timedelta(days=1)


def test_a_year_without_published_days_is_provisional_weekdays() -> None:
    calendar, known = shipped(), date.fromisoformat(published().known_to)
    assert known == date(2026, 12, 31), "with a newer edition, ask about the year behind it"
    for number in range(365):
        day = date(2027, 1, 1) + timedelta(days=number)
        assert calendar.provisional(day_of(day.isoformat()))
        assert calendar.workday(day_of(day.isoformat())) == (day.isoweekday() <= 5)


def test_a_calendar_without_public_holidays_is_nowhere_provisional() -> None:
    built = build(replace(usual(), holidays="none"), "Asia/Shanghai")
    assert (built.source, built.known_to, built.names) == ("", "", {})


def test_the_edition_is_named() -> None:
    assert published().edition.startswith("chinese-calendar 1.")
    assert published().days["2026-02-14"].name == {"zh": "春节调休", "en": "Workday for Spring Festival"}
    assert published().days["2026-02-17"].name == {"zh": "春节", "en": "Spring Festival"}
