"""Settings of the organisation: JSON by name (`name`, `zone`, …)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from .columns import from_json, json_text
from .platform import organisation
from .tx import Tx
from .upsert import insert_or_set


def settings(tx: Tx) -> dict[str, Any]:
    """All settings."""
    rows = tx.rows(sa.select(organisation.c.name, organisation.c.value))
    return {name: from_json(value) for name, value in rows}


def put(tx: Tx, name: str, value: Any) -> None:
    """Set one."""
    insert_or_set(tx, organisation, {"name": name, "value": json_text(value)}, "value")
