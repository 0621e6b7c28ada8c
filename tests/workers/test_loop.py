"""Workers: every part in turn, a heartbeat, a fault that stays where it is, an end that leaves nothing half done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from followthrough.services.refusal import Refusal
from followthrough.store import failpoints
from followthrough.workers.loop import Worker, WorkerThread
from tests.services.owed_house import DAY_MS, FOLLOW_UP, HOUR_MS, OwedHouse

STALE_MS = 120_000


@pytest.fixture
def house(engine_url: str, tmp_path: Path) -> Iterator[OwedHouse]:
    made = OwedHouse(engine_url, tmp_path, FOLLOW_UP)
    yield made
    failpoints.enable("")
    made.close()


def test_a_turn_sweeps_and_the_heartbeat_is_seen_until_it_is_stale(house: OwedHouse) -> None:
    assert house.services.heartbeat.state().stale, "never seen"
    deal, _ = house.deal()
    house.pass_time(DAY_MS + 1)
    worker = Worker(house.services, threading.Event())
    worker.beat()
    assert worker.turn() >= 1
    assert house.told(deal) == [("breach", "li")]
    assert not house.services.heartbeat.state().stale
    house.pass_time(STALE_MS)
    assert not house.services.heartbeat.state().stale
    house.pass_time(1)
    assert house.services.heartbeat.state().stale
    listed = house.services.heartbeat.listing(house.people["sun"])
    assert not isinstance(listed, Refusal)
    assert [(one.id, one.stale) for one in listed] == [(worker.id, True)]
    worker.delivery.close()


@pytest.mark.parametrize("place", ["sweep", "reaction", "commit@2"])
def test_a_part_that_fails_rests_while_the_others_go_on(place: str, house: OwedHouse) -> None:
    deal, _ = house.deal()
    house.pass_time(DAY_MS + 1)
    worker = Worker(house.services, threading.Event())
    failpoints.enable(f"{place}:error")
    worker.turn()
    assert house.told(deal) == [], "undone as a whole"
    failpoints.enable("")
    for part in worker._parts:
        part.again_s = 0
    worker.turn()
    assert house.told(deal) == [("breach", "li")]
    worker.delivery.close()


def test_a_worker_told_to_stop_ends_and_says_good_bye(house: OwedHouse) -> None:
    deal, _ = house.deal()
    thread = WorkerThread(house.services)
    thread.worker.pause_s = 0.05
    thread.start()
    until = time.monotonic() + 30
    house.pass_time(DAY_MS + HOUR_MS)
    while house.told(deal) == [] and time.monotonic() < until:
        time.sleep(0.05)
    thread.close()
    assert house.told(deal) == [("breach", "li")]
    assert house.services.heartbeat.state().seen_at is None, "gone, not dead"


def test_the_command_ends_on_sigterm(postgresql_url: str, tmp_path: Path) -> None:
    house = OwedHouse(postgresql_url, tmp_path, FOLLOW_UP, clocked=False)
    settings = {
        "FT_DATABASE_URL": postgresql_url,
        "FT_DATABASE_SCHEMA": "org_test",
        "FT_DATA_DIR": str(tmp_path / "data"),
    }
    process = subprocess.Popen([sys.executable, "-m", "followthrough", "work"], env=os.environ | settings)
    try:
        until = time.monotonic() + 60
        while house.services.heartbeat.state().stale and time.monotonic() < until:
            time.sleep(0.1)
        assert not house.services.heartbeat.state().stale
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert house.services.heartbeat.state().stale
    finally:
        process.kill()
        house.close()
