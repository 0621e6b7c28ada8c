"""A changed calendar re-dates what is open and counted by it, once, and tells so; nothing else moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from followthrough.core.rules import instant_text, second_of
from followthrough.core.run.acts import Create, Perform
from followthrough.services import calendar_days, calendars, holidays, redating
from followthrough.services.calendars import CalendarChange
from followthrough.services.recomputing import recompute
from followthrough.services.refusal import Refusal
from followthrough.services.views_time import CalendarContent, OwnDay
from followthrough.store import obligations
from tests.services.house import House
from tests.services.owed_house import FOLLOW_UP, OwedHouse
from tests.support.approval_cases import document

PLAN = {**FOLLOW_UP, "id": "plan", "due": {"after": "PT10H", "calendar": "organisation"}}
DAYS = {**FOLLOW_UP, "id": "days", "order": 2, "due": {"after": "P3D", "calendar": "organisation"}}
ELAPSED = {**FOLLOW_UP, "order": 3}
WEEK = calendar_days.usual().week


@pytest.fixture
def house(engine_url: str, tmp_path: Path) -> Iterator[OwedHouse]:
    made = OwedHouse(engine_url, tmp_path, PLAN, DAYS, ELAPSED)
    made.now_ms = second_of("2026-03-02T02:00:00Z") * 1000  # Monday, ten o'clock in Shanghai
    with made.db.write() as tx:
        calendars.ensure(tx)
    yield made
    made.close()


def dues(house: OwedHouse, deal: str) -> dict[str, str]:
    return {
        name: instant_text((one.due_ms or 0) // 1000)
        for name, one in house.owed(deal).items()
        if name in ("plan", "days", "follow_up")
    }


def put(house: OwedHouse, revision: int, **days: OwnDay) -> None:
    content = CalendarContent(week=WEEK, days={name.strip("_").replace("_", "-"): day for name, day in days.items()})
    change = CalendarChange({"zh": "公司日历"}, "Asia/Shanghai", content, revision)
    answer = house.services.calendars.put(house.people["sun"], "organisation", change)
    assert not isinstance(answer, Refusal), answer


def redated(house: OwedHouse, deal: str) -> list[dict[str, Any]]:
    return [dict(event.data) for event in house.events("opportunity", deal) if event.kind == "redated"]


def test_a_day_off_moves_what_counts_by_the_calendar(house: OwedHouse) -> None:
    deal, _ = house.deal()
    before = dues(house, deal)
    # Ten working hours from Monday ten o'clock: six and a half that day, the rest on Tuesday until two.
    assert before == {
        "plan": "2026-03-03T06:00:00Z",
        "days": "2026-03-05T02:00:00Z",
        "follow_up": "2026-03-03T02:00:00Z",
    }
    put(house, 1, _2026_03_03=OwnDay(working=False, name="公司庆典"))
    assert dues(house, deal) == before, "what is owed is counted anew by the worker, not by who edits"
    assert recompute(house.services) > 0
    after = dues(house, deal)
    assert after == {
        "plan": _next_day(before["plan"]),
        "days": "2026-03-06T02:00:00Z",
        "follow_up": before["follow_up"],
    }
    told = {event["obligation"]: event for event in redated(house, deal)}
    assert {event["cause"] for event in told.values()} == {"calendar"}
    assert len(told) == 2
    kept = house.owed(deal)["plan"]
    assert instant_text((kept.original_due_ms or 0) // 1000) == before["plan"], "compliance counts the original"


def _next_day(instant: str) -> str:
    return instant_text(second_of(instant) + 86_400)


def test_a_calendar_made_later_takes_over_from_the_organisations(engine_url: str, tmp_path: Path) -> None:
    made = OwedHouse(engine_url, tmp_path, {**PLAN, "due": {"after": "PT10H", "calendar": "store"}})
    made.now_ms = second_of("2026-03-02T02:00:00Z") * 1000
    deal, _ = made.deal()
    assert dues(made, deal)["plan"] == "2026-03-03T06:00:00Z", "there is none of that name yet"
    all_day = CalendarContent(holidays="none", week={str(day): [("00:00", "24:00")] for day in range(1, 8)})
    change = CalendarChange({"zh": "门店日历"}, "Asia/Shanghai", all_day, 0)
    answer = made.services.calendars.put(made.people["sun"], "store", change)
    assert not isinstance(answer, Refusal), answer
    recompute(made.services)
    assert dues(made, deal)["plan"] == "2026-03-02T12:00:00Z"
    made.close()


def test_it_is_done_once(house: OwedHouse) -> None:
    deal, _ = house.deal()
    put(house, 1, _2026_03_03=OwnDay(working=False))
    recompute(house.services)
    events = len(house.events("opportunity", deal))
    recompute(house.services)
    assert len(house.events("opportunity", deal)) == events
    put(house, 2, _2026_03_03=OwnDay(working=False, name="庆典"))
    recompute(house.services)
    assert len(house.events("opportunity", deal)) == events, "another name moves nothing"


def test_what_is_closed_stays(house: OwedHouse) -> None:
    deal, _ = house.deal()
    house.follow_up(deal)
    before = dues(house, deal)
    put(house, 1, _2026_03_03=OwnDay(working=False))
    recompute(house.services)
    assert dues(house, deal) == before


def test_many_records_go_in_batches(house: OwedHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redating, "BATCH", 2)
    deals = [house.deal()[0] for _ in range(5)]
    before = {deal: dues(house, deal)["plan"] for deal in deals}
    put(house, 1, _2026_03_03=OwnDay(working=False))
    assert recompute(house.services) == 5
    assert {deal: dues(house, deal)["plan"] for deal in deals} == {deal: _next_day(due) for deal, due in before.items()}


def test_a_newer_edition_is_noticed_and_makes_deadlines_certain(
    house: OwedHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.now_ms = second_of("2026-12-31T08:00:00Z") * 1000
    deal, _ = house.deal()
    first = house.owed(deal)["days"]
    assert first.provisional, "it lies in a year whose holidays are not published"
    assert instant_text((first.due_ms or 0) // 1000) == "2027-01-05T08:00:00Z", "Friday, Monday, Tuesday"
    known = holidays.published()
    new_year = {f"2027-01-0{n}": holidays.Special(False, {"zh": "元旦", "en": "New Year"}) for n in (1, 2, 3)}
    newer = replace(known, edition="chinese-calendar 1.12.0", known_to="2027-12-31", days={**known.days, **new_year})
    for module in (calendars, calendar_days):
        monkeypatch.setattr(module, "published", lambda: newer)
    recompute(house.services)
    second = house.owed(deal)["days"]
    assert instant_text((second.due_ms or 0) // 1000) == "2027-01-06T08:00:00Z"
    assert not second.provisional
    assert second.original_due_ms == first.original_due_ms
    assert {event["cause"] for event in redated(house, deal)} == {"calendar"}
    (view,) = house.services.calendars.listing()
    assert (view.source, view.known_to, view.revision) == ("chinese-calendar 1.12.0", "2027-12-31", 2)


def test_the_time_limit_of_a_decision_moves_too(engine_url: str, tmp_path: Path) -> None:
    made = House(engine_url, tmp_path, document(), clocked=True)
    made.now_ms = second_of("2026-03-02T08:00:00Z") * 1000  # four in the afternoon: two hours are left of the day
    made.add_unit("east")
    for alias, role in (("li", "rep"), ("wang", "manager")):
        made.add_person(alias, role, "east")
    with made.db.write() as tx:
        calendars.ensure(tx)
    key = document().app.key
    values = {"title": "申请", "amount": 100}
    request = made.done("li", "request", None, Create("request", "", values), app=key).record.id
    made.done("li", "request", request, Perform("timed", {}), app=key)

    def due() -> str:
        with made.db.read() as tx:
            (one,) = [one for one in obligations.of_record(tx, request) if one.kind == "approval"]
        assert one.next_ms == (one.due_ms or 0) + 1
        return instant_text((one.due_ms or 0) // 1000)

    assert due() == "2026-03-03T03:00:00Z", "four working hours: eleven the next morning"
    off = CalendarContent(week=WEEK, days={"2026-03-03": OwnDay(working=False)})
    with made.db.write() as tx:
        calendars.store(tx, "organisation", CalendarChange({"zh": "公司日历"}, "Asia/Shanghai", off, 1), None)
    assert recompute(made.services) == 1
    assert due() == "2026-03-04T03:00:00Z"
    told = [event for event in made.events("request", request, app=key) if event.kind == "redated"]
    assert [(event.name, event.data["cause"]) for event in told] == [("timed", "calendar")]
    assert recompute(made.services) == 0
    made.close()


def test_only_duties_that_count_by_it_are_asked(house: OwedHouse) -> None:
    with house.db.read() as tx:
        app = house.services.registry.app(tx, "sales")
    assert app is not None
    assert redating.duties_by(app, "organisation") == {"plan", "days"}
    assert redating.duties_by(app, "store") == frozenset()


@pytest.mark.parametrize(
    ("name", "document", "expected"),
    [
        ("a rule", {"op": "workdays_between", "a": [{"f": "d"}, {"f": "e"}, {"v": "cn"}]}, {"cn"}),
        ("deep inside", {"x": [{"y": {"op": "add_work_time", "a": [{"f": "i"}, {"v": 1}, {"v": "shop"}]}}]}, {"shop"}),
        ("none", {"op": "add_days", "a": [{"f": "d"}, {"v": 1}]}, set()),
    ],
)
def test_calendars_named_in_a_document(name: str, document: Any, expected: set[str]) -> None:
    assert calendar_days.named_calendars(document) == expected
