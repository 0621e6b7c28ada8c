"""INSERT … ON CONFLICT, which SQLAlchemy builds per database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from .tx import Tx


def _insert(tx: Tx, table: sa.Table) -> Any:
    return (postgresql if tx.dialect == "postgresql" else sqlite).insert(table)


def insert_or_keep(tx: Tx, table: sa.Table, values: Mapping[str, Any]) -> bool:
    """Insert unless the key is there; whether it was inserted."""
    # Without the option SQLAlchemy keeps the number of rows of updates and deletes only; psycopg's then reads -1.
    statement = _insert(tx, table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    return tx.execute(statement, values).rowcount == 1


def insert_new(tx: Tx, table: sa.Table, values: Mapping[str, Any], counted: sa.Column[Any]) -> Any:
    """Insert unless a unique key is there: the value of a column the database counts up, None when it was not inserted."""
    return tx.scalar(_insert(tx, table).values(values).on_conflict_do_nothing().returning(counted))


def insert_or_set(tx: Tx, table: sa.Table, values: Mapping[str, Any], *changes: str) -> None:
    """Insert, or where the primary key is there set the columns `changes` to the given values."""
    insert = _insert(tx, table)
    statement = insert.on_conflict_do_update(
        index_elements=list(table.primary_key), set_={name: insert.excluded[name] for name in changes}
    )
    tx.execute(statement, values)
