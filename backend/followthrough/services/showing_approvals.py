"""Approvals as one reader may see them: names, titles, deadlines, and what he may do about each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from followthrough.core.compile import CompiledApp
from followthrough.core.compile.app import CompiledAction
from followthrough.core.compile.approval import CompiledApproval
from followthrough.core.rules import instant_text
from followthrough.core.run.access import in_scope, rights
from followthrough.core.run.acts import Record, Snapshot
from followthrough.core.run.approval import Approval, Turn
from followthrough.core.run.approvals import lost_role, stuck
from followthrough.core.run.owed import Obligation
from followthrough.core.run.world import Key
from followthrough.store import approvals, delegations, people

from . import wording
from .loading import Surroundings
from .naming import references_of
from .showing import Showing
from .views_approval import ApprovalRights, ApprovalView, StepView, TurnView
from .views_base import PersonRef, Text

Names = dict[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """What the views of some approvals are made from: records in sight, names, the turns' obligations by cycle, and for
    whom the reader decides."""

    records: dict[Key, Record]
    names: Names
    owed: dict[str, Obligation]
    represented: frozenset[str]


class ApprovalShowing:
    """Shows approvals of one app to one actor, in one transaction."""

    def __init__(self, showing: Showing, around: Surroundings | None = None) -> None:
        self.showing = showing
        self.app: CompiledApp = showing.app
        self.around = around or Surroundings(showing.tx, showing.app, showing.actor, showing.moment.zone)

    def known(self, found: Sequence[Approval]) -> Known:
        """What their views need, with few queries for all of them."""
        tx, showing = self.showing.tx, self.showing
        keys = {(one.entity, one.record) for one in found if one.entity in self.app.entities}
        named = {one.asked_by for one in found} | {
            person for one in found for turn in one.turns for person in (turn.person, turn.by, turn.added_by) if person
        }
        return Known(
            self._records(keys),
            people.names(tx, named),
            approvals.obligations(tx, [one.id for one in found], {one.record for one in found}),
            delegations.represented(tx, showing.actor.person, showing.moment.now_ms),
        )

    def views(self, found: Sequence[Approval]) -> list[ApprovalView]:
        """Those on records in the reader's sight, in order."""
        known = self.known(found)
        return [self.view(one, known) for one in found if (one.entity, one.record) in known.records]

    def view(self, one: Approval, known: Known) -> ApprovalView:
        """An approval on a record the reader may see."""
        record = known.records[one.entity, one.record]
        asked = [turn for turn in one.turns if turn.state == "asked" and one.pending]
        dues = [owed.due_ms for turn in asked if (owed := known.owed.get(one.cycle(turn))) and owed.due_ms is not None]
        due = min(dues, default=None)
        return ApprovalView(
            id=one.id,
            entity=one.entity,
            record=one.record,
            record_title=self.showing.title(record),
            record_version=record.version,
            action=one.action,
            action_label=self._action_label(one),
            state=one.state,
            cause=one.cause,
            asked_by=named(known.names, one.asked_by),
            asked_at=instant_text(one.asked_ms // 1000),
            closed_at=_instant(one.closed_ms),
            step=one.step,
            step_label=self._step_label(one, one.step) if one.step else None,
            waiting_for=[named(known.names, turn.person) for turn in asked if turn.person],
            stuck=one.pending and stuck(self.around.staff, self._spec(one), one),
            due_at=_instant(due),
            overdue=due is not None and due < self.showing.moment.now_ms,
            rights=self._rights(one, asked, record, known),
        )

    def turns(self, one: Approval, known: Known) -> list[TurnView]:
        """The turns as they were opened."""
        made = []
        for turn in one.turns:
            owed = known.owed.get(one.cycle(turn))
            made.append(
                TurnView(
                    n=turn.n,
                    step=turn.step,
                    step_label=self._step_label(one, turn.step),
                    person=named(known.names, turn.person) if turn.person else None,
                    state=turn.state,
                    by=named(known.names, turn.by) if turn.by else None,
                    at=_instant(turn.at_ms),
                    comment=turn.comment,
                    due_at=_instant(owed.due_ms) if owed else None,
                    overdue=owed is not None and owed.overdue(self.showing.moment.now_ms),
                    added_by=named(known.names, turn.added_by) if turn.added_by else None,
                    counts=turn.counts,
                )
            )
        return made

    def steps(self, one: Approval) -> list[StepView]:
        """The steps in force, with those that were gone through."""
        action = self.action(one)
        begun = {turn.step for turn in one.turns if turn.counts}
        return [
            StepView(
                id=name,
                label=wording.both(step.label),
                takes=step.doc.takes,
                state="now" if name == one.step and one.pending else "done" if name in begun else "ahead",
            )
            for name, step in (action.approval.steps.items() if action and action.approval else ())
        ]

    def action(self, one: Approval) -> CompiledAction | None:
        """The action asked for, as it is now; None when the app has it no longer."""
        entity = self.app.entities.get(one.entity)
        return entity.actions.get(one.action) if entity is not None else None

    def mine(self, one: Approval, known: Known) -> Turn | None:
        """The turn the reader may decide now: his own before that of one he stands in for."""
        me = self.showing.actor.person
        asked = [turn for turn in one.turns if turn.state == "asked" and one.pending and me != one.asked_by]
        asked = [turn for turn in asked if self._in_role(one, turn)]
        own = [turn for turn in asked if turn.person == me]
        if own or self.around.staff.deputy(one.asked_by, self.showing.moment.now_ms) == me:
            return next(iter(own), None)
        return next((turn for turn in asked if turn.person in known.represented), None)

    def _in_role(self, one: Approval, turn: Turn) -> bool:
        spec = self._spec(one)
        return lost_role(self.around.staff, spec.steps.get(turn.step) if spec is not None else None, turn) is None

    def _spec(self, one: Approval) -> CompiledApproval | None:
        action = self.action(one)
        return action.approval if action is not None else None

    def _rights(self, one: Approval, asked: Iterable[Turn], record: Record, known: Known) -> ApprovalRights:
        me, turn, spec = self.showing.actor.person, self.mine(one, known), self._spec(one)
        withdraw = spec is None or spec.doc.withdraw
        instead = turn.person if turn is not None and turn.person != me else None
        return ApprovalRights(
            sign=turn is not None,
            pass_on=turn is not None or self._for_others(one, asked, record),
            take_back=one.pending and me == one.asked_by and withdraw,
            for_person=named(known.names, instead) if instead else None,
        )

    def _for_others(self, one: Approval, asked: Iterable[Turn], record: Record) -> bool:
        """Whether the reader may give another's turn to somebody: with the right to assign, not on his own request."""
        held = rights(self.app, self.showing.actor.role, one.entity)
        able = held is not None and held.assign and not record.archived
        return able and any(asked) and self.showing.actor.person != one.asked_by

    def _records(self, keys: set[Key]) -> dict[Key, Record]:
        around = self.around
        around.fetch(keys)
        around.chains(keys)
        look = Snapshot(None, around.records)
        seen = {
            key: record
            for key in keys
            if (record := around.records.get(key)) is not None and in_scope(self.app, look, self.showing.actor, record)
        }
        around.fetch({key for record in seen.values() for key in references_of(self.app, record)})
        return seen

    def _action_label(self, one: Approval) -> Text:
        action = self.action(one)
        return wording.both(action.label) if action is not None else {"zh": one.action, "en": one.action}

    def _step_label(self, one: Approval, step: str) -> Text:
        action = self.action(one)
        found = action.approval.steps.get(step) if action is not None and action.approval is not None else None
        return wording.both(found.label) if found is not None else {"zh": step, "en": step}


def waiting(showing: ApprovalShowing) -> list[ApprovalView]:
    """What waits for the reader's decision, as himself or as a deputy, the soonest deadline first."""
    here = showing.showing
    represented = delegations.represented(here.tx, here.actor.person, here.moment.now_ms)
    views = showing.views(approvals.asked_of(here.tx, showing.app.key, represented))
    mine = [view for view in views if view.rights.sign]
    return sorted(mine, key=lambda view: (view.due_at is None, view.due_at or "", view.asked_at, view.id))


def named(names: Names, person: str) -> PersonRef:
    """A person by name."""
    return PersonRef(id=person, name=names.get(person, ""))


def _instant(at_ms: int | None) -> str | None:
    return None if at_ms is None else instant_text(at_ms // 1000)
