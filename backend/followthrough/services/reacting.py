"""What follows from a write, in its transaction: what comes to be owed or is done with, who is told, what triggers do.

Every way a record can be written ends here (`Command`), so none can go past it. Where nothing can be owed on a record
and no trigger waits for its events, this costs no query.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from followthrough.core.run import duties
from followthrough.core.run.acts import Act, Allow, EventDraft, Record, Snapshot
from followthrough.core.run.approval import ApprovalWrite
from followthrough.core.run.approvals import let_go
from followthrough.core.run.owed import Obligation, Reaction
from followthrough.core.run.triggers import MAX_DEPTH, Consequence, Fired, consequence, fired
from followthrough.core.run.world import Key
from followthrough.store import approvals, failpoints, notices, obligations, outbox

from .directory import Staff
from .loading import Surroundings
from .refusal import Refusal
from .storing import Numbered, Storing

OF_THE_CLOCK = frozenset({"breached", "refused", "timed_out"})
RunEffect = Callable[[str, str | None, Act, int], Refusal | None]
"""Runs an act of the app itself on (entity, record or None), so many links of cause and effect deep; all or nothing."""


class Reacting:
    """Follows up the records that `storing` wrote."""

    def __init__(self, storing: Storing, effect: RunEffect) -> None:
        self.storing = storing
        self._effect = effect

    @property
    def around(self) -> Surroundings:
        """What was read in this transaction."""
        return self.storing.around

    @property
    def people(self) -> Staff:
        """Who there is."""
        return self.around.staff

    def apply(self, decision: Allow) -> None:
        """Store what an act about an obligation or an approval does to it; its own events are stored already, those that
        follow are followed up like all others."""
        if decision.approvals:
            self._keep(decision.approvals)
        if decision.reaction is not None:
            self.storing.tell(self.store(decision.reaction))

    def apply_all(self, decisions: Sequence[Allow]) -> None:
        """Store many of the clock's at once, none of which writes a record. Followed up are those that anything waits for."""
        writes = [one for decision in decisions if decision.reaction for one in decision.reaction.obligations]
        told = [one for decision in decisions if decision.reaction for one in decision.reaction.notices]
        events = [one for decision in decisions for one in _events(decision)]
        self._keep([one for decision in decisions for one in decision.approvals])
        stored = self.store(Reaction(tuple(writes), tuple(events), tuple(told)))
        self.storing.tell(stored, {name for name in {one.entity for one in stored} if self._waits(name)})

    def _waits(self, entity: str) -> bool:
        """Whether a trigger or another duty waits for what the clock tells: a breach, an approval that timed out."""
        found = self.around.app.entities[entity]
        duty_waits = any(duty.opens.doc.kind in OF_THE_CLOCK for duty in found.duties.all.values())
        return duty_waits or not OF_THE_CLOCK.isdisjoint(found.triggers)

    def remember(self, decision: Allow) -> None:
        """A decision that is going to be stored: what is judged before it is sees its obligations and approvals."""
        for change in decision.reaction.obligations if decision.reaction else ():
            self._remember(change.after)
        for write in decision.approvals:
            self._remember_approval(write)

    def _keep(self, writes: Sequence[ApprovalWrite]) -> None:
        if writes:
            approvals.write(self.around.tx, self.around.app.key, writes)
        for write in writes:
            self._remember_approval(write)

    def _remember_approval(self, write: ApprovalWrite) -> None:
        key = (write.after.entity, write.after.record)
        known = self.around.approvals.get(key)
        if known is not None:
            others = tuple(one for one in known if one.id != write.after.id)
            self.around.approvals[key] = (*others, write.after) if write.after.pending else others

    def settle(self, depth: int = 0) -> None:
        """Follow up every record written since, in order, and what that leads to. Records are locked by now."""
        ledger = self.storing.ledger
        while ledger.fresh:
            key = next(iter(ledger.fresh))
            self._follow(key, ledger.take(key), depth)

    def refresh(self, key: Key) -> None:
        """Ask anew what is owed on a record on which nothing happened: the calendar, another record, or a version did."""
        if self.around.lock(key) is not None:
            self.storing.ledger.fresh.setdefault(key, Numbered())

    def store(self, reaction: Reaction) -> list[EventDraft]:
        """Write the obligations and notices of a reaction; the events that are to be told for it."""
        tx, app = self.around.tx, self.around.app
        if reaction.empty:
            return []
        failpoints.hit("reaction")
        stored = obligations.write(tx, app.key, reaction.obligations)
        for one in stored:
            self._remember(one)
        dropped = {change.after.id for change in reaction.obligations} - {one.id for one in stored}
        notices.add(tx, app.key, [draft for draft in reaction.notices if draft.obligation not in dropped])
        return [draft for draft in reaction.events if draft.data.get("obligation") not in dropped]

    def _remember(self, one: Obligation) -> None:
        known = self.around.obligations
        key = (one.entity, one.record)
        if key in known:
            known[key] = (*(other for other in known[key] if other.id != one.id), one)

    def _follow(self, key: Key, noted: Numbered, depth: int) -> None:
        app = self.around.app
        entity = app.entities[key[0]]
        waiting = any(event.kind in entity.triggers for event in noted.events)
        owes = key in self.around.obligations or self.around.owes(entity)
        if not waiting and not owes and not entity.triggers:
            return
        record = self.around.records.get(key)
        if record is None:
            return
        told: Sequence[EventDraft] = noted.events
        if owes:
            told = [*told, *self._react(record, noted), *self._let_go(key)]
        if entity.triggers:
            for effect in fired(app, self._snapshot(key), told, self.around.moment()):
                self._run(key, effect, depth)

    def _let_go(self, key: Key) -> list[EventDraft]:
        """End the approvals under way that the record has no place for any more."""
        if not self.around.approvals.get(key):
            return []
        allowed = let_go(self.around.app, self._snapshot(key), self.around.moment())
        if allowed is None:
            return []
        self._keep(allowed.approvals)
        events = [*allowed.events, *(self.store(allowed.reaction) if allowed.reaction else ())]
        self.storing.append(events)
        return events

    def _react(self, record: Record, noted: Numbered) -> list[EventDraft]:
        around = self.around
        snapshot = self._snapshot((record.entity, record.id))
        reaction = duties.react(
            around.app,
            snapshot,
            noted.events,
            snapshot.obligations,
            self.people,
            around.moment(),
            first=noted.first,
        )
        events = self.store(reaction)
        self.storing.append(events)
        return events

    def _snapshot(self, key: Key) -> Snapshot:
        around = self.around
        return around.snapshot(around.records[key], around.app.entities[key[0]])

    # -- triggers ---------------------------------------------------------------------------------------------------

    def _run(self, key: Key, what: Fired, depth: int) -> None:
        """One effect, on the record as the one before left it."""
        if depth >= MAX_DEPTH:
            self.storing.append([what.told("trigger_stopped", depth=depth)])
            return
        around = self.around
        failpoints.hit("effect")
        found = consequence(around.app, self._snapshot(key), what, self.people, around.moment())
        notices.add(around.tx, around.app.key, found.notices)
        if found.call is not None:
            outbox.add(around.tx, "webhook", found.call.payload, channel=found.call.endpoint)
        if found.duty is not None:
            self._open(key, found.duty)
        if found.act is not None:
            self._act(found, found.act, what, depth)

    def _open(self, key: Key, duty: str) -> None:
        around = self.around
        snapshot = self._snapshot(key)
        reaction = duties.opened(around.app, snapshot, duty, snapshot.obligations, self.people, around.moment())
        self.storing.append(self.store(reaction))

    def _act(self, found: Consequence, act: Act, what: Fired, depth: int) -> None:
        refused = self._effect(found.entity, found.record, act, depth + 1)
        if refused is not None:
            self.storing.append([what.told("trigger_refused", code=refused.code, needs=_needs(refused))])


def _events(decision: Allow) -> list[EventDraft]:
    """All events of a decision that writes no record."""
    return [*decision.events, *(decision.reaction.events if decision.reaction else ())]


def _needs(refused: Refusal) -> list[dict[str, Any]]:
    """What was missing, as kept with an event."""
    members = ("kind", "entity", "record", "field", "action", "input", "statement", "duty")
    needs = [{name: getattr(need, name, None) for name in members} for need in refused.needs]
    return [{name: value for name, value in need.items() if value is not None} for need in needs]
