"""New ids of records, people, units and files: UUID version 7."""

from __future__ import annotations

from followthrough.store.ids import new_id as made_at

from . import clock


def new_id(now_ms: int | None = None) -> str:
    """A new id; `now_ms` where the moment is known already."""
    return made_at(clock.now_ms() if now_ms is None else now_ms)
