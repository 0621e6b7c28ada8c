"""A transaction as the rest of the store sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from . import failpoints
from .clock import NOW_MS
from .dberrors import translated
from .hot import Hot, Row

if TYPE_CHECKING:
    from .database import Database

_HOT_NOW = {name: Hot(sa.select(now)) for name, now in NOW_MS.items()}


class Tx:
    """Statements run here; database errors come out as the store's own."""

    __slots__ = (
        "_cursor", "_now", "_passed", "_seen_now", "after_commit", "connection", "db", "heads", "work", "writable",
    )  # fmt: skip

    def __init__(self, db: Database, connection: sa.Connection, *, writable: bool) -> None:
        self.db = db
        self.connection = connection
        self.writable = writable
        self.after_commit: list[Callable[[], None]] = []
        self.heads: dict[str, tuple[int, bytes]] = {}
        """Per record written or locked here: how many events it has and the hash of the last."""
        self.work = ""
        """What it does, as failpoints name it; "" while they are off."""
        self._passed = 0
        self._now: int | None = None
        self._seen_now: int | None = None
        self._cursor: Any = None

    @property
    def dialect(self) -> str:
        """ "sqlite" or "postgresql"."""
        return self.db.dialect

    def now_ms(self) -> int:
        """The database's clock, epoch milliseconds: read at the first call, the same for the whole transaction.

        Call it after the record is locked, so that a wait for the lock does not make the act look earlier.
        """
        if self._now is None:
            if self.db.clock is not None:
                self._now = self.db.clock()
            elif self._seen_now is not None:
                self._now = self._seen_now
            else:
                self._now = int(self.run(_HOT_NOW[self.dialect])[0][0])
        return self._now

    def seen_now(self, now_ms: int) -> None:
        """A statement brought the database's clock along, which saves asking for it."""
        self._seen_now = now_ms

    def waited(self) -> None:
        """A lock may have been waited for: a clock seen before is too old. (SQLite's one writer waits before it begins.)"""
        if self.dialect != "sqlite":
            self._seen_now = None

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part that can fail by itself: when the block raises, what it wrote is undone and the transaction goes on."""
        heads = dict(self.heads)
        try:
            with self.connection.begin_nested():
                yield
        except BaseException:
            self.heads = heads
            raise

    def execute(
        self, statement: sa.Executable, params: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> sa.CursorResult[Any]:
        """Run a statement through SQLAlchemy."""
        if failpoints.on:
            self._pass()
        try:
            return self.connection.execute(statement, params)
        except Exception as error:
            raise translated(error) from error

    def rows(self, statement: sa.Executable, params: Mapping[str, Any] | None = None) -> list[Row]:
        """All rows of a query as tuples."""
        return [tuple(row) for row in self.execute(statement, params)]

    def scalar(self, statement: sa.Executable, params: Mapping[str, Any] | None = None) -> Any:
        """The first column of the first row, None when there is none."""
        return self.execute(statement, params).scalar()

    def run(self, hot: Hot, values: Mapping[str, Any] | None = None) -> list[Row]:
        """All rows of a hot query, values as the driver gives them."""
        if failpoints.on:
            self._pass()
        try:
            cursor = self._driver_cursor()
            text = self.db.text(hot)
            cursor.execute(text.sql, text.bind(values or {}))
            found: list[Row] = cursor.fetchall()
        except Exception as error:
            raise translated(error) from error
        return found

    def change(self, hot: Hot, values: Mapping[str, Any]) -> int:
        """Run a hot INSERT, UPDATE or DELETE; the number of rows it touched."""
        if failpoints.on:
            self._pass()
        try:
            cursor = self._driver_cursor()
            text = self.db.text(hot)
            cursor.execute(text.sql, text.bind(values))
            return int(cursor.rowcount)
        except Exception as error:
            raise translated(error) from error

    def change_many(self, hot: Hot, many: Sequence[Mapping[str, Any]]) -> None:
        """Run a hot statement once for each set of values."""
        if failpoints.on:
            self._pass()
        try:
            cursor = self._driver_cursor()
            text = self.db.text(hot)
            cursor.executemany(text.sql, [text.bind(values) for values in many])
        except Exception as error:
            raise translated(error) from error

    def _pass(self) -> None:
        """A statement is about to run: tests kill the process here."""
        if self.writable:
            self._passed += 1
            failpoints.statement(self.work, self._passed)

    def _driver_cursor(self) -> Any:
        if self._cursor is None:
            self._cursor = self.connection.connection.cursor()
        return self._cursor
