"""The draft of each app, and every edit of it (docs/designing.md, section 1)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, takewhile
from typing import Any

import sqlalchemy as sa

from .columns import from_json, json_text
from .platform import draft, draft_edit
from .tx import Tx
from .upsert import insert_or_keep

PAGE_LENGTH = 4_000_000
"""So many characters of the log of edits are read at once: one edit may hold an app."""
AT_A_TIME = 100
_d, _e = draft.c, draft_edit.c
_SHOWN = (_d.app, _d.base, _d.base_revision, _d.content, _d.revision, _d.updated_ms, _d.updated_by)


@dataclass(frozen=True, slots=True)
class Draft:
    """The draft of an app. `base`: the version it was the same as when its revision was `base_revision` (None: there is
    none yet). `content`: its documents as JSON. `revision` counts its edits."""

    app: str
    base: int | None
    content: bytes = field(repr=False)
    revision: int = 0
    base_revision: int = 0
    updated_ms: int = 0
    updated_by: str | None = None


@dataclass(frozen=True, slots=True)
class DraftEdit:
    """An edit: who gave it when, in what words, and its operations ({path, was, value})."""

    revision: int
    at_ms: int
    author: str | None
    label: dict[str, str]
    operations: list[dict[str, Any]]


def get(tx: Tx, app: str, *, lock: bool = False) -> Draft | None:
    """The draft of an app; None: nobody has edited it yet. `lock`: of two edits at once one waits for the other."""
    statement = sa.select(*_SHOWN).where(_d.app == app)
    found = tx.rows(statement.with_for_update() if lock else statement)
    return _draft(found[0]) if found else None


def of_apps(tx: Tx, keys: Collection[str]) -> dict[str, Draft]:
    """The drafts of some apps by key."""
    found = tx.rows(sa.select(*_SHOWN).where(_d.app.in_(sorted(keys))))
    return {row[0]: _draft(row) for row in found}


def begin(tx: Tx, new: Draft) -> None:
    """Keep a draft that begins now; where there is one already, nothing."""
    insert_or_keep(tx, draft, {**_values(new), "app": new.app, "updated_ms": tx.now_ms()})


def save(tx: Tx, now: Draft) -> None:
    """Keep a draft as it stands now."""
    tx.execute(draft.update().where(_d.app == now.app).values(**_values(now), updated_ms=tx.now_ms()))


def add_edit(
    tx: Tx, app: str, revision: int, author: str | None, label: dict[str, str], operations: Sequence[dict[str, Any]]
) -> None:
    """Append an edit to the log."""
    values = {
        "app": app, "revision": revision, "at_ms": tx.now_ms(), "author": author,
        "label": json_text(label), "operations": json_text(list(operations)),
    }  # fmt: skip
    tx.execute(draft_edit.insert(), values)


def edits(tx: Tx, app: str, after: int, limit: int) -> list[DraftEdit]:
    """The edits after a revision, oldest first: at most `limit`, fewer (one at least) where they are long."""
    asked = sa.and_(_e.app == app, _e.revision > after)
    return _page(tx, asked, _e.revision, limit)


def backwards(tx: Tx, app: str) -> Iterator[DraftEdit]:
    """All edits, newest first, read a page at a time as they are asked for."""
    asked: sa.ColumnElement[bool] = _e.app == app
    while page := _page(tx, asked, _e.revision.desc(), AT_A_TIME):
        yield from page
        asked = sa.and_(_e.app == app, _e.revision < page[-1].revision)


def _page(tx: Tx, asked: sa.ColumnElement[bool], order: sa.ColumnElement[Any], limit: int) -> list[DraftEdit]:
    """The first edits in an order, as many as fit into PAGE_LENGTH, one at least."""
    sizes = tx.rows(sa.select(_e.revision, sa.func.length(_e.operations)).where(asked).order_by(order).limit(limit))
    fitting = len(list(takewhile(lambda sum_: sum_ <= PAGE_LENGTH, accumulate(size for _, size in sizes))))
    statement = sa.select(_e.revision, _e.at_ms, _e.author, _e.label, _e.operations).where(asked).order_by(order)
    rows = tx.rows(statement.limit(max(1, fitting)))
    return [DraftEdit(row[0], row[1], row[2], from_json(row[3]), from_json(row[4])) for row in rows]


def _draft(row: tuple[Any, ...]) -> Draft:
    return Draft(row[0], row[1], bytes(row[3]), row[4], row[2], row[5], row[6])


def _values(one: Draft) -> dict[str, Any]:
    return {
        "base": one.base, "base_revision": one.base_revision, "content": one.content,
        "revision": one.revision, "updated_by": one.updated_by,
    }  # fmt: skip
