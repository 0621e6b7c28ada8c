"""How an obligation ends by its act, and how an act starts its limit anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from followthrough.core.run.acts import EventDraft
from followthrough.core.run.owed import Obligation
from followthrough.core.run.patterns import see_act

from .due import due_of
from .ledger import Ledger
from .marks import BASIS, CHAINED, EXTENDED, marked

if TYPE_CHECKING:
    from followthrough.core.compile.duty import CompiledDuty
    from followthrough.core.compile.rule import CompiledRule


def counts(rule: CompiledRule | None, ledger: Ledger, event: EventDraft) -> bool:
    """Whether an act meets a condition over its record and what was kept with it."""
    return rule is None or (see_act(ledger.state, event) and rule.holds(ledger.state.env))


def discharge(ledger: Ledger, duty: CompiledDuty, events: Sequence[EventDraft]) -> tuple[int, int] | None:
    """Close every open obligation of the duty by the first act that counts: (its index, when it was done) if any did.

    One that opened after an approved act had been asked for is not closed by it.
    """
    for index, event in enumerate(events):
        if (event.kind, event.name) == ("acted", duty.action) and counts(duty.counts, ledger, event):
            at = asked_ms(event, ledger.now_ms)
            mine = [one for one in ledger.open(duty.id) if one.opened_ms <= at]
            return (index, at) if [close(ledger, one, at, index) for one in mine] else None
    return None


def asked_ms(event: EventDraft, now_ms: int) -> int:
    """When an act counts as done: an approved one when it was asked for."""
    return int(event.data.get("asked_ms") or now_ms)


def close(ledger: Ledger, one: Obligation, at_ms: int, index: int) -> Obligation:
    """Done, at `at_ms`, by the write's event at `index`."""
    number = ledger.number(index)
    done = ledger.put(replace(one, state="done", closed_ms=at_ms, closed_by=number))
    late = 0 if one.due_ms is None else max(0, -(-(at_ms - one.due_ms) // 1000))
    by = {} if number is None else {"n": number}
    ledger.tell(done, "discharged", due=one.due_ms, original_due=one.original_due_ms, late=late, by=by)
    return done


def reset(ledger: Ledger, duty: CompiledDuty, events: Sequence[EventDraft]) -> None:
    """Start the limit of what is open and not overdue anew from now, if an act says so."""
    if not any(_resets(ledger, duty, event) for event in events):
        return
    for one in ledger.open(duty.id):
        dated = duty.due.field is not None and CHAINED not in one.data
        if dated or one.overdue(ledger.now_ms):
            continue
        due = due_of(duty, ledger.state, ledger.now_ms, CHAINED in one.data)
        if due is None:
            continue
        until = max(due.ms, one.data.get(EXTENDED) or due.ms)
        data = marked(one, **{BASIS: dict(due.basis), EXTENDED: until if until > due.ms else None})
        moved = replace(
            one,
            anchor_ms=ledger.now_ms,
            due_ms=until,
            original_due_ms=due.ms,
            provisional=due.provisional,
            data=data,
        )
        if until != one.due_ms:
            ledger.tell(moved, "redated", old=one.due_ms, new=until, cause="reset")
        ledger.put(moved)


def _resets(ledger: Ledger, duty: CompiledDuty, event: EventDraft) -> bool:
    if event.kind != "acted" or event.name is None or event.name not in duty.resets:
        return False
    return counts(duty.resets[event.name], ledger, event)
