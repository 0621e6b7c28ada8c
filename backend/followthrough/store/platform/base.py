"""Column types and naming that hold for every table.

Text compares by code point on both databases (collation "C" is what SQLite's BINARY is), so that order, keyset paging
and unique keys agree. Times are epoch milliseconds in BIGINT columns named `*_ms`. JSON that is only kept and given
back is TEXT: PostgreSQL's jsonb would rewrite numbers, and a hash over it would no longer match.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
BIGINT = sa.BigInteger()
BYTES = sa.LargeBinary()
IDENTITY = sa.BigInteger().with_variant(sqlite.INTEGER(), "sqlite")
"""Of a key the database counts up: SQLite does so only for a column whose type is exactly INTEGER."""

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def text(name: str, *args: Any, null: bool = False, **kwargs: Any) -> sa.Column[str]:
    """A text column; NOT NULL unless `null`."""
    return sa.Column(name, TEXT, *args, nullable=null, **kwargs)


def big(name: str, *args: Any, null: bool = False, **kwargs: Any) -> sa.Column[int]:
    """A whole number or a time; NOT NULL unless `null`."""
    return sa.Column(name, BIGINT, *args, nullable=null, **kwargs)


def flag(name: str, default: bool) -> sa.Column[bool]:
    """A boolean, NOT NULL."""
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.true() if default else sa.false())


def key(name: str) -> sa.Column[str]:
    """A text column of the primary key."""
    return sa.Column(name, TEXT, primary_key=True, nullable=False)
