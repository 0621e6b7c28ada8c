"""Many at once: one winner per version, one record per key, and no deadlock that a user would see."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from followthrough.core.run.acts import EventDraft, RecordWrite
from followthrough.store import events, idempotency, ids, limits, records, serials
from followthrough.store import query as q
from followthrough.store.database import Database
from followthrough.store.errors import KeyReused, StoreError, VersionConflict
from followthrough.store.tx import Tx
from tests.store.apps import SALES
from tests.store.people import add, organisation, put, reader

THREADS = 20


def at_once(work: Callable[[int], Any], number: int = THREADS) -> list[Any]:
    """What `work(0)`, … gave when all started together; an exception of the store is its answer."""
    start = threading.Barrier(number)
    answers: list[Any] = [None] * number

    def run(n: int) -> None:
        start.wait()
        try:
            answers[n] = work(n)
        except StoreError as error:
            answers[n] = error

    threads = [threading.Thread(target=run, args=(n,)) for n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_of_many_writers_of_one_version_one_wins(sales: Database) -> None:
    with sales.write() as tx:
        before = add(tx, "customer", {"name": "甲"})

    def write(n: int) -> str:
        after = replace(before, values={"name": str(n)})
        with sales.write() as tx:
            records.write(tx, SALES, RecordWrite(after, before, frozenset({"name"})))
            events.append(tx, SALES, [EventDraft("customer", before.id, "edited")], None)
        return str(n)

    answers = at_once(write)
    winners = [answer for answer in answers if isinstance(answer, str)]
    assert len(winners) == 1
    assert all(isinstance(answer, VersionConflict) for answer in answers if not isinstance(answer, str))
    with sales.read() as tx:
        found = records.load(tx, SALES, "customer", before.id)
        assert found is not None
        assert (found.record.version, found.record.values) == (2, {"name": winners[0]})
        assert [event.kind for event in events.of_record(tx, "sales", "customer", before.id)] == ["edited", "created"]


def test_locked_writers_take_turns_and_none_is_lost(sales: Database) -> None:
    with sales.write() as tx:
        record = add(tx, "customer", {"amount": 0}).id

    def count(tx: Tx) -> None:
        found = records.load(tx, SALES, "customer", record, lock=True)
        assert found is not None
        after = replace(found.record, values={"amount": found.record.values["amount"] + 1})
        records.write(tx, SALES, RecordWrite(after, found.record, frozenset({"amount"})))
        events.append(tx, SALES, [EventDraft("customer", record, "edited")], None)

    assert at_once(lambda _: sales.transact(count)) == [None] * THREADS
    with sales.read() as tx:
        found = records.load(tx, SALES, "customer", record)
    assert found is not None
    assert (found.record.values["amount"], found.record.version) == (THREADS, THREADS + 1)


def submit(db: Database, person: str, key: str, body: bytes) -> bytes:
    """A command as the services run it: key first, answer last, all in one transaction."""

    def work(tx: Tx) -> bytes:
        found = idempotency.find(tx, person, key, idempotency.body_hash(body))
        if found is not None:
            return found
        answer = put(tx, "customer", {"name": body.decode()}).id.encode()
        idempotency.keep(tx, person, key, idempotency.body_hash(body), answer)
        return answer

    return db.transact(work, keyed=True)


def test_one_key_sent_many_times_at_once_makes_one_record(sales: Database) -> None:
    answers = at_once(lambda _: submit(sales, "li", "k", b"x"))
    assert len(set(answers)) == 1
    assert isinstance(answers[0], bytes)
    with sales.write() as tx:
        organisation(tx)
    with sales.read() as tx:
        assert q.count(tx, SALES, reader("chen", "boss"), q.Query("customer")) == (1, False)


def test_a_key_stands_for_one_body_of_one_person(sales: Database) -> None:
    first = submit(sales, "li", "k", b"x")
    assert submit(sales, "li", "k", b"x") == first
    assert submit(sales, "wang", "k", b"y") != first
    with pytest.raises(KeyReused):
        submit(sales, "li", "k", b"y")
    with sales.write() as tx:
        assert idempotency.prune(tx, tx.now_ms() + 1) == 2
    assert submit(sales, "li", "k", b"y") != first


def test_two_who_lock_in_opposite_order_both_come_through(sales: Database) -> None:
    with sales.write() as tx:
        pair = [add(tx, "customer", {"name": str(n)}).id for n in range(2)]
    meet = threading.Barrier(2)

    def both(n: int) -> int:
        tries = 0

        def work(tx: Tx) -> None:
            nonlocal tries
            tries += 1
            for record in pair if n else pair[::-1]:
                records.load(tx, SALES, "customer", record, lock=True)
                if tries == 1 and sales.dialect == "postgresql" and record == (pair[0] if n else pair[1]):
                    meet.wait(5)

        sales.transact(work)
        return tries

    tries = at_once(both, 2)
    assert min(tries) == 1
    assert max(tries) > 1 if sales.dialect == "postgresql" else max(tries) == 1


def test_running_numbers_are_given_once_each(sales: Database) -> None:
    def take(_: int) -> int:
        with sales.write() as tx:
            return serials.take(tx, "sales", "quote", "number", "2026")

    assert sorted(at_once(take)) == list(range(1, THREADS + 1))
    with sales.write() as tx:
        assert serials.take(tx, "sales", "quote", "number", "2027") == 1


def test_a_bucket_gives_what_it_holds_and_no_more(sales: Database) -> None:
    def take(_: int) -> int:
        return sales.transact(lambda tx: limits.take(tx, "login:li", burst=5, per_s=0.001))

    answers = at_once(take)
    assert sorted(answers)[:5] == [0] * 5
    assert min(sorted(answers)[5:]) > 900_000


def test_a_bucket_fills_with_time_and_never_beyond_its_size(db: Database) -> None:
    now = 1_000_000
    db.clock = lambda: now

    def take(cost: float = 1.0) -> int:
        with db.write() as tx:
            return limits.take(tx, "b", burst=3, per_s=2, cost=cost)

    assert [take(), take(), take(), take()] == [0, 0, 0, 500]
    now += 499
    assert take() == 1
    now += 1
    assert take() == 0
    now += 10_000_000
    assert [take(3), take()] == [0, 500]
    now -= 5_000_000
    assert take() == 500
    with db.write() as tx:
        limits.refund(tx, "b")
    assert take(3) == 0


def test_ids_are_of_version_7_and_grow_with_time() -> None:
    made = [ids.new_id(now) for now in range(1_700_000_000_000, 1_700_000_001_000)]
    assert made == sorted(made)
    assert {one[14] for one in made} == {"7"}
    assert {one[19] for one in made} <= set("89ab")
    assert len(set(made)) == len({ids.new_id(5) for _ in range(1000)}) == 1000
