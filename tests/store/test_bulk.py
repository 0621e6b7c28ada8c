"""Many rows at once are stored as each by itself: in their order, every one of them, the last of two that are the same."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from followthrough.core.run.acts import EventDraft
from followthrough.core.run.owed import NoticeDraft, Obligation, ObligationWrite
from followthrough.store import events, notices, obligations, people, records, units, verify
from followthrough.store.database import Database
from followthrough.store.platform import event, notice
from tests.store.apps import SALES
from tests.store.people import add

WORDS = "甲，“é” {a\\b,NULL}'\n"


def customers(db: Database, number: int) -> list[str]:
    with db.write() as tx:
        return [add(tx, "customer", {"name": str(n)}, created_by="li").id for n in range(number)]


def test_events_of_many_records_keep_their_order_and_their_chains(sales: Database) -> None:
    ids = customers(sales, 7)
    told = [EventDraft("customer", one, "breached", name, data={"note": WORDS}) for name in ("a", "b") for one in ids]
    told.insert(9, EventDraft("customer", ids[0], "acted", "call"))
    told.insert(11, EventDraft("customer", ids[1], "moved", None, "lead", "quote"))
    with sales.write() as tx:
        for one in ids:
            records.load(tx, SALES, "customer", one, lock=True)
        events.append(tx, SALES, told, None)
    with sales.read(snapshot=True) as tx:
        stored = tx.rows(sa.select(event.c.record, event.c.kind, event.c.name).order_by(event.c.seq))
        assert list(verify.verify_all(tx)) == []
        first = events.of_record(tx, "sales", "customer", ids[0])
        found = records.load(tx, SALES, "customer", ids[0])
        moved = records.load(tx, SALES, "customer", ids[1])
    assert stored[-len(told) :] == [(one.record, one.kind, one.name) for one in told]
    assert [(one.n, one.name) for one in first][:3] == [(4, "call"), (3, "b"), (2, "a")]
    assert {one.data.get("note") for one in first if one.kind == "breached"} == {WORDS}
    assert found is not None
    assert moved is not None
    assert found.milestones.acts == {"call": 1}
    assert "quote" in moved.milestones.stage_first_ms


def owed(record: str, n: int) -> Obligation:
    return Obligation(
        f"o{n}", "customer", record, "call", str(n), "open", "li", None, n, n, None, None, data={"note": WORDS}
    )


def test_of_an_obligation_written_twice_the_last_stands_and_none_is_lost(sales: Database) -> None:
    (record,) = customers(sales, 1)
    opened = [owed(record, n) for n in range(5)]
    with sales.write() as tx:
        obligations.write(tx, "sales", [ObligationWrite(one) for one in opened])
    later = [replace(one, owner=None, due_ms=10, next_ms=20, fired={"breach": n}) for n, one in enumerate(opened)]
    again = replace(later[2], owner="wang", state="done", closed_ms=30)
    with sales.write() as tx:
        changes = [ObligationWrite(now, was) for now, was in zip(later, opened, strict=True)]
        obligations.write(tx, "sales", [*changes, ObligationWrite(again, later[2])])
    wanted = {one.id: again if one.id == again.id else one for one in later}
    with sales.read() as tx:
        for key, one in wanted.items():
            found = obligations.get(tx, key)
            assert found is not None
            assert found.obligation == one


def test_a_notice_told_already_is_dropped_from_among_many(sales: Database) -> None:
    (record,) = customers(sales, 1)
    with sales.write() as tx:
        units.create(tx, units.Unit("hq", "总部", None))
        for name in ("p0", "p1", "p2", "p3", "p4", "q0", "q1"):
            people.create(tx, people.Person(name, name, name, "hq"), None)
    drafts = [
        NoticeDraft(f"p{n}", "breach", "customer", record, dedupe=f"d{n % 3}", text={"zh": WORDS}) for n in range(5)
    ]
    free = [NoticeDraft(f"q{n}", "nudge", "customer", record) for n in range(2)]
    with sales.write() as tx:
        notices.add(tx, "sales", [*drafts, *free])
        notices.add(tx, "sales", [*drafts[1:3], *free])
    with sales.read() as tx:
        stored = tx.rows(sa.select(notice.c.person).order_by(notice.c.seq))
    assert [row[0] for row in stored] == ["p0", "p1", "p2", "q0", "q1", "q0", "q1"]
