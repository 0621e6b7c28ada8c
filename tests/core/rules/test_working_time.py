"""Working time against a clock on the wall, minute by minute, in every zone there is."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followthrough.core.rules import calendar_of, day_of, instant_text, second_of
from followthrough.core.rules.spans import hours_of
from tests.support.calendar_worlds import World, ask, zones
from tests.support.minutes import Minutes

DAY = [["09:00", "12:00"], ["13:30", "18:00"]]


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(zones()), st.integers(0, 2**32))
def test_spans_agree_with_the_clock(zone: str, seed: int) -> None:
    random = Random(seed)
    ask(World(random, zone), random, 200)


def test_the_minutes_would_notice_a_wrong_calendar() -> None:
    """The slow reading is not blind: with an hour moved, a day dropped or another zone it disagrees."""
    random = Random(7)
    for change in ({"hours": {"1": [["09:00", "12:00"]]}}, {"zone": "Asia/Tokyo"}, {"pattern": "0" * 21}):
        world = World(random, "Europe/Berlin")
        world.hours = {"1": [("09:00", "12:00"), ("13:30", "18:00")]}
        world.pattern = "1" * 21
        world.minutes = Minutes(world.start, world.pattern, world.hours, world.zone)
        world.calendar = calendar_of({**world.data(), **change})
        with pytest.raises(AssertionError):
            ask(world, random, 200)


HALVES: list[tuple[str, str, dict[str, Any], str, int, str | None]] = [
    ("a leap day is worked", "29 Feb 2028 is a Tuesday", {}, "2028-02-28T10:00:00Z", 1, "2028-02-29T01:00:01Z"),
    ("India", "half past nine there is four o'clock", {"zone": "Asia/Kolkata"}, "2028-02-29T00:00:00Z", 60, None),
    ("Nepal", "a quarter of an hour off", {"zone": "Asia/Kathmandu"}, "2028-02-29T00:00:00Z", 60, None),
]
STARTS = {"India": "2028-02-29T03:31:00Z", "Nepal": "2028-02-29T03:16:00Z"}


@pytest.mark.parametrize(("name", "why", "change", "start", "seconds", "expected"), HALVES)
def test_odd_days_and_zones(
    name: str, why: str, change: dict[str, Any], start: str, seconds: int, expected: str | None
) -> None:
    data = {"zone": "Asia/Shanghai", "start": "2028-02-26", "workdays": "0011111", "hours": {"1": DAY}, **change}
    found = calendar_of(data).add_work(second_of(start), seconds)
    assert found is not None
    assert instant_text(found) == (expected or STARTS[name]), why


def test_what_is_provisional() -> None:
    calendar = calendar_of({"start": "2026-12-30", "workdays": "1111", "known_to": "2026-12-31"})
    asked = ["2026-12-29", "2026-12-31", "2027-01-01", "2027-01-02", "2040-01-01"]
    assert [calendar.provisional(day_of(day)) for day in asked] == [False, False, True, True, True]
    certain = calendar_of({"start": "2026-12-30", "workdays": "1111"})
    assert not certain.provisional(day_of("2027-01-02")), "all its days are known"
    assert certain.provisional(day_of("2027-01-03")), "behind its end nothing is known"


def test_whether_a_day_is_worked() -> None:
    calendar = calendar_of({"start": "2026-01-01", "workdays": "0110"})
    days = [date(2025, 12, 31), *(date(2026, 1, n) for n in range(1, 6))]
    assert [calendar.workday(day_of(day.isoformat())) for day in days] == [None, False, True, True, False, None]


@pytest.mark.parametrize(
    ("spans", "why"),
    [
        ([["9:00", "12:00"]], "two digits"),
        ([["09:00", "12:60"]], "no such minute"),
        ([["24:00", "24:30"]], "nothing begins after the day"),
        ([["09:00", "25:00"]], "no such hour"),
        ([["０9:00", "12:00"]], "full-width digits"),
        ([["0900", "1200"]], "no colon"),
    ],
)
def test_hours_that_are_none(spans: list[list[str]], why: str) -> None:
    with pytest.raises(ValueError):
        hours_of(spans)


def test_a_pattern_is_as_long_as_the_workdays() -> None:
    with pytest.raises(ValueError):
        calendar_of({"start": "2026-01-01", "workdays": "01", "pattern": "012"})
