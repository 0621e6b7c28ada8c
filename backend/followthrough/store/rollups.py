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
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from followthrough.core.fields.base import Column
from followthrough.core.run.acts import Moment, Values
from followthrough.core.run.derive import stored_form

from .entities import tables_of
from .hot import Hot, is_hot
from .query.reader import Reader, system_reader
from .query.sources import Sources
from .tables import EntityTable
from .tx import Tx

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledApp, CompiledField, CompiledRollup


_counts: WeakKeyDictionary[EntityTable, dict[tuple[str, str], Hot]] = WeakKeyDictionary()
"""Per table of a version: how its children are counted, by rollup and dialect."""


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
            value, number = _aggregate(tx, app, reader, entity, rollup, record)
            made.values[name] = _stored(app.entities[entity].fields[name], value)
            if rollup.op == "avg":
                made.counts[name] = number
    return made


def _stored(found: CompiledField, value: Any) -> Any:
    if isinstance(value, int) and found.column is Column.BIGINT:
        return value
    return stored_form(found, None if value is None else float(value))


def _aggregate(
    tx: Tx, app: CompiledApp, reader: Reader, entity: str, rollup: CompiledRollup, record: str
) -> tuple[Any, int]:
    """The value and how many values stand behind it."""
    if rollup.op != "count":
        return _of_values(tx, app, reader, rollup, record)
    # Counts are asked on nearly every act that creates something: their statements are kept, unless they read the clock.
    kept = _counts.setdefault(tables_of(app)[entity], {})
    key = (rollup.field, tx.dialect)
    hot = kept.get(key)
    if hot is None:
        sources, conditions = _children(tx, app, reader, rollup)
        counted = sa.func.count() if rollup.value is None else sa.func.count(sources.column(rollup.value))
        statement = sa.select(counted).select_from(sources.from_()).where(*conditions)
        if (rollup.where is not None and rollup.where.clock) or not is_hot(statement):
            number = int(tx.scalar(statement, {"_key": record}))
            return number, number
        hot = kept[key] = Hot(statement)
    number = int(tx.run(hot, {"_key": record})[0][0])
    return number, number


def _children(
    tx: Tx, app: CompiledApp, reader: Reader, rollup: CompiledRollup
) -> tuple[Sources, list[sa.ColumnElement[Any]]]:
    """The records of the parent "_key" that count."""
    sources = Sources(app, reader, rollup.child, tx.dialect, rows=True)
    via = sources.record.c[rollup.via]
    conditions: list[sa.ColumnElement[Any]] = [via == sa.bindparam("_key", type_=via.type)]
    if "_archived" in sources.record.c:
        conditions.append(sources.record.c["_archived"] == sa.false())
    if rollup.where is not None:
        conditions.append(sources.condition(rollup.where.node))
    return sources, conditions


def _of_values(tx: Tx, app: CompiledApp, reader: Reader, rollup: CompiledRollup, record: str) -> tuple[Any, int]:
    sources, conditions = _children(tx, app, reader, rollup)
    assert rollup.value is not None, "only a count needs no value"
    value, op, key = sources.column(rollup.value), rollup.op, {"_key": record}
    from_ = sources.from_()
    if isinstance(value.type, sa.Double) and op in ("sum", "avg"):
        rows = tx.rows(sa.select(value).select_from(from_).where(*conditions, value.is_not(None)), key)
        total, number = fsum(row[0] for row in rows), len(rows)
    else:
        function = {"min": sa.func.min(value), "max": sa.func.max(value)}.get(op, sa.func.sum(value))
        found = tx.rows(sa.select(function, sa.func.count(value)).select_from(from_).where(*conditions), key)[0]
        total, number = found[0], int(found[1])
        if op in ("min", "max"):
            return total, number
        total = int(total or 0)
    if op == "sum":
        return total, number
    return (total / number if number else None), number
