"""Passing a turn on, adding a signer, taking a request back."""

from __future__ import annotations

from dataclasses import replace

from followthrough.core.run.acts import Allow, Decision, Deny, PassOn, TakeBack
from followthrough.core.run.approval import Turn
from followthrough.core.run.permit import access_of, may
from followthrough.core.run.world import State, World

from .follow import told
from .progress import add, asked_again, put
from .sign import Case, case_of, ended, said_wrong, turn_of
from .signers import Signers, asked_in, cannot, deputy_for, persons


def pass_on(world: World, act: PassOn) -> Decision:
    """Another signer instead of, or besides, oneself; whoever may assign the record passes on for others.

    Codes: those of `case_of` and `turn_of`; signer_not_possible {reason: self, asker, step, person}.
    """
    case = case_of(world, act.approval)
    if isinstance(case, Deny):
        return case
    turn = _meant(case, act)
    if isinstance(turn, Deny):
        return turn
    mine = turn.person == case.actor.person or _stands_for(case, turn)
    reason = _impossible(case, turn, act, mine)
    if reason is not None:
        return Deny("signer_not_possible", {"reason": reason})
    return said_wrong(act.comment, needed=False) or (_added(case, turn, act) if act.added else _passed(case, turn, act))


def _meant(case: Case, act: PassOn) -> Turn | Deny:
    """One's own turn, or with the right to assign the record another's: the one named, else the stuck or only one.
    Who asked does not choose who decides."""
    own = turn_of(case)
    if isinstance(own, Turn) and act.turn in (None, own.n):
        return own
    if isinstance(own, Deny) and own.code in ("approval_timed_out", "own_approval"):
        return own
    access = access_of(case.world.app, case.actor, case.approval.entity)
    if act.added or isinstance(access, Deny) or may(access, "assign") is not None:
        return own if isinstance(own, Deny) else Deny("not_asked")
    asked = list(asked_in(case.approval))
    if act.turn is not None:
        return next((turn for turn in asked if turn.n == act.turn), Deny("not_asked"))
    stuck = [turn for turn in asked if cannot(case.directory, case.step(turn), turn)]
    found = stuck or asked
    return found[0] if len(found) == 1 or stuck else Deny("not_asked")


def _stands_for(case: Case, turn: Turn) -> bool:
    return deputy_for(case.directory, case.approval, turn.person, case.world.moment.now_ms) == case.actor.person


def _impossible(case: Case, turn: Turn, act: PassOn, mine: bool) -> str | None:
    """Why the person cannot sign: he asked for it, is in the step already, or cannot act on the record at all. Nobody
    takes another's turn for himself."""
    if act.person == case.approval.asked_by:
        return "asker"
    if act.person == case.actor.person and not mine:
        return "self"
    if act.person in persons(case.approval, turn.step):
        return "step"
    record = case.world.snapshot.record
    assert record is not None
    state: State | None = case.world.state((record.entity, record.id))
    assert state is not None
    possible = Signers(state, case.directory, case.world.moment.now_ms).possible(act.person)
    return None if possible else "person"


def _passed(case: Case, turn: Turn, act: PassOn) -> Allow:
    comment = act.comment.strip()
    gone = replace(turn, state="passed_on", by=case.actor.person, at_ms=case.world.moment.now_ms, comment=comment)
    after = add(put(case.approval, gone), replace(turn, person=act.person, state="waiting", named=True))
    new = after.turns[-1]
    heirs = (replace(one, added_to=new.n) for one in after.turns if one.added_to == turn.n)
    after = asked_again(put(after, *heirs), case.step(turn), turn.step)
    data = {"step": turn.step, "turn": turn.n, "from": turn.person, "to": act.person, "comment": comment}
    return case.after(after, told(after, "passed_on", **data))


def _added(case: Case, turn: Turn, act: PassOn) -> Allow:
    comment, me = act.comment.strip(), case.actor.person
    new = Turn(0, turn.step, turn.place, act.person, comment="", added_by=me, added_to=turn.n, before=act.before)
    after = asked_again(add(case.approval, new), case.step(turn), turn.step)
    data = {"step": turn.step, "turn": after.turns[-1].n, "person": act.person, "before": act.before}
    return case.after(after, told(after, "signer_added", **data, comment=comment))


def take_back(world: World, act: TakeBack) -> Decision:
    """One's own request withdrawn. Codes: those of `case_of`, not_asked, withdraw_not_possible."""
    case = case_of(world, act.approval)
    if isinstance(case, Deny):
        return case
    if case.actor.person != case.approval.asked_by:
        return Deny("not_asked")
    spec = case.action.approval if case.action is not None else None
    if spec is not None and not spec.doc.withdraw:
        return Deny("withdraw_not_possible", {"action": case.approval.action})
    wrong = said_wrong(act.reason, needed=False)
    if wrong is not None:
        return replace(wrong, issues=tuple(replace(issue, path="reason") for issue in wrong.issues))
    after = ended(case, case.approval, "withdrawn", "taken_back")
    return case.after(after, told(after, "taken_back", cause="taken_back", reason=act.reason.strip()))
