"""The one place where database errors become ours."""

from __future__ import annotations

import sqlite3

import psycopg
import sqlalchemy as sa

from .errors import Disconnected, Duplicate, Retryable, StoreError, StoreUnavailable

# https://www.postgresql.org/docs/15/errcodes-appendix.html
_PG_RETRY = {"40001", "40P01", "55P03", "40003"}  # serialization, deadlock, lock not available, completion unknown
_PG_UNAVAILABLE = {"57014", "53100", "53200", "53300", "53400"}  # statement timeout, disk, memory, connections
_SQLITE_RETRY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_SQLITE_UNAVAILABLE = {
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_INTERRUPT,
}  # fmt: skip
_SQLITE_UNIQUE = {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}
IDEMPOTENCY_KEY = "pk_idempotency"


def translated(error: BaseException) -> BaseException:
    """Our exception for a driver's or SQLAlchemy's; anything else comes back as it is."""
    if isinstance(error, sa.exc.TimeoutError):
        return StoreUnavailable("no free connection")
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    if isinstance(cause, psycopg.Error):
        return _postgresql(cause) or error
    if isinstance(cause, sqlite3.Error):
        return _sqlite(cause) or error
    return error


def _postgresql(error: psycopg.Error) -> StoreError | None:
    state = error.sqlstate or ""
    if state == "23505":
        name = error.diag.constraint_name or ""
        # Two first sends of one key raced: the second try finds the stored answer.
        return Retryable("idempotency race") if name == IDEMPOTENCY_KEY else Duplicate(name)
    if state in _PG_RETRY:
        return Retryable(state)
    if state in _PG_UNAVAILABLE:
        return StoreUnavailable(state)
    if state[:2] in {"08", "57"} or (
        not state and isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    ):
        return Disconnected(state or "connection lost")
    return None


def _sqlite(error: sqlite3.Error) -> StoreError | None:
    code = getattr(error, "sqlite_errorcode", 0)
    if code in _SQLITE_UNIQUE:
        return Duplicate(str(error).rpartition(": ")[2])
    if code & 0xFF in _SQLITE_RETRY:
        return Retryable(str(error))
    if code & 0xFF in _SQLITE_UNAVAILABLE:
        return StoreUnavailable(str(error))
    return None
