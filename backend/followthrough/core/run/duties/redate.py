"""What follows for open obligations from what the record has become: another deadline, another person."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from followthrough.core.run.owed import Obligation

from .due import Deadline, due_of
from .ledger import Ledger, notice
from .marks import BASIS, BY_HAND, CHAINED, EXTENDED, GROUNDS, handed_on, marked
from .people import assigned, there

if TYPE_CHECKING:
    from followthrough.core.compile.duty import CompiledDuty


def redate(ledger: Ledger, duty: CompiledDuty, one: Obligation) -> Obligation:
    """The deadline as it is computed now. An emptied date keeps the one it had; an extension holds until a later one."""
    due = due_of(duty, ledger.state, one.anchor_ms, CHAINED in one.data)
    if due is None:
        return one
    given = one.data.get(EXTENDED)
    if given is not None and due.ms <= given:
        data = marked(one, **{BASIS: dict(due.basis)})
        return ledger.put(replace(one, data=data))
    if given is None and (due.ms, due.provisional, due.basis) == (one.due_ms, one.provisional, one.data.get(BASIS)):
        return one
    cause = _cause(one.data.get(BASIS), due)
    moved = replace(
        one,
        due_ms=due.ms,
        original_due_ms=due.ms if one.original_due_ms is None else one.original_due_ms,
        provisional=due.provisional,
        data=marked(one, **{BASIS: dict(due.basis), EXTENDED: None}),
    )
    if due.ms != one.due_ms:
        ledger.tell(moved, "redated", old=one.due_ms, new=due.ms, cause=cause)
    return ledger.put(moved)


def _cause(was: Any, due: Deadline) -> str:
    """What changed: the date counted from, the rule that chooses the limit (or the limit), or the days of the calendar."""
    known: dict[str, Any] = was or {}
    if known.get("base") != due.basis.get("base"):
        return "field"
    return "calendar" if known == due.basis else "rule"


def reassign(ledger: Ledger, duty: CompiledDuty, one: Obligation) -> Obligation:
    """Who owes it, when what the choice rests on became another, or he is there no more; a person's own choice stays as long as
    the one chosen is there."""
    state = ledger.state
    moved = one if one.unit == state.unit else ledger.put(replace(one, unit=state.unit))
    gone = one.owner is not None and not there(ledger.directory, one.owner)
    if BY_HAND in one.data and not gone:
        return moved
    owner, grounds = assigned(duty.assign, state, ledger.directory, one.opened_ms)
    if grounds == one.data.get(GROUNDS) and not gone:
        return moved
    if owner == one.owner:
        return ledger.put(replace(moved, data=marked(moved, **{GROUNDS: grounds})))
    moved = ledger.put(replace(moved, owner=owner, data=handed_on(moved, **{GROUNDS: grounds, BY_HAND: None})))
    cause = _why_gone(ledger, one) if gone else "record"
    ledger.tell(moved, "reassigned", **{"from": one.owner, "to": owner, "cause": cause})
    if owner is not None:
        ledger.notices.append(notice(moved, "assigned", owner))
    return moved


def _why_gone(ledger: Ledger, one: Obligation) -> str:
    """He was disabled, or has no role in the app any more."""
    return "no_role" if one.owner is not None and ledger.directory.active(one.owner) else "disabled"
