"""Records: load (locked where a decision follows), insert, update under their version.

A record's values hold no key for what is empty. Rows of `rows` fields come and go with their record.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from followthrough.core.run.acts import Milestones, Record, RecordWrite

from . import failpoints, rows
from .columns import epoch_s, instant_text, to_db
from .entities import tables_of
from .errors import VersionConflict
from .milestones import to_milestones
from .statements import Statements, statements_of
from .tx import Tx

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledApp


@dataclass(frozen=True, slots=True)
class Loaded:
    """A record with what has happened to it."""

    record: Record
    milestones: Milestones


def load(tx: Tx, app: CompiledApp, entity: str, record: str, *, lock: bool = False) -> Loaded | None:
    """The record and its milestones, None when there is no such id. `lock`: nobody else may write it until the end."""
    sql = statements_of(tables_of(app)[entity])
    found = tx.run(sql.load_locked if lock else sql.load, {"_key": record})
    if lock:
        tx.waited()
    return _loaded(tx, app, sql, found[0]) if found else None


def lock_free(tx: Tx, app: CompiledApp, entity: str, ids: Sequence[str]) -> dict[str, Loaded]:
    """Those of `ids` that exist and that nobody else is writing, locked, by id; it never waits."""
    sql = statements_of(tables_of(app)[entity])
    wanted = sorted(set(ids))
    if tx.dialect == "sqlite":
        found = [row for one in wanted for row in tx.run(sql.load, {"_key": one})]
    else:
        found = tx.run(sql.free, {"_ids": wanted}) if wanted else []
    return {row[0]: _loaded(tx, app, sql, row) for row in found}


def read_many(tx: Tx, app: CompiledApp, entity: str, ids: Sequence[str]) -> dict[str, Loaded]:
    """Those of `ids` that exist, by id, with their milestones and rows, for reading."""
    sql = statements_of(tables_of(app)[entity])
    wanted = sorted(set(ids))
    if tx.dialect == "sqlite":
        found = [row for one in wanted for row in tx.run(sql.load, {"_key": one})]
    else:
        found = tx.run(sql.load_many, {"_ids": wanted}) if wanted else []
    return {row[0]: _loaded(tx, app, sql, row) for row in found}


def _loaded(tx: Tx, app: CompiledApp, sql: Statements, row: Sequence[Any]) -> Loaded:
    width = len(sql.readers)
    made = sql.record(row[:width])
    tx.heads[made.id] = (row[width], bytes(row[width + 1]))
    return Loaded(rows.filled(tx, app, made), to_milestones(sql.table, row[width + 2 :]))


def load_many(tx: Tx, app: CompiledApp, entity: str, ids: Sequence[str], *, lock: bool = False) -> dict[str, Record]:
    """Those of `ids` that exist, by id, without their rows. `lock` as in `load`, in order of id so that two never wait
    for each other."""
    if not ids:
        return {}
    sql = statements_of(tables_of(app)[entity])
    wanted = sorted(set(ids))
    if tx.dialect == "sqlite":
        found = [row for one in wanted for row in tx.run(sql.one, {"_key": one})]
    else:
        found = tx.run(sql.many_locked if lock else sql.many, {"_ids": wanted})
    if lock:
        tx.waited()
    made = (sql.record(row) for row in found)
    return {record.id: record for record in made}


def behind(tx: Tx, app: CompiledApp, entity: str, via: str, target: str) -> list[str]:
    """Ids of the records in a stage, not archived, whose reference `via` is `target`, in order."""
    table = tables_of(app)[entity].record
    c = table.c
    wanted = sa.and_(c[via] == target, c._stage.is_not(None), c._archived == sa.false())
    return [found for (found,) in tx.rows(sa.select(c._id).where(wanted).order_by(c._id))]


def write(tx: Tx, app: CompiledApp, change: RecordWrite) -> Record:
    """Store the resulting state of a record; the record as it now stands (version, row ids, times).

    Raises VersionConflict when the stored version is not `change.before.version`, Duplicate when an id is taken.
    """
    failpoints.hit("record")
    sql = statements_of(tables_of(app)[change.after.entity])
    stored = _insert(tx, sql, change.after) if change.before is None else _update(tx, sql, change, change.before)
    return rows.synced(tx, app, change.before, stored)


def _insert(tx: Tx, sql: Statements, record: Record) -> Record:
    now = instant_text(tx.now_ms() // 1000)
    stored = replace(record, version=1, created_at=record.created_at or now, updated_at=now)
    tx.change(sql.insert, _system(stored) | _values(sql, stored, sql.table.columns))
    tx.heads[record.id] = (0, b"")
    return stored


def _update(tx: Tx, sql: Statements, change: RecordWrite, before: Record) -> Record:
    stored = replace(change.after, version=before.version + 1, updated_at=instant_text(tx.now_ms() // 1000))
    changed = frozenset(name for name in change.changed if name in sql.table.columns)
    values = _system(stored) | _values(sql, stored, changed)
    if tx.change(sql.update(changed), values | {"_key": stored.id, "_was": before.version}) != 1:
        raise VersionConflict(record_key(stored))
    return stored


def record_key(record: Record) -> str:
    """The record as messages name it."""
    return f"{record.entity}/{record.id}"


def _system(record: Record) -> dict[str, Any]:
    return {
        "_id": record.id,
        "_version": record.version,
        "_stage": record.stage,
        "_path": record.path,
        "_owner": record.owner,
        "_unit": record.unit,
        "_created_at": epoch_s(record.created_at),
        "_created_by": record.created_by,
        "_updated_at": epoch_s(record.updated_at),
        "_archived": record.archived,
        "_judged_by": record.judged_by,
    }


def _values(sql: Statements, record: Record, names: Iterable[str]) -> dict[str, Any]:
    columns, values = sql.table.columns, record.values
    return {name: to_db(columns[name], values.get(name)) for name in names}
