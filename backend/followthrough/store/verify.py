"""Is the log what was written? Walks the chain of every record, its head in the milestones, and the seals.

An answer names the first place where the log of a record is not what it was: the seq of the event (None: an event is
gone), and what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

import sqlalchemy as sa

from . import chain
from .platform import event, event_seal, record_table
from .tables import table_name
from .tx import Tx

_BATCH = 5000
_e = event.c
_READ = tuple(event.c[name] for name in ("seq", "record", "n", "prev", "hash", *chain.FIELDS))

Wrong = Literal["gap", "order", "prev", "hash", "head", "headless", "seal", "unsealed"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong first with a record's log, or with a seal.

    gap: event n is missing; order: seq does not grow with n; prev, hash: the event is not the one that was written;
    head: the record's last event is not the one its milestones name; headless: events of a record that has none;
    seal: the events up to `seq` are not those that were sealed; unsealed: a seal is missing or not the next one.
    """

    wrong: Wrong
    entity: str = ""
    record: str = ""
    seq: int | None = None


def verify_record(tx: Tx, record: str) -> Fault | None:
    """The first fault in a record's own chain, None when there is none. Heads and seals are not looked at."""
    return _walk(tx.rows(sa.select(*_READ).where(_e.record == record).order_by(_e.n)))


def verify_all(tx: Tx) -> Iterator[Fault]:
    """Every fault there is: chains of all records (the first of each), heads, seals."""
    for _, rows in groupby(_all_events(tx), key=lambda row: row[1]):
        fault = _walk(rows)
        if fault is not None:
            yield fault
    for app, entity in tx.rows(sa.select(record_table.c.app, record_table.c.entity).order_by(record_table.c.name)):
        yield from _heads(tx, app, entity)
    yield from _seals(tx)


def seal(tx: Tx, *, settle_ms: int = 60_000) -> int:
    """Seal the events that are older than `settle_ms` and not yet sealed; how many.

    The wait outlasts every timeout of a transaction, so that no event with a smaller seq can still be under way.
    Call it from one worker at a time.
    """
    last = _last_seal(tx)
    young = sa.select(sa.func.min(_e.seq)).where(_e.seq > last[1], _e.at_ms > tx.now_ms() - settle_ms)
    bound = tx.scalar(young)
    statement = sa.select(_e.seq, _e.hash).where(_e.seq > last[1]).order_by(_e.seq)
    rows = tx.rows(statement if bound is None else statement.where(_e.seq < bound))
    if not rows:
        return 0
    number, after, up_to = last[0] + 1, last[1], int(rows[-1][0])
    made = chain.seal(last[2], number, after, up_to, [(seq, bytes(value)) for seq, value in rows])
    values = {"number": number, "after_seq": after, "up_to_seq": up_to, "events": len(rows), "prev": last[2]}
    tx.execute(event_seal.insert(), {**values, "hash": made, "at_ms": tx.now_ms()})
    return len(rows)


def head_of_log(tx: Tx) -> bytes:
    """The hash of the last seal: export it daily to where this database's owner cannot write."""
    return _last_seal(tx)[2]


def _last_seal(tx: Tx) -> tuple[int, int, bytes]:
    c = event_seal.c
    rows = tx.rows(sa.select(c.number, c.up_to_seq, c.hash).order_by(c.number.desc()).limit(1))
    return (rows[0][0], rows[0][1], bytes(rows[0][2])) if rows else (0, 0, chain.START)


def _walk(rows: Iterable[Any]) -> Fault | None:
    prev, last = chain.START, 0
    for n, (seq, record, number, before, value, *fields) in enumerate(rows, start=1):
        entity = fields[1]
        if number != n:
            return Fault("gap", entity, record, None)
        if seq <= last:
            return Fault("order", entity, record, seq)
        if bytes(before) != prev:
            return Fault("prev", entity, record, seq)
        if chain.link(prev, fields) != bytes(value):
            return Fault("hash", entity, record, seq)
        prev, last = bytes(value), seq
    return None


def _all_events(tx: Tx) -> Iterator[tuple[Any, ...]]:
    at: tuple[str, int] = ("", 0)
    while True:
        after = sa.tuple_(_e.record, _e.n) > sa.tuple_(sa.literal(at[0]), sa.literal(at[1]))
        rows = tx.rows(sa.select(*_READ).where(after).order_by(_e.record, _e.n).limit(_BATCH))
        yield from rows
        if len(rows) < _BATCH:
            return
        at = (rows[-1][1], rows[-1][2])


def _heads(tx: Tx, app: str, entity: str) -> Iterator[Fault]:
    """Milestones that do not name their record's last event, and events beyond or without one."""
    if not sa.inspect(tx.connection).has_table(table_name("m", app, entity), schema=tx.db.schema):
        return
    columns: list[sa.Column[Any]] = [sa.Column(name) for name in ("_id", "_events", "_head")]
    head = sa.Table(table_name("m", app, entity), sa.MetaData(), *columns)
    named = sa.and_(_e.record == head.c["_id"], _e.n == head.c["_events"], _e.hash == head.c["_head"])
    lost = sa.select(head.c["_id"]).select_from(head.outerjoin(event, named)).where(_e.seq.is_(None))
    for (record,) in tx.rows(lost.order_by(head.c["_id"])):
        yield Fault("head", entity, record)
    mine = sa.and_(_e.app == app, _e.entity == entity)
    beyond = sa.and_(head.c["_id"] == _e.record, head.c["_events"] >= _e.n)
    more = sa.select(_e.record, sa.func.min(_e.seq)).select_from(event.outerjoin(head, beyond)).where(mine)
    for record, seq in tx.rows(more.where(head.c["_id"].is_(None)).group_by(_e.record).order_by(_e.record)):
        yield Fault("headless", entity, record, seq)


def _seals(tx: Tx) -> Iterator[Fault]:
    c = event_seal.c
    prev, up_to = chain.START, 0
    columns = (c.number, c.after_seq, c.up_to_seq, c.prev, c.hash)
    for n, (number, after, until, before, value) in enumerate(tx.rows(sa.select(*columns).order_by(c.number)), start=1):
        if number != n or after != up_to or bytes(before) != prev:
            yield Fault("unsealed", seq=after)
        rows = tx.rows(sa.select(_e.seq, _e.hash).where(_e.seq > after, _e.seq <= until).order_by(_e.seq))
        if chain.seal(prev, number, after, until, [(seq, bytes(made)) for seq, made in rows]) != bytes(value):
            yield Fault("seal", seq=until)
        prev, up_to = bytes(value), until
