"""What is owed over the store in memory: runs the pure reactions as services/reacting.py and the sweep do."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from followthrough.core.compile import CompiledApp
from followthrough.core.run import approvals, duties
from followthrough.core.run.acts import EventDraft, Moment
from followthrough.core.run.owed import NoticeDraft, Obligation, Reaction
from followthrough.services.reacting import OF_THE_CLOCK
from followthrough.services.redating import duties_by

if TYPE_CHECKING:
    from .memory import Key, Memory

Slot = tuple[str, str, str]
"""(record, duty, cycle)."""


@dataclass
class Owing:
    """Every obligation there ever was, and the notices, each once by its `dedupe`."""

    slots: dict[Slot, Obligation] = field(default_factory=dict)
    notices: list[NoticeDraft] = field(default_factory=list)

    def of(self, key: Key) -> tuple[Obligation, ...]:
        """All of a record."""
        found = (one for one in self.slots.values() if (one.entity, one.record) == key)
        return tuple(sorted(found, key=lambda one: (one.opened_ms, one.id)))

    def loaded(self, key: Key, named: Collection[str] = ()) -> tuple[Obligation, ...]:
        """Those that the store loads with a record: open, withdrawn, the last of every duty, and one that is named."""
        known = self.of(key)
        last = {one.duty: one.opened_ms for one in known}
        return tuple(
            one
            for one in known
            if one.state in ("open", "withdrawn") or one.opened_ms == last[one.duty] or one.id in named
        )

    def react(self, memory: Memory, events: Sequence[EventDraft], moment: Moment) -> None:
        """What follows for every record of `events`; their own events are appended."""
        for key in dict.fromkeys((event.entity, event.record) for event in events):
            own = [event for event in events if (event.entity, event.record) == key]
            known = self.loaded(key, {str(event.data.get("obligation")) for event in own})
            told = duties.react(memory.app, memory.snapshot(key), own, known, memory.effects.staff, moment)
            self.keep(memory, told)

    def open(self, memory: Memory, key: Key, duty: str, moment: Moment) -> None:
        """A trigger opens one."""
        snapshot = memory.snapshot(key)
        self.keep(memory, duties.opened(memory.app, snapshot, duty, self.loaded(key), memory.effects.staff, moment))

    def refresh(self, memory: Memory, moment: Moment) -> None:
        """The calendar, or the app, became another: every record with something open is looked at."""
        for key in dict.fromkeys((one.entity, one.record) for one in self.slots.values()):
            if memory.records[key].entity in memory.app.entities:
                self.again(memory, key, moment)

    def ask(self, memory: Memory, moment: Moment, what: str, target: str = "") -> None:
        """What a worker asks anew because of a version, a calendar or a person (services/redating.py)."""
        counted = duties_by(memory.app, target) if what == "calendar" else frozenset()
        about: dict[str, Callable[[Obligation], bool]] = {
            "version": lambda one: one.state in ("open", "withdrawn") or one.next_ms is not None,
            "calendar": lambda one: one.open and one.duty in counted,
            "person": lambda one: one.open and one.owner == target,
        }
        found = [one for one in self.slots.values() if about[what](one)]
        for key in dict.fromkeys((one.entity, one.record) for one in found):
            self.again(memory, key, moment)

    def again(self, memory: Memory, key: Key, moment: Moment) -> None:
        """Nothing happened on the record, something elsewhere did: what is owed on it is asked anew."""
        snapshot = memory.snapshot(key)
        self.keep(memory, duties.react(memory.app, snapshot, (), self.loaded(key), memory.effects.staff, moment))

    def sweep(self, memory: Memory, moment: Moment, most: int = 1000) -> list[list[Slot]]:
        """Go through whatever is due, a batch after the other as services/sweeping.py does, until nothing is; which they
        were."""
        batches: list[list[Slot]] = []
        while due := self.due(moment):
            assert len(batches) < most, "the sweep never comes to an end"
            batches.append(self.batch(memory, moment, due))
        return batches

    def sweep_singly(self, memory: Memory, moment: Moment, most: int) -> list[list[Slot]]:
        """Go through the first `most` of what is due, each in a transaction of its own; then the worker is dead."""
        batches: list[list[Slot]] = []
        while len(batches) < most and (due := self.due(moment)):
            batches.append(self.batch(memory, moment, due[:1]))
        return batches

    def due(self, moment: Moment) -> list[Obligation]:
        """What the clock has to do with, earliest first."""
        due = [one for one in self.slots.values() if one.next_ms is not None and one.next_ms <= moment.now_ms]
        return sorted(due, key=lambda found: (found.next_ms or 0, found.id))

    def batch(self, memory: Memory, moment: Moment, due: Sequence[Obligation]) -> list[Slot]:
        """One transaction: the steps of each, then what follows for the records on which anything waits for them."""
        start, done = len(memory.events), list[Slot]()
        for claimed in due:
            one = self.slots[claimed.record, claimed.duty, claimed.cycle]
            if one.next_ms is None or one.next_ms > moment.now_ms:
                continue
            key = (one.entity, one.record)
            snapshot, staff = memory.snapshot(key), memory.effects.staff
            if one.kind == "approval":
                memory.store(approvals.tick(memory.app, one, snapshot, staff, moment), moment)
            else:
                owed = replace(snapshot, obligations=self.loaded(key))
                self.keep(memory, duties.tick(memory.app, one, owed, staff, moment))
            done.append((one.record, one.duty, one.cycle))
        told = [event for event in memory.events[start:] if _waits(memory.app, event.entity)]
        self.react(memory, told, moment)
        memory.effects.follow(memory, told, moment)
        return done

    def keep(self, memory: Memory, reaction: Reaction) -> None:
        """Store a reaction. A new obligation whose key is taken is dropped."""
        for write in reaction.obligations:
            slot = (write.after.record, write.after.duty, write.after.cycle)
            known = self.slots.get(slot)
            assert (write.before is None) == (known is None), f"{slot} opened twice"
            assert known == write.before, f"{slot} was written on another state"
            self.slots[slot] = write.after
        memory.events += reaction.events
        once = {draft.dedupe for draft in self.notices}
        self.notices += [draft for draft in reaction.notices if draft.dedupe is None or draft.dedupe not in once]


def _waits(app: CompiledApp, entity: str) -> bool:
    """Whether a duty or a trigger waits for what the clock tells on records of the entity."""
    found = app.entities[entity]
    kinds = {duty.opens.doc.kind for duty in found.duties.all.values()} | set(found.triggers)
    return not OF_THE_CLOCK.isdisjoint(kinds)
