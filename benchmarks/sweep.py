"""The clock's part at a million obligations: `python -m benchmarks.sweep [--open 1000000] [--due 10000] [--engine sqlite]`.

What is swept is written straight into the tables, over records that the simulator's were copied to. Beside it the same
statements without us, for as many: per batch of the same size the claim, the obligations' update, an event and a notice each.
On PostgreSQL everything overdue is swept by two workers as well, processes of their own.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
from multiprocessing.synchronize import Barrier
from time import perf_counter

import sqlalchemy as sa

from followthrough.core.run.owed import NoticeDraft
from followthrough.services.sweeping import BATCH
from followthrough.services.wiring import services_over
from followthrough.settings import Settings
from followthrough.store import channels, notices
from followthrough.store.database import Database
from followthrough.store.engines import Limits
from followthrough.store.entities import tables_of
from followthrough.store.platform import event, notice, obligation, outbox
from followthrough.store.tx import Tx

from .fill import FIRST, IDS, SERIES, fill
from .place import ENGINES, Place, place
from .report import Report, machine

DUTY = "no_update_72h"
DUE = 10_000
HOUR_MS = 3_600_000
NUMBERS = itertools.count(1_000_000)
"""Of the events by hand: no record has so many of its own."""
LONG_S = 20.0
"""A sweep of everything is watched for so long; the rest is said at the same rate."""


def run(there: Place, report: Report, records: int, count: int, due: int) -> None:
    """All figures on one database."""
    print(f"{there.engine}: filling {records:,} records, {count:,} obligations", flush=True)
    fill(there, records)
    there.db.transact(lambda tx: _milestones(tx, there, "b" if records < FIRST else "d"))
    there.db.transact(lambda tx: _owe(tx, records, count))
    _analysed(there)
    there.db.transact(lambda tx: _fall_due(tx, due))
    hand = _by_hand(there, due)
    there.db.transact(lambda tx: _fall_due(tx, due, offset=due))
    began = perf_counter()
    done = there.services.sweeping.sweep()
    spent = perf_counter() - began
    what = f"{there.engine}: sweep of {done:,} due among {count:,} open"
    report.add(what, f"{spent:.1f} s, {done / spent:,.0f}/s", f"{due / hand:,.0f}/s by hand", "seconds")
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
    chosen = c.id.like("e0000000-%")
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
    """Seconds for so many of those that are due: claimed, moved on, an event and a notice each, nothing judged."""
    c, done = obligation.c, 0
    began = perf_counter()
    while done < count:
        done += there.db.transact(lambda tx: _hand_batch(tx, c))
    return perf_counter() - began


def _hand_batch(tx: Tx, c: sa.ColumnCollection[str, sa.Column[object]]) -> int:
    now, size = tx.now_ms(), BATCH[tx.dialect]
    due = sa.select(c.id, c.record, c.owner).where(c.next_ms <= now).order_by(c.next_ms).limit(size)
    rows = tx.rows(due.with_for_update(skip_locked=True) if tx.dialect == "postgresql" else due)
    moved = obligation.update().where(c.id == sa.bindparam("_key"))
    tx.execute(
        moved.values(next_ms=sa.bindparam("_next"), fired=sa.bindparam("_fired")),
        [{"_key": row[0], "_next": now + HOUR_MS, "_fired": f'{{"breach":{now}}}'} for row in rows],
    )
    told = {"app": "sales", "entity": "opportunity", "at_ms": now}
    event_of = {**told, "kind": "breached", "name": DUTY, "version": 1, "prev": b"\0" * 32, "hash": b"\0" * 32}
    event_of |= {"actor": None, "from_stage": None, "to_stage": None, "changes": "{}", "data": "{}"}
    tx.execute(event.insert(), [{**event_of, "record": row[1], "n": next(NUMBERS)} for row in rows])
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
    """Everything overdue at once: batch after batch, watched for LONG_S; then by hand as many, of as many."""
    _everything_due(there)
    began = perf_counter()
    done = there.services.sweeping.sweep(lambda: perf_counter() - began > LONG_S)
    spent = perf_counter() - began
    _everything_due(there)
    # One that fell due again meanwhile (an escalation) was swept twice.
    hand = min(done, count) / _by_hand(there, min(done, count))
    _overdue_told(there, report, count, 1, done, spent, hand)
    if there.engine == "postgresql":
        _everything_due(there)
        _overdue_told(there, report, count, 2, *_by_workers(there.settings, 2), hand)


def _everything_due(there: Place) -> None:
    there.db.transact(lambda tx: _fall_due(tx, None))
    # What stood from the sweep before would be taken for told already, or for the same notice.
    there.db.transact(lambda tx: tx.execute(notice.delete()))
    _analysed(there)


def _overdue_told(there: Place, report: Report, count: int, workers: int, done: int, spent: float, hand: float) -> None:
    rate = done / spent
    told = f"{rate:,.0f}/s, {count / rate / 60:,.0f} min for all by {workers} worker{'s' if workers > 1 else ''}"
    what = f"{there.engine}: sweep of {count:,} overdue at once, {done:,} watched"
    report.add(what, told, f"{hand:,.0f}/s by hand ({rate / hand:.2f})")


def _by_workers(settings: Settings, workers: int) -> tuple[int, float]:
    """So many processes sweep beside each other for LONG_S: how many obligations, and in how many seconds."""
    context = multiprocessing.get_context("spawn")
    barrier, done = context.Barrier(workers), context.Queue()
    made = [context.Process(target=_worker, args=(settings, barrier, done)) for _ in range(workers)]
    for one in made:
        one.start()
    found: list[tuple[int, float]] = [done.get(timeout=LONG_S * 30) for _ in made]
    for one in made:
        one.join()
    return sum(count for count, _ in found), max(spent for _, spent in found)


def _worker(settings: Settings, barrier: Barrier, done: multiprocessing.Queue[tuple[int, float]]) -> None:
    """One of them, in its own process; they begin together."""
    db = Database(settings.database_url, settings.database_schema, limits=Limits(wait_s=30, statement_ms=600_000))
    services = services_over(db, settings)
    with db.read() as tx:
        services.registry.app(tx, "sales")
    barrier.wait()
    began = perf_counter()
    count = services.sweeping.sweep(lambda: perf_counter() - began > LONG_S)
    done.put((count, perf_counter() - began))
    services.close()


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
    parser.add_argument("--due", type=int, default=DUE)
    asked = parser.parse_args()
    report = Report()
    print(machine(), flush=True)
    for engine in asked.engine or ENGINES:
        with place(engine, 8) as there:
            run(there, report, asked.records, asked.open, asked.due)
    print(f"\n{machine()}\n\n{report.markdown()}\n")


if __name__ == "__main__":
    main()
