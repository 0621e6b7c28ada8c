"""Where the records of an entity stand, for who publishes: counted by stage, listed in order, or whether there are any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from .entities import tables_of
from .publish import layout_of
from .tx import Tx

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledApp


def by_stage(tx: Tx, app: CompiledApp, entity: str) -> dict[str | None, int]:
    """How many records of an entity stand in each stage, archived ones too; None: in none."""
    c = tables_of(app)[entity].record.c
    return {row[0]: int(row[1]) for row in tx.rows(sa.select(c._stage, sa.func.count()).group_by(c._stage))}


def alive(tx: Tx, app: CompiledApp, entity: str) -> int:
    """How many records of an entity are not archived."""
    table = tables_of(app)[entity].record
    counted = sa.select(sa.func.count()).select_from(table).where(table.c._archived == sa.false())
    return int(tx.scalar(counted) or 0)


def in_stage(tx: Tx, app: CompiledApp, entity: str, stage: str | None, limit: int) -> list[str]:
    """Ids of records in a stage, the first `limit` in order of id."""
    c = tables_of(app)[entity].record.c
    there = c._stage.is_(None) if stage is None else c._stage == stage
    return [row[0] for row in tx.rows(sa.select(c._id).where(there).order_by(c._id).limit(limit))]


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
