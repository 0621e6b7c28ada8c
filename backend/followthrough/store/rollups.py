"""Aggregates over the records that point here, as they stand in this transaction.

Counts, sums of money, least and greatest are the database's; sums and means of doubles are added up exactly, so that
they do not depend on the order of rows and agree with what a decision computed (core.run.derive.aggregate).
Archived children do not count.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from math import fsum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from followthrough.core.fields.base import Column
from followthrough.core.run.acts import Moment, Values
from followthrough.core.run.derive import stored_form

from .query.reader import Reader, system_reader
from .query.sources import Sources
from .tx import Tx

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledApp, CompiledField, CompiledRollup


@dataclass(frozen=True, slots=True)
class Rollups:
    """Values by field as the record stores them (min, max and avg over nothing are None), and how many values stand
    behind each `avg`."""

    values: Values = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


def compute(
    tx: Tx, app: CompiledApp, entity: str, record: str, moment: Moment, only: Collection[str] | None = None
) -> Rollups:
    """The rollup fields of a record; `only` narrows the fields, `moment` is that of `where` rules."""
    made = Rollups()
    reader = system_reader(app, moment)
    for name, rollup in app.entities[entity].rollups.items():
        if only is None or name in only:
            value, number = _aggregate(tx, app, reader, rollup, record)
            made.values[name] = _stored(app.entities[entity].fields[name], value)
            if rollup.op == "avg":
                made.counts[name] = number
    return made


def _stored(found: CompiledField, value: Any) -> Any:
    if isinstance(value, int) and found.column is Column.BIGINT:
        return value
    return stored_form(found, None if value is None else float(value))


def _aggregate(tx: Tx, app: CompiledApp, reader: Reader, rollup: CompiledRollup, record: str) -> tuple[Any, int]:
    """The value and how many values stand behind it."""
    sources = Sources(app, reader, rollup.child, tx.dialect, rows=True)
    table = sources.record
    conditions: list[sa.ColumnElement[Any]] = [table.c[rollup.via] == record]
    if "_archived" in table.c:
        conditions.append(table.c["_archived"] == sa.false())
    if rollup.where is not None:
        conditions.append(sources.condition(rollup.where.node))
    if rollup.value is None or rollup.op == "count":
        counted = sa.func.count() if rollup.value is None else sa.func.count(sources.column(rollup.value))
        number = int(tx.scalar(sa.select(counted).select_from(sources.from_()).where(*conditions)))
        return number, number
    value = sources.column(rollup.value)
    return _of_values(tx, sources, value, conditions, rollup.op)


def _of_values(
    tx: Tx, sources: Sources, value: sa.ColumnElement[Any], conditions: list[sa.ColumnElement[Any]], op: str
) -> tuple[Any, int]:
    from_ = sources.from_()
    if isinstance(value.type, sa.Double) and op in ("sum", "avg"):
        rows = tx.rows(sa.select(value).select_from(from_).where(*conditions, value.is_not(None)))
        total, number = fsum(row[0] for row in rows), len(rows)
    else:
        function = {"min": sa.func.min(value), "max": sa.func.max(value)}.get(op, sa.func.sum(value))
        found = tx.rows(sa.select(function, sa.func.count(value)).select_from(from_).where(*conditions))[0]
        total, number = found[0], int(found[1])
        if op in ("min", "max"):
            return total, number
        total = int(total or 0)
    if op == "sum":
        return total, number
    return (total / number if number else None), number
