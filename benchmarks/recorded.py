"""The statements a call runs, as the driver gets them: what the bare side of a comparison repeats."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import sqlalchemy as sa
from psycopg import sql
from sqlalchemy import event

from followthrough.store.database import Database
from followthrough.store.tx import Tx


@dataclass(frozen=True)
class Var:
    """A value that differs each time. `text` is pgbench's expression for it, `make` the value for sqlite3, from n, a
    number that differs each time."""

    text: str
    make: Callable[[int], Any]


@dataclass(frozen=True)
class Said:
    """A statement with its parameters, positional or by name; some may be Var."""

    text: str
    values: Any

    def varied(self, known: Mapping[Any, Var]) -> Said:
        """With the values of `known` told apart each time."""

        def one(value: Any) -> Any:
            return known.get(value, value) if isinstance(value, str) else value

        if isinstance(self.values, Mapping):
            return Said(self.text, {name: one(value) for name, value in self.values.items()})
        return Said(self.text, [one(value) for value in self.values])

    def for_pgbench(self) -> str:
        """The statement as a line of a pgbench script."""
        values = {name: _literal(value) for name, value in (self.values or {}).items()}
        return " ".join((self.text % values if values else self.text).split()) + ";"

    def for_sqlite(self, n: int) -> list[Any]:
        """Its parameters for sqlite3."""
        return [value.make(n) if isinstance(value, Var) else value for value in self.values]


def _literal(value: Any) -> str:
    if isinstance(value, Var):
        return value.text
    if isinstance(value, str):  # pgbench would take a colon inside a text for a variable
        escaped = value.replace("\\", "\\\\").replace("'", "''").replace(":", "\\x3a").replace("\n", "\\n")
        return f"E'{escaped}'"
    if isinstance(value, bytes):
        return f"'\\x{value.hex()}'::bytea"
    return sql.Literal(value).as_string(None)


@contextmanager
def recorded(db: Database) -> Iterator[list[Said]]:
    """The statements run inside the block, in order, by this process; nothing else should use the database then."""
    heard: list[Said] = []
    plain = Tx._driver_cursor

    def on_execute(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        heard.extend(Said(statement, one) for one in (parameters if many else [parameters]))

    engines: Sequence[sa.Engine] = (db.engines.write, db.engines.read, db.engines.aside)
    for engine in dict.fromkeys(engines):
        event.listen(engine, "before_cursor_execute", on_execute)
    try:
        with patch.object(Tx, "_driver_cursor", lambda tx: _Heard(plain(tx), heard)):
            yield heard
    finally:
        for engine in dict.fromkeys(engines):
            event.remove(engine, "before_cursor_execute", on_execute)


class _Heard:
    """A cursor that notes what it is told."""

    def __init__(self, cursor: Any, heard: list[Said]) -> None:
        self._cursor = cursor
        self._heard = heard

    def execute(self, text: str, values: Any) -> Any:
        self._heard.append(Said(text, values))
        return self._cursor.execute(text, values)

    def executemany(self, text: str, many: Sequence[Any]) -> Any:
        self._heard.extend(Said(text, values) for values in many)
        return self._cursor.executemany(text, many)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)
