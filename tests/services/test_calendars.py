"""Working calendars kept, changed and counted by: in decisions, in queries of the database, in the browser's bundle."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from followthrough.core.rules import calendar_of, day_of, second_of
from followthrough.services import calendar_days, calendars
from followthrough.services.calendars import CalendarChange, calendars_of
from followthrough.services.refusal import Refusal
from followthrough.services.views_time import CalendarContent, CalendarYear, OwnDay
from followthrough.services.watching import ListAsked
from followthrough.store.platform.time import calendar_day, calendar_span
from tests.services.house import House, changed, template

LABEL = {"zh": "华东日历", "en": "East"}
WEEK = calendar_days.usual().week


@pytest.fixture
def house(engine_url: str, tmp_path: Path) -> Iterator[House]:
    made = House(engine_url, tmp_path, template("sales"), clocked=True).settle()
    with made.db.write() as tx:
        assert calendars.ensure(tx) == ["organisation"]
    yield made
    made.close()


def put(house: House, content: CalendarContent, revision: int, key: str = "organisation", who: str = "sun") -> Any:
    change = CalendarChange(LABEL, "Asia/Shanghai", content, revision)
    return house.services.calendars.put(house.people[who], key, change)


def good(answer: Any) -> CalendarYear:
    assert isinstance(answer, CalendarYear), answer
    return answer


def test_the_organisations_calendar_is_made_once_with_its_source(house: House) -> None:
    with house.db.write() as tx:
        assert calendars.ensure(tx) == [], "nothing left to do"
        assert not calendars.outdated(tx)
    (view,) = house.services.calendars.listing()
    assert (view.id, view.zone, view.revision) == ("organisation", "Asia/Shanghai", 1)
    assert (view.known_to, view.provisional_from) == ("2026-12-31", "2027-01-01")
    assert view.source.startswith("chinese-calendar 1.")


def test_a_year_is_shown_day_by_day(house: House) -> None:
    found = good(house.services.calendars.year("organisation", 2026))
    days = {day.day: day for day in found.days}
    assert len(days) == 365
    assert (days["2026-02-14"].working, days["2026-02-14"].name["zh"]) == (True, "春节调休")
    assert (days["2026-02-17"].working, days["2026-02-17"].hours) == (False, [])
    assert days["2026-03-02"].hours == [("09:00", "12:00"), ("13:30", "18:00")]
    assert not any(day.provisional for day in found.days)
    assert all(day.provisional for day in good(house.services.calendars.year("organisation", 2027)).days)
    assert good(house.services.calendars.year("organisation", None)).year == 2026, "the present one"
    assert good(house.services.calendars.year("organisation", 9000)).year == 2059, "no further than it reaches"
    unknown = house.services.calendars.year("moon", 2026)
    assert isinstance(unknown, Refusal)
    assert unknown.code == "not_found"


def test_a_change_counts_at_once_and_in_the_tables(house: House) -> None:
    with house.db.read() as tx:
        before = calendars_of(tx)["organisation"]
    own = {
        "2026-03-03": OwnDay(working=False, name="公司庆典"),
        "2026-03-07": OwnDay(working=True),
        "2026-03-08": OwnDay(working=True, hours=[("10:00", "11:00")]),
    }
    found = good(put(house, CalendarContent(week=WEEK, days=own), 1))
    assert found.revision == 2
    days = {day.day: day for day in found.days}
    assert (days["2026-03-03"].own, days["2026-03-03"].name["zh"]) == (True, "公司庆典")
    assert days["2026-03-07"].hours == [("09:00", "12:00"), ("13:30", "18:00")], "an ordinary workday's"
    with house.db.read() as tx:
        after = calendars_of(tx)["organisation"]
        assert calendars_of(tx)["organisation"] is after, "made once"
        rows = tx.rows(sa.select(calendar_day.c.day, calendar_day.c.working_days).order_by(calendar_day.c.day))
        spans = tx.rows(
            sa.select(calendar_span.c.start_s, calendar_span.c.end_s, calendar_span.c.before_s).order_by(
                calendar_span.c.start_s
            )
        )
    start, end = second_of("2026-03-02T01:00:00Z"), second_of("2026-03-09T01:00:00Z")
    assert before.work_seconds(start, end) == 5 * 27_000
    assert after.work_seconds(start, end) == 5 * 27_000 + 3600
    assert rows == after.days()
    assert [(int(a), int(b), int(c)) for a, b, c in spans] == after.spans.rows()


BAD: list[tuple[str, CalendarContent, str]] = [
    ("nobody ever works", CalendarContent(week={"1": []}), "week"),
    ("there is no eighth weekday", CalendarContent(week={**WEEK, "8": [("09:00", "10:00")]}), "week.8"),
    ("hours overlap", CalendarContent(week={**WEEK, "2": [("09:00", "12:00"), ("11:00", "13:00")]}), "week.2"),
    ("no time of day", CalendarContent(week={**WEEK, "2": [("9", "12:00")]}), "week.2"),
    ("too many parts", CalendarContent(week={"2": [(f"{n:02d}:00", f"{n:02d}:30") for n in range(13)]}), "week.2"),
    ("no day", CalendarContent(week=WEEK, days={"2026-02-30": OwnDay(working=False)}), "days.2026-02-30"),
    ("behind the end", CalendarContent(week=WEEK, days={"2060-01-01": OwnDay(working=False)}), "days.2060-01-01"),
    ("another spelling", CalendarContent(week=WEEK, days={"20260303": OwnDay(working=False)}), "days.20260303"),
    (
        "a day off with hours",
        CalendarContent(week=WEEK, days={"2026-03-03": OwnDay(working=False, hours=[("09:00", "10:00")])}),
        "days.2026-03-03",
    ),
    (
        "a workday without",
        CalendarContent(week=WEEK, days={"2026-03-03": OwnDay(working=True, hours=[])}),
        "days.2026-03-03",
    ),
    (
        "a night that meets itself",
        CalendarContent(week={"1": [("08:00", "20:00"), ("22:00", "09:00")]}),
        "week.1",
    ),
]


@pytest.mark.parametrize(("why", "content", "where"), BAD, ids=[why for why, *_ in BAD])
def test_what_no_calendar_can_be_made_of(why: str, content: CalendarContent, where: str) -> None:
    with pytest.raises(calendar_days.BadContent) as caught:
        calendar_days.build(content, "Asia/Shanghai")
    assert str(caught.value) == where, why


def test_what_is_refused_changes_nothing(house: House) -> None:
    def code(answer: Any) -> tuple[str, Any]:
        assert isinstance(answer, Refusal)
        return answer.code, answer.problem.params

    usual = calendar_days.usual()
    assert code(put(house, usual, 1, who="li"))[0] == "not_permitted"
    assert code(put(house, usual, 7)) == ("version_conflict", {"expected": 7, "found": 1, "changed": []})
    assert code(put(house, usual, 0))[0] == "version_conflict", "it is there already"
    assert code(put(house, usual, 0, key="Bad id"))[0] == "bad_request"
    assert code(put(house, CalendarContent(week={}), 1)) == ("bad_calendar", {"where": "week"})
    wrong = CalendarChange({"en": "East"}, "Asia/Shanghai", usual, 1)
    assert code(house.services.calendars.put(house.people["sun"], "organisation", wrong))[1] == {"where": "label"}
    nowhere = CalendarChange(LABEL, "Asia/Atlantis", usual, 1)
    assert code(house.services.calendars.put(house.people["sun"], "organisation", nowhere))[1] == {"where": "zone"}
    assert [view.revision for view in house.services.calendars.listing()] == [1]


def test_a_region_has_a_calendar_of_its_own(house: House) -> None:
    week = {str(day): [("10:00", "22:00")] for day in range(1, 8)}
    good(put(house, CalendarContent(holidays="none", week=week), 0, key="store"))
    with house.db.read() as tx:
        found = calendars_of(tx)
    assert sorted(found) == ["organisation", "store"]
    festival = day_of("2026-02-17")
    assert (found["store"].workday(festival), found["organisation"].workday(festival)) == (True, False)
    assert not found["store"].provisional(day_of("2030-01-01"))


def test_without_one_kept_decisions_count_by_the_shipped_one(sqlite_url: str, tmp_path: Path) -> None:
    made = House(sqlite_url, tmp_path, template("sales"))
    with made.db.read() as tx:
        assert calendars_of(tx) == {"organisation": calendar_days.shipped()}
        assert calendars.outdated(tx)
    made.close()


def test_many_threads_get_the_same_calendar(house: House) -> None:
    found: list[Any] = []

    def ask() -> None:
        with house.db.read() as tx:
            found.append(calendars_of(tx)["organisation"])

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(one) for one in found}) == 1


def test_a_filter_in_the_database_counts_by_them(house: House) -> None:
    """The list's filter runs as SQL over calendar_day and calendar_span, and finds what the evaluator finds."""
    house.now_ms = 1_770_951_600_000  # 2026-02-13 11:00 in Shanghai, the last Friday before the festival
    deal, _ = house.deal()
    house.now_ms = second_of("2026-02-24T02:00:00Z") * 1000  # the first morning after it, ten o'clock
    since = {"op": "work_hours_between", "a": [{"f": "_created_at"}, {"op": "now", "a": []}, {"v": "organisation"}]}
    # Friday 11:00 to 12:00 and 13:30 to 18:00, the made-up Saturday 7.5 hours, Tuesday one hour.
    days = {
        "op": "workdays_between",
        "a": [{"op": "date_of", "a": [{"f": "_created_at"}]}, {"op": "today", "a": []}, {"v": "organisation"}],
    }
    later = {"op": "add_work_time", "a": [{"f": "_created_at"}, {"v": 14 * 3600}, {"v": "organisation"}]}
    rules = {
        "fourteen working hours": ({"op": "eq", "a": [since, {"v": 14}]}, 1),
        "not fifteen": ({"op": "ge", "a": [since, {"v": 15}]}, 0),
        "two workdays": ({"op": "eq", "a": [days, {"v": 2}]}, 1),
        "reached just now": ({"op": "eq", "a": [later, {"op": "now", "a": []}]}, 1),
    }
    for name, (rule, number) in rules.items():
        page = house.services.watching.page(house.people["li"], "sales", "opportunity", ListAsked(filter=rule))
        assert not isinstance(page, Refusal), (name, page)
        assert [row.id for row in page.rows] == [deal] * number, name


def test_the_bundle_brings_the_calendars_its_rules_name(sqlite_url: str, tmp_path: Path) -> None:
    rule = {"op": "add_workdays", "a": [{"op": "today", "a": []}, {"v": 3}, {"v": "organisation"}]}

    def change(plain: dict[str, Any]) -> None:
        plain["entities"]["opportunity"]["properties"]["close_on"]["field"]["default_rule"] = rule

    made = House(sqlite_url, tmp_path, changed(template("sales"), change)).settle()
    bundle = made.services.opening.bundle(made.people["li"], "sales")
    assert not isinstance(bundle, Refusal)
    assert bundle.offsets == [("2000-01-01T00:00:00Z", 28800)]
    (data,) = bundle.calendars.values()
    assert data["zone"] == bundle.offsets, "a table: browsers do not agree about zones"
    read = calendar_of(data)
    assert read.days() == calendar_days.shipped().days()
    assert read.spans.rows() == calendar_days.shipped().spans.rows()
    with made.db.write() as tx:
        calendars.ensure(tx)
    again = made.services.opening.bundle(made.people["li"], "sales")
    assert not isinstance(again, Refusal)
    assert again.digest != bundle.digest, "a change of a calendar is a change of the bundle"
    made.close()
