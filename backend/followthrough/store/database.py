"""A database of one organisation: transactions, its clock, and what to do when it asks for another try.

One organisation is one schema on PostgreSQL and one file on SQLite, so no table has a tenant column to forget.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

import sqlalchemy as sa

from . import failpoints
from .dberrors import translated
from .engines import Engines, Limits, open_engines
from .errors import CommitUnknown, Disconnected, Retryable, StoreUnavailable
from .hot import Hot, HotText
from .tx import Tx

T = TypeVar("T")
TRIES = 3
_MAINTENANCE = 0x6D61696E74  # "maint"

_writer_locks: dict[str, threading.Lock] = {}


class Database:
    """Access to one organisation's data.

    `url` is `sqlite:///file` or `postgresql://…`; `schema` (PostgreSQL) is the organisation's schema, made by the
    server, never taken from a request. `clock` (epoch milliseconds) replaces the database's clock where history is
    replayed: simulator, scenarios, tests.
    """

    def __init__(
        self,
        url: str,
        schema: str | None = None,
        *,
        limits: Limits | None = None,
        clock: Callable[[], int] | None = None,
        engines: Engines | None = None,
    ) -> None:
        self.url = url
        self.schema = schema
        self.clock = clock
        self.limits = limits or Limits()
        self.engines = engines or open_engines(url, self.limits)
        self.dialect: str = self.engines.write.dialect.name
        self._writer_lock = _writer_locks.setdefault(url, threading.Lock()) if self.dialect == "sqlite" else None
        self._options = {"schema_translate_map": {None: schema}} if schema else {}
        self.known: dict[tuple[str, str, int], Any] = {}
        """What never changes once read, by (what, app, version)."""

    def of_schema(self, schema: str) -> Database:
        """The same server and pools, another organisation's schema (PostgreSQL)."""
        return Database(self.url, schema, limits=self.limits, clock=self.clock, engines=self.engines)

    def close(self) -> None:
        """Close the pools."""
        self.engines.dispose()

    @contextmanager
    def write(self, *, wait_s: float | None = None) -> Iterator[Tx]:
        """One transaction: committed when the block ends, rolled back when it raises. On SQLite it waits for another one
        as long as the limits say, or `wait_s`.

        Raises Retryable, Disconnected, CommitUnknown, StoreUnavailable (see `errors`); after any of them but
        CommitUnknown nothing was stored.
        """
        with self._one_writer(wait_s), self._connection(self.engines.write) as connection:
            transaction = self._begun(connection)
            tx = Tx(self, connection, writable=True)
            try:
                yield tx
            except BaseException as error:
                self._rolled_back(transaction)
                raise self._noted(translated(error)) from error
            self._commit(transaction)
        for call in tx.after_commit:
            call()

    @contextmanager
    def read(self, *, snapshot: bool = False) -> Iterator[Tx]:
        """Reading only. `snapshot`: all statements see one state (always so on SQLite)."""
        with self._connection(self.engines.read) as connection:
            if snapshot and self.dialect == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            transaction = self._begun(connection)
            try:
                yield Tx(self, connection, writable=False)
            except BaseException as error:
                raise self._noted(translated(error)) from error
            finally:
                self._rolled_back(transaction)

    def transact(self, work: Callable[[Tx], T], *, keyed: bool = False) -> T:
        """Run `work` in a write transaction, again (`TRIES` times in all, with jitter) when the database asks for it.

        `keyed`: `work` begins with an idempotency lookup, so that even an unknown commit may be tried again.
        """
        for attempt in range(1, TRIES + 1):
            try:
                with self.write() as tx:
                    if failpoints.on:
                        tx.work = failpoints.work_name(work)
                    return work(tx)
            except (Retryable, Disconnected, CommitUnknown) as error:
                if attempt == TRIES or (isinstance(error, CommitUnknown) and not keyed):
                    raise
                time.sleep(random.uniform(0.002, 0.02) * 4**attempt)  # noqa: S311 - jitter, not a secret
        raise AssertionError("unreachable")

    def aside(self, statement: sa.Executable, values: Mapping[str, Any]) -> Any:
        """PostgreSQL: run one statement that commits by itself, whatever becomes of the caller's transaction; its scalar.

        (SQLite has one writer: there it would wait for the caller's own transaction.)
        """
        with self._connection(self.engines.aside) as connection:
            try:
                return connection.execute(statement, values).scalar()
            except Exception as error:
                raise self._noted(translated(error)) from error

    @contextmanager
    def alone(self) -> Iterator[sa.Connection]:
        """PostgreSQL: a connection of its own outside any transaction, without time limits, for maintenance that only one
        process of all may do at a time."""
        key = {"key": _MAINTENANCE}
        with self._connection(self.engines.aside) as connection:
            try:
                connection.execute(sa.text("SET statement_timeout = 0"))
                connection.execute(sa.text("SET lock_timeout = 0"))
                connection.execute(sa.text("SELECT pg_advisory_lock(:key)"), key)
                yield connection
            except Exception as error:
                raise self._noted(translated(error)) from error
            finally:
                # Closed rather than given back: lock and settings end with the session.
                connection.invalidate()

    def text(self, hot: Hot) -> HotText:
        """The compiled text of `hot` for this dialect and schema, made once."""
        key = self.dialect, self.schema
        found = hot.texts.get(key)
        if found is None:
            found = hot.texts[key] = HotText(hot, self.engines.write.dialect, self.schema)
        return found

    @contextmanager
    def _one_writer(self, wait_s: float | None) -> Iterator[None]:
        if self._writer_lock is None:
            yield
            return
        if not self._writer_lock.acquire(timeout=self.limits.wait_s if wait_s is None else wait_s):
            raise StoreUnavailable("writer busy")
        try:
            yield
        finally:
            self._writer_lock.release()

    @contextmanager
    def _connection(self, engine: sa.Engine) -> Iterator[sa.Connection]:
        try:
            connection = engine.connect()
        except Exception as error:
            raise self._noted(translated(error)) from error
        with connection:
            yield connection.execution_options(**self._options) if self._options else connection

    def _begun(self, connection: sa.Connection) -> sa.RootTransaction:
        try:
            return connection.begin()
        except Exception as error:
            mapped = translated(error)
            # SQLite has waited its busy timeout already: no other try, the client is told to come back.
            raise StoreUnavailable("busy") from error if isinstance(mapped, Retryable) else self._noted(mapped)

    def _commit(self, transaction: sa.RootTransaction) -> None:
        try:
            failpoints.hit("commit")
            transaction.commit()
        except BaseException as error:
            self._rolled_back(transaction)
            mapped = self._noted(translated(error))
            raise (
                CommitUnknown("connection lost in COMMIT") if isinstance(mapped, Disconnected) else mapped
            ) from error
        failpoints.hit("committed")

    def _rolled_back(self, transaction: sa.RootTransaction) -> None:
        try:
            transaction.rollback()
        except Exception as error:
            self._noted(translated(error))

    def _noted(self, error: BaseException) -> BaseException:
        """After a broken connection every pooled one is suspect: start with fresh pools."""
        if isinstance(error, Disconnected):
            self.engines.dispose()
        return error
