"""Events: what was done, by whom, when, judged by which version. Append-only, chained per record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from followthrough.core.run.acts import EventDraft

from . import bulk, chain, failpoints, milestones
from .columns import from_json, json_text
from .entities import tables_of
from .hot import Hot
from .platform import event
from .tables import EntityTable
from .tx import Tx

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledApp

_FIELDS = tuple(event.c[name] for name in (*chain.FIELDS, "prev", "hash"))
_NAMES = [column.key for column in _FIELDS]
_INSERT = Hot(event.insert(), _NAMES)
_INSERT_MANY = bulk.inserting(event, _NAMES)
_SHOWN = ("seq", "at_ms", "actor", "kind", "name", "from_stage", "to_stage", "changes", "data", "version", "n")


@dataclass(frozen=True, slots=True)
class Event:
    """A stored event. `seq` orders all events of the organisation, `n` (1, 2, …) those of its record."""

    seq: int
    at_ms: int
    actor: str | None
    kind: str
    name: str | None
    from_stage: str | None
    to_stage: str | None
    changes: dict[str, list[Any]]
    data: dict[str, Any]
    version: int
    n: int


def append(tx: Tx, app: CompiledApp, drafts: Sequence[EventDraft], actor: str | None) -> None:
    """Append `drafts` in order, at the database's now, judged by `app.version`; their records' milestones with them.

    The records must be locked (`records.load(lock=True)`) or written in this transaction.
    """
    failpoints.hit("events")
    tables = tables_of(app)
    at_ms = tx.now_ms()
    passages: dict[str, milestones.Passage] = {}
    rows: list[dict[str, Any]] = []
    for draft in drafts:
        table = tables[draft.entity]
        n, prev = _head(tx, table, draft.record)
        passages.setdefault(draft.record, milestones.Passage(table, first=n == 0)).note(draft)
        values = (
            app.key, draft.entity, draft.record, n + 1, at_ms, draft.actor or actor, draft.kind, draft.name, draft.from_stage,
            draft.to_stage, json_text(draft.changes), json_text(draft.data), app.version,
        )  # fmt: skip
        made = chain.link(prev, values)
        rows.append({**dict(zip(chain.FIELDS, values, strict=True)), "prev": prev, "hash": made})
        tx.heads[draft.record] = (n + 1, made)
    if len(rows) == 1:
        tx.change(_INSERT, rows[0])
    elif tx.dialect == "postgresql":
        tx.change(_INSERT_MANY, bulk.arrays(rows, _NAMES))
    else:
        tx.change_many(_INSERT, rows)
    failpoints.hit("milestones")
    milestones.store(tx, passages, at_ms)


def _head(tx: Tx, table: EntityTable, record: str) -> tuple[int, bytes]:
    head = tx.heads.get(record)
    if head is None:
        c = table.milestone.c
        found = tx.rows(sa.select(c["_events"], c["_head"]).where(c["_id"] == record).with_for_update())
        head = (found[0][0], bytes(found[0][1])) if found else (0, chain.START)
    return head if head[0] else (0, chain.START)


def of_record(tx: Tx, app: str, entity: str, record: str, *, before: int | None = None, limit: int = 50) -> list[Event]:
    """A record's events, newest first; `before` a seq to go on from. Whether the reader may see them is not asked here."""
    statement = (
        sa.select(*(event.c[name] for name in _SHOWN))
        .where(event.c.record == record, event.c.app == app, event.c.entity == entity)
        .order_by(event.c.n.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(event.c.seq < before)
    return [_event(row) for row in tx.rows(statement)]


def _event(row: tuple[Any, ...]) -> Event:
    values = dict(zip(_SHOWN, row, strict=True))
    return Event(**{**values, "changes": from_json(values["changes"]), "data": from_json(values["data"])})


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled in, when a record was created or edited or an action done."""

    entity: str
    kind: str
    name: str | None
    changes: dict[str, list[Any]]
    data: dict[str, Any]


def filled_since(tx: Tx, app: str, since_ms: int, limit: int) -> list[Filled]:
    """What people filled in since, newest first, at most `limit`. What nobody did (the app itself) is left out."""
    c = event.c
    rows = tx.rows(
        sa.select(c.entity, c.kind, c.name, c.changes, c.data)
        .where(c.app == app, c.at_ms >= since_ms, c.actor.is_not(None), c.kind.in_(("created", "edited", "acted")))
        .order_by(c.seq.desc())
        .limit(limit)
    )
    return [Filled(row[0], row[1], row[2], from_json(row[3]), from_json(row[4])) for row in rows]
