"""The event log read as a stream, and the records it should come to (docs/replay.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa

from followthrough.core.design.replay import PastEvent
from followthrough.core.run.acts import Record

from . import rows
from .entities import tables_of
from .hot import Hot
from .platform import event
from .statements import statements_of
from .tables import EntityTable
from .tx import Tx

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledApp

    from .database import Database

BATCH = 5000
_e = event.c
_SHOWN = (
    _e.seq, _e.at_ms, _e.actor, _e.entity, _e.record, _e.kind, _e.name, _e.from_stage, _e.to_stage, _e.changes, _e.data,
    _e.version,
)  # fmt: skip
_EMPTY = "{}"


def last_seq(tx: Tx, app: str) -> int:
    """The seq of the last event of an app; 0: none."""
    return int(tx.scalar(sa.select(sa.func.max(_e.seq)).where(_e.app == app)) or 0)


def count(tx: Tx, app: str, most: int) -> int:
    """How many events an app has; counted no further than one more than `most`."""
    some = sa.select(sa.literal(1)).select_from(event).where(_e.app == app).limit(most + 1).subquery()
    return int(tx.scalar(sa.select(sa.func.count()).select_from(some)) or 0)


def batch(tx: Tx, app: str, after: int, last: int, limit: int = BATCH) -> list[PastEvent]:
    """The next events of an app after seq `after`, up to and with `last`."""
    wanted = sa.and_(_e.app == app, _e.seq > after, _e.seq <= last)
    return [_event(row) for row in tx.rows(sa.select(*_SHOWN).where(wanted).order_by(_e.seq).limit(limit))]


def stream(
    db: Database, app: str, last: int, after: int = 0, seen: Callable[[int], None] | None = None
) -> Iterator[PastEvent]:
    """All events of an app up to seq `last`, in order. Each batch is a transaction of its own, so that none stands open
    for as long as somebody takes to look at them. `seen` is told how many have been read."""
    done = 0
    while True:
        with db.read() as tx:
            found = batch(tx, app, after, last)
        yield from found
        done += len(found)
        if seen is not None:
            seen(done)
        if len(found) < BATCH:
            return
        after = found[-1].seq


def stored(tx: Tx, app: CompiledApp, entity: str) -> Iterator[Record]:
    """Every record of an entity with its rows, in order of id."""
    table = tables_of(app)[entity]
    sql, page, after = statements_of(table), _page(table), ""
    while True:
        found = tx.run(page, {"_key": after})
        for row in found:
            yield rows.filled(tx, app, sql.record(row))
        if len(found) < BATCH:
            return
        after = str(found[-1][0])


@lru_cache(maxsize=256)
def _page(table: EntityTable) -> Hot:
    """The rows of an entity after an id."""
    key = table.record.c["_id"]
    after = key > sa.bindparam("_key", type_=key.type)
    selected = statements_of(table).selected
    return Hot(sa.select(*selected).where(after).order_by(key).limit(sa.literal_column(str(BATCH))))


def _event(row: tuple[Any, ...]) -> PastEvent:
    seq, at_ms, actor, entity, record, kind, name, source, to, changes, data, version = row
    told = (_decoded(changes), _decoded(data))
    return PastEvent(seq, at_ms, actor, entity, record, kind, name, source, to, *told, version)


def _decoded(text: str) -> dict[str, Any]:
    if text == _EMPTY:
        return {}
    found: dict[str, Any] = msgspec.json.decode(text)
    return found
