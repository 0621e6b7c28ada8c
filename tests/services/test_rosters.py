"""Duty rosters: who is on duty when, gaps and overlaps, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from followthrough.core.rules import instant_text, second_of
from followthrough.services import calendars
from followthrough.services.directory import Staff
from followthrough.services.refusal import Refusal
from followthrough.services.rosters import NewShift
from followthrough.services.views_time import RosterView, ShiftsView, Stretch
from followthrough.store import people
from tests.services.house import House, template

FRIDAY = second_of("2026-02-13T16:00:00Z")  # midnight in Shanghai: the made-up Saturday, 14 February, begins
HOUR = 3600
DAY = 24 * HOUR
WINDOW = (FRIDAY, FRIDAY + 3 * DAY)


@pytest.fixture
def house(engine_url: str, tmp_path: Path) -> Iterator[House]:
    made = House(engine_url, tmp_path, template("sales"), clocked=True).settle()
    made.now_ms = (FRIDAY + 30 * HOUR) * 1000
    named = made.services.rosters.put(made.people["sun"], "holidays", {"zh": "春节值班"}, None)
    assert isinstance(named, RosterView), named
    yield made
    made.close()


def shift(house: House, who: str, start: int, end: int, unit: str | None = None) -> NewShift:
    """Hours from the begin of the window on."""
    place = house.units[unit] if unit else None
    return NewShift(house.people[who].person, FRIDAY + start * HOUR, FRIDAY + end * HOUR, place)


def put(house: House, *new: NewShift, outside: str | None = None, window: tuple[int, int] = WINDOW) -> ShiftsView:
    found = house.services.rosters.put_shifts(house.people["sun"], "holidays", window, new, outside)
    assert isinstance(found, ShiftsView), found
    return found


def code(answer: Any) -> str:
    assert isinstance(answer, Refusal), answer
    return answer.code


def hours(stretches: list[Stretch]) -> list[tuple[float, float]]:
    """In hours from the begin of the window on."""
    return [((second_of(one.start) - FRIDAY) / HOUR, (second_of(one.end) - FRIDAY) / HOUR) for one in stretches]


def on_duty(house: House, hour: float, unit: str | None = None) -> str | None:
    at_ms = int((FRIDAY + hour * HOUR) * 1000)
    with house.db.read() as tx:
        found = Staff(tx, "sales").on_duty("holidays", house.units[unit] if unit else None, at_ms)
    alias = {who.person: name for name, who in house.people.items()}
    return None if found is None else alias[found]


def test_gaps_are_what_nobody_covers(house: House) -> None:
    found = put(house, shift(house, "li", 9, 18), shift(house, "zhou", 18, 33), shift(house, "li", 40, 80))
    assert hours(found.gaps) == [(0, 9), (33, 40)], "and none behind the end: the last shift goes on"
    assert found.overlaps == []
    assert [one.person.name for one in found.shifts] == ["li", "zhou", "li"]
    assert found.roster.on_duty is not None
    assert found.roster.on_duty.name == "zhou", "thirty hours after the begin"
    empty = put(house)
    assert hours(empty.gaps) == [(0, 72)]


def test_during_working_hours_nobody_is_needed(house: House) -> None:
    with house.db.write() as tx:
        calendars.ensure(tx)
    found = put(house, shift(house, "li", 18, 24), outside="organisation")
    # The Saturday is worked (9 to 12, 13:30 to 18), the Sunday and the Monday are festival.
    assert hours(found.gaps) == [(0, 9), (12, 13.5), (24, 72)]
    answer = house.services.rosters.shifts(house.people["sun"], "holidays", WINDOW, "moon")
    assert code(answer) == "bad_request"


def test_several_at_once_are_shown_and_who_began_last_is_asked(house: House) -> None:
    found = put(house, shift(house, "li", 0, 48), shift(house, "zhou", 20, 30))
    assert hours(found.overlaps) == [(20, 30)]
    assert [one.name for one in found.overlaps[0].people] == ["li", "zhou"]
    assert [on_duty(house, hour) for hour in (0, 19.99, 20, 29.99, 30, 47.99, 48)] == [
        *("li", "li", "zhou", "zhou", "li", "li"),
        None,
    ]


def test_the_nearest_unit_goes_before_all_others(house: House) -> None:
    found = put(
        house,
        shift(house, "sun", 0, 72),
        shift(house, "wang", 0, 48, "east"),
        shift(house, "li", 10, 20, "shanghai"),
    )
    asked = [("shanghai", 15), ("shanghai", 25), ("south", 15), ("shanghai", 50), (None, 15), ("east", 15)]
    assert [on_duty(house, hour, unit) for unit, hour in asked] == ["li", "wang", "sun", "sun", "sun", "wang"]
    assert hours(found.gaps) == []


def test_gaps_are_told_per_unit(house: House) -> None:
    found = put(house, shift(house, "wang", 0, 24, "east"), shift(house, "li", 24, 72, "shanghai"))
    told = {(one.unit_name, *span) for one, span in zip(found.gaps, hours(found.gaps), strict=True)}
    assert told == {("east", 24.0, 72.0)}, "Shanghai is covered by the unit above first, then by itself"


def test_a_disabled_person_is_on_duty_nowhere(house: House) -> None:
    put(house, shift(house, "li", 0, 72), shift(house, "zhou", 10, 20))
    with house.db.write() as tx:
        people.change(tx, house.people["zhou"].person, active=False)
    assert on_duty(house, 15) == "li"
    with house.db.write() as tx:
        people.change(tx, house.people["li"].person, active=False)
    assert on_duty(house, 15) is None
    found = house.services.rosters.shifts(house.people["sun"], "holidays", WINDOW)
    assert isinstance(found, ShiftsView)
    assert hours(found.gaps) == [(0, 72)], "a gap is shown"
    assert [one.active for one in found.shifts] == [False, False]


def test_a_window_replaces_what_begins_in_it_and_nothing_else(house: House) -> None:
    put(house, shift(house, "li", 0, 10), shift(house, "zhou", 30, 60))
    second_day = (FRIDAY + DAY, FRIDAY + 2 * DAY)
    found = put(house, shift(house, "wang", 24, 30), window=second_day)
    assert [one.person.name for one in found.shifts] == ["wang"]
    whole = house.services.rosters.shifts(house.people["sun"], "holidays", WINDOW)
    assert isinstance(whole, ShiftsView)
    assert [(one.person.name, one.start) for one in whole.shifts] == [
        ("li", instant_text(FRIDAY)),
        ("wang", instant_text(FRIDAY + DAY)),
    ]


def test_a_roster_of_a_unit_gives_its_shifts_to_that_unit(house: House) -> None:
    named = house.services.rosters.put(house.people["sun"], "holidays", {"zh": "华东值班"}, house.units["east"])
    assert isinstance(named, RosterView)
    found = put(house, shift(house, "li", 0, 24))
    assert [one.unit_name for one in found.shifts] == ["east"]
    assert [on_duty(house, 1, unit) for unit in ("shanghai", "south", None)] == ["li", None, None]


def test_what_is_refused(house: House) -> None:
    rosters, sun = house.services.rosters, house.people["sun"]
    twice = [shift(house, "li", 0, 10), shift(house, "li", 9, 12)]
    refused = rosters.put_shifts(sun, "holidays", WINDOW, twice)
    assert code(refused) == "shift_overlap"
    assert isinstance(refused, Refusal)
    assert refused.problem.params == {
        "person": house.people["li"].person,
        "start": instant_text(FRIDAY + 9 * HOUR),
    }
    put(house, shift(house, "li", 0, 40))
    before = rosters.put_shifts(sun, "holidays", (FRIDAY + DAY, FRIDAY + 2 * DAY), [shift(house, "li", 30, 50)])
    assert code(before) == "shift_overlap", "with a shift that began before the window"
    cases = {
        "shift_empty": [shift(house, "li", 5, 5)],
        "bad_request": [shift(house, "li", 73, 80)],
        "person_not_found": [NewShift("nobody", FRIDAY, FRIDAY + HOUR)],
        "unit_not_found": [NewShift(house.people["li"].person, FRIDAY, FRIDAY + HOUR, "nowhere")],
    }
    for expected, new in cases.items():
        assert code(rosters.put_shifts(sun, "holidays", WINDOW, new)) == expected
    assert code(rosters.put_shifts(sun, "nights", WINDOW, [])) == "not_found"
    assert code(rosters.shifts(sun, "nights", WINDOW)) == "not_found"
    assert code(rosters.shifts(sun, "holidays", (FRIDAY, FRIDAY))) == "bad_request"
    assert code(rosters.put(sun, "Bad id", {"zh": "值班"}, None)) == "bad_request"
    assert code(rosters.put(sun, "nights", {"en": "Nights"}, None)) == "bad_request"
    assert code(rosters.put(sun, "nights", {"zh": "夜班"}, "nowhere")) == "unit_not_found"
    for ask in (rosters.listing, lambda who: rosters.put(who, "holidays", {"zh": "值班"}, None)):
        assert code(ask(house.people["li"])) == "not_permitted"
    assert code(rosters.put_shifts(house.people["li"], "holidays", WINDOW, [])) == "not_permitted"
    assert code(rosters.shifts(house.people["li"], "holidays", WINDOW)) == "not_permitted"
