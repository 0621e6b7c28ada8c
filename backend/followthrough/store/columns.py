"""Values of a record and what the two databases keep of them.

| Column | SQLite | PostgreSQL | record value |
|---|---|---|---|
| TEXT | TEXT | TEXT COLLATE "C" | str |
| DOUBLE | DOUBLE (real) | DOUBLE PRECISION | float |
| BIGINT | BIGINT | BIGINT | int |
| BOOLEAN | 0, 1 | BOOLEAN | bool |
| DATE | TEXT "YYYY-MM-DD" | DATE | "YYYY-MM-DD" |
| INSTANT | BIGINT | BIGINT | "YYYY-MM-DDTHH:MM:SSZ", kept as epoch seconds |
| JSON | TEXT | JSONB | list or dict |

Empty is NULL and None everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from followthrough.core.fields.base import Column

from .platform.base import TEXT

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_NAIVE = _EPOCH.replace(tzinfo=None)
_SECOND = timedelta(seconds=1)
_LENGTH = len("YYYY-MM-DDTHH:MM:SSZ")
Convert = Callable[[Any], Any]


class JsonText(sa.types.UserDefinedType[Any]):
    """JSON in a column: JSONB on PostgreSQL, text on SQLite; bound and read as text, decoded here only."""

    cache_ok = True

    def get_col_spec(self, **_kw: object) -> str:
        """The type's name in DDL of a database we have no better type for."""
        return "TEXT"


TYPES: dict[Column, sa.types.TypeEngine[Any]] = {
    Column.TEXT: TEXT,
    Column.DOUBLE: sa.Double(),
    Column.BIGINT: sa.BigInteger(),
    Column.BOOLEAN: sa.Boolean(),
    Column.DATE: sa.Text().with_variant(postgresql.DATE(), "postgresql"),
    Column.INSTANT: sa.BigInteger(),
    Column.JSON: JsonText().with_variant(postgresql.JSONB(), "postgresql"),
}
"""The SQL type of each column; Column.NONE has none."""


def epoch_s(instant: str) -> int:
    """Epoch seconds of "YYYY-MM-DDTHH:MM:SSZ"."""
    if len(instant) != _LENGTH or instant[-1] != "Z":
        raise ValueError(instant)
    return (datetime.fromisoformat(instant) - _EPOCH) // _SECOND


def instant_text(seconds: int) -> str:
    """The inverse of `epoch_s`."""
    # As fast as the standard library can: two for every row of a list.
    return (_EPOCH_NAIVE + timedelta(0, seconds)).isoformat() + "Z"


def json_text(value: Any) -> str:
    """JSON as kept: keys sorted, no spaces."""
    return msgspec.json.encode(value, order="sorted").decode()


def from_json(value: Any) -> Any:
    """JSON as read: text on SQLite, decoded by the driver already on PostgreSQL."""
    return msgspec.json.decode(value) if isinstance(value, str | bytes) else value


def _same(value: Any) -> Any:
    return value


def _date_out(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else value


_IN: dict[Column, Convert] = {
    Column.TEXT: _same,
    Column.DOUBLE: float,
    Column.BIGINT: int,
    Column.BOOLEAN: _same,
    Column.DATE: _same,
    Column.INSTANT: epoch_s,
    Column.JSON: json_text,
}
_OUT: dict[Column, Convert] = {
    Column.TEXT: _same,
    Column.DOUBLE: _same,
    Column.BIGINT: _same,
    Column.BOOLEAN: bool,
    Column.DATE: _date_out,
    Column.INSTANT: instant_text,
    Column.JSON: from_json,
}


def to_db(column: Column, value: Any) -> Any:
    """A record's value as the driver takes it; None, "" and [] are NULL."""
    return None if value is None or value in ("", []) else _IN[column](value)


def reader(column: Column) -> Convert | None:
    """The conversion of a value that is not NULL, None where the driver's value is the record's."""
    convert = _OUT[column]
    return None if convert is _same else convert
