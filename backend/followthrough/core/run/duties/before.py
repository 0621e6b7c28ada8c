"""The record as it was before a write, read back from the write's events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from followthrough.core.run.acts import EventDraft, Record


def before(record: Record, events: Sequence[EventDraft]) -> Record:
    """`record` without what `events`, the last ones of it, changed: values, owner, unit, stage, path, archived."""
    old: dict[str, Any] = {}
    for event in reversed(events):
        old.update({name: change[0] for name, change in event.changes.items()})
        if event.from_stage is not None:
            old["_stage"] = event.from_stage
    values = {name: value for name, value in old.items() if not name.startswith("_")}
    return replace(
        record,
        values={name: value for name, value in {**record.values, **values}.items() if value is not None},
        stage=old.get("_stage", record.stage),
        path=old.get("_path", record.path),
        owner=old.get("_owner", record.owner),
        unit=old.get("_unit", record.unit),
        archived=bool(old.get("_archived", record.archived)),
    )
