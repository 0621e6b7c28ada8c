"""Crashes and failures: what was acknowledged is whole, what was not is not there, and the store says which it was."""

import sqlite3
import threading
import time
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from followthrough.core.run.acts import EventDraft
from followthrough.store import events, failpoints, idempotency, verify
from followthrough.store.database import Database
from followthrough.store.engines import Limits
from followthrough.store.entities import tables_of
from followthrough.store.errors import CommitUnknown, Retryable, StoreUnavailable
from followthrough.store.platform import event
from followthrough.store.platform import idempotency as answers
from followthrough.store.publish import publish
from followthrough.store.tx import Tx
from tests.store.apps import SALES
from tests.store.conftest import opened
from tests.store.ids import new_id
from tests.store.kill import killed_at
from tests.store.people import put


def submit(db: Database, record: str) -> None:
    """Create a customer with detail rows, its event, milestones and answer."""
    with db.write() as tx:
        assert idempotency.find(tx, "li", record, b"") is None
        values = {"name": "甲", "lines": [{"product": "x"}, {"product": "y"}]}
        stored = put(tx, "customer", values, id=record)
        events.append(tx, SALES, [EventDraft("customer", stored.id, "created", to_stage="lead")], "li")
        idempotency.keep(tx, "li", record, b"", b"done")


def resubmit(db: Database, record: str) -> None:
    """The same on connections of its own."""
    submit(Database(db.url, db.schema), record)


def traces(db: Database, record: str) -> tuple[int, ...]:
    """How many rows the submit of `record` left in each table."""
    tables = tables_of(SALES)
    customer, line, milestone = tables["customer"].record, tables["line"].record, tables["customer"].milestone
    counted = [
        (customer, customer.c["_id"]), (line, line.c["_parent"]), (milestone, milestone.c["_id"]),
        (event, event.c.record), (answers, answers.c.key),
    ]  # fmt: skip
    with db.read() as tx:
        return tuple(
            int(tx.scalar(sa.select(sa.func.count()).select_from(table).where(key == record))) for table, key in counted
        )


PLACES = ["record", "rows", "events", "milestones", "idempotency", "commit"]


@pytest.mark.parametrize("place", PLACES)
def test_a_submit_killed_before_its_commit_left_nothing(sales: Database, place: str) -> None:
    record = new_id()
    assert killed_at(f"{place}:kill", lambda: submit(Database(sales.url, sales.schema), record))
    assert traces(sales, record) == (0, 0, 0, 0, 0)
    submit(sales, record)
    assert traces(sales, record) == (1, 2, 1, 1, 1)


def test_a_submit_killed_before_any_of_its_statements_left_nothing(sales: Database) -> None:
    died = 0
    while killed_at(f"statement@{died + 1}:kill", partial(resubmit, sales, record := new_id())):
        assert traces(sales, record) == (0, 0, 0, 0, 0)
        died += 1
    assert traces(sales, record) == (1, 2, 1, 1, 1), "it has no statement of that number"
    assert died >= 6, "lookup, record, rows, event, milestones, answer"


def test_a_statement_is_named_by_the_work_of_its_transaction(sales: Database) -> None:
    seen: list[tuple[str, int]] = []

    def put_one(tx: Tx) -> None:
        put(tx, "customer", {"name": "甲"})

    work = "test_faults.test_a_statement_is_named_by_the_work_of_its_transaction.put_one"
    failpoints.enable(f"statement/{work}@2", lambda name, number: seen.append((name, number)))
    try:
        with sales.read() as tx:
            tx.now_ms()
        sales.transact(lambda tx: tx.now_ms())
        with pytest.raises(StoreUnavailable, match="put_one@2"):
            sales.transact(partial(put_one))
    finally:
        failpoints.enable("")
    other = "test_faults.test_a_statement_is_named_by_the_work_of_its_transaction.lambda"
    assert seen == [(other, 1), (work, 1), (work, 2)], "what only reads is not counted"


def test_a_submit_killed_after_its_commit_is_whole(sales: Database) -> None:
    record = new_id()
    assert killed_at("committed:kill", lambda: submit(Database(sales.url, sales.schema), record))
    assert traces(sales, record) == (1, 2, 1, 1, 1)
    with sales.read() as tx:
        assert idempotency.find(tx, "li", record, b"") == b"done"
        assert list(verify.verify_all(tx)) == []


@pytest.mark.parametrize("place", PLACES)
def test_a_submit_that_fails_left_nothing(sales: Database, place: str) -> None:
    record = new_id()
    failpoints.enable(f"{place}:error")
    try:
        with pytest.raises(StoreUnavailable):
            submit(sales, record)
    finally:
        failpoints.enable("")
    assert traces(sales, record) == (0, 0, 0, 0, 0)
    submit(sales, record)


def test_an_error_of_the_caller_rolls_back_and_comes_out_as_it_is(sales: Database) -> None:
    record = new_id()

    def work() -> None:
        with sales.write() as tx:
            put(tx, "customer", {"name": "甲"}, id=record)
            raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        work()
    assert traces(sales, record)[0] == 0


def test_reading_cannot_write(sales: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)read.?only") as refused, sales.read() as tx:
        put(tx, "customer", {"name": "甲"})
    assert not isinstance(refused.value, sqlite3.Error)


def test_what_runs_after_commit_runs_only_after_a_commit(sales: Database) -> None:
    ran: list[str] = []

    def fails() -> None:
        with sales.write() as tx:
            tx.after_commit.append(lambda: ran.append("lost"))
            raise KeyError

    with pytest.raises(KeyError):
        fails()
    with sales.write() as tx:
        tx.after_commit.append(lambda: ran.append("kept"))
        assert ran == []
    assert ran == ["kept"]


