"""A kanban: per stage the first rows, how many there are, and the sum of a money field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from followthrough.core.compile.app import CompiledApp
from followthrough.core.fields.base import Column
from followthrough.core.run.acts import Record
from followthrough.store.errors import BadFilter
from followthrough.store.tx import Tx

from .pages import COUNT_CAP, Query, page, where
from .reader import Reader
from .sources import Sources


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """A stage. `count` up to the cap, `more` whether there are more; `total` the sum over all of them in minor units,
    None where there are more than were counted or nothing is summed. `next` continues `rows` as a page with `stage`."""

    stage: str
    count: int
    more: bool
    total: int | None
    rows: tuple[Record, ...]
    next: str | None


def board(
    tx: Tx,
    app: CompiledApp,
    reader: Reader,
    query: Query,
    stages: Sequence[str],
    *,
    total: str | None = None,
    cap: int = COUNT_CAP,
) -> list[BoardColumn]:
    """The columns `stages`, each with `query.limit` rows. Raises BadFilter, BadSort."""
    counted = _counts(tx, app, reader, query, stages, total, cap)
    made = []
    for stage in stages:
        found, summed = counted[stage]
        here = page(tx, app, reader, replace(query, stage=stage, after=None)) if found else None
        rows, following = (here.rows, here.next) if here else ((), None)
        more = found > cap
        made.append(BoardColumn(stage, min(found, cap), more, None if more else summed, rows, following))
    return made


def _counts(
    tx: Tx, app: CompiledApp, reader: Reader, query: Query, stages: Sequence[str], total: str | None, cap: int
) -> dict[str, tuple[int, int | None]]:
    """Per stage the count, stopped one beyond the cap, and the sum over the counted."""
    if not stages:
        return {}
    parts = []
    for number, stage in enumerate(stages):
        sources = Sources(app, reader, query.entity, tx.dialect)
        value = _summed(sources, total)
        conditions = where(sources, replace(query, stage=stage))
        some = sa.select(value.label("value")).select_from(sources.from_()).where(*conditions).limit(cap + 1)
        inner = some.subquery(f"s{number}")
        parts.append(sa.select(sa.literal(stage), sa.func.count(), sa.func.sum(inner.c.value)).select_from(inner))
    rows = tx.rows(sa.union_all(*parts) if len(parts) > 1 else parts[0])
    return {row[0]: (int(row[1]), None if total is None else int(row[2] or 0)) for row in rows}


def _summed(sources: Sources, total: str | None) -> sa.ColumnElement[int]:
    if total is None:
        return sa.literal(0, sa.BigInteger())
    _, field = sources.field(total)
    if field is None or field.column is not Column.BIGINT:
        raise BadFilter("not_summable", path=total)
    return sources.column(total)
