"""The event log: chained per record, append-only, and any change of it is found."""

import random
from typing import Any

import pytest
import sqlalchemy as sa

from followthrough.core.run.acts import EventDraft
from followthrough.store import events, guards, records, verify
from followthrough.store.columns import json_text
from followthrough.store.database import Database
from followthrough.store.entities import tables_of
from followthrough.store.platform import event
from followthrough.store.publish import publish
from followthrough.store.tx import Tx
from tests.store.apps import SALES
from tests.store.conftest import opened
from tests.store.people import add


def history(db: Database, customers: int = 4, acts: int = 3) -> list[str]:
    """Customers with some events each, interleaved."""
    with db.write() as tx:
        ids = [add(tx, "customer", {"name": str(n)}, created_by="li").id for n in range(customers)]
    for n in range(acts):
        for record in ids:
            with db.write() as tx:
                records.load(tx, SALES, "customer", record, lock=True)
                draft = EventDraft(
                    "customer", record, "acted", "call", "lead", None, {"name": ["甲", n]}, {"note": "é'\""}
                )
                events.append(tx, SALES, [draft, EventDraft("customer", record, "moved", to_stage="quote")], "li")
    return ids


def test_events_are_listed_newest_first_and_paged(sales: Database) -> None:
    record, *_ = history(sales)
    with sales.read() as tx:
        first = events.of_record(tx, "sales", "customer", record, limit=3)
        rest = events.of_record(tx, "sales", "customer", record, before=first[-1].seq)
        assert events.of_record(tx, "sales", "contact", record) == []
        assert verify.verify_record(tx, record) is None
        assert list(verify.verify_all(tx)) == []
    assert [found.n for found in (*first, *rest)] == [7, 6, 5, 4, 3, 2, 1]
    acted = first[1]
    assert (acted.kind, acted.name, acted.actor, acted.version) == ("acted", "call", "li", 1)
    assert (acted.changes, acted.data, acted.from_stage) == ({"name": ["甲", 2]}, {"note": "é'\""}, "lead")


REFUSED = [
    "UPDATE event SET actor = 'x'",
    "DELETE FROM event",
    "UPDATE event_seal SET events = 0",
    "DELETE FROM event_seal",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_the_log_cannot_be_changed(sales: Database, statement: str) -> None:
    history(sales, 1, 1)
    with sales.write() as tx:
        assert verify.seal(tx, settle_ms=-1) == 3
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), sales.write() as tx:
        tx.execute(sa.text(placed(tx, statement)))
    with sales.read() as tx:
        assert list(verify.verify_all(tx)) == []


def placed(tx: Tx, statement: str) -> str:
    """The statement with its table in the organisation's schema."""
    prefix = f"{tx.db.schema}." if tx.db.schema else ""
    for table in ("event_seal", "event"):
        statement = statement.replace(f" {table} ", f" {prefix}{table} ").replace(
            f"FROM {table}", f"FROM {prefix}{table}"
        )
    return statement.replace("UPDATE event ", f"UPDATE {prefix}event ")


def test_the_serving_role_of_postgresql_has_no_way_round(postgresql_url: str) -> None:
    db = opened(postgresql_url, "org_one")
    with db.write() as tx:
        publish(tx, "sales", b"{}", SALES)
        tx.execute(sa.text("CREATE ROLE serving"))
        for statement in guards.grants("org_one", "serving"):
            tx.execute(sa.text(statement))
    refused = [
        "UPDATE org_one.event SET actor = 'x'",
        "DELETE FROM org_one.event",
        "TRUNCATE org_one.event",
        "DROP TABLE org_one.event",
        "ALTER TABLE org_one.event DISABLE TRIGGER ALL",
        "INSERT INTO org_one.event (seq) VALUES (1)",
        "DELETE FROM org_one.event_seal",
    ]
    try:
        with db.write() as tx:
            tx.execute(sa.text("SET LOCAL ROLE serving"))
            add(tx, "customer", {"name": "甲"})
        for statement in refused:
            with pytest.raises(sa.exc.DBAPIError):
                as_server(db, statement)
    finally:
        with db.write() as tx:
            tx.execute(sa.text("DROP OWNED BY serving"))
            tx.execute(sa.text("DROP ROLE serving"))
        db.close()


def as_server(db: Database, statement: str) -> None:
    with db.write() as tx:
        tx.execute(sa.text("SET LOCAL ROLE serving"))
        tx.execute(sa.text(statement))


def unguard(tx: Tx) -> None:
    """What an owner of the database can do."""
    if tx.dialect == "sqlite":
        for what in ("update", "delete"):
            for table in ("event", "event_seal"):
                tx.execute(sa.text(f"DROP TRIGGER IF EXISTS {table}_no_{what}"))
    else:
        for table in ("event", "event_seal"):
            tx.execute(sa.text(f"ALTER TABLE {tx.db.schema}.{table} DISABLE TRIGGER ALL"))
        tx.execute(sa.text(f"ALTER TABLE {tx.db.schema}.event ALTER seq SET GENERATED BY DEFAULT"))


