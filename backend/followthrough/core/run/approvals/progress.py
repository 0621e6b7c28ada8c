"""Where an approval stands: which turns are asked, when a step is complete, which one comes next (docs/approvals.md).

Every time something was decided the steps are gone through anew, in order, on the record as the act would leave it now:
what has become necessary meanwhile is asked for before the act takes effect.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from followthrough.core.run.approval import Approval, Turn

from .signers import Signers, persons, taking_part, wanted

if TYPE_CHECKING:
    from followthrough.core.compile.approval import CompiledApproval, CompiledStep


def advance(approval: Approval, spec: CompiledApproval, signers: Signers) -> Approval:
    """The approval with the turns of its next step asked; `step` None: nothing is left to decide."""
    for step in spec.steps.values():
        if step.doc.when is not None and step.when is not None and not step.when.holds(signers.state.env):
            approval = _skip(approval, taking_part(approval, step.id))
            continue
        approval = _opened(approval, step, signers)
        approval = _asked(approval, step)
        if not complete(approval, step, signers):
            return replace(approval, step=step.id)
    return replace(approval, step=None)


def complete(approval: Approval, step: CompiledStep, signers: Signers) -> bool:
    """Whether the step has been decided in favour: by one, or by all that are to sign. Without a place it is left out."""
    turns = taking_part(approval, step.id)
    first = primaries(turns)
    if step.doc.takes == "one":
        return any(settled(turn, turns) for turn in first) or not (first or wanted(step, signers.state))
    return all(settled(turn, turns) for turn in first)


def primaries(turns: Iterable[Turn]) -> list[Turn]:
    """Those that fill a place of the step; the others were added by a signer."""
    return [turn for turn in turns if turn.added_to is None]


def settled(turn: Turn, turns: list[Turn]) -> bool:
    """Whether the turn, and every signer added to it, has approved."""
    return turn.state == "approved" and all(settled(one, turns) for one in turns if one.added_to == turn.n)


def _opened(approval: Approval, step: CompiledStep, signers: Signers) -> Approval:
    """With a turn for every place that has none yet. A step taken by one is opened once; a place for which nobody can be
    found is stuck: its turn belongs to nobody."""
    turns = primaries(taking_part(approval, step.id))
    if step.doc.takes == "one" and turns:
        return approval
    filled = {turn.place for turn in turns}
    found: list[Turn] = []
    for place in wanted(step, signers.state):
        if place.id in filled:
            continue
        but = frozenset({approval.asked_by}) | persons(approval, step.id) | {one.person or "" for one in found}
        meant: list[str | None] = [*signers.meant(place, step.doc.takes == "one", but)]
        found += [Turn(0, step.id, place.id, person) for person in meant or [None]]
    if step.doc.takes == "one" and any(turn.person is not None for turn in found):
        found = [turn for turn in found if turn.person is not None]
    return add(approval, *found)


def add(approval: Approval, *turns: Turn) -> Approval:
    """With further turns, numbered on."""
    first = max((turn.n for turn in approval.turns), default=0) + 1
    made = tuple(replace(turn, n=first + place) for place, turn in enumerate(turns))
    return replace(approval, turns=(*approval.turns, *made))


def put(approval: Approval, *turns: Turn) -> Approval:
    """With turns as they now stand."""
    changed = {turn.n: turn for turn in turns}
    return replace(approval, turns=tuple(changed.get(turn.n, turn) for turn in approval.turns))


def _skip(approval: Approval, turns: Iterable[Turn]) -> Approval:
    return put(approval, *(replace(turn, state="skipped") for turn in turns if turn.pending))


def _asked(approval: Approval, step: CompiledStep) -> Approval:
    """With the right turns of the step asked and the others waiting; once one has approved where one is enough, those he
    did not need are skipped."""
    turns = taking_part(approval, step.id)
    first = primaries(turns)
    if step.doc.takes == "one":
        approved = next((turn for turn in first if turn.state == "approved"), None)
        if approved is not None:
            needless = [turn for turn in turns if root(turn, turns) != approved.n]
            approval = _skip(approval, needless)
            turns, first = [turn for turn in turns if turn not in needless], [approved]
    places = list(step.approvers)
    first.sort(key=lambda turn: (places.index(turn.place) if turn.place in places else len(places), turn.n))
    now: set[int] = set()
    for turn in first:
        if settled(turn, turns):
            continue
        now |= _next(turn, turns)
        if step.doc.takes == "in_order":
            break
    pending = [turn for turn in turns if turn.pending]
    return put(approval, *(replace(turn, state="asked" if turn.n in now else "waiting") for turn in pending))


def asked_again(approval: Approval, step: CompiledStep | None, name: str) -> Approval:
    """With the right turns of step `name` asked, after one was passed on or a signer added; `step` None: the app has the
    step no longer, and all its turns are asked."""
    if step is not None:
        return _asked(approval, step)
    return put(approval, *(replace(turn, state="asked") for turn in taking_part(approval, name) if turn.pending))


def _next(turn: Turn, turns: list[Turn]) -> set[int]:
    """Who of a turn and those added to it is asked now: those before it, then itself, then those after it in turn."""
    added = [one for one in turns if one.added_to == turn.n and not settled(one, turns)]
    before = [one for one in added if one.before]
    if turn.pending:
        return {n for one in before for n in _next(one, turns)} or {turn.n}
    return _next(added[0], turns) if added else set()


def root(turn: Turn, turns: list[Turn]) -> int:
    """The turn of the place that a signer was added for, directly or by one that was added himself."""
    known = {one.n: one for one in turns}
    while turn.added_to is not None and turn.added_to in known:
        turn = known[turn.added_to]
    return turn.n