def test_a_full_disk_refuses_the_write_and_reading_goes_on(sqlite_url: str) -> None:
    db = opened(sqlite_url)
    with db.write() as tx:
        publish(tx, "sales", b'{"v":1}', SALES)
    record = new_id()
    submit(db, record)
    with db.write() as tx:
        pages = tx.scalar(sa.text("PRAGMA page_count"))
        tx.execute(sa.text(f"PRAGMA max_page_count={pages + 2}"))
    stored = [record]

    def until_full() -> None:
        while True:
            stored.append(new_id())
            submit(db, stored[-1])

    with pytest.raises(StoreUnavailable):
        until_full()
    assert traces(db, stored[-1]) == (0, 0, 0, 0, 0)
    assert all(traces(db, one) == (1, 2, 1, 1, 1) for one in stored[:-1])
    with db.write() as tx:
        tx.execute(sa.text("PRAGMA max_page_count=1000000"))
        assert tx.scalar(sa.text("PRAGMA integrity_check")) == "ok"
    submit(db, stored[-1])
    db.close()


def test_a_writer_who_waits_too_long_is_told_to_come_back(sqlite_url: str) -> None:
    first = opened(sqlite_url)
    hasty = Database(sqlite_url, limits=Limits(pool=2, wait_s=0.05))
    with first.write(), pytest.raises(StoreUnavailable), hasty.write():
        raise AssertionError("the writer lock was given twice")
    with hasty.write() as tx:
        assert tx.now_ms()
    hasty.close()
    first.close()


def terminate(db: Database, pid: int) -> None:
    with db.read() as tx:
        tx.scalar(sa.text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
    time.sleep(0.05)


def test_a_connection_lost_in_the_middle_is_tried_again(postgresql_url: str) -> None:
    db = opened(postgresql_url)
    tries: list[int] = []

    def work(tx: Any) -> int:
        pid = int(tx.scalar(sa.text("SELECT pg_backend_pid()")))
        tries.append(pid)
        if len(tries) == 1:
            terminate(db, pid)
        return int(tx.scalar(sa.text("SELECT 42")))

    assert db.transact(work) == 42
    assert len(tries) == 2
    db.close()


def test_a_connection_lost_in_commit_is_looked_up_not_repeated_blindly(postgresql_url: str) -> None:
    db = opened(postgresql_url)
    tries: list[int] = []

    def work(tx: Any) -> None:
        pid = int(tx.scalar(sa.text("SELECT pg_backend_pid()")))
        tries.append(pid)
        if len(tries) == 1:
            terminate(db, pid)

    with pytest.raises(CommitUnknown):
        db.transact(work)
    assert len(tries) == 1
    tries.clear()
    db.transact(work, keyed=True)
    assert len(tries) == 2
    db.close()


def test_a_server_that_is_not_there_is_unavailable() -> None:
    db = Database("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(StoreUnavailable), db.read():
        raise AssertionError("connected to nothing")
    db.close()


def test_stale_connections_are_replaced_before_use(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    db = opened(postgresql_url)
    other = Database(db.url)
    with db.write() as tx:
        pid = int(tx.scalar(sa.text("SELECT pg_backend_pid()")))
    terminate(other, pid)
    monkeypatch.setattr("followthrough.store.engines.PING_AFTER_S", 0)
    with db.write() as tx:
        assert int(tx.scalar(sa.text("SELECT pg_backend_pid()"))) != pid
    other.close()
    db.close()


def test_limits_of_time_and_number_end_what_takes_too_long(postgresql_url: str) -> None:
    db = Database(postgresql_url, limits=Limits(pool=1, wait_s=0.05, statement_ms=100, lock_ms=50))
    with pytest.raises(StoreUnavailable), db.read() as tx:
        tx.scalar(sa.text("SELECT pg_sleep(5)"))
    with db.write() as tx:
        tx.execute(sa.text("CREATE TABLE t (n int)"))
    with db.write() as held:
        with pytest.raises(StoreUnavailable), db.write():
            raise AssertionError("the pool of one gave two")
        held.execute(sa.text("LOCK TABLE t IN ACCESS EXCLUSIVE MODE"))
        other = Database(postgresql_url, limits=Limits(pool=1, lock_ms=50))
        with pytest.raises(Retryable), other.write() as tx:
            tx.execute(sa.text("INSERT INTO t VALUES (1)"))
        other.close()
    db.close()


def test_the_clock_is_the_databases_unless_history_is_replayed(db: Database) -> None:
    with db.write() as tx:
        first = tx.now_ms()
        time.sleep(0.01)
        assert tx.now_ms() == first
    with db.read() as tx:
        assert abs(tx.now_ms() - time.time() * 1000) < 5000
        assert tx.now_ms() > first
    db.clock = lambda: 12345
    with db.write() as tx:
        assert tx.now_ms() == 12345


def test_a_snapshot_sees_one_state(sales: Database) -> None:
    with sales.read(snapshot=True) as tx:
        before = tx.scalar(sa.select(sa.func.count()).select_from(event))
        thread = threading.Thread(target=submit, args=(sales, new_id()))
        thread.start()
        thread.join()
        assert tx.scalar(sa.select(sa.func.count()).select_from(event)) == before
    with sales.read() as tx:
        assert tx.scalar(sa.select(sa.func.count()).select_from(event)) == before + 1
