"""How something comes to be owed: once, again with each event, so long after the last act, or in every period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from followthrough.core.run.acts import EventDraft
from followthrough.core.run.owed import Obligation
from followthrough.core.run.patterns import matches

from .due import due_of
from .ledger import Ledger, notice, obligation_id
from .marks import ACTION, BASIS, CHAINED, EARLY, GROUNDS, IDLE, marked
from .people import assigned
from .periods import cycle_of, next_day, period_of, starts
from .timer import last_period, reminders_past, waiting

if TYPE_CHECKING:
    from followthrough.core.compile.duty import CompiledDuty


def open_by(ledger: Ledger, duty: CompiledDuty, events: Sequence[EventDraft]) -> None:
    """Open what an event of this write calls for."""
    for index, event in enumerate(events):
        if matches(duty.opens, event, ledger.state):
            open_now(ledger, duty, index)


def open_now(ledger: Ledger, duty: CompiledDuty, index: int | None = None) -> None:
    """Open the duty as its repetition has it; `index` is that of the opening event in the write."""
    known = ledger.of(duty.id)
    if duty.period is None:
        if (duty.id, "") not in ledger.slots:
            _open(ledger, duty, "", ledger.now_ms, index=index)
    elif duty.period == "each":
        if not any(one.state in ("open", "withdrawn") for one in known):
            _open(ledger, duty, _next(known), ledger.now_ms, index=index)
    elif duty.period == "since_last":
        if not any(one.cycle.isdigit() for one in known):
            _open(ledger, duty, "1", ledger.now_ms, index=index)
    elif last_period(duty, known) is None:
        begin(ledger, duty, index)


def open_after(ledger: Ledger, duty: CompiledDuty, anchor_ms: int, owed: str | None, index: int | None) -> None:
    """The next of a "since_last", counted from an act. Not owed at present (`owed` says why): withdrawn at once, so that
    it comes back with its deadline."""
    known = ledger.of(duty.id)
    if duty.period != "since_last" or any(one.cycle.isdigit() and one.state in ("open", "withdrawn") for one in known):
        return
    made = _made(ledger, duty, _next(known), anchor_ms, ledger.now_ms, {CHAINED: True})
    if owed is None:
        _announce(ledger, made, index)
    else:
        data = marked(made, **{"reason": owed, IDLE: True})
        ledger.put(replace(made, state="withdrawn", closed_ms=ledger.now_ms, data=data))


def _next(known: list[Obligation]) -> str:
    return str(1 + max((int(one.cycle) for one in known if one.cycle.isdigit()), default=0))


def begin(ledger: Ledger, duty: CompiledDuty, index: int | None = None) -> None:
    """A series begins (again) with this period, or with the next one when this one's deadline has passed."""
    period, zone = str(duty.period), ledger.state.world.zone
    first = period_of(period, zone, ledger.now_ms)
    found = due_of(duty, ledger.state, starts(zone, first))
    if found is not None and found.ms < ledger.now_ms:
        _await(ledger, duty, next_day(period, first))
    else:
        _open_period(ledger, duty, first, ledger.now_ms, index)


def _await(ledger: Ledger, duty: CompiledDuty, first: int) -> None:
    cycle, start = cycle_of(str(duty.period), first), starts(ledger.state.world.zone, first)
    if (duty.id, cycle) not in ledger.slots:
        made = _made(ledger, duty, cycle, start, start, {EARLY: True})
        ledger.put(replace(made, state="withdrawn", due_ms=None, original_due_ms=None, fired={}))


def catch_up(ledger: Ledger, duty: CompiledDuty, most: int | None = None) -> None:
    """Open the periods that have begun by now, while the duty was owed: what the clock would have opened by itself."""
    zone = ledger.state.world.zone
    for day in waiting(duty, ledger.of(duty.id), zone, ledger.now_ms, most):
        _open_period(ledger, duty, day, starts(zone, day), None)


def _open_period(ledger: Ledger, duty: CompiledDuty, first: int, opened_ms: int, index: int | None) -> None:
    cycle = cycle_of(str(duty.period), first)
    known = ledger.slots.get((duty.id, cycle))
    if known is None or EARLY in known.data:
        _announce(ledger, _made(ledger, duty, cycle, starts(ledger.state.world.zone, first), opened_ms, {}), index)


def _open(ledger: Ledger, duty: CompiledDuty, cycle: str, anchor_ms: int, index: int | None) -> None:
    _announce(ledger, _made(ledger, duty, cycle, anchor_ms, ledger.now_ms, {}), index)


def _made(
    ledger: Ledger, duty: CompiledDuty, cycle: str, anchor_ms: int, opened_ms: int, notes: dict[str, Any]
) -> Obligation:
    state = ledger.state
    due = due_of(duty, state, anchor_ms, CHAINED in notes)
    owner, grounds = assigned(duty.assign, state, ledger.directory, opened_ms)
    basis = None if due is None else dict(due.basis)
    data = {**notes, ACTION: duty.action, BASIS: basis, GROUNDS: grounds}
    made = Obligation(
        id=obligation_id(state.id, duty.id, cycle),
        entity=state.entity.id,
        record=state.id,
        duty=duty.id,
        cycle=cycle,
        state="open",
        owner=owner,
        unit=state.unit,
        opened_ms=opened_ms,
        anchor_ms=anchor_ms,
        due_ms=None if due is None else due.ms,
        original_due_ms=None if due is None else due.ms,
        provisional=due is not None and due.provisional,
        data={name: value for name, value in data.items() if value is not None},
    )
    return replace(made, fired=reminders_past(duty, made, state.world.zone, ledger.now_ms))


def _announce(ledger: Ledger, one: Obligation, index: int | None) -> None:
    """It is owed from now on. Whoever owes it, and does not own the record, is told."""
    ledger.put(one)
    number = ledger.number(index)
    by = {} if number is None else {"n": number}
    ledger.tell(one, "owed", due=one.due_ms, owner=one.owner, opened_by=by)
    if one.owner is not None and one.owner != ledger.state.owner:
        ledger.notices.append(notice(one, "assigned", one.owner))
