"""The database's clock as SQL: epoch milliseconds, of this statement rather than of the transaction's start."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

NOW_MS: dict[str, sa.ColumnElement[Any]] = {
    "sqlite": sa.literal_column("CAST(ROUND((julianday('now') - 2440587.5) * 86400000.0) AS INTEGER)", sa.BigInteger()),
    "postgresql": sa.literal_column(
        "CAST(FLOOR(EXTRACT(EPOCH FROM clock_timestamp()) * 1000) AS BIGINT)", sa.BigInteger()
    ),
}
