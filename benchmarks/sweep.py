"""The clock's part at a million obligations: `python -m benchmarks.sweep [--open 1000000] [--engine sqlite]`.

What is swept is written straight into the tables, over records that the simulator's were copied to. Beside it the same
statements without us: per batch of the same size the claim, the obligations' update, an event and a notice each.
"""

from __future__ import annotations

import argparse
from time import perf_counter

import sqlalchemy as sa

from followthrough.core.run.owed import NoticeDraft
from followthrough.services.sweeping import BATCH
from followthrough.store import channels, notices
from followthrough.store.entities import tables_of
from followthrough.store.platform import event, notice, obligation, outbox
from followthrough.store.tx import Tx

from .fill import FIRST, IDS, SERIES, fill
from .place import ENGINES, Place, place
from .report import Report, machine

DUTY = "no_update_72h"
DUE = 10_000
HOUR_MS = 3_600_000
LONG_S = 20.0
"""A sweep of everything is watched for so long; the rest is said at the same rate."""


def run(there: Place, report: Report, records: int, count: int) -> None:
    """All figures on one database."""
    print(f"{there.engine}: filling {records:,} records, {count:,} obligations", flush=True)
    fill(there, records)
    there.db.transact(lambda tx: _milestones(tx, there, "b" if records < FIRST else "d"))
    there.db.transact(lambda tx: _owe(tx, records, count))
    _analysed(there)
    hand = _by_hand(there, DUE)
    there.db.transact(lambda tx: _fall_due(tx, DUE, offset=DUE))
    began = perf_counter()
    done = there.services.sweeping.sweep()
    spent = perf_counter() - began
    what = f"{there.engine}: sweep of {done:,} due among {count:,} open"
    report.add(what, f"{spent:.1f} s, {done / spent:,.0f}/s", f"{DUE / hand:,.0f}/s by hand", "seconds")
    _all_overdue(there, report, count)
    _compose(there, report, count)


def _owe(tx: Tx, records: int, count: int) -> None:
    """Obligations i on record i mod `records`, of whoever owns it, due in 30 days."""
    kind, pre = tx.dialect, f"{tx.db.schema}." if tx.db.schema else ""
    now = tx.now_ms()
    tx.execute(obligation.delete())  # what the simulator's own lives left would fall due among these
    mark = "b" if records < FIRST else "d"
    columns = {
        "id": IDS[kind].format(mark="e", n="s.i"),
        "app": "'sales'",
        "entity": "'opportunity'",
        "record": IDS[kind].format(mark=mark, n=f"(s.i % {records})"),
        "duty": f"'{DUTY}'",
        "cycle": f"cast(s.i / {records} + 1 AS TEXT)",
        "state": "'open'",
        "owner": "b.person",
        "unit": "b.unit",
        "opened_ms": str(now),
        "anchor_ms": str(now),
        "due_ms": str(now + 720 * HOUR_MS),
        "original_due_ms": str(now + 720 * HOUR_MS),
        "next_ms": str(now + 720 * HOUR_MS + 1),
        "judged_by": "1",
    }
    tx.execute(
        sa.text(
            f"INSERT INTO {pre}obligation ({', '.join(columns)}) SELECT {', '.join(columns.values())} "
            f"FROM {SERIES[kind].format(last=count - 1)} JOIN bench_rep b ON b.r = (s.i % {records}) / 500"
        )
    )


def _milestones(tx: Tx, there: Place, mark: str) -> None:
    """The copied records have one event each, which is not kept."""
    table = tables_of(there.app())["opportunity"]
    pre = f"{tx.db.schema}." if tx.db.schema else ""
    head = "zeroblob(32)" if tx.dialect == "sqlite" else "decode(repeat('00', 32), 'hex')"
    tx.execute(
        sa.text(
            f'INSERT INTO {pre}"{table.milestone.name}" ("_id", "_events", "_head") SELECT "_id", 1, {head} '
            f'FROM {pre}"{table.record.name}" WHERE "_id" LIKE \'{mark}0000000-%\''
        )
    )


def _fall_due(tx: Tx, count: int | None, offset: int = 0) -> None:
    """The first obligations (None: all) fell due a second ago."""
    c = obligation.c
    ago = tx.now_ms() - 1000
    chosen = c.next_ms.is_not(None)
    if count is not None:
        first = sa.select(c.id).where(c.id.like("e0000000-%")).order_by(c.id).offset(offset).limit(count)
        chosen = c.id.in_(first)
    values = {"due_ms": ago, "original_due_ms": ago, "next_ms": ago + 1, "fired": "{}"}
    tx.execute(obligation.update().where(chosen).values(values))


def _analysed(there: Place) -> None:
    if there.engine == "postgresql":
        with there.db.alone() as connection:
            connection.execute(sa.text("VACUUM ANALYZE"))