def mutate(tx: Tx, rng: random.Random) -> str:
    """Change one thing in the log behind its back; what."""
    c = event.c
    seqs = [row[0] for row in tx.rows(sa.select(c.seq).order_by(c.seq))]
    seq = rng.choice(seqs)
    row = tx.rows(sa.select(*c).where(c.seq == seq))[0]
    old = dict(zip(c.keys(), row, strict=True))
    column = rng.choice([*c.keys(), "DELETE", "INSERT", "SWAP"])
    if column == "DELETE":
        tx.execute(event.delete().where(c.seq == seq))
    elif column == "INSERT":
        forged = {**old, "n": old["n"] + rng.choice([50, 1000]), "at_ms": old["at_ms"] + 1}
        tx.execute(event.insert(), {name: value for name, value in forged.items() if name != "seq"})
    elif column == "SWAP":
        other = rng.choice([one for one in seqs if one != seq])
        theirs = dict(zip(c.keys(), tx.rows(sa.select(*c).where(c.seq == other))[0], strict=True))
        # Two events change places: each gets all the other has but its seq.
        tx.execute(event.update().where(c.seq == seq).values(n=-1))
        content = {name: value for name, value in old.items() if name != "seq"}
        tx.execute(event.update().where(c.seq == other).values(content))
        tx.execute(event.update().where(c.seq == seq).values({name: theirs[name] for name in content}))
    else:
        tx.execute(event.update().where(c.seq == seq).values({column: changed(old[column], rng)}))
    return f"{column} of {seq}"


def changed(value: Any, rng: random.Random) -> Any:
    if value is None:
        return "x"
    if isinstance(value, int):
        return value + rng.choice([1000, 100_000])
    if isinstance(value, bytes | memoryview):
        spoilt = bytearray(bytes(value))
        spoilt[rng.randrange(len(spoilt))] ^= 1 << rng.randrange(8)
        return bytes(spoilt)
    if value.startswith("{"):
        return json_text({"forged": rng.random()})
    return value + rng.choice([" ", "x"])


def test_a_thousand_random_changes_of_the_log_are_all_found(sqlite_url: str, postgresql_url: str) -> None:
    for url, schema, tries in ((sqlite_url, None, 900), (postgresql_url, "org_one", 100)):
        db = opened(url, schema)
        with db.write() as tx:
            publish(tx, "sales", b"{}", SALES)
        history(db)
        with db.write() as tx:
            assert verify.seal(tx, settle_ms=-1) == 28
            assert verify.head_of_log(tx) != bytes(32)
        missed = [seed for seed in range(tries) if not found_after_change(db, seed)]
        db.close()
        assert missed == []


class Undo(Exception):
    """Ends a transaction without keeping it."""


def found_after_change(db: Database, seed: int) -> bool:
    found = False
    try:
        with db.write() as tx:
            unguard(tx)
            what = mutate(tx, random.Random(seed))
            found = bool(list(verify.verify_all(tx))) and bool(what)
            raise Undo
    except Undo:
        return found


def test_the_last_events_of_a_record_cannot_go_unnoticed_even_before_a_seal(sales: Database) -> None:
    record, *_ = history(sales)
    with sales.write() as tx:
        unguard(tx)
        tx.execute(event.delete().where(event.c.record == record, event.c.n > 5))
        faults = list(verify.verify_all(tx))
        assert faults == [verify.Fault("head", "customer", record)]


def test_a_record_cut_out_with_all_its_events_is_missed_by_the_seal_alone(sales: Database) -> None:
    record, *_ = history(sales)
    with sales.write() as tx:
        verify.seal(tx, settle_ms=-1)
        unguard(tx)
        tables = tables_of(SALES)["customer"]
        tx.execute(event.delete().where(event.c.record == record))
        tx.execute(tables.record.delete().where(tables.record.c["_id"] == record))
        tx.execute(tables.milestone.delete().where(tables.milestone.c["_id"] == record))
        assert [fault.wrong for fault in verify.verify_all(tx)] == ["seal"]


def test_only_events_that_have_settled_are_sealed(sales: Database) -> None:
    history(sales, 1, 1)
    with sales.write() as tx:
        assert verify.seal(tx) == 0
    sales.clock = lambda: 4_000_000_000_000
    with sales.write() as tx:
        assert verify.seal(tx) == 3
        assert verify.seal(tx) == 0
    history(sales, 1, 0)
    with sales.write() as tx:
        assert verify.seal(tx, settle_ms=-1) == 1
        assert list(verify.verify_all(tx)) == []
