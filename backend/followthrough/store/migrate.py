"""Platform tables: made and changed by Alembic, in one transaction, on both databases.

A migration that was killed leaves nothing behind (DDL is transactional on both) and is simply run again. A server
refuses to start on any other revision than the one its code was written for.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from . import failpoints
from .database import Database
from .errors import SchemaOutdated

_SCHEMA = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_LOCK = 0x666F6C6C6F77  # "follow"


def initialise(db: Database) -> None:
    """Bring `db` to the newest revision: a new file or schema is made, an old one migrated. Safe to run again, and by
    several processes at once."""
    if db.dialect == "sqlite":
        # Once and here only: two processes setting it on every connection refuse each other.
        with db.engines.write.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA journal_mode=WAL")
    with db.write() as tx:
        if db.dialect == "postgresql":
            tx.execute(sa.text("SET LOCAL statement_timeout = 0"))
            tx.execute(sa.text("SET LOCAL lock_timeout = 0"))
            tx.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            if db.schema:
                _make_schema(tx.connection, db.schema)
        sa.event.listen(tx.connection, "before_cursor_execute", _before_statement)
        command.upgrade(_config(tx.connection, db.schema), "head")


def _before_statement(*_args: object) -> None:
    failpoints.hit("migrate")


def require_current(db: Database) -> None:
    """Raise SchemaOutdated unless the platform tables are exactly at this code's revision."""
    with db.read() as tx:
        context = MigrationContext.configure(tx.connection, opts={"version_table_schema": db.schema})
        found = context.get_current_revision()
    wanted = ScriptDirectory.from_config(_config(None, None)).get_current_head()
    if found != wanted:
        raise SchemaOutdated(f"database at {found}, code needs {wanted}")


def _make_schema(connection: sa.Connection, schema: str) -> None:
    if not _SCHEMA.fullmatch(schema):
        raise ValueError(f"not a schema name: {schema}")
    connection.execute(sa.schema.CreateSchema(schema, if_not_exists=True))


def _config(connection: sa.Connection | None, schema: str | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes.update({"connection": connection, "schema": schema})
    return config
