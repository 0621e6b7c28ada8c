"""What keeps the event log append-only below the application.

Both databases: triggers. PostgreSQL besides: the tables belong to the owner role that migrates and publishes; the
role the servers log in with gets INSERT and SELECT on them and nothing else (`grants`). On SQLite whoever can write
the file can drop the trigger: there the hash chain and the seals (`verify`) show it afterwards.
"""

from __future__ import annotations

import re

APPEND_ONLY = ("event", "event_seal")
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


def sqlite_guards(table: str) -> list[str]:
    """Statements that make `table` append-only on SQLite."""
    return [
        f"CREATE TRIGGER {table}_no_{what} BEFORE {what.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for what in ("update", "delete")
    ]


def postgresql_guards(table: str, schema: str) -> list[str]:
    """Statements that make `table` append-only on PostgreSQL."""
    place = f'"{schema}"'
    return [
        f"CREATE OR REPLACE FUNCTION {place}.refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {place}.{table} "
        f"FOR EACH ROW EXECUTE FUNCTION {place}.refuse_change()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {place}.{table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {place}.refuse_change()",
    ]


def grants(schema: str, role: str) -> list[str]:
    """Statements an owner runs once so that `role` may serve from `schema` without being able to touch the log.

    Publishing adds tables and therefore needs the owner: give the server a second connection for it, or let the
    owner publish. Default privileges cover the tables of later versions.
    """
    for name in (schema, role):
        if not _NAME.fullmatch(name):
            raise ValueError(name)
    dml = "SELECT, INSERT, UPDATE, DELETE"
    return [
        f'GRANT USAGE ON SCHEMA "{schema}" TO "{role}"',
        f'GRANT {dml} ON ALL TABLES IN SCHEMA "{schema}" TO "{role}"',
        f'GRANT USAGE ON ALL SEQUENCES IN SCHEMA "{schema}" TO "{role}"',
        f'ALTER DEFAULT PRIVILEGES IN SCHEMA "{schema}" GRANT {dml} ON TABLES TO "{role}"',
        *(f'REVOKE UPDATE, DELETE, TRUNCATE ON "{schema}".{table} FROM "{role}"' for table in APPEND_ONLY),
    ]
