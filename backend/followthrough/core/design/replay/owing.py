"""The duties of one version over the same history, each with its own obligations and a clock that is never late
(docs/replay.md, section 4)."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from followthrough.core.compile.app import CompiledApp, CompiledEntity
from followthrough.core.compile.duty import CompiledDuties
from followthrough.core.model.trigger import Notify, OpenObligation
from followthrough.core.run import duties
from followthrough.core.run.acts import EventDraft, Milestones, Snapshot
from followthrough.core.run.duties.marks import BY_HAND, EXTENDED, handed_on, marked
from followthrough.core.run.owed import NoticeDraft, Obligation, ObligationWrite, Reaction
from followthrough.core.run.triggers import consequence, fired
from followthrough.core.run.world import Key

from .events import PastEvent
from .side import Side
from .weeks import Weeks

Window = tuple[int, int]
Slot = tuple[str, str]
Share = tuple[str | None, str, str]
"""Whose it was last (None: nobody's), the week in which it opened, the duty."""
Fate = str
"""open, overdue, met, late, withdrawn, waived, undetermined."""


class Owing:
    """What would have been owed under one version, and who would have been told."""

    def __init__(self, side: Side, watched: Collection[str], triggers: Collection[str], window: Window) -> None:
        """`watched` duties are run; the effects of `triggers` that open obligations or tell people are."""
        self.side = side
        self.window = window
        self.app = narrowed(side.app, watched, triggers)
        self.slots: dict[Key, dict[Slot, Obligation]] = {}
        self.fates: Counter[tuple[str, Fate]] = Counter()
        self.opened: Counter[str] = Counter()
        self.owed: defaultdict[Share, Counter[str]] = defaultdict(Counter)
        """How many by record."""
        self.breached: defaultdict[Share, Counter[str]] = defaultdict(Counter)
        """Among those owed: done late, or open past the deadline at the end."""
        self.told: Counter[tuple[str, str, int]] = Counter()
        """(person, kind, at)."""
        self.fired: Counter[tuple[str, str]] = Counter()
        """(trigger, effect)."""
        self.idle = not any(one.duties.all or one.triggers for one in self.app.entities.values())
        """Whether there is nothing to run."""
        self._weeks = Weeks(side.around.zone)
        self._timers: list[tuple[int, str, Key, Slot]] = []
        self._impossible: set[str] = set()
        """Obligations that opened when nobody could do what they ask for."""

    # -- what happens ---------------------------------------------------------------------------------------------------

    def of(self, key: Key) -> tuple[Obligation, ...]:
        """Those of a record: open and withdrawn ones, and the last of every duty."""
        return tuple(self.slots.get(key, {}).values())

    def until(self, ms: int) -> None:
        """Let the clock run: whatever falls due before `ms`, each at its own time."""
        while self._timers and self._timers[0][0] < ms:
            at, _, key, slot = heapq.heappop(self._timers)
            one = self.slots.get(key, {}).get(slot)
            if one is not None and one.next_ms == at:
                self.side.now_ms = max(at, self.side.now_ms)
                self._tick(key, one)

    def wrote(self, key: Key, events: Sequence[EventDraft]) -> None:
        """A record was written at the side's present moment: what follows from these events of it."""
        entity = self.app.entities.get(key[0])
        if entity is None or key not in self.side.books.records:
            return
        told = list(events)
        if entity.duties.all or key in self.slots:
            told += self._react(key, events)
        self._set_off(key, told)

    def again(self, key: Key) -> None:
        """Nothing happened on the record, something it reads did."""
        if key in self.slots or self.app.entities[key[0]].duties.all:
            self.wrote(key, ())

    def seen(self, event: PastEvent) -> None:
        """What a person did about an obligation is done about the same one here, if it is open."""
        slot = (event.name or "", str(event.data.get("cycle", "")))
        one = self.slots.get(event.key, {}).get(slot)
        if one is None or not one.open or "cause" in event.data:
            return
        now = self.side.now_ms
        match event.kind:
            case "waived":
                after = replace(one, state="waived", closed_ms=now)
            case "extended":
                due = int(event.data["new"])
                first = due if one.original_due_ms is None else one.original_due_ms
                after = replace(one, due_ms=due, original_due_ms=first, data=marked(one, **{EXTENDED: due}))
            case _:
                person = event.data.get("to")
                after = replace(one, owner=person, data=handed_on(one, **{BY_HAND: True}))
        self._keep(Reaction((ObligationWrite(after, one),)))
        self.wrote(event.key, [event.draft()])

    # -- inside ---------------------------------------------------------------------------------------------------------

    def _snapshot(self, key: Key) -> Snapshot:
        side = self.side
        record = side.view.get(key)
        acts = Milestones(acts=dict(side.books.done(key)))
        return Snapshot(record, side.view, acts, obligations=self.of(key), directory=side.around.people)

    def _react(self, key: Key, events: Sequence[EventDraft]) -> list[EventDraft]:
        side = self.side
        moment = side.around.moment(side.now_ms)
        made = duties.react(self.app, self._snapshot(key), events, self.of(key), side.around.people, moment)
        return self._keep(made)

    def _tick(self, key: Key, one: Obligation) -> None:
        side = self.side
        known = key[0] in self.app.entities and key in side.books.records
        snapshot = self._snapshot(key) if known else None
        made = duties.tick(self.app, one, snapshot, side.around.people, side.around.moment(side.now_ms))
        events = self._keep(made)
        if events and known:
            self._set_off(key, [*events, *self._react(key, events)])

    def _set_off(self, key: Key, events: Iterable[EventDraft]) -> None:
        """The triggers that these events set off: counted, and what they open or tell."""
        entity = self.app.entities[key[0]]
        if not entity.triggers:
            return
        side = self.side
        snapshot, moment = self._snapshot(key), side.around.moment(side.now_ms)
        for what in fired(self.app, snapshot, events, moment):
            if self._inside(side.now_ms):
                self.fired[what.trigger.id, what.effect.id] += 1
            if not isinstance(what.effect.doc, Notify | OpenObligation):
                continue
            found = consequence(self.app, self._snapshot(key), what, side.around.people, moment)
            self._tell(found.notices)
            if found.duty is not None:
                snapshot = self._snapshot(key)
                made = duties.opened(self.app, snapshot, found.duty, self.of(key), side.around.people, moment)
                self._keep(made)

    def _keep(self, made: Reaction) -> list[EventDraft]:
        """As it now stands. What is done with, and not the last of its duty, is forgotten."""
        for write in made.obligations:
            one = write.after
            key, slot = (one.entity, one.record), (one.duty, one.cycle)
            slots = self.slots.setdefault(key, {})
            was = slots.get(slot)
            if was is not None:
                self._count(was, -1)
            elif not self._possible(one):
                self._impossible.add(one.id)
            slots[slot] = one
            self._count(one, 1)
            if one.next_ms is not None:
                heapq.heappush(self._timers, (one.next_ms, one.id, key, slot))
            last = max((other.opened_ms for other in slots.values() if other.duty == one.duty), default=0)
            for other in [other for other in slots.values() if other.duty == one.duty]:
                if other.state not in ("open", "withdrawn") and other.opened_ms < last:
                    del slots[other.duty, other.cycle]
        self._tell(made.notices)
        return list(made.events)

    def _inside(self, ms: int) -> bool:
        return self.window[0] <= ms < self.window[1]

    def _tell(self, notices: Iterable[NoticeDraft]) -> None:
        if self._inside(self.side.now_ms):
            for draft in notices:
                self.told[draft.person, draft.kind, self.side.now_ms] += 1

    def _count(self, one: Obligation, by: int) -> None:
        """Obligations that came to be owed within the window, by what became of them."""
        if not self._inside(one.opened_ms) or "early" in one.data:
            return
        fate, share = self._fate(one), self._share(one)
        self.opened[one.duty] += by
        self.fates[one.duty, fate] += by
        _add(self.owed, share, one.record, by)
        if fate == "late":
            _add(self.breached, share, one.record, by)

    def _share(self, one: Obligation) -> Share:
        return one.owner, self._weeks.of(one.opened_ms), one.duty

    def _fate(self, one: Obligation) -> Fate:
        if one.state == "done":
            return "late" if one.late(one.closed_ms or 0) else "met"
        if one.state != "open":
            return one.state
        return "undetermined" if one.id in self._impossible else "open"

    def _possible(self, one: Obligation) -> bool:
        """Whether its act could be done under the version that judged the record last."""
        record = self.side.books.records.get((one.entity, one.record))
        version = record.judged_by if record is not None else 0
        return self.side.doubt(version).done_then(one.entity, str(one.data.get("action", "")))

    def close(self, ms: int) -> None:
        """The end of the window: what is still open is overdue or not."""
        self.until(ms)
        for slots in self.slots.values():
            for one in slots.values():
                if self._inside(one.opened_ms) and self._fate(one) == "open" and one.overdue(ms):
                    self.fates[one.duty, "overdue"] += 1
                    self.breached[self._share(one)][one.record] += 1


def _add(counts: defaultdict[Share, Counter[str]], share: Share, record: str, by: int) -> None:
    """What comes to nothing is not kept: obligations are handed on and closed all the time."""
    found = counts[share]
    found[record] += by
    if found[record] == 0:
        del found[record]
        if not found:
            del counts[share]


def narrowed(app: CompiledApp, watched: Collection[str], triggers: Collection[str]) -> CompiledApp:
    """The app with some of its duties and triggers alone."""
    return replace(app, entities={name: _narrow(one, watched, triggers) for name, one in app.entities.items()})


def _narrow(entity: CompiledEntity, watched: Collection[str], triggers: Collection[str]) -> CompiledEntity:
    known = entity.duties
    kept = {name: duty for name, duty in known.all.items() if name in watched}
    by_action = {name: tuple(one for one in part if one.id in kept) for name, part in known.by_action.items()}
    blocks = {name: tuple(one for one in part if one.duty.id in kept) for name, part in known.blocks.items()}
    waiting = {kind: tuple(one for one in part if one.id in triggers) for kind, part in entity.triggers.items()}
    return replace(
        entity,
        duties=CompiledDuties(kept, by_action, blocks),
        triggers={kind: part for kind, part in waiting.items() if part},
    )


def watched_of(app: CompiledApp, changed: Collection[str]) -> frozenset[str]:
    """The duties to be run when those `changed` are: with those whose breach opens them."""
    every = {name: duty for one in app.entities.values() for name, duty in one.duties.all.items()}
    found = {name for name in changed if name in every}
    grown = True
    while grown:
        more = {
            str(every[name].opens.doc.duty)
            for name in found
            if every[name].opens.doc.kind == "breached" and every[name].opens.doc.duty in every
        }
        grown = not more <= found
        found |= more
    return frozenset(found)
