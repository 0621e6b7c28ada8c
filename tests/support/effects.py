"""Triggers over the store in memory, written apart from services/reacting.py: what the conformance cases are held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from followthrough.core.run.acts import Actor, Allow, Create, Deny, EventDraft, Invalid, Moment
from followthrough.core.run.owed import NoticeDraft
from followthrough.core.run.permit import THE_SYSTEM
from followthrough.core.run.triggers import MAX_DEPTH, Call, Consequence, Fired, consequence, fired

if TYPE_CHECKING:
    from .memory import Key, Memory


@dataclass(frozen=True)
class Shift:
    """Who is on duty from an instant (epoch ms) up to another; `unit` None: everywhere."""

    person: str
    from_ms: int
    to_ms: int
    unit: str | None = None


@dataclass
class Staff:
    """Everybody in the story: `parents` is the unit over each unit, `duty` who is on duty by (roster, unit or None),
    `shifts` by roster; `delegations` (who is away, who decides for him and when)."""

    actors: dict[str, Actor] = field(default_factory=dict)
    parents: dict[str, str | None] = field(default_factory=dict)
    duty: dict[tuple[str, str | None], str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    shifts: dict[str, list[Shift]] = field(default_factory=dict)
    delegations: list[tuple[str, Shift]] = field(default_factory=list)

    def actor(self, person: str) -> Actor | None:
        return self.actors[person] if self.has_role(person) else None

    def name(self, target: str, key: str) -> str | None:
        if target == "_unit":
            return self.units.get(key)
        return self.actors[key].name if target == "_person" and key in self.actors else None

    def upwards(self, unit: str | None) -> list[str]:
        """The unit and those above it."""
        found: list[str] = []
        while unit is not None:
            found.append(unit)
            unit = self.parents.get(unit)
        return found

    def holders(self, role: str, unit: str | None) -> tuple[str, ...]:
        for here in self.upwards(unit):
            found = [a for a in self.actors.values() if a.role == role and a.unit == here]
            if found:
                return tuple(a.person for a in sorted(found, key=lambda a: (a.name, a.person)))
        return ()

    def above(self, unit: str) -> str | None:
        return self.parents.get(unit)

    def on_duty(self, roster: str, unit: str | None, at_ms: int) -> str | None:
        places: list[str | None] = [*self.upwards(unit), None]
        now = [shift for shift in self.shifts.get(roster, ()) if shift.from_ms <= at_ms < shift.to_ms]
        for place in places:
            found = next((shift.person for shift in now if shift.unit == place), None)
            if found is not None:
                return found
        return next((self.duty[roster, place] for place in places if (roster, place) in self.duty), None)

    def deputy(self, person: str, at_ms: int) -> str | None:
        seen, here = {person}, person
        while True:
            now = [given for who, given in self.delegations if who == here and given.from_ms <= at_ms < given.to_ms]
            if not now or now[-1].person in seen:
                return here if here != person else None
            here = now[-1].person
            seen.add(here)

    def active(self, person: str) -> bool:
        return person in self.actors

    def has_role(self, person: str) -> bool:
        found = self.actors.get(person)
        return found is not None and found.role != ""


@dataclass
class Effects:
    """Runs what events set off, each effect all or nothing."""

    staff: Staff = field(default_factory=Staff)
    notices: list[NoticeDraft] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)

    def follow(self, memory: Memory, events: Sequence[EventDraft], moment: Moment, depth: int = 0) -> None:
        """The effects of `events`, and those that follow from them."""
        for key in dict.fromkeys((event.entity, event.record) for event in events):
            own = [event for event in events if (event.entity, event.record) == key]
            for one in fired(memory.app, memory.snapshot(key), own, moment):
                self._effect(memory, key, one, moment, depth)

    def _effect(self, memory: Memory, key: Key, one: Fired, moment: Moment, depth: int) -> None:
        if depth >= MAX_DEPTH:
            memory.events.append(one.told("trigger_stopped", depth=depth))
            return
        what = consequence(memory.app, memory.snapshot(key), one, self.staff, moment)
        self.notices += what.notices
        if what.call is not None:
            self.calls.append(what.call)
        if what.duty is not None:
            memory.owing.open(memory, key, what.duty, moment)
        if what.act is not None:
            self._act(memory, one, what, moment, depth)

    def _act(self, memory: Memory, one: Fired, what: Consequence, moment: Moment, depth: int) -> None:
        act = what.act
        assert act is not None
        act = replace(act, id=memory.new_id()) if isinstance(act, Create) else act
        key = (what.entity, what.record) if what.record is not None else None
        start = len(memory.events)
        decision = memory.settled(key, act, THE_SYSTEM, moment)
        if isinstance(decision, Allow):
            self.follow(memory, memory.events[start:], moment, depth + 1)
            return
        code = (
            decision.code
            if isinstance(decision, Deny)
            else "invalid"
            if isinstance(decision, Invalid)
            else "gate_missing"
        )
        memory.events.append(one.told("trigger_refused", code=code))
