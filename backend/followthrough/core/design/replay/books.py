"""Records rebuilt from the log, as they stood after each event."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from followthrough.core.rules import instant_text
from followthrough.core.run.acts import Record, Values
from followthrough.core.run.world import Key

from .events import VALUES, PastEvent

NONE_DONE: dict[str, int] = {}


class Books:
    """Every record of the wanted entities as it now stands, and how often each action was done on it."""

    def __init__(self, wanted: Container[str]) -> None:
        self.records: dict[Key, Record] = {}
        self.acts: dict[Key, dict[str, int]] = {}
        self.strays = 0
        """Events of records whose creation the log does not tell."""
        self._wanted = wanted

    def done(self, key: Key) -> dict[str, int]:
        """How often each action was done on the record. Never changed in place."""
        return self.acts.get(key, NONE_DONE)

    def apply(self, event: PastEvent) -> None:
        """The record is as the event says."""
        if event.kind not in VALUES or event.entity not in self._wanted:
            return
        key = event.key
        record = self.records.get(key)
        if record is None:
            self.strays += event.kind != "created"
            record = _begun(event)
        self.records[key] = _after(record, event)
        if event.kind == "acted" and event.name is not None:
            acts = self.acts.get(key, NONE_DONE)
            self.acts[key] = {**acts, event.name: acts.get(event.name, 0) + 1}


def _begun(event: PastEvent) -> Record:
    created = event.kind == "created"
    at, by = (instant_text(event.at_ms // 1000), event.actor) if created else ("", None)
    return Record(event.entity, event.record, 0, {}, created_at=at, created_by=by)


def _after(record: Record, event: PastEvent) -> Record:
    values, place = record.values, dict[str, Any]()
    if event.changes:
        values = dict(values)
        for name, (_, new) in event.changes.items():
            if name[0] == "_":
                place[name] = new
            elif new is None:
                values.pop(name, None)
            else:
                values[name] = new
    return Record(
        record.entity,
        record.id,
        event.data.get("record_version") or record.version,
        values,
        event.to_stage if event.to_stage is not None else record.stage,
        place.get("_path", record.path),
        place.get("_owner", record.owner),
        place.get("_unit", record.unit),
        record.created_at,
        record.created_by,
        instant_text(event.at_ms // 1000),
        bool(place.get("_archived", record.archived)),
        event.version,
    )


def differences(rebuilt: Record | None, stored: Record, fields: Container[str]) -> list[str]:
    """What of a stored record the log does not tell: ids of `fields`, and `_stage`, `_path`, `_owner`, `_unit`,
    `_archived`, or `_record` when the log tells of no such record."""
    if rebuilt is None:
        return ["_record"]
    names = sorted(name for name in rebuilt.values.keys() | stored.values.keys() if name in fields)
    found = [name for name in names if not _same(rebuilt.values.get(name), stored.values.get(name))]
    place = ("stage", "path", "owner", "unit", "archived")
    return [*found, *(f"_{name}" for name in place if getattr(rebuilt, name) != getattr(stored, name))]


def _same(told: Any, stored: Any) -> bool:
    return bool(told == stored) or (not told and told is not False and told != 0 and stored is None)


def values_of(record: Record | None) -> Values:
    """Its values; none when there is no record."""
    return record.values if record is not None else {}
