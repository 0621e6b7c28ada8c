"""How something comes to be owed: once, again with each event, so long after the last act, or in every period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from followthrough.core.run.acts import EventDraft
from followthrough.core.run.owed import Obligation
from followthrough.core.run.patterns import matches

from .due import due_of
from .ledger import Ledger, obligation_id
from .marks import ACTION, BASIS, CHAINED, EARLY, GROUNDS, IDLE, OPENER, marked
from .owing import RULE
from .people import assigned
from .periods import cycle_of, next_day, period_of, starts
from .timer import last_period, reminders_past, waiting

if TYPE_CHECKING:
    from followthrough.core.compile.duty import CompiledDuty


def open_by(ledger: Ledger, duty: CompiledDuty, events: Sequence[EventDraft], owed: str | None) -> None:
    """Open what an event of this write calls for; `owed` says why it is not owed at present (None: it is)."""
    if owed not in (None, RULE):
        return
    for index, event in enumerate(events):
        if matches(duty.opens, event, ledger.state):
            open_now(ledger, duty, owed, index)


def open_now(ledger: Ledger, duty: CompiledDuty, owed: str | None, index: int | None = None) -> None:
    """Open the duty as its repetition has it; `index` is that of the opening event in the write. While its rule says that
    it is not owed it is withdrawn at once, and of a series no period opens until it is."""
    known = ledger.of(duty.id)
    if duty.period is None:
        if (duty.id, "") not in ledger.slots:
            _open(ledger, duty, "", owed, index)
    elif duty.period == "each":
        if not any(one.state in ("open", "withdrawn") for one in known):
            _open(ledger, duty, _next(known), owed, index)
    elif duty.period == "since_last":
        if not any(one.cycle.isdigit() for one in known):
            _open(ledger, duty, "1", owed, index)
    elif last_period(duty, known) is None:
        begin(ledger, duty, index, owed)


def open_after(ledger: Ledger, duty: CompiledDuty, anchor_ms: int, owed: str | None, index: int | None) -> None:
    """The next of a "since_last", counted from an act. Not owed at present (`owed` says why): withdrawn at once, so that
    it comes back with its deadline."""
    known = ledger.of(duty.id)
    if duty.period != "since_last" or any(one.cycle.isdigit() and one.state in ("open", "withdrawn") for one in known):
        return
    _settle(ledger, _made(ledger, duty, _next(known), anchor_ms, ledger.now_ms, {CHAINED: True}), owed, index)


def _next(known: list[Obligation]) -> str:
    return str(1 + max((int(one.cycle) for one in known if one.cycle.isdigit()), default=0))


def begin(ledger: Ledger, duty: CompiledDuty, index: int | None = None, owed: str | None = None) -> None:
    """A series begins (again) with this period, or with the next one when this one's deadline has passed; not owed
    (`owed` says why), with the one in which it will be."""
    period, zone = str(duty.period), ledger.state.world.zone
    first = period_of(period, zone, ledger.now_ms)
    found = due_of(duty, ledger.state, starts(zone, first))
    if owed is not None:
        _await(ledger, duty, first, idle=True)
    elif found is not None and found.ms < ledger.now_ms:
        _await(ledger, duty, next_day(period, first))
    else:
        _open_period(ledger, duty, first, ledger.now_ms, index)


def _await(ledger: Ledger, duty: CompiledDuty, first: int, *, idle: bool = False) -> None:
    cycle, start = cycle_of(str(duty.period), first), starts(ledger.state.world.zone, first)
    if (duty.id, cycle) not in ledger.slots:
        made = _made(ledger, duty, cycle, start, start, {EARLY: True, IDLE: idle or None})
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


def _open(ledger: Ledger, duty: CompiledDuty, cycle: str, owed: str | None, index: int | None) -> None:
    _settle(ledger, _made(ledger, duty, cycle, ledger.now_ms, ledger.now_ms, {}), owed, index)


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


def _settle(ledger: Ledger, made: Obligation, owed: str | None, index: int | None) -> None:
    """It is owed from now on; or, not owed at present, withdrawn at once, and told when it first is."""
    if owed is None:
        _announce(ledger, made, index)
        return
    data = marked(made, **{"reason": owed, IDLE: True, OPENER: ledger.opener(index)})
    ledger.put(replace(made, state="withdrawn", closed_ms=ledger.now_ms, data=data))


def _announce(ledger: Ledger, one: Obligation, index: int | None) -> None:
    ledger.put(one)
    ledger.tell(one, "owed", due=one.due_ms, owner=one.owner, opened_by=ledger.opener(index))
    ledger.tell_owner(one)
