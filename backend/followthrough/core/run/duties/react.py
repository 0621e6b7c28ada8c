"""What a write of a record, whoever made it, means for what is owed on it (docs/duties.md, section 1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from followthrough.core.run.acts import EventDraft, Moment, Snapshot
from followthrough.core.run.owed import Directory, Obligation, Reaction

from .before import before
from .discharge import asked_ms, close, discharge, reset
from .ledger import Ledger, Slot, ledger_of, state_of
from .marks import ACTION, IDLE, marked
from .opening import begin, catch_up, open_after, open_by, open_now
from .owing import GONE, RULE, let_go, rest, take_up, why_not, withdraw
from .redate import reassign, redate
from .timer import last_period, next_ms, waiting

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledApp
    from followthrough.core.compile.duty import CompiledDuty


def react(
    app: CompiledApp,
    snapshot: Snapshot,
    events: Sequence[EventDraft],
    obligations: Sequence[Obligation],
    directory: Directory,
    moment: Moment,
    *,
    first: int = 0,
) -> Reaction:
    """What follows from `events`, just appended to the snapshot's record, which stands as it was left by them.

    `obligations` are all its open and withdrawn ones and the last of every duty (by `opened_ms`). `first` is the number
    of the first of `events` within the record, told as what opened and closed; 0: not told. Without events: what the
    clock, the calendar, another record or a new version of the app changed.
    """
    assert snapshot.record is not None
    own = [event for event in events if (event.entity, event.record) == (snapshot.record.entity, snapshot.record.id)]
    ledger = ledger_of(app, snapshot, obligations, directory, moment, first if len(own) == len(events) else 0)
    duties = app.entities[snapshot.record.entity].duties
    for duty in duties.all.values():
        _react(ledger, duty, own)
    for one in [one for one in ledger.slots.values() if duties.get(one.duty) is None]:
        _orphaned(ledger, one, own)
    return ledger.reaction(duties.all.values())


def opened(
    app: CompiledApp,
    snapshot: Snapshot,
    duty: str,
    obligations: Sequence[Obligation],
    directory: Directory,
    moment: Moment,
) -> Reaction:
    """Open an obligation of a duty on the snapshot's record because a trigger says so, as an opening event would.

    Nothing follows when it is not owed, was owed before, or the app has no such duty on this entity.
    """
    ledger = ledger_of(app, snapshot, obligations, directory, moment)
    duties = ledger.state.entity.duties
    found = duties.get(duty)
    if found is None:
        return Reaction()
    owed = why_not(found, ledger.state)
    if owed in (None, RULE):
        open_now(ledger, found, owed)
    wind(ledger, found)
    return ledger.reaction(duties.all.values())


def _react(ledger: Ledger, duty: CompiledDuty, events: Sequence[EventDraft]) -> None:
    if not ledger.of(duty.id) and not any(event.kind == duty.opens.doc.kind for event in events):
        return
    _begun_before(ledger, duty, events)
    reason = why_not(duty, ledger.state)
    if reason is None:
        resume(ledger, duty)
    was = {(one.duty, one.cycle) for one in ledger.of(duty.id)}
    done = discharge(ledger, duty, events)
    if reason is not None:
        withdraw(ledger, duty, reason)
    reset(ledger, duty, events)
    _go_on(ledger, duty, events, done, reason)
    open_by(ledger, duty, events, reason)
    for one in ledger.open(duty.id):
        if (one.duty, one.cycle) in was:
            reassign(ledger, duty, redate(ledger, duty, one))
    wind(ledger, duty)


def _begun_before(ledger: Ledger, duty: CompiledDuty, events: Sequence[EventDraft]) -> None:
    """Open the periods that began before this write, on the record as it was: as a sweep in time would have."""
    now, record = ledger.state, ledger.snapshot.record
    if record is not None and waiting(duty, ledger.of(duty.id), now.world.zone, ledger.now_ms):
        was = replace(ledger.snapshot, record=before(record, events))
        ledger.state = state_of(ledger.app, was, now.world.moment)
        catch_up(ledger, duty)
        ledger.state = now


def resume(ledger: Ledger, duty: CompiledDuty) -> None:
    """The duty is owed: take up what was withdrawn, and its periods from this one on."""
    take_up(ledger, duty)
    known = ledger.of(duty.id)
    rested = [one for one in known if IDLE in one.data]
    for one in rested:
        ledger.put(replace(one, data=marked(one, **{IDLE: None})))
    if rested and last_period(duty, known) is not None:
        begin(ledger, duty)


def _go_on(
    ledger: Ledger,
    duty: CompiledDuty,
    events: Sequence[EventDraft],
    done: tuple[int, int] | None,
    reason: str | None,
) -> None:
    """A "since_last" goes on after the act that closed one, and after one was waived."""
    if done is not None:
        open_after(ledger, duty, done[1], reason, done[0])
    for index, event in enumerate(events):
        if (event.kind, event.name) == ("waived", duty.id):
            open_after(ledger, duty, ledger.now_ms, reason, index)


def _orphaned(ledger: Ledger, one: Obligation, events: Sequence[EventDraft]) -> None:
    """The duty is gone from the app: what it left is closed by its act, or else withdrawn."""
    one = ledger.put(rest(one))
    done = ("acted", one.data.get(ACTION))
    index = next((place for place, event in enumerate(events) if (event.kind, event.name) == done), None)
    at = asked_ms(events[index], ledger.now_ms) if index is not None else 0
    if one.open and index is not None and one.opened_ms <= at:
        close(ledger, one, at, index)
    elif one.open:
        let_go(ledger, one, GONE)


def wind(ledger: Ledger, duty: CompiledDuty, ticked: Slot | None = None) -> None:
    """Set the timers of the duty's obligations; after a tick of one of it, of those that became different, and of periods."""
    known, zone = ledger.of(duty.id), ledger.state.world.zone
    last = last_period(duty, known)
    for one in known:
        slot = (one.duty, one.cycle)
        if ticked is not None and last is None and slot != ticked and not ledger.changed(slot):
            continue
        at = next_ms(duty, one, last is not None and last[1].cycle == one.cycle, zone)
        if at != one.next_ms:
            ledger.put(replace(one, next_ms=at))
