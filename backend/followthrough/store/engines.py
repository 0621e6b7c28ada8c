"""Engines for the two databases: what a connection is told once, and how many there are.

SQLite (embedded, ONE server process): one connection writes, a pool reads. `synchronous=FULL`: an
acknowledged submit survives loss of power, which NORMAL does not promise in WAL mode; it costs one fsync per
commit (benchmarks compare with raw sqlite3 under the same setting).
PostgreSQL: one pool for writing and one, read-only, for reading; timeouts end what a broken client or a bad query
would hold. Connections idle for longer than `PING_AFTER_S` are tried before use; under load none pays for it.
"""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.pool import QueuePool

PING_AFTER_S = 2.0
BUSY_TIMEOUT_S = 5.0


@dataclass(frozen=True)
class Limits:
    """Caps of a database's use. `pool` connections for writing and as many for reading (SQLite: for reading)."""

    pool: int = 16
    wait_s: float = 5.0
    statement_ms: int = 5000
    lock_ms: int = 2000
    idle_ms: int = 60000


@dataclass(frozen=True)
class Engines:
    """Engines of one database: for writing, for reading, and (`aside`, PostgreSQL) for single statements that commit
    by themselves while a transaction is open; whoever holds one of its connections waits for nothing else."""

    write: sa.Engine
    read: sa.Engine
    aside: sa.Engine

    def dispose(self) -> None:
        """Close all idle connections; those in use close when they come back."""
        for engine in (self.write, self.read, self.aside):
            engine.dispose()


def open_engines(url: str, limits: Limits) -> Engines:
    """Engines for `url`: `sqlite:///path` or `postgresql+psycopg://…` (`postgresql://` means psycopg too)."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed, limits)
    return _postgresql(parsed.set(drivername="postgresql+psycopg"), limits)


def _sqlite(url: sa.URL, limits: Limits) -> Engines:
    if not url.database or url.database == ":memory:":
        raise ValueError("SQLite needs a file: the reader pool and the writer are different connections")
    args = {"check_same_thread": False, "timeout": BUSY_TIMEOUT_S, "isolation_level": None, "cached_statements": 512}

    def engine(size: int, begin: str, *pragmas: str) -> sa.Engine:
        made = sa.create_engine(
            url, connect_args=args, poolclass=QueuePool, pool_size=size, max_overflow=0, pool_timeout=limits.wait_s
        )

        def on_connect(connection: sqlite3.Connection, _record: object) -> None:
            for pragma in ("foreign_keys=ON", "temp_store=MEMORY", "mmap_size=268435456", *pragmas):
                connection.execute(f"PRAGMA {pragma}")

        def on_begin(connection: sa.Connection) -> None:
            driver: Any = connection.connection.driver_connection
            driver.execute(begin)

        event.listen(made, "connect", on_connect)
        event.listen(made, "begin", on_begin)
        return made

    write = engine(1, "BEGIN IMMEDIATE", "synchronous=FULL", "cache_size=-65536")
    read = engine(limits.pool, "BEGIN", "query_only=ON", "cache_size=-16384")
    return Engines(write, read, aside=write)


def _postgresql(url: sa.URL, limits: Limits) -> Engines:
    settings = {
        "statement_timeout": limits.statement_ms,
        "lock_timeout": limits.lock_ms,
        "idle_in_transaction_session_timeout": limits.idle_ms,
        "timezone": "UTC",
        # JIT costs more than it gives on statements of a few milliseconds.
        "jit": "off",
    }

    def engine(size: int, **extra: Any) -> sa.Engine:
        options = " ".join(f"-c {name}={value}" for name, value in {**settings, **extra.pop("settings", {})}.items())
        made = sa.create_engine(
            url,
            connect_args={"options": options, "connect_timeout": 5, "application_name": "followthrough"},
            poolclass=QueuePool,
            pool_size=size,
            max_overflow=0,
            pool_timeout=limits.wait_s,
            use_native_hstore=False,
            **extra,
        )
        event.listen(made, "checkin", _note_use)
        event.listen(made, "checkout", _ping_when_stale(made))
        return made

    return Engines(
        write=engine(limits.pool),
        read=engine(limits.pool, isolation_level="AUTOCOMMIT", settings={"default_transaction_read_only": "on"}),
        aside=engine(2, isolation_level="AUTOCOMMIT"),
    )


def _note_use(_connection: object, record: Any) -> None:
    record.info["used"] = time.monotonic()


def _ping_when_stale(engine: sa.Engine) -> Any:
    def on_checkout(connection: Any, record: Any, _proxy: object) -> None:
        if time.monotonic() - record.info.get("used", time.monotonic()) < PING_AFTER_S:
            return
        try:
            alive = engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error:
            alive = False
        if not alive:
            raise sa.exc.DisconnectionError("stale connection")

    return on_checkout
