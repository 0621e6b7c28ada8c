"""Running numbers: unique for good, increasing, with gaps where an act was refused after it took one.

On PostgreSQL a number is taken on a connection of its own, so that submits do not wait for each other's commits.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from .platform import serial_counter
from .tx import Tx


def take(tx: Tx, app: str, entity: str, field: str, period: str) -> int:
    """The next number of the field's counter for `period` ("2026", "2026-07", … or ""), from 1."""
    values = {"app": app, "entity": entity, "field": field, "period": period, "value": 1}
    if tx.dialect == "postgresql":
        return int(tx.db.aside(_statement(postgresql.insert(serial_counter)), values))
    return int(tx.scalar(_statement(sqlite.insert(serial_counter)), values))


def _statement(insert: postgresql.Insert | sqlite.Insert) -> sa.Executable:
    counted = insert.on_conflict_do_update(
        index_elements=list(serial_counter.primary_key), set_={"value": serial_counter.c.value + 1}
    )
    return counted.returning(serial_counter.c.value)
