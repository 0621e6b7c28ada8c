"""Row scope as SQL: which records of an entity a reader may see.

The scope of the reader's role on the entity, asked of the owner and unit of the record at the end of its
`belongs_to` chain (docs/gates.md). Where that chain is broken only scope "all" sees the record.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from followthrough.core.compile.app import CompiledApp
from followthrough.store.entities import tables_of
from followthrough.store.platform import unit_closure
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
    tables = tables_of(app)
    root = table
    joined: list[tuple[sa.FromClause, Condition]] = []
    for reference, target in app.entities[entity].owner_chain:
        behind = tables[target].record.alias(f"_owner{len(joined)}_{_name(table)}")
        joined.append((behind, root.c[reference] == behind.c["_id"]))
        root = behind
    condition = _covers(scope, reader, root)
    if not joined:
        return condition
    links = sa.and_(*(link for _, link in joined), condition)
    return sa.exists().select_from(*(behind for behind, _ in joined)).where(links).correlate(table)


def _name(table: sa.FromClause) -> str:
    return str(getattr(table, "name", "t"))[-12:]


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
