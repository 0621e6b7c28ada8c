"""A store in memory that does what the service and the database do around `decide`: for scenarios and model tests."""

from __future__ import annotations

import itertools
import math
import uuid
from dataclasses import dataclass, field, replace
from typing import Any

from followthrough.core.compile.app import PARENT, CompiledApp, CompiledRollup
from followthrough.core.run.acts import (
    Act,
    Actor,
    Allow,
    Decision,
    Edit,
    EventDraft,
    FileInfo,
    Invalid,
    Milestones,
    Missing,
    Moment,
    Record,
    RecordWrite,
    Snapshot,
    Values,
)
from followthrough.core.run.approval import Approval
from followthrough.core.run.approvals import let_go
from followthrough.core.run.decide import decide
from followthrough.core.run.derive import contributions, stored_form
from followthrough.core.run.milestones import milestones_after
from followthrough.core.run.permit import THE_SYSTEM
from followthrough.core.run.rollup_effect import rejudge
from followthrough.core.run.world import World, target_key

from .effects import Effects
from .owing import Owing

Key = tuple[str, str]


def uid(name: str) -> str:
    """A stable id for a name."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, name))


@dataclass
class Memory:
    """Records, milestones, events and files of one app, its people and units."""

    app: CompiledApp
    records: dict[Key, Record] = field(default_factory=dict)
    milestones: dict[Key, Milestones] = field(default_factory=dict)
    events: list[EventDraft] = field(default_factory=list)
    files: dict[str, FileInfo] = field(default_factory=dict)
    people: dict[str, frozenset[str]] = field(default_factory=dict)
    units: frozenset[str] = frozenset()
    effects: Effects = field(default_factory=Effects)
    owing: Owing = field(default_factory=Owing)
    approvals: dict[str, Approval] = field(default_factory=dict)
    counter: Any = field(default_factory=lambda: itertools.count(1))

    def new_id(self) -> str:
        """A fresh id."""
        return uid(f"made {next(self.counter)}")

    def snapshot(self, key: Key | None) -> Snapshot:
        """Everything there is, so that a decision can only be wrong by its own fault."""
        return Snapshot(
            record=self.records.get(key) if key else None,
            refs=dict(self.records),
            milestones=self.milestones.get(key, Milestones()) if key else Milestones(),
            rollup_counts=self._counts(key) if key else {},
            ref_milestones=self.milestones,
            people=self.people,
            units=self.units,
            files=self.files,
            obligations=self.owing.of(key) if key else (),
            approvals=self.asked(key) if key else (),
            directory=self.effects.staff,
        )

    def asked(self, key: Key) -> tuple[Approval, ...]:
        """All approvals there ever were on a record, oldest first."""
        return tuple(one for one in self.approvals.values() if (one.entity, one.record) == key)

    def submit(self, key: Key | None, act: Act, actor: Actor, moment: Moment) -> Decision:
        """An act of a person, and what follows from it."""
        start = len(self.events)
        decision = self.settled(key, act, actor, moment)
        if isinstance(decision, Allow):
            self.effects.follow(self, self.events[start:], moment)
        return decision

    def settled(self, key: Key | None, act: Act, actor: Actor, moment: Moment) -> Decision:
        """Decide, re-judge the parents, and on Allow store: all or nothing."""
        decision = decide(self.app, self.snapshot(key), act, actor, moment)
        if not isinstance(decision, Allow):
            return decision
        before = dict(self.records), dict(self.milestones), list(self.events), dict(self.files)
        start = len(self.events)
        self.store(decision, moment)
        refused = self._parents(decision.writes, moment)
        if refused is not None:
            self.records, self.milestones, self.events, self.files = before
            return refused
        self.owing.react(self, self.events[start:], moment)
        for key in dict.fromkeys((event.entity, event.record) for event in self.events[start:]):
            gone = let_go(self.app, self.snapshot(key), moment)
            if gone is not None:
                self.store(gone, moment)
        return decision

    def recompute(self, moment: Moment) -> None:
        """Work out again whatever reads other records or follows the calendar: all of it, needed or not."""
        followers = {one.entity for listed in self.app.followers.values() for one in listed}
        for key, record in list(self.records.items()):
            if key[0] in followers | self.app.nightly and not record.archived:
                self.submit(key, Edit({}, entry="system"), THE_SYSTEM, moment)
                self.owing.again(self, key, moment)

    def store(self, decision: Allow, moment: Moment) -> None:
        """Keep what was allowed."""
        for write in decision.writes:
            key = write.after.entity, write.after.id
            self.records[key] = replace(write.after, values=self._rows_with_ids(write.after))
        for event in decision.events:
            key = event.entity, event.record
            self.milestones[key] = milestones_after(self.milestones.get(key, Milestones()), [event], moment.now_ms)
        self.events += decision.events
        for file in decision.files:
            self.files[file] = replace(self.files[file], linked=True)
        for asked in decision.approvals:
            assert self.approvals.get(asked.after.id) == asked.before, "an approval was written on another state"
            self.approvals[asked.after.id] = asked.after
        if decision.reaction is not None:
            self.owing.keep(self, decision.reaction)

    def _rows_with_ids(self, record: Record) -> Values:
        values = dict(record.values)
        for name in self.app.entities[record.entity].rows:
            if values.get(name):
                values[name] = [{"_id": row.get("_id") or self.new_id(), **row} for row in values[name]]
        return values

    def _parents(self, writes: tuple[RecordWrite, ...], moment: Moment) -> Missing | Invalid | None:
        """Bring the rollups of every parent up to date, as long as something changes."""
        todo = [parent for write in writes for parent in self.fed_by(write)]
        while todo:
            key = todo.pop(0)
            rollups = self.rollups(key, moment)
            verdict = rejudge(self.app, self.snapshot(key), rollups, moment)
            if not isinstance(verdict, Allow):
                return verdict
            self.store(verdict, moment)
            todo += [parent for write in verdict.writes for parent in self.fed_by(write)]
        return None

    def fed_by(self, write: RecordWrite) -> list[Key]:
        """The parents whose rollups this write may change, before and after."""
        found: dict[Key, None] = {}
        for feed in self.app.entities[write.after.entity].feeds:
            for record in (write.before, write.after):
                if record is not None and feed.via != PARENT:
                    parent = (feed.parent, record.values.get(feed.via))
                    if parent in self.records:
                        found[parent] = None
        return list(found)

    def rollups(self, key: Key, moment: Moment) -> Values:
        """The rollups over other records, worked out anew."""
        entity = self.app.entities[key[0]]
        world = World(self.app, self.snapshot(None), None, moment)
        found: Values = {}
        for name, rollup in entity.rollups.items():
            if rollup.via != PARENT:
                children = [world.state((rollup.child, record.id)) for record in self.children(rollup, key)]
                values = contributions(rollup, [child for child in children if child])
                found[name] = stored_form(entity.fields[name], _aggregate(rollup, values))
        return found

    def children(self, rollup: CompiledRollup, key: Key) -> list[Record]:
        """The records behind a rollup of the record `key`."""
        found = self.app.entities[rollup.child].fields[rollup.via]
        return [
            record
            for record in self.records.values()
            if record.entity == rollup.child and target_key(found, record.values.get(rollup.via)) == key
        ]

    def _counts(self, key: Key) -> dict[str, int]:
        entity = self.app.entities[key[0]]
        return {
            name: sum(child.values.get(rollup.value or "") is not None for child in self.children(rollup, key))
            for name, rollup in entity.rollups.items()
            if rollup.op == "avg" and rollup.via != PARENT
        }


def _aggregate(rollup: CompiledRollup, values: list[float]) -> float | None:
    """Worked out apart from the product's own."""
    if rollup.op in ("count", "sum"):
        return math.fsum(values)
    if not values:
        return None
    return {"min": min, "max": max}.get(rollup.op, lambda part: math.fsum(part) / len(part))(values)
