"""Whether a duty is owed on a record at all, and what becomes of its obligations when that changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from followthrough.core.run.owed import RESTS_MS, Obligation
from followthrough.core.run.world import State

from .ledger import Ledger
from .marks import EARLY, IDLE, OPENER, marked
from .periods import named_for_a_period

if TYPE_CHECKING:
    from followthrough.core.compile.duty import CompiledDuty

GONE = "gone"
"""The app has the duty no longer."""
RULE = "rule"
"""Only `owed_while` says that it is not owed: what opens it then is kept, and comes back."""


def why_not(duty: CompiledDuty, state: State) -> str | None:
    """Why the duty is not owed on the record: archived, stage (lost or won, and the action is not offered there) or rule
    (`owed_while` is false, and nothing else); None: it is owed."""
    if state.archived:
        return "archived"
    if _ended(duty, state):
        return "stage"
    return RULE if duty.owed_while is not None and not duty.owed_while.holds(state.env) else None


def _ended(duty: CompiledDuty, state: State) -> bool:
    flow, action = state.entity.flow, state.entity.actions.get(duty.action)
    stage = flow.stages.get(state.stage) if flow is not None and state.stage is not None else None
    if stage is None or stage.kind not in ("lost", "won") or action is None:
        return False
    return action.stages is not None and state.stage not in action.stages


def take_up(ledger: Ledger, duty: CompiledDuty) -> None:
    """The duty is owed: what was withdrawn is owed again, with the deadline it had. What was withdrawn when it opened is
    told like what opens."""
    for one in ledger.of(duty.id):
        if one.state == "withdrawn" and EARLY not in one.data:
            data = marked(one, **{"reason": None, OPENER: None})
            again = ledger.put(replace(one, state="open", closed_ms=None, closed_by=None, data=data))
            untold = OPENER in one.data
            more = {"opened_by": one.data[OPENER]} if untold else {}
            ledger.tell(again, "owed_again", due=again.due_ms, owner=again.owner, **more)
            if untold:
                ledger.tell_owner(again)


def withdraw(ledger: Ledger, duty: CompiledDuty, reason: str) -> None:
    """The duty is not owed: what is open is withdrawn, and no period opens until it is owed again."""
    for one in ledger.open(duty.id):
        let_go(ledger, one, reason)
    for last in ledger.of(duty.id)[-1:]:
        ledger.put(replace(last, data=marked(last, **{IDLE: True})))


def let_go(ledger: Ledger, one: Obligation, reason: str) -> None:
    """It is withdrawn, and that is told."""
    gone = replace(one, state="withdrawn", closed_ms=ledger.now_ms, data=marked(one, reason=reason))
    ledger.tell(ledger.put(gone), "withdrawn", reason=reason, overdue=one.overdue(ledger.now_ms))


def rest(one: Obligation) -> Obligation:
    """Its duty is gone from the app: the clock leaves it alone. Should the duty come back, it goes on from then; the last of
    a series, whatever became of it, waits for that."""
    goes_on = one.next_ms is not None and named_for_a_period(one.cycle)
    return replace(one, next_ms=RESTS_MS if goes_on else None, data=marked(one, **{IDLE: True}))
