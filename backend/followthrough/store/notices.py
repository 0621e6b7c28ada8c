"""Notices are written here, in the transaction of what they tell; `inbox` reads them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from followthrough.core.run.owed import NoticeDraft

from . import bulk, failpoints
from .columns import json_text
from .hot import Hot
from .platform import notice, obligation
from .tx import Tx

_c = notice.c
_WRITTEN = (
    "person", "kind", "app", "entity", "record", "obligation", "duty", "text", "params", "dedupe", "at_ms",
)  # fmt: skip


def _hot_insert(dialect: str) -> Hot:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return Hot(insert(notice).on_conflict_do_nothing(index_elements=["dedupe"]), list(_WRITTEN))


_INSERT_MANY = bulk.inserting(notice, _WRITTEN, keep="dedupe")
_INSERT = {dialect: _hot_insert(dialect) for dialect in ("sqlite", "postgresql")}


@dataclass(frozen=True, slots=True)
class Told:
    """That a person was told something. `seq` orders all notices."""

    seq: int
    person: str
    kind: str
    at_ms: int
    read_ms: int | None


def add(tx: Tx, app: str, drafts: Iterable[NoticeDraft]) -> None:
    """Tell these people, at the database's now. A draft whose `dedupe` was told already is dropped."""
    rows = [_row(tx, app, draft) for draft in drafts]
    if not rows:
        return
    failpoints.hit("notices")
    if len(rows) == 1:
        tx.change(_INSERT[tx.dialect], rows[0])
    elif tx.dialect == "postgresql":
        tx.change(_INSERT_MANY, bulk.arrays(rows, _WRITTEN))
    else:
        tx.change_many(_INSERT[tx.dialect], rows)


def of_obligation(tx: Tx, obligation: str) -> list[Told]:
    """Who was told about an obligation, the last first."""
    found = sa.select(_c.seq, _c.person, _c.kind, _c.at_ms, _c.read_ms).where(_c.obligation == obligation)
    return [Told(*row) for row in tx.rows(found.order_by(_c.seq.desc()).limit(200))]


def prune(tx: Tx, before_ms: int, limit: int) -> int:
    """Forget what was read before `before_ms` and is about nothing that is still owed or may be again, `limit` at most;
    how many. What was not read, or not yet made into messages, stays."""
    owing = sa.select(obligation.c.id).where(
        obligation.c.id == _c.obligation, obligation.c.state.in_(("open", "withdrawn"))
    )
    read = sa.select(_c.seq).where(_c.read_ms < before_ms, _c.composed_ms.is_not(None), ~owing.exists())
    old = [row[0] for row in tx.rows(read.order_by(_c.seq).limit(limit))]
    if old:
        tx.execute(notice.delete().where(_c.seq.in_(old)))
    return len(old)


def _row(tx: Tx, app: str, draft: NoticeDraft) -> dict[str, Any]:
    return {
        "person": draft.person,
        "kind": draft.kind,
        "app": app,
        "entity": draft.entity,
        "record": draft.record,
        "obligation": draft.obligation or None,
        "duty": draft.duty,
        "text": json_text(dict(draft.text or {})),
        "params": json_text(dict(draft.params)),
        "dedupe": draft.dedupe,
        "at_ms": tx.now_ms(),
    }
