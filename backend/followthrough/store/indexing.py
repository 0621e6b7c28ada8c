"""Indexes that a later version wants on tables already filled: built after the publication, without stopping anyone.

PostgreSQL builds them CONCURRENTLY, outside any transaction; one left half built by a crash is dropped and built
again. SQLite builds them in a short turn of the one writer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex, DropIndex

from . import failpoints
from .database import Database
from .ddl import index, indexes
from .entities import tables_of
from .publish import layout_of, lock_app, save_layout
from .tables import EntityTable

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledApp


def build_indexes(db: Database, app: CompiledApp) -> list[str]:
    """Build what `app` wants and its tables lack; the names built. Safe to run again, and by several workers at once."""
    made: list[str] = []
    for table in tables_of(app).values():
        with db.read() as tx:
            had = layout_of(tx, table)
        for name, columns in indexes(table).items():
            if had is not None and name not in had.indexes:
                _build(db, index(table, name, columns))
                _note(db, table, name, columns)
                made.append(name)
    return made


def _build(db: Database, wanted: sa.Index) -> None:
    failpoints.hit("index")
    if db.dialect == "sqlite":
        with db.write() as tx:
            tx.execute(CreateIndex(wanted, if_not_exists=True))
        return
    concurrently = sa.Index(f"{wanted.name}", *wanted.columns, postgresql_concurrently=True)
    with db.alone() as connection:
        if not _valid(connection, db.schema, wanted):
            connection.execute(DropIndex(concurrently, if_exists=True))
            connection.execute(CreateIndex(concurrently, if_not_exists=True))


def _valid(connection: sa.Connection, schema: str | None, wanted: sa.Index) -> bool:
    """Whether the index stands, whole."""
    found = connection.execute(
        sa.text(
            "SELECT i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
            "JOIN pg_namespace s ON s.oid = c.relnamespace "
            "WHERE c.relname = :name AND s.nspname = COALESCE(:schema, current_schema())"
        ),
        {"name": f"{wanted.name}", "schema": schema},
    ).scalar()
    return bool(found)


def _note(db: Database, table: EntityTable, name: str, columns: list[str]) -> None:
    with db.write() as tx:
        lock_app(tx, table.app)
        had = layout_of(tx, table)
        if had is not None:
            save_layout(tx, table, msgspec.structs.replace(had, indexes={**had.indexes, name: columns}))
