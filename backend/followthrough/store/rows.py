"""Detail rows 子表: records of a child entity that live in a `rows` field of their parent, in its order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from followthrough.core.run.acts import Record

from . import failpoints
from .columns import to_db
from .entities import tables_of
from .ids import new_id
from .statements import Statements, statements_of
from .tx import Tx

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledApp

Row = dict[str, Any]


def filled(tx: Tx, app: CompiledApp, record: Record) -> Record:
    """`record` with its rows read into its values."""
    tables = tables_of(app)
    fields = tables[record.entity].row_fields
    if not fields:
        return record
    values = dict(record.values)
    for field, child in fields.items():
        sql = statements_of(tables[child])
        found = [sql.row(row) for row in tx.run(sql.of_parent, {"_key": record.id})]
        if found:
            values[field] = found
    return replace(record, values=values)


def synced(tx: Tx, app: CompiledApp, before: Record | None, after: Record) -> Record:
    """Make the stored rows those of `after`; `after` with an "_id" in every row.

    A row is the stored one when its "_id" is among those of `before`; any other is new and gets an id of ours.
    """
    tables = tables_of(app)
    fields = tables[after.entity].row_fields
    if not fields:
        return after
    values = dict(after.values)
    for field, child in fields.items():
        old: list[Row] = (before.values.get(field) if before else None) or []
        wanted: list[Row] = values.get(field) or []
        if not old and not wanted:
            continue
        stored = _sync(tx, statements_of(tables[child]), after.id, old, wanted)
        if stored:
            values[field] = stored
    return replace(after, values=values)


def _sync(tx: Tx, sql: Statements, parent: str, old: list[Row], wanted: list[Row]) -> list[Row]:
    failpoints.hit("rows")
    known = {row["_id"]: (position, row) for position, row in enumerate(old)}
    kept: list[Row] = []
    fresh: list[dict[str, Any]] = []
    for position, row in enumerate(wanted):
        stored = known.pop(row.get("_id", ""), None)
        if stored is None:
            row = {**row, "_id": new_id(tx.now_ms())}
            fresh.append({"_parent": parent, "_position": position, "_id": row["_id"], **_values(sql, row)})
        else:
            _update(tx, sql, parent, position, row, stored)
        kept.append(row)
    for gone in known:
        tx.change(sql.delete_row, {"_key": gone, "_of": parent})
    if fresh:
        tx.change_many(sql.insert, fresh)
    return kept


def _update(tx: Tx, sql: Statements, parent: str, position: int, row: Row, stored: tuple[int, Row]) -> None:
    was, before = stored
    changed = {name for name in sql.table.columns if row.get(name) != before.get(name)}
    values = {name: value for name, value in _values(sql, row).items() if name in changed}
    if was != position:
        values["_position"] = position
    if values:
        tx.change(sql.update_row(frozenset(values)), {**values, "_key": row["_id"], "_of": parent})


def _values(sql: Statements, row: Row) -> dict[str, Any]:
    return {name: to_db(kind, row.get(name)) for name, kind in sql.table.columns.items()}
