"""The demo lives through the command path, in order of time, and shows something in every corner."""

from __future__ import annotations

from pathlib import Path

import pytest

from followthrough.core.run.scenario import instant_ms
from followthrough.services.demo.organisation import found_organisation
from followthrough.services.demo.simulate import live
from followthrough.services.demo.town import Tally
from followthrough.services.demo.working_hours import DAY_MS, SimulatedClock, working_ms
from followthrough.services.refusal import Refusal
from followthrough.services.views import BoardView, RowView
from followthrough.services.watching import ListAsked
from followthrough.services.wiring import services_over
from followthrough.store.database import Database
from tests.services.house import CATALOGUE, House, template
from tests.support.databases import Databases

NOW = 1_790_000_000_000  # 2026-09-21
DEMO = CATALOGUE / "sales" / "demo"


def lived(url: str, folder: Path, size: int, months: int = 4) -> tuple[House, Tally]:
    """A house in which the demo has lived up to NOW."""
    house = House(url, folder, template("sales"), template("pipeline"), template("seal_approval"))
    cast = found_organisation(house.db, DEMO)
    house.people = cast.people
    clock = SimulatedClock(NOW - months * 30 * DAY_MS)
    db = Database(url, house.db.schema, clock=clock)
    try:
        tally = live(services_over(db, house.settings), cast, clock, DEMO, NOW, size, months, 7)
    finally:
        db.close()
    return house, tally


def test_a_seeded_life(engine_url: str, tmp_path: Path) -> None:
    house, tally = lived(engine_url, tmp_path, 12)
    try:
        assert tally.refused["gate_missing"] > 5, "people try, and are told what is missing"
        assert set(tally.refused) <= {"gate_missing", "no_transition", "not_offered"}
        board = house.services.watching.board(house.people["chenjing"], "sales", "opportunity", ListAsked(limit=200))
        assert isinstance(board, BoardView)
        assert sum(column.count for column in board.columns) >= 12
        rows = [row for column in board.columns for row in column.rows]
        assert all("2026-05-24" <= row.created_at[:10] <= "2026-09-21" for row in rows)
        burden = house.services.foreseeing.burden(house.people["chenjing"], "sales")
        assert not isinstance(burden, Refusal)
        asked = {(one.kind, one.name): one for one in burden.places}
        follow_up = asked["action", "log_follow_up"]
        assert follow_up.timed == follow_up.submits > 0, "how long each form was open is known"
        assert follow_up.median_s is not None
        assert 10 <= follow_up.median_s <= 180
        timeline = house.services.timeline.page(house.people["chenjing"], "sales", "opportunity", rows[0].id)
        assert not isinstance(timeline, Refusal)
        times = [event.at for event in timeline.events]
        assert times == sorted(times, reverse=True)
    finally:
        house.close()


def test_the_same_seed_lives_the_same_life(databases: Databases, tmp_path: Path, sqlite_url: str) -> None:
    first, one = lived(sqlite_url, tmp_path / "a", 4, 1)
    with databases.fresh("sqlite") as url:
        second, other = lived(url, tmp_path / "b", 4, 1)
        told = [
            [(row.created_at, row.stage, row.values.get("title")) for row in _rows(house)] for house in (first, second)
        ]
        second.close()
    first.close()
    assert one == other
    assert told[0] == told[1]


def _rows(house: House) -> list[RowView]:
    page = house.services.watching.page(
        house.people["chenjing"], "sales", "opportunity", ListAsked(limit=200, sort="_created_at")
    )
    assert not isinstance(page, Refusal)
    return page.rows


HOURS = [
    ("2026-03-02T10:00:00+08:00", "2026-03-02T10:00:00+08:00", "within"),
    ("2026-03-02T07:00:00+08:00", "2026-03-02T09:00:00+08:00", "before they open"),
    ("2026-03-02T18:00:00+08:00", "2026-03-03T09:00:00+08:00", "after they close"),
    ("2026-03-06T20:00:00+08:00", "2026-03-09T09:00:00+08:00", "over the weekend"),
    ("2026-03-07T10:00:00+08:00", "2026-03-09T09:00:00+08:00", "on a Saturday"),
]


@pytest.mark.parametrize(("given", "moved", "why"), HOURS, ids=[row[2] for row in HOURS])
def test_people_of_the_demo_work_in_working_hours(given: str, moved: str, why: str) -> None:
    assert working_ms(instant_ms(given), "Asia/Shanghai") == instant_ms(moved)
