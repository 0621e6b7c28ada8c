"""What was found about evidence: a picture handed in that was handed in before, with both places. Rows are never changed
but for who has looked at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from .platform import evidence_finding
from .tx import Tx

_c = evidence_finding.c


@dataclass(frozen=True, slots=True)
class Finding:
    """A row. `file` was handed in by `person` for `action` on (entity, record); `earlier_*` is where it was before."""

    id: str
    app: str
    entity: str
    record: str
    action: str
    file: str
    person: str
    earlier_file: str
    earlier_entity: str
    earlier_record: str
    earlier_place: str
    earlier_person: str
    earlier_ms: int
    distance: int
    refused: bool
    at_ms: int
    seen_by: str | None = None
    seen_ms: int | None = None


_NAMES = tuple(Finding.__dataclass_fields__)
_COLUMNS = tuple(_c[name] for name in _NAMES)


def add(tx: Tx, found: Sequence[Finding]) -> None:
    """Keep findings. The same file again, for the same act on the same record, is the same finding: a refused act tried
    again, an approved one that was judged when it was asked for."""
    known = _known(tx, {one.file for one in found})
    rows = [
        {name: getattr(one, name) for name in _NAMES}
        for one in found
        if (one.record, one.action, one.file) not in known
    ]
    if rows:
        tx.execute(evidence_finding.insert(), rows)


def _known(tx: Tx, files: set[str]) -> set[tuple[str, str, str]]:
    if not files:
        return set()
    wanted = sa.select(_c.record, _c.action, _c.file).where(_c.file.in_(sorted(files)))
    return {(row[0], row[1], row[2]) for row in tx.rows(wanted)}


def get(tx: Tx, app: str, finding: str, *, lock: bool = False) -> Finding | None:
    """The finding of that id in an app, None when there is none."""
    statement = sa.select(*_COLUMNS).where(_c.id == finding, _c.app == app)
    found = tx.rows(statement.with_for_update() if lock else statement)
    return _made(found[0]) if found else None


def page(tx: Tx, app: str, after: str | None, limit: int, *, unseen: bool = False) -> list[Finding]:
    """Newest first, those after the finding `after` (none: from the newest; unknown: nothing)."""
    statement = sa.select(*_COLUMNS).where(_c.app == app)
    if unseen:
        statement = statement.where(_c.seen_ms.is_(None))
    if after is not None:
        last = tx.rows(sa.select(_c.at_ms).where(_c.id == after, _c.app == app))
        if not last:
            return []
        at: int = last[0][0]
        statement = statement.where(sa.or_(_c.at_ms < at, sa.and_(_c.at_ms == at, _c.id < after)))
    rows = tx.rows(statement.order_by(_c.at_ms.desc(), _c.id.desc()).limit(limit))
    return [_made(row) for row in rows]


def refused(tx: Tx, file: str) -> list[Finding]:
    """The acts that were not taken because of this file."""
    rows = tx.rows(sa.select(*_COLUMNS).where(_c.file == file, _c.refused == sa.true()))
    return [_made(row) for row in rows]


def see(tx: Tx, finding: str, person: str) -> None:
    """Somebody has looked at it, now."""
    values = {"seen_by": person, "seen_ms": tx.now_ms()}
    tx.execute(evidence_finding.update().where(_c.id == finding, _c.seen_ms.is_(None)).values(**values))


def _made(row: Any) -> Finding:
    named = dict(zip(_NAMES, row, strict=True))
    return Finding(**{**named, "refused": bool(named["refused"])})


def prune(tx: Tx, before_ms: int, limit: int) -> int:
    """Forget findings that somebody has looked at before `before_ms`, `limit` at most; how many."""
    old = [row[0] for row in tx.rows(sa.select(_c.id).where(_c.seen_ms < before_ms).order_by(_c.id).limit(limit))]
    if old:
        tx.execute(evidence_finding.delete().where(_c.id.in_(old)))
    return len(old)
