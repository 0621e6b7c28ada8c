"""Deciding: approve, refuse, return; and the second judgement when the last one approves (docs/approvals.md, section 3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from followthrough.core.run.action import Terms, foreseen, perform
from followthrough.core.run.acts import (
    Actor,
    Allow,
    Decision,
    Deny,
    EventDraft,
    Invalid,
    Issue,
    Missing,
    Perform,
    Sign,
    Values,
)
from followthrough.core.run.apply import Issues
from followthrough.core.run.approval import Approval, ApprovalState, Cause, Turn, TurnState
from followthrough.core.run.form import Form
from followthrough.core.run.lacks import Lacks
from followthrough.core.run.needs import needs_of
from followthrough.core.run.owed import Directory
from followthrough.core.run.permit import access_of, in_scope
from followthrough.core.run.world import State, World

from .clock import timed_out
from .follow import followed, owed_for, told, with_events
from .progress import advance, put
from .signers import Signers, asked_in, deputy_for, lost_role, taking_part

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledAction
    from followthrough.core.compile.approval import CompiledStep

MIN_COMMENT, MAX_COMMENT = 2, 500
DECIDED: dict[str, TurnState] = {"approve": "approved", "refuse": "refused", "return": "returned"}


@dataclass(frozen=True, slots=True)
class Case:
    """An approval under way, as one who acts on it finds it."""

    world: World
    actor: Actor
    directory: Directory
    approval: Approval
    action: CompiledAction | None

    def step(self, turn: Turn) -> CompiledStep | None:
        """The step of a turn, as it is in force now."""
        spec = self.action.approval if self.action is not None else None
        return spec.steps.get(turn.step) if spec is not None else None

    def after(self, approval: Approval, *events: EventDraft) -> Allow:
        """Store the approval as it becomes, with these events."""
        spec = self.action.approval if self.action is not None else None
        return with_events(followed(self.world, self.directory, spec, self.approval, approval), *events)


def case_of(world: World, approval_id: str) -> Case | Deny:
    """The approval an act names: not_found, record_archived, approval_closed (also for one that has just ended)."""
    record, actor, directory = world.snapshot.record, world.actor, world.snapshot.directory
    if record is None or actor is None or directory is None:
        raise ValueError("approvals need a record, an actor and a directory")
    found = next((one for one in world.snapshot.approvals if one.id == approval_id), None)
    if found is None:
        return Deny("not_found")
    if record.archived:
        return Deny("record_archived")
    if not found.pending:
        return Deny("approval_closed", {"state": found.state})
    return Case(world, actor, directory, found, world.app.entities[record.entity].actions.get(found.action))


def turn_of(case: Case) -> Turn | Deny:
    """The turn the actor may decide: his own, else that of one he stands in for, unless he has decided in this step.

    own_approval for who asked; not_asked; role_lost when he who was asked for his role has another by now.
    approval_timed_out when its limit has ended the approval.
    """
    me, now = case.actor.person, case.world.moment.now_ms
    if me == case.approval.asked_by:
        return Deny("own_approval")
    asked = list(asked_in(case.approval))
    found = next((turn for turn in asked if turn.person == me), None)
    if found is None:
        found = next((turn for turn in asked if _stands_in(case, turn)), None)
    if found is None:
        return Deny("not_asked")
    lost = lost_role(case.directory, case.step(found), found)
    if lost is not None:
        return Deny("role_lost", {"role": lost})
    if timed_out(case.step(found), owed_for(case.world.snapshot, case.approval, found), now):
        return Deny("approval_timed_out", {"step": found.step})
    return found


def _stands_in(case: Case, turn: Turn) -> bool:
    me = case.actor.person
    if deputy_for(case.directory, case.approval, turn.person, case.world.moment.now_ms) != me:
        return False
    return all(me not in (one.by, one.person) for one in taking_part(case.approval, turn.step) if one.n != turn.n)


def sign(world: World, act: Sign) -> Decision:
    """Decide in one's turn. Codes: those of `case_of` and `turn_of`, return_not_possible; issues on inputs, comment."""
    case = case_of(world, act.approval)
    if isinstance(case, Deny):
        return case
    turn = turn_of(case)
    if isinstance(turn, Deny):
        return turn
    refused = said_wrong(act.comment, needed=act.verdict != "approve")
    match act.verdict:
        case "approve":
            return Approving(case, turn, act).decide()
        case "refuse":
            return refused or _refuse(case, turn, act)
        case "return":
            return _not_there(case, turn, act.to_step) or refused or _return(case, turn, act)


