"""Row scope as SQL: which records of an entity a reader may see.

The scope of the reader's role on the entity, asked of the owner and unit of the record at the end of its
`belongs_to` chain (docs/gates.md). Where that chain is broken only scope "all" sees the record.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from followthrough.core.compile.app import CompiledApp
from followthrough.store.entities import tables_of
from followthrough.store.platform import unit_closure
from followthrough.store.tables import alias_of
from followthrough.store.tx import Tx

from .reader import Reader

Condition = sa.ColumnElement[bool]


def visible(app: CompiledApp, reader: Reader, entity: str, table: sa.FromClause) -> Condition | None:
    """Which rows of `table` (records of `entity`) the reader may see; None: all of them."""
    scope = reader.scopes.get(entity)
    if scope is None:
        return sa.false()
    if scope == "all":
        return None
    chain = app.entities[entity].owner_chain
    if not chain:
        return _covers(scope, reader, table)
    if scope == "own":
        return _among_mine(app, reader, table, chain)
    return _behind(app, reader, scope, table, chain)


def _among_mine(
    app: CompiledApp, reader: Reader, table: sa.FromClause, chain: tuple[tuple[str, str], ...]
) -> Condition:
    """One's own are few of many: their ids first, then the records that point to them.

    Left to themselves, both databases rather walk all records in the order of the list and look behind each.
    """
    (reference, target), *rest = chain
    behind = alias_of(tables_of(app)[target], f"_mine{len(rest)}_{_name(table)}")
    inner = _among_mine(app, reader, behind, tuple(rest)) if rest else _covers("own", reader, behind)
    return _OneOf(table.c[reference], sa.select(behind.c["_id"]).where(inner).scalar_subquery())


def _behind(
    app: CompiledApp, reader: Reader, scope: str, table: sa.FromClause, chain: tuple[tuple[str, str], ...]
) -> Condition:
    root = table
    links: list[Condition] = []
    joined: list[sa.FromClause] = []
    for reference, target in chain:
        behind = alias_of(tables_of(app)[target], f"_owner{len(joined)}_{_name(table)}")
        joined.append(behind)
        links.append(root.c[reference] == behind.c["_id"])
        root = behind
    conditions = sa.and_(*links, _covers(scope, reader, root))
    return sa.exists().select_from(*joined).where(conditions).correlate(table)


def _name(table: sa.FromClause) -> str:
    return str(getattr(table, "name", "t"))[-12:]


class _OneOf(FunctionElement[bool]):
    """`column IN (subselect)`; on PostgreSQL `= ANY (ARRAY(subselect))`, which it does not turn into a join."""

    type = sa.Boolean()
    inherit_cache = True
    name = "one_of"


@compiles(_OneOf)
def _one_of(element: _OneOf, compiler: SQLCompiler, **kw: Any) -> str:
    column, subselect = (compiler.process(part, **kw) for part in element.clauses)
    if compiler.dialect.name == "postgresql":
        return f"({column} = ANY (ARRAY{subselect}))"
    return f"({column} IN {subselect})"


def _covers(scope: str, reader: Reader, root: sa.FromClause) -> Condition:
    if scope == "own":
        return root.c["_owner"] == sa.bindparam("_actor", reader.person, unique=False)
    mine: sa.BindParameter[str] = sa.bindparam("_mine", reader.unit, unique=False)
    if scope == "unit":
        return root.c["_unit"] == mine
    below = sa.select(unit_closure.c.descendant).where(unit_closure.c.ancestor == mine)
    return root.c["_unit"].in_(below)


def sees(tx: Tx, app: CompiledApp, reader: Reader, entity: str, record: str) -> bool:
    """Whether the record exists and the reader may see it."""
    if entity not in app.entities or entity not in reader.scopes:
        return False
    table = tables_of(app)[entity].record
    statement: sa.Select[Any] = sa.select(sa.literal(1)).where(table.c["_id"] == record)
    condition = visible(app, reader, entity, table)
    if condition is not None:
        statement = statement.where(condition)
    return tx.scalar(statement) is not None
