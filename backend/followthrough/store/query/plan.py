"""Which index SQLite reads a list by.

It keeps few statistics and, asked for the first rows in an order, gladly gathers and sorts a third of the table where
walking the order's index finds them within a few hundred rows (1.4 s against 5 ms at a million). So it is told.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from followthrough.store.tx import Tx

from .order import Order
from .sources import Expression, Sources

FEW = 1000
"""Up to so many rows are gathered and sorted; of more, the index of the order is walked until the page is full."""


def steered(tx: Tx, sources: Sources, order: Order, conditions: list[Expression]) -> list[Expression]:
    """The conditions of a page, all of them but those that an index is to be searched for hidden from the planner.

    Of one's own rows it is the scope, the first condition: they are few. Of anybody else's it depends on how many rows
    there are, counted up to FEW.
    """
    if not conditions:
        return conditions
    if sources.few and sources.scope() is not None:
        return [conditions[0], *_hidden(conditions[1:])]
    if not order.indexed:
        return conditions
    some = sa.select(sa.literal(1).label("one")).select_from(sources.from_()).where(*conditions).limit(FEW + 1)
    found = int(tx.scalar(sa.select(sa.func.count()).select_from(some.subquery())))
    return _hidden(conditions) if found > FEW else conditions


def _hidden(conditions: list[Expression]) -> list[Expression]:
    return [_NoIndex(sa.and_(*conditions))] if conditions else []


class _NoIndex(FunctionElement[bool]):
    """A condition that SQLite answers row by row: no index serves it."""

    type = sa.Boolean()
    inherit_cache = True
    name = "no_index"


@compiles(_NoIndex)
def _no_index(element: _NoIndex, compiler: SQLCompiler, **kw: Any) -> str:
    (condition,) = (compiler.process(part, **kw) for part in element.clauses)
    return f"+({condition})"