def said_wrong(comment: str, *, needed: bool) -> Invalid | None:
    """A comment that is missing where one is needed, or too long."""
    length = len(comment.strip())
    if needed and not MIN_COMMENT <= length <= MAX_COMMENT:
        return Invalid((Issue("comment", "comment_missing", {"min": MIN_COMMENT, "max": MAX_COMMENT}),))
    if length > MAX_COMMENT:
        return Invalid((Issue("comment", "too_long", {"max": MAX_COMMENT, "length": length}),))
    return None


def signed(case: Case, turn: Turn, act: Sign, inputs: Values | None = None) -> tuple[Turn, EventDraft]:
    """The turn as decided, and the event that tells it; `for` is whom the actor stood in for."""
    me, comment, now = case.actor.person, act.comment.strip(), case.world.moment.now_ms
    decided = replace(turn, state=DECIDED[act.verdict], by=me, at_ms=now, comment=comment, inputs=inputs or {})
    data: dict[str, Any] = {"step": turn.step, "turn": turn.n, "verdict": act.verdict}
    if comment:
        data["comment"] = comment
    if turn.person != me:
        data["for"] = turn.person
    if inputs:
        data["inputs"] = inputs
    return decided, told(case.approval, "signed", **data)


def ended(case: Case, approval: Approval, state: ApprovalState, cause: Cause = "") -> Approval:
    """The approval as it ends now: nobody is asked any more."""
    left = (replace(turn, state="skipped") for turn in approval.turns if turn.pending)
    now = case.world.moment.now_ms
    return replace(put(approval, *left), state=state, step=None, closed_ms=now, cause=cause)


def _refuse(case: Case, turn: Turn, act: Sign) -> Allow:
    decided, event = signed(case, turn, act)
    after = ended(case, put(case.approval, decided), "refused")
    about = {"step": turn.step, "turn": turn.n, "comment": act.comment.strip()}
    return case.after(after, event, told(after, "refused", **about))


def _not_there(case: Case, turn: Turn, to_step: str | None) -> Deny | None:
    """A step it can be returned to comes before the turn's and was gone through."""
    if to_step is None:
        return None
    spec = case.action.approval if case.action is not None else None
    order = list(spec.steps) if spec is not None else []
    known = to_step in order and turn.step in order and order.index(to_step) < order.index(turn.step)
    if known and taking_part(case.approval, to_step):
        return None
    return Deny("return_not_possible", {"step": to_step})


def _return(case: Case, turn: Turn, act: Sign) -> Decision:
    decided, event = signed(case, turn, act)
    about = {"step": turn.step, "turn": turn.n, "to_step": act.to_step, "comment": act.comment.strip()}
    after = put(case.approval, decided)
    if act.to_step is None:
        after = ended(case, after, "withdrawn", "returned")
        return case.after(after, event, told(after, "returned", **about))
    assert case.action is not None, "it has the step it is returned to"
    assert case.action.approval is not None
    order = list(case.action.approval.steps)
    again = frozenset(order[order.index(act.to_step) :])
    void = [
        replace(one, counts=False, state="skipped" if one.pending else one.state)
        for one in after.turns
        if one.counts and (one.step in again or one.step not in order)
    ]
    after = replace(put(after, *void), round=after.round + 1)
    asker = case.directory.actor(case.approval.asked_by)
    if asker is None:
        return void_now(case, Deny("no_role"))
    after = advance(after, case.action.approval, signers_at(case, asker, given(after)))
    return case.after(after, event, told(after, "returned", **about))


def given(approval: Approval) -> Values:
    """What approvers have given so far, the latest of each input."""
    turns = sorted((turn for turn in approval.turns if turn.counts), key=lambda turn: (turn.at_ms or 0, turn.n))
    return {key: value for turn in turns for key, value in turn.inputs.items()}


