"""Where the records of an entity stand, for who publishes: counted by stage, listed in order, or whether there are any."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from .entities import tables_of
from .publish import layout_of
from .recomputes import Left
from .tx import Tx

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledApp


def by_place(tx: Tx, app: CompiledApp, entity: str) -> dict[tuple[str | None, str | None], int]:
    """How many records of an entity stand in each (stage, path), archived ones too; None: in none."""
    c = tables_of(app)[entity].record.c
    counted = sa.select(c._stage, c._path, sa.func.count()).group_by(c._stage, c._path)
    return {(row[0], row[1]): int(row[2]) for row in tx.rows(counted)}


def alive(tx: Tx, app: CompiledApp, entity: str) -> int:
    """How many records of an entity are not archived."""
    table = tables_of(app)[entity].record
    counted = sa.select(sa.func.count()).select_from(table).where(table.c._archived == sa.false())
    return int(tx.scalar(counted) or 0)


def in_place(
    tx: Tx, app: CompiledApp, entity: str, left: Left, after: str, limit: int, among: Collection[str] | None = None
) -> list[str]:
    """Ids of records in a stage (and on a path, if that is said; with `among` of these, whatever path they say they are on),
    the first `limit` in order of id after `after`."""
    c = tables_of(app)[entity].record.c
    there = sa.and_(_there(c, left, among), c._id > after)
    return [row[0] for row in tx.rows(sa.select(c._id).where(there).order_by(c._id).limit(limit))]


def number_in(tx: Tx, app: CompiledApp, entity: str, left: Left, among: Collection[str] | None = None) -> int:
    """How many records stand there, as `in_place` finds them."""
    table = tables_of(app)[entity].record
    return int(tx.scalar(sa.select(sa.func.count()).select_from(table).where(_there(table.c, left, among))) or 0)


def _there(c: Any, left: Left, among: Collection[str] | None = None) -> Any:
    stage = c._stage == left.stage if left.stage else c._stage.is_(None)
    if among is not None:
        return sa.and_(stage, c._id.in_(sorted(among)))
    return stage if left.path is None else sa.and_(stage, c._path == left.path)


def any_record(tx: Tx, app: CompiledApp, entity: str) -> bool:
    """Whether there is a record of an entity, or of its detail rows."""
    return _any(tx, app, entity, sa.true())


def any_value(tx: Tx, app: CompiledApp, entity: str, field: str) -> bool:
    """Whether a stored field is filled on any record; a field without a column never is."""
    column = tables_of(app)[entity].record.c.get(field)
    return column is not None and _any(tx, app, entity, column.is_not(None))


def _any(tx: Tx, app: CompiledApp, entity: str, wanted: Any) -> bool:
    table = tables_of(app)[entity]
    if layout_of(tx, table) is None:
        return False
    return tx.scalar(sa.select(sa.literal(1)).select_from(table.record).where(wanted).limit(1)) is not None
