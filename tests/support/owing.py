"""What is owed over the store in memory: runs the pure reactions as services/reacting.py and the sweep do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from followthrough.core.run import approvals, duties
from followthrough.core.run.acts import EventDraft, Moment
from followthrough.core.run.owed import NoticeDraft, Obligation, Reaction

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

    def loaded(self, key: Key) -> tuple[Obligation, ...]:
        """Those that the store loads with a record: open, withdrawn, and the last of every duty."""
        known = self.of(key)
        last = {one.duty: one.opened_ms for one in known}
        return tuple(one for one in known if one.state in ("open", "withdrawn") or one.opened_ms == last[one.duty])

    def react(self, memory: Memory, events: Sequence[EventDraft], moment: Moment) -> None:
        """What follows for every record of `events`; their own events are appended."""
        for key in dict.fromkeys((event.entity, event.record) for event in events):
            own = [event for event in events if (event.entity, event.record) == key]
            snapshot = memory.snapshot(key)
            told = duties.react(memory.app, snapshot, own, self.loaded(key), memory.effects.staff, moment)
            self.keep(memory, told)

    def open(self, memory: Memory, key: Key, duty: str, moment: Moment) -> None:
        """A trigger opens one."""
        snapshot = memory.snapshot(key)
        self.keep(memory, duties.opened(memory.app, snapshot, duty, self.loaded(key), memory.effects.staff, moment))

    def refresh(self, memory: Memory, moment: Moment) -> None:
        """The calendar, or the app, became another: every record with something open is looked at."""
        for key in dict.fromkeys((one.entity, one.record) for one in self.slots.values()):
            if memory.records[key].entity in memory.app.entities:
                snapshot = memory.snapshot(key)
                self.keep(
                    memory, duties.react(memory.app, snapshot, (), self.loaded(key), memory.effects.staff, moment)
                )

    def again(self, memory: Memory, key: Key, moment: Moment) -> None:
        """Nothing happened on the record, something elsewhere did: what is owed on it is asked anew."""
        snapshot = memory.snapshot(key)
        self.keep(memory, duties.react(memory.app, snapshot, (), self.loaded(key), memory.effects.staff, moment))

    def sweep(self, memory: Memory, moment: Moment, most: int = 1000) -> None:
        """Tick whatever is due, earliest first, until nothing is."""
        for _ in range(most):
            due = [one for one in self.slots.values() if one.next_ms is not None and one.next_ms <= moment.now_ms]
            if not due:
                return
            one = min(due, key=lambda found: (found.next_ms or 0, found.id))
            key = (one.entity, one.record)
            start = len(memory.events)
            if one.kind == "approval":
                memory.store(
                    approvals.tick(memory.app, one, memory.snapshot(key), memory.effects.staff, moment), moment
                )
            else:
                self.keep(memory, duties.tick(memory.app, one, memory.snapshot(key), memory.effects.staff, moment))
            events = memory.events[start:]
            self.react(memory, events, moment)
            memory.effects.follow(memory, events, moment)
        raise AssertionError("the sweep never comes to an end")

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
