"""A run that breaks off has stored nothing, says so, and can be done again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from followthrough.services.importing import Importing, passage
from followthrough.services.importing.plan import Plan
from followthrough.services.watching import ListAsked
from followthrough.services.wiring import services_over
from followthrough.store import imports as store
from followthrough.store.database import Database
from followthrough.store.engines import Limits
from tests.services.house import House, template
from tests.services.importing.steps import Imports, counts, sheet
from tests.store.kill import killed_at

FILE = sheet(["商机编号"], *[[f"A{n}"] for n in range(60)])


@pytest.fixture
def clocked(engine_url: str, tmp_path: Path) -> Iterator[Imports]:
    """With a database clock that tests move."""
    made = House(engine_url, tmp_path, template("pipeline"), clocked=True).settle()
    yield Imports(made)
    made.services.importing.close()
    made.close()


def _stored(imports: Imports) -> int:
    found: Any = imports.house.services.watching.count(imports.person, imports.app, "opportunity", ListAsked())
    return int(found.count)


def test_a_fault_of_ours_half_way(imports: Imports, monkeypatch: pytest.MonkeyPatch) -> None:
    job = imports.check(imports.upload("opportunity", FILE))
    whole = passage.Passage._create

    def faulty(self: passage.Passage, n: int, *rest: Any) -> Any:
        if n == 40:
            raise RuntimeError("a fault")
        return whole(self, n, *rest)

    with monkeypatch.context() as patched:
        patched.setattr(passage.Passage, "_create", faulty)
        after = imports.run(job)
    assert after.state == "failed"
    assert after.error is not None
    assert after.error.code == "import_interrupted"
    assert _stored(imports) == 0
    again = imports.run(imports.check(after))
    assert counts(again) == {"created": 60}
    assert _stored(imports) == 60


def test_a_process_that_is_killed_half_way(clocked: Imports, engine_url: str) -> None:
    """The next process finds the job, says that nothing was stored, and does it."""
    house, person = clocked.house, clocked.person
    job = clocked.check(clocked.upload("opportunity", FILE))
    house.db.close()  # the child opens its own connections

    def run_in_child() -> None:
        db = Database(house.db.url, house.db.schema, clock=lambda: house.now_ms)
        services = services_over(db, house.settings)
        services.importing.run(person, job.id)
        services.importing.work.wait(job.id)

    assert killed_at("events@40:kill", run_in_child)
    found = clocked.service.get(person, job.id)
    if house.db.dialect == "postgresql":
        assert found.step == "running", "another process may still be at it"
        house.now_ms += 61_000
        found = clocked.service.get(person, job.id)
    assert (found.state, found.step, found.error.code) == ("failed", None, "import_interrupted")
    assert _stored(clocked) == 0
    assert counts(clocked.run(clocked.check(found))) == {"created": 60}


@pytest.mark.parametrize("place", ["record", "events", "milestones", "commit"])
def test_killed_at_any_statement(sqlite_imports: Imports, place: str) -> None:
    house, person = sqlite_imports.house, sqlite_imports.person
    job = sqlite_imports.check(sqlite_imports.upload("opportunity", FILE))
    house.db.close()
    # The first commit is that of the state "running", the second that of the rows.
    spec = "commit@2:kill" if place == "commit" else f"{place}@60:kill"

    def run_in_child() -> None:
        services = services_over(Database(house.db.url, house.db.schema), house.settings)
        services.importing.run(person, job.id)
        services.importing.work.wait(job.id)

    assert killed_at(spec, run_in_child)
    assert sqlite_imports.service.get(person, job.id).error.code == "import_interrupted"
    assert _stored(sqlite_imports) == 0


def test_killed_right_after_the_commit(sqlite_imports: Imports) -> None:
    """What was committed is there, and the job knows."""
    house, person = sqlite_imports.house, sqlite_imports.person
    job = sqlite_imports.check(sqlite_imports.upload("opportunity", FILE))
    house.db.close()

    def run_in_child() -> None:
        services = services_over(Database(house.db.url, house.db.schema), house.settings)
        services.importing.run(person, job.id)
        services.importing.work.wait(job.id)

    assert killed_at("committed@2:kill", run_in_child)
    found = sqlite_imports.service.get(person, job.id)
    assert (found.state, counts(found)) == ("done", {"created": 60})
    assert _stored(sqlite_imports) == 60


def test_a_check_that_was_interrupted_can_be_done_again(sqlite_imports: Imports) -> None:
    job = sqlite_imports.upload("opportunity", FILE)
    with sqlite_imports.house.db.write() as tx:
        store.change(tx, job.id, state="checking")
    found = sqlite_imports.service.get(sqlite_imports.person, job.id)
    assert (found.state, found.error.code) == ("failed", "import_interrupted")
    assert sqlite_imports.check(found).state == "checked"


def test_who_was_taken_for_dead_stores_nothing_any_more(
    postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that stood still so long that its job was given up must not finish it behind everybody's back."""
    house = House(postgresql_url, tmp_path, template("pipeline")).settle()
    imports = Imports(house)
    job = imports.check(imports.upload("opportunity", FILE))
    service: Importing = house.services.importing

    def given_up(job_id: str, done: int) -> None:
        with house.db.write() as tx:
            store.change(tx, job_id, state="failed", error="")

    monkeypatch.setattr(service.work, "seen", given_up)
    after = imports.run(job)
    assert after.state == "failed"
    assert _stored(imports) == 0
    house.services.importing.close()
    house.close()


def test_two_runs_at_once_store_once(imports: Imports) -> None:
    job = imports.check(imports.upload("opportunity", FILE))
    first = imports.service.run(imports.person, job.id)
    second = imports.service.run(imports.person, job.id)
    assert first.id == job.id
    assert imports.refused(second) == "import_state"
    assert counts(imports.waited(job)) == {"created": 60}
    assert _stored(imports) == 60


def test_no_transaction_stands_open_while_rows_are_read(
    postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database ends idle transactions; a large file takes longer to read than that."""
    house = House(postgresql_url, tmp_path, template("pipeline")).settle()
    impatient = Database(postgresql_url, house.db.schema, limits=Limits(idle_ms=300))
    house.services.importing.close()
    house.services = services_over(impatient, house.settings)
    whole = Plan.read_all

    def slow(self: Plan, rows: Any) -> Any:
        time.sleep(1)
        return whole(self, rows)

    monkeypatch.setattr(Plan, "read_all", slow)
    imports = Imports(house)
    done = imports.run(imports.check(imports.upload("opportunity", FILE)))
    assert counts(done) == {"created": 60}
    house.services.close()
    house.close()
