"""What a person has set for himself: saved columns, views, …: JSON by name."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from .columns import from_json, json_text
from .platform import preference
from .tx import Tx
from .upsert import insert_or_set

_c = preference.c


def get(tx: Tx, person: str, name: str) -> Any:
    """The value, None when never set."""
    found = tx.scalar(sa.select(_c.value).where(_c.person == person, _c.name == name))
    return None if found is None else from_json(found)


def put(tx: Tx, person: str, name: str, value: Any) -> None:
    """Set the value; None forgets it."""
    if value is None:
        tx.execute(preference.delete().where(_c.person == person, _c.name == name))
        return
    insert_or_set(tx, preference, {"person": person, "name": name, "value": json_text(value)}, "value")
