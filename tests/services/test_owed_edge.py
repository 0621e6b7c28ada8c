"""The deadline's edge: an act at the last millisecond is in time, one later is late, whatever a sweep does meanwhile."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from followthrough.services.views import Answer
from tests.services.house import Perform
from tests.services.owed_house import FOLLOW_UP, OwedHouse
from tests.support.databases import Databases

SHORT = {**FOLLOW_UP, "due": {"after": "PT1H"}, "remind": {}, "escalate": {}}
LIMIT_MS = 3_600_000
SAID = {"way": "phone", "content": "电话确认了下一步安排", "next_step": "上门"}
EDGE = (-1, 0, 1)
"""Milliseconds from the deadline at which the act's transaction reads the clock."""
AT_ONCE = 10


@pytest.fixture
def house(engine_url: str, tmp_path: Path) -> Iterator[OwedHouse]:
    """One duty, due within an hour, on a clock the test moves."""
    made = OwedHouse(engine_url, tmp_path, SHORT)
    yield made
    made.close()


@pytest.mark.parametrize("offset", EDGE)
def test_without_a_race_the_millisecond_decides(offset: int, house: OwedHouse) -> None:
    deal, _ = house.deal()
    house.pass_time(LIMIT_MS + offset)
    house.follow_up(deal)
    one = house.owed(deal)["follow_up"]
    assert one.overdue(house.now_ms) == (offset > 0)
    told = next(event for event in house.events("opportunity", deal) if event.kind == "discharged")
    assert told.data["late"] == (1 if offset > 0 else 0), "a millisecond late is a second late in words"


def _race(house: OwedHouse, deals: list[str], seed: int) -> None:
    """Acts on all deals while the clock passes their deadline and two workers sweep without a pause."""
    rng = random.Random(seed)
    due = house.owed(deals[0])["follow_up"].due_ms
    assert due is not None
    house.now_ms = due + rng.choice(EDGE)
    stop, begin = threading.Event(), threading.Barrier(4)

    def sweep() -> None:
        begin.wait()
        while not stop.is_set():
            house.sweep()

    def tick() -> None:
        begin.wait()
        while not stop.is_set():
            house.now_ms = max(house.now_ms, due + rng.choice(EDGE))
            stop.wait(rng.random() * 0.01)

    def act() -> list[object]:
        begin.wait()
        return [house.submit("li", "opportunity", deal, Perform("log_follow_up", SAID)) for deal in deals]

    with ThreadPoolExecutor(4) as pool:
        others = [pool.submit(sweep), pool.submit(sweep), pool.submit(tick)]
        answers = pool.submit(act).result()
        stop.set()
        for other in others:
            other.result()
    assert all(isinstance(answer, Answer) for answer in answers), answers
    for deal in deals:
        _one_of_both(house, deal, due)


def _one_of_both(house: OwedHouse, deal: str, due: int) -> None:
    """Met or breached, never both, never neither; and every place that says it says the same."""
    one = house.owed(deal)["follow_up"]
    assert one.state == "done"
    assert one.closed_ms is not None
    met = one.closed_ms <= due
    events = house.events("opportunity", deal)
    discharged = [event for event in events if event.kind == "discharged"]
    breached = [event for event in events if event.kind == "breached"]
    assert len(discharged) == 1
    assert len(breached) <= 1
    assert (discharged[0].data["late"] == 0) == met
    assert one.overdue(house.now_ms) != met
    if breached:
        assert not met, "told as breached and done in time"
        assert breached[0].n < discharged[0].n
        assert breached[0].at_ms > due


def _races(house: OwedHouse, rounds: int, seed: int) -> None:
    for number in range(rounds // AT_ONCE):
        deals = [house.deal()[0] for _ in range(AT_ONCE)]
        _race(house, deals, seed + number)
        house.now_ms += LIMIT_MS
        house.sweep()


def test_fifty_races(house: OwedHouse) -> None:
    _races(house, 50, seed=1)


@pytest.mark.fuzz
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_thousand_races(engine: str, databases: Databases, tmp_path: Path) -> None:
    with databases.fresh(engine) as url:
        made = OwedHouse(url, tmp_path, SHORT)
        try:
            _races(made, 1000, seed=random.randrange(10**6))
        finally:
            made.close()