def _by_hand(there: Place, count: int) -> float:
    """Seconds for as many due ones: claimed, moved on, an event and a notice each, nothing judged."""
    there.db.transact(lambda tx: _fall_due(tx, count))
    c, done = obligation.c, 0
    began = perf_counter()
    while done < count:
        done += there.db.transact(lambda tx: _hand_batch(tx, c))
    return perf_counter() - began


def _hand_batch(tx: Tx, c: sa.ColumnCollection[str, sa.Column[object]]) -> int:
    now, size = tx.now_ms(), BATCH[tx.dialect]
    due = sa.select(c.id, c.record, c.owner).where(c.next_ms <= now).order_by(c.next_ms, c.id).limit(size)
    rows = tx.rows(due.with_for_update(skip_locked=True) if tx.dialect == "postgresql" else due)
    moved = obligation.update().where(c.id == sa.bindparam("_key"))
    tx.execute(
        moved.values(next_ms=sa.bindparam("_next"), fired=sa.bindparam("_fired")),
        [{"_key": row[0], "_next": now + HOUR_MS, "_fired": f'{{"breach":{now}}}'} for row in rows],
    )
    told = {"app": "sales", "entity": "opportunity", "at_ms": now}
    event_of = {**told, "kind": "breached", "name": DUTY, "n": 1, "version": 1, "prev": b"\0" * 32, "hash": b"\0" * 32}
    event_of |= {"actor": None, "from_stage": None, "to_stage": None, "changes": "{}", "data": "{}"}
    tx.execute(event.insert(), [{**event_of, "record": row[1]} for row in rows])
    notice_of = {**told, "kind": "breach", "duty": DUTY, "text": "{}", "params": "{}"}
    tx.execute(
        notice.insert(),
        [
            {**notice_of, "person": row[2], "record": row[1], "obligation": row[0], "dedupe": f"hand:{row[0]}"}
            for row in rows
        ],
    )
    return len(rows)


def _all_overdue(there: Place, report: Report, count: int) -> None:
    """Everything overdue at once: batch after batch, watched for LONG_S."""
    there.db.transact(lambda tx: _fall_due(tx, None))
    _analysed(there)
    began = perf_counter()
    done = there.services.sweeping.sweep(lambda: perf_counter() - began > LONG_S)
    spent = perf_counter() - began
    whole = count / done * spent / 60
    told = f"{done / spent:,.0f}/s, {whole:,.0f} min for all by one worker"
    report.add(f"{there.engine}: sweep of {count:,} overdue at once, {done:,} watched", told)


def _compose(there: Place, report: Report, count: int) -> None:
    """A million notices of 200 people made into digests: one message per person."""
    people = there.db.transact(lambda tx: _told(tx, count))
    began = perf_counter()
    while there.services.composing.compose():
        pass
    spent = perf_counter() - began
    with there.db.read() as tx:
        sent = sa.select(sa.func.count()).where(outbox.c.channel == "bench")
        made = int(tx.scalar(sent) or 0)
        left = int(tx.scalar(sa.select(sa.func.count()).select_from(notice).where(notice.c.composed_ms.is_(None))) or 0)
    told = f"{spent:.1f} s, {made:,} messages, {left:,} left"
    report.add(f"{there.engine}: compose of {count:,} notices of {people} people", told)


def _told(tx: Tx, count: int) -> int:
    """Notices a minute old, `count` in all, to at most 200 people who have an address; nothing else waits."""
    pre = f"{tx.db.schema}." if tx.db.schema else ""
    tx.execute(notice.delete())
    reached = [row[0] for row in tx.rows(sa.select(sa.column("person")).select_from(sa.text("bench_rep")).limit(200))]
    config = {"host": "mail.example.com"}
    made = channels.Channel(
        "bench", "email", "bench", config, None, active=True, revision=1, updated_ms=0, updated_by=None
    )
    channels.put(tx, made)
    channels.set_addresses(tx, "bench", {person: f"{person}@example.com" for person in reached})
    drafts = [NoticeDraft(person, "breach", "opportunity", "", duty=DUTY) for person in reached]
    notices.add(tx, "sales", drafts)
    tx.execute(notice.update().values(at_ms=tx.now_ms() - 60_000))
    columns = ("person", "kind", "app", "entity", "record", "duty", "text", "params", "at_ms")
    more = SERIES[tx.dialect].format(last=max(0, count // len(reached) - 2))
    copied = ", ".join(f"n.{column}" for column in columns)
    tx.execute(
        sa.text(f"INSERT INTO {pre}notice ({', '.join(columns)}) SELECT {copied} FROM {pre}notice n CROSS JOIN {more}")
    )
    return len(reached)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sweep")
    parser.add_argument("--open", type=int, default=1_000_000)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--engine", choices=ENGINES, action="append")
    asked = parser.parse_args()
    report = Report()
    print(machine(), flush=True)
    for engine in asked.engine or ENGINES:
        with place(engine, 8) as there:
            run(there, report, asked.records, asked.open)
    print(f"\n{machine()}\n\n{report.markdown()}\n")


if __name__ == "__main__":
    main()