def request_of(approval: Approval) -> Perform:
    """The act that was asked for."""
    return Perform(approval.action, approval.inputs, approval.files, approval.new_id)


def signers_at(case: Case, asker: Actor, values: Values) -> Signers:
    """Who there is, on the record as the act would leave it now with these inputs of approvers."""
    assert case.action is not None
    world = World(case.world.app, case.world.snapshot, asker, case.world.moment)
    terms = Terms(values, frozenset(case.approval.files), awaits=True)
    state = foreseen(world, case.action, request_of(case.approval), terms).state
    return Signers(state, case.directory, case.world.moment.now_ms)


def void_now(case: Case, refused: Deny) -> Deny:
    """The act can no longer take effect: it must be returned or refused."""
    return Deny("approval_void", {"code": refused.code, "action": case.approval.action})


class Approving:
    """One approval in favour: the approver's inputs, then the next step, or the act itself."""

    def __init__(self, case: Case, turn: Turn, act: Sign) -> None:
        self.case, self.turn, self.act = case, turn, act

    def decide(self) -> Decision:
        """Deny, Invalid, Missing or Allow."""
        case = self.case
        asker = case.directory.actor(case.approval.asked_by)
        if case.action is None or case.action.approval is None or asker is None:
            return void_now(case, Deny("no_role" if asker is None else "unknown_action"))
        form, wrong = self._inputs(case.action, asker)
        if wrong is not None:
            return wrong
        inputs = form.own_values()
        decided, event = signed(case, self.turn, self.act, inputs)
        after = put(case.approval, decided)
        values = given(after)
        after = advance(after, case.action.approval, signers_at(case, asker, values))
        files = tuple(form.acted.world.files)
        if after.step is not None:
            return replace(case.after(after, event), files=files)
        return self._effect(after, asker, values, event, files)

    def _inputs(self, action: CompiledAction, asker: Actor) -> tuple[Form, Decision | None]:
        """The step's mini form, filled by the approver on the record as the act would leave it."""
        case, step = self.case, self.case.step(self.turn)
        state: State = signers_at(case, asker, given(case.approval)).state
        world = state.world
        world.actor, world.files, world.taken = case.actor, [], frozenset()
        world.forget()
        form = Form(replace(action, inputs=step.inputs if step is not None else {}), state, None)
        issues: Issues = []
        form.fill(self.act.inputs, issues)
        said = said_wrong(self.act.comment, needed=False)
        if said is not None:
            issues.extend(said.issues)
        if issues:
            return form, Invalid(tuple(issues))
        lacks: Lacks = {}
        form.missing(lacks)
        return form, Missing(needs_of(world, lacks)) if lacks else None

    def _effect(
        self, after: Approval, asker: Actor, values: Values, event: EventDraft, files: tuple[str, ...]
    ) -> Decision:
        """The act judged again, on the record as it is now, with who asked as the actor."""
        case, record = self.case, self.case.world.snapshot.record
        assert record is not None
        world = World(case.world.app, case.world.snapshot, asker, case.world.moment)
        access = access_of(case.world.app, asker, record.entity)
        if isinstance(access, Deny) or not in_scope(world, asker, record):
            return void_now(case, access if isinstance(access, Deny) else Deny("not_found"))
        taken = frozenset(after.files) | frozenset(file for value in after.inputs.values() for file in _files(value))
        about = {"approval": after.id, "asked_ms": after.asked_ms}
        decision = perform(world, request_of(after), access, Terms(values, taken, told=about, actor=asker.person))
        if isinstance(decision, Deny):
            return void_now(case, decision)
        if isinstance(decision, Missing):  # worked out with the rights of who asked: not for the signer to read
            return Missing(tuple(replace(need, explain=None, by=()) for need in decision.needs))
        if not isinstance(decision, Allow):
            return decision
        done = ended(case, after, "approved")
        allowed = case.after(
            done, event, *decision.events, told(done, "approved", step=self.turn.step, turn=self.turn.n)
        )
        fresh = tuple(file for file in decision.files if file not in taken)
        return replace(allowed, writes=decision.writes, files=(*files, *fresh), advanced_to=decision.advanced_to)


def _files(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
