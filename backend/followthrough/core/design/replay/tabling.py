"""Decision tables of both versions over the same records: whose answer would have been another."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from followthrough.core.run.acts import Record
from followthrough.core.run.tables import hit
from followthrough.core.run.world import Key

from .report import TableCase, TableGroup
from .side import Side

Answer = tuple[str | None, Any]
"""The row that hit (None: none) and the value."""
NO_TABLE: Answer = (None, None)


class Tabling:
    """Asks tables that say something else."""

    def __init__(self, old: Side, new: Side, changed: Collection[str], named: int) -> None:
        self._old, self._new, self._named = old, new, named
        self._tables: dict[str, list[str]] = {}
        for side in (old, new):
            for entity in side.app.entities.values():
                for name in entity.tables:
                    mine = self._tables.setdefault(entity.id, [])
                    if name in changed and name not in mine:
                        mine.append(name)
        self.groups: dict[str, TableGroup] = {}
        self._last: dict[tuple[str, Key], tuple[Answer, Answer]] = {}

    @property
    def entities(self) -> set[str]:
        """Whose records are asked about."""
        return {name for name, tables in self._tables.items() if tables}

    def wrote(self, record: Record, at_ms: int, version: int) -> None:
        """Ask about a record as a write left it. A difference counts once until either answer becomes another."""
        for name in self._tables.get(record.entity, ()):
            group = self.groups.setdefault(name, TableGroup(name))
            group.asked += 1
            old, new = self._answer(self._old, name, record, version), self._answer(self._new, name, record, version)
            slot = (name, (record.entity, record.id))
            if old is None or new is None:
                if self._last.get(slot) != UNKNOWN:
                    group.undetermined += 1
                self._last[slot] = UNKNOWN
                continue
            if old[1] == new[1]:
                self._last.pop(slot, None)
                continue
            if self._last.get(slot) != (old, new):
                self._last[slot] = (old, new)
                group.changed += 1
                group.examples.append(TableCase(record.entity, record.id, at_ms, old[1], new[1], old[0], new[0]))
                del group.examples[: -self._named]

    @staticmethod
    def _answer(side: Side, name: str, record: Record, version: int) -> Answer | None:
        """What the version's table says; None: it depends on what is unknown."""
        entity = side.entity(record.entity)
        table = entity.tables.get(name) if entity is not None else None
        if table is None:
            return NO_TABLE
        state, doubt = side.state(record), side.doubt(version)
        if any(doubt.unknown(state, path) for path in sorted(table.reads)):
            return None
        found = hit(table, state)
        return found.row, found.value


UNKNOWN: tuple[Answer, Answer] = (("?", None), ("?", None))
