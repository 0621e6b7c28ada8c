"""What an obligation keeps shut: a transition cannot be walked while one is open (docs/duties.md, section 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followthrough.core.run.owed import Obligation
from followthrough.core.run.world import State

from .due import due_of
from .periods import starts
from .timer import waiting

if TYPE_CHECKING:
    from followthrough.core.compile.duty import Blocking, CompiledDuty


def blocking(state: State, transition: str) -> list[CompiledDuty]:
    """The duties whose obligations on the record keep the transition shut, in order.

    An act under way that discharges them opens it; whether anything else of the record changes does not matter. A period
    that has begun is owed though no worker has opened it yet.
    """
    known = state.entity.duties.blocks.get(transition, ())
    return [part.duty for part in known if _shut(state, part)]


def _shut(state: State, part: Blocking) -> bool:
    now_ms, zone = state.world.moment.now_ms, state.world.zone
    done_ms = _done_ms(state, part.duty)
    mine = [one for one in state.world.snapshot.obligations if _of(one, state, part.duty)]
    left = [one for one in mine if one.open and one.opened_ms > done_ms]
    if any(part.when == "open" or one.overdue(now_ms) for one in left):
        return True
    begun = [start for day in waiting(part.duty, mine, zone, now_ms) if (start := starts(zone, day)) > done_ms]
    due = [due_of(part.duty, state, start) for start in begun]
    return any(part.when == "open" or (found is not None and found.ms < now_ms) for found in due)


def _of(one: Obligation, state: State, duty: CompiledDuty) -> bool:
    return one.kind == "duty" and one.duty == duty.id and (one.entity, one.record) == state.key


def _done_ms(state: State, duty: CompiledDuty) -> int:
    """What opened by then is discharged by the act under way on this record: now, or when it was asked for. -1: it is no
    act that discharges the duty."""
    if state.acting != duty.action or not (duty.counts is None or duty.counts.holds(state.env)):
        return -1
    return state.world.moment.now_ms if state.asked_ms is None else state.asked_ms
