"""Obligations as one reader may see them: names, titles, and what he may do about each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from followthrough.core.compile import CompiledApp
from followthrough.core.model.duty import Duty
from followthrough.core.rules import instant_text
from followthrough.core.run.access import in_scope
from followthrough.core.run.acts import Moment, Record, Snapshot
from followthrough.core.run.offers import can_be_done
from followthrough.core.run.owed import Obligation
from followthrough.core.run.see import owers
from followthrough.core.run.world import Key
from followthrough.store import people

from . import wording
from .loading import Surroundings
from .naming import references_of
from .showing import Showing
from .views import PersonRef, Text
from .views_owed import Owed, OwedEvidence, OwedRights, RowOwed

NOTHING = OwedRights(act=False, waive=False, nudge=False)


class OwedShowing:
    """Shows obligations of one app to one actor, in one transaction."""

    def __init__(self, showing: Showing, around: Surroundings | None = None) -> None:
        self.showing = showing
        self.app: CompiledApp = showing.app
        self.around = around or Surroundings(showing.tx, showing.app, showing.actor, showing.moment.zone)
        self.ready: dict[Key, frozenset[str]] = {}
        """The actions that can be done now, by record."""

    def views(self, found: Sequence[Obligation]) -> list[Owed]:
        """The obligations in order, with few queries for all of them. A record the reader may not see has no title."""
        seen = self._records({(one.entity, one.record) for one in found})
        self.around.read_many(
            {(one.entity, one.record) for one in found if one.open and one.kind == "duty"} & seen.keys()
        )
        actor = self.showing.actor
        owners = {one.owner for one in found if one.owner}
        names = {actor.person: actor.name, **people.names(self.showing.tx, owners - {actor.person})}
        return [self._view(one, seen.get((one.entity, one.record)), names) for one in found]

    def _records(self, keys: set[tuple[str, str]]) -> dict[tuple[str, str], Record]:
        around = self.around
        around.fetch(keys)
        around.chains(keys)
        look = Snapshot(None, around.records)
        seen: dict[tuple[str, str], Record] = {}
        for key in keys:
            record = around.records.get(key)
            if record is not None and in_scope(self.app, look, self.showing.actor, record):
                seen[key] = record
        around.fetch({key for record in seen.values() for key in references_of(self.app, record)})
        return seen

    def _view(self, one: Obligation, record: Record | None, names: dict[str, str]) -> Owed:
        duty = self.app.doc.duties.get(one.duty) if one.kind == "duty" else None
        action = action_of(self.app, one)
        now = self.showing.moment.now_ms
        until = now if one.open or one.closed_ms is None else one.closed_ms
        overdue = one.overdue(now)
        return Owed(
            id=one.id,
            entity=one.entity,
            record=one.record,
            record_title=self.showing.title(record) if record is not None else "",
            record_version=record.version if record is not None else 0,
            duty=one.duty,
            label=self._label(one, duty, action),
            action=action,
            action_label=self._action_label(one.entity, action),
            cycle=one.cycle,
            kind=one.kind,
            state=one.state,
            owner=PersonRef(id=one.owner, name=names.get(one.owner, "")) if one.owner else None,
            unit=one.unit,
            due_at=instant(one.due_ms),
            original_due_at=instant(one.original_due_ms),
            provisional=one.provisional,
            overdue=overdue,
            late=one.late(now),
            late_s=-(-(until - (one.due_ms or until)) // 1000) if overdue else 0,
            opened_at=instant_text(one.opened_ms // 1000),
            closed_at=instant(one.closed_ms),
            escalated=one.escalated,
            shown_in=duty.unit if duty is not None else "hours",
            rights=self._rights(one, duty, action, record),
            blocks=self._blocks(one.entity, duty),
            evidence=self._evidence(one.entity, action),
            approval=one.cycle.partition("/")[0] if one.kind == "approval" else None,
            help=wording.both(duty.help) if duty is not None and duty.help else None,
        )

    def _label(self, one: Obligation, duty: Duty | None, action: str) -> Text:
        if duty is not None:
            return wording.both(duty.label)
        return self._action_label(one.entity, action) if action else {"zh": one.duty, "en": one.duty}

    def _action_label(self, entity: str, action: str) -> Text:
        found = self.app.entities[entity].actions.get(action) if entity in self.app.entities else None
        return wording.both(found.label) if found is not None else {"zh": action, "en": action}

    def _rights(self, one: Obligation, duty: Duty | None, action: str, record: Record | None) -> OwedRights:
        """What may be done about it now; nothing about one that is closed, or of a record out of sight."""
        if record is None or not one.open:
            return NOTHING
        actor = self.showing.actor
        other = one.owner != actor.person
        role = self.app.roles[actor.role].doc
        named = actor.role in duty.waive if duty is not None else role.design
        return OwedRights(
            act=self._can_act(one, action, record),
            waive=one.kind == "duty" and actor.person not in owers(one) and named,
            nudge=other and one.owner is not None,
        )

    def _can_act(self, one: Obligation, action: str, record: Record) -> bool:
        if one.kind == "approval":
            return one.owner == self.showing.actor.person
        key = (record.entity, record.id)
        if key not in self.ready:
            self.ready[key] = self._ready(key)
        return action in self.ready[key]

    def _ready(self, key: Key) -> frozenset[str]:
        full = self.around.read(key)
        if full is None:
            return frozenset()
        snapshot = self.around.snapshot(full, self.app.entities[key[0]])
        return can_be_done(self.app, snapshot, self.showing.actor, self.showing.moment)

    def _blocks(self, entity: str, duty: Duty | None) -> list[Text]:
        flow = self.app.entities[entity].flow if entity in self.app.entities else None
        if duty is None or flow is None:
            return []
        return [wording.both(flow.transitions[name].doc.label) for name in duty.blocks if name in flow.transitions]

    def _evidence(self, entity: str, action: str) -> OwedEvidence | None:
        found = self.app.entities[entity].actions.get(action) if entity in self.app.entities else None
        if found is None or found.evidence is None:
            return None
        asked = found.evidence
        return OwedEvidence(min=asked.min, camera=asked.camera, accept=list(asked.accept))


def action_of(app: CompiledApp, one: Obligation) -> str:
    """The action an obligation asks for; "" when the app has the duty no longer and nothing tells."""
    if one.kind == "approval":
        return one.duty
    duty = app.doc.duties.get(one.duty)
    return duty.action if duty is not None else str(one.data.get("action", ""))


def instant(at_ms: int | None) -> str | None:
    """Epoch milliseconds on the wire."""
    return None if at_ms is None else instant_text(at_ms // 1000)


def tallied(found: Sequence[Obligation], moment: Moment) -> RowOwed:
    """What is open on a record, the soonest deadline first."""
    overdue = sum(one.overdue(moment.now_ms) for one in found)
    escalated = sum(one.escalated for one in found)
    due_at = instant(found[0].due_ms) if found else None
    return RowOwed(open=len(found), overdue=overdue, escalated=escalated, due_at=due_at)


def soonest_first(found: Iterable[Obligation]) -> list[Obligation]:
    """By deadline; those without one last."""
    return sorted(found, key=lambda one: (one.due_ms is None, one.due_ms or 0, one.id))
