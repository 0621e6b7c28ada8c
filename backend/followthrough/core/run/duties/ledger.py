"""The obligations of one record in the middle of a reaction: as they become, and what is told about it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from followthrough.core.run.acts import EventDraft, Moment, Snapshot
from followthrough.core.run.owed import (
    Directory,
    NoticeDraft,
    NoticeKind,
    Obligation,
    ObligationWrite,
    Reaction,
)
from followthrough.core.run.world import State, World

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledApp
    from followthrough.core.compile.duty import CompiledDuty

Slot = tuple[str, str]
"""(duty, cycle)."""


def obligation_id(record: str, duty: str, cycle: str) -> str:
    """The id of the obligation (record, duty, cycle): the same whoever opens it."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"obligation {record} {duty} {cycle}"))


def told(one: Obligation, kind: str, **data: Any) -> EventDraft:
    """An event about an obligation, on its record."""
    return EventDraft(one.entity, one.record, kind, one.duty, data={"obligation": one.id, "cycle": one.cycle, **data})


def notice(one: Obligation, kind: NoticeKind, person: str, dedupe: str | None = None, **params: Any) -> NoticeDraft:
    """What a person is told about an obligation. `dedupe` makes it once for this obligation."""
    given = {"cycle": one.cycle, "due": one.due_ms, **params}
    once = f"{one.id}:{dedupe}" if dedupe is not None else None
    return NoticeDraft(person, kind, one.entity, one.record, one.id, one.duty, params=given, dedupe=once)


@dataclass(slots=True)
class Ledger:
    """`slots` holds every obligation as it now stands; `state` is the record of `snapshot`. `first` numbers the first of
    the write's events within the record (0: unknown)."""

    app: CompiledApp
    snapshot: Snapshot
    state: State
    directory: Directory
    now_ms: int
    before: dict[Slot, Obligation] = field(default_factory=dict)
    slots: dict[Slot, Obligation] = field(default_factory=dict)
    events: list[EventDraft] = field(default_factory=list)
    notices: list[NoticeDraft] = field(default_factory=list)
    first: int = 0

    def of(self, duty: str) -> list[Obligation]:
        """The obligations of a duty, oldest first."""
        found = [one for (name, _), one in self.slots.items() if name == duty]
        return sorted(found, key=lambda one: (one.opened_ms, len(one.cycle), one.cycle))

    def open(self, duty: str) -> list[Obligation]:
        """Those still owed."""
        return [one for one in self.of(duty) if one.open]

    def put(self, one: Obligation) -> Obligation:
        """This is how it now stands."""
        self.slots[one.duty, one.cycle] = one
        return one

    def tell(self, one: Obligation, kind: str, **data: Any) -> None:
        """Append an event about an obligation."""
        self.events.append(told(one, kind, **data))

    def number(self, index: int | None) -> int | None:
        """The number within the record of the write's event at `index`."""
        return self.first + index if self.first and index is not None else None

    def opener(self, index: int | None) -> dict[str, int]:
        """The write's event at `index` as what opened something."""
        number = self.number(index)
        return {} if number is None else {"n": number}

    def tell_owner(self, one: Obligation) -> None:
        """Whoever owes it from now on, and does not own the record, is told."""
        if one.owner is not None and one.owner != self.state.owner:
            self.notices.append(notice(one, "assigned", one.owner))

    def changed(self, slot: Slot) -> bool:
        """Whether an obligation is not as it was."""
        one, was = self.slots[slot], self.before.get(slot)
        return one is not was and one != was

    def reaction(self, duties: Iterable[CompiledDuty]) -> Reaction:
        """Everything that became different, in order of the duties."""
        order = {duty.id: place for place, duty in enumerate(duties)}
        changed = [
            ObligationWrite(replace(one, judged_by=self.app.version), self.before.get(slot))
            for slot, one in self.slots.items()
            if self.changed(slot)
        ]
        changed.sort(key=lambda made: (order.get(made.after.duty, len(order)), made.after.opened_ms, made.after.cycle))
        return Reaction(tuple(changed), tuple(self.events), tuple(self.notices))


def ledger_of(
    app: CompiledApp,
    snapshot: Snapshot,
    obligations: Sequence[Obligation],
    directory: Directory,
    moment: Moment,
    first: int = 0,
) -> Ledger:
    """The obligations (of kind duty) of the snapshot's record, as they are stored."""
    state = state_of(app, snapshot, moment)
    known = {(one.duty, one.cycle): one for one in obligations if one.kind == "duty"}
    return Ledger(app, snapshot, state, directory, moment.now_ms, known, dict(known), first=first)


def state_of(app: CompiledApp, snapshot: Snapshot, moment: Moment) -> State:
    """The snapshot's record as its rules see it."""
    record = snapshot.record
    assert record is not None
    state = World(app, snapshot, None, moment).state((record.entity, record.id))
    assert state is not None, "a stored record of a published entity"
    state.milestones = snapshot.milestones
    return state
