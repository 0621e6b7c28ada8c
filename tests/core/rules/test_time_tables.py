"""Dates, instants, calendars and zone tables against Python's own library and a slow model."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthrough.core.rules import calendar_of, date_of, date_text, day_of, instant_text, second_of, zone_table
from followthrough.core.rules import dates as rule_dates

ANY_DATE = st.dates(date(1, 1, 1), date(9999, 12, 31))
ANY_INSTANT = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59)).map(
    lambda d: d.replace(microsecond=0)
)


@given(ANY_DATE)
def test_dates_go_through_day_numbers_and_back(day: date) -> None:
    number = day_of(day.isoformat())
    assert number == (day - date(1970, 1, 1)).days
    assert date_text(number) == day.isoformat()
    assert rule_dates.weekday(number) == day.isoweekday()
    assert rule_dates.month_start(number) == day_of(day.replace(day=1).isoformat())


@given(ANY_INSTANT)
def test_instants_go_through_seconds_and_back(moment: datetime) -> None:
    text = moment.isoformat() + "Z"
    second = second_of(text)
    assert second == (moment - datetime(1970, 1, 1)) // timedelta(seconds=1)
    assert instant_text(second) == text


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2025-02-30T00:00:00Z",
            "2025-03-01T24:00:00Z",
            "2025-W10-1T00:00:00Z",
            "2025-03-01T08:00:00",
            "20250301T080000Z",
        ),
        *(
            "2025-03-01 08:00:00Z",
            "2025-03-01T08:00:60Z",
            "2025-03-01T08:00Z",
            "2025-03-01T08:00:00z",
            "0000-01-01T00:00:00Z",
        ),
        *("２025-03-01T08:00:00Z", "2025-03-01T08:00:00+00:00", " 025-03-01T08:00:00Z", "+025-03-01T08:00:00Z", ""),
    ],
)
def test_only_one_spelling_of_an_instant_is_read(text: str) -> None:
    with pytest.raises(ValueError):
        second_of(text)


@pytest.mark.parametrize(
    "text", ["2025-2-30", "2025-02-30", "20250301", "2025-W10-1", "0000-01-01", "２025-03-01", " 025-03-01"]
)
def test_only_one_spelling_of_a_date_is_read(text: str) -> None:
    with pytest.raises(ValueError):
        day_of(text)


@given(ANY_DATE, st.integers(-40, 40))
def test_adding_months_keeps_the_day_or_takes_the_last(day: date, number: int) -> None:
    found = rule_dates.add_months(day_of(day.isoformat()), number)
    month = day.year * 12 + day.month - 1 + number
    if not 1900 <= month // 12 <= 2999:
        assert found is None
        return
    assert found is not None
    got = date.fromisoformat(date_text(found))
    assert (got.year, got.month) == (month // 12, month % 12 + 1)
    assert got.day == day.day or (got.day < day.day and (got + timedelta(days=1)).day == 1)


@given(ANY_DATE, ANY_DATE)
def test_months_between_is_the_most_that_can_be_added(first: date, second: date) -> None:
    start, end = sorted((first, second))
    found = rule_dates.months_between(day_of(start.isoformat()), day_of(end.isoformat()))
    months = (end.year - start.year) * 12 + end.month - start.month
    assert found == (months if end.day >= start.day else months - 1)
    assert rule_dates.months_between(day_of(end.isoformat()), day_of(start.isoformat())) == -found


@given(st.text("01", min_size=1, max_size=60), st.integers(-5, 65), st.integers(-70, 70))
def test_workdays_are_counted_as_by_hand(workdays: str, offset: int, number: int) -> None:
    calendar = calendar_of({"start": "2025-01-01", "workdays": workdays})
    start = day_of("2025-01-01")
    assert calendar.between(start, start + offset) == (
        workdays[1 : offset + 1].count("1") if 0 <= offset < len(workdays) else None
    )
    if number:
        assert calendar.add(start + offset, number) == _walked(workdays, offset, number, start)


def _walked(workdays: str, offset: int, number: int, start: int) -> int | None:
    """The number-th workday after or before a day, day by day; None outside the calendar."""
    step = 1 if number > 0 else -1
    if not 0 <= offset < len(workdays) or (step < 0 and offset == 0):
        return None
    left = abs(number)
    while left:
        offset += step
        if not 0 <= offset < len(workdays):
            return None
        left -= workdays[offset] == "1"
    return start + offset


@pytest.mark.parametrize(
    "name", ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]
)
def test_a_zone_table_says_what_the_zone_says(name: str) -> None:
    table, zone = zone_table(name), ZoneInfo(name)
    moment = datetime(2000, 1, 2, 0, 30, tzinfo=UTC)
    while moment.year < 2059:
        local = moment.astimezone(zone).date()
        assert date_text(date_of(table, int(moment.timestamp()))) == local.isoformat()
        moment += timedelta(hours=1013)
    for second, east in table[1:]:
        for at, offset in ((second, east), (second - 1, None)):
            found = datetime.fromtimestamp(at, UTC).astimezone(zone).utcoffset()
            assert found is not None
            assert offset is None or found.total_seconds() == offset
            assert offset is not None or found.total_seconds() != east


def test_a_zone_without_changes_has_one_entry() -> None:
    assert len(zone_table("Asia/Shanghai")) == 1
