"""What the clock does with an obligation: reminders, the breach, escalations, the next periods (docs/duties.md, section 4)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from followthrough.core.run.acts import Moment, Snapshot
from followthrough.core.run.owed import Directory, Obligation, ObligationWrite, Reaction

from .ledger import Ledger, ledger_of, notice
from .opening import catch_up
from .owing import GONE, let_go, rest, why_not, withdraw
from .people import person_meant, told_above
from .periods import MOST_AT_ONCE
from .react import wind
from .redate import reassign, redate
from .timer import BREACH, done, steps_of, waiting

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledApp
    from followthrough.core.compile.duty import CompiledDuty, Step


def tick(
    app: CompiledApp,
    obligation: Obligation,
    snapshot: Snapshot | None,
    directory: Directory,
    moment: Moment,
) -> Reaction:
    """Every step of an obligation of kind duty that is due by now, in order of time, each told once. The duty's periods that
    have begun are opened before: it was owed as far as anybody had seen, and a write that comes first would open them too.

    `snapshot` is its record as it stands, with its obligations as `react` takes them; None (the record, or its entity,
    is gone): nothing is told and the timer stops. The duty gone: it is withdrawn. The events go through `react` and the
    triggers like those of a write.
    """
    entity = app.entities.get(obligation.entity)
    duty = entity.duties.get(obligation.duty) if entity is not None else None
    if snapshot is None or snapshot.record is None or entity is None:
        return _stopped(obligation)
    known = {one.id: one for one in (*snapshot.obligations, obligation)}
    ledger = ledger_of(app, snapshot, tuple(known.values()), directory, moment)
    if duty is None:
        return _left(ledger, obligation)
    catch_up(ledger, duty, MOST_AT_ONCE)
    one, reason = ledger.slots[obligation.duty, obligation.cycle], why_not(duty, ledger.state)
    if reason is not None and not waiting(duty, ledger.of(duty.id), ledger.state.world.zone, moment.now_ms):
        withdraw(ledger, duty, reason)
    elif reason is None and one.open:
        _steps(ledger, duty, reassign(ledger, duty, redate(ledger, duty, one)))
    wind(ledger, duty, (obligation.duty, obligation.cycle))
    return ledger.reaction([duty])


def _left(ledger: Ledger, obligation: Obligation) -> Reaction:
    """Its duty is gone from the app."""
    one = ledger.put(rest(ledger.slots[obligation.duty, obligation.cycle]))
    if one.open:
        let_go(ledger, one, GONE)
    return ledger.reaction(())


def _stopped(obligation: Obligation) -> Reaction:
    rested = rest(obligation)
    return Reaction() if rested == obligation else Reaction((ObligationWrite(rested, obligation),))


def _steps(ledger: Ledger, duty: CompiledDuty, one: Obligation) -> None:
    zone = ledger.state.world.zone
    due = [step for step in steps_of(duty, one, zone) if step[0] <= ledger.now_ms]
    for _, key, step in sorted(due, key=lambda found: found[0]):
        if key == BREACH:
            _breach(ledger, one)
        elif step is not None and step in duty.remind:
            _remind(ledger, one, step)
        elif step is not None:
            _escalate(ledger, one, step)
        assert one.due_ms is not None
        one = ledger.put(replace(one, fired={**one.fired, key: one.due_ms}))
        assert done(one, key)


def _breach(ledger: Ledger, one: Obligation) -> None:
    ledger.tell(one, "breached", due=one.due_ms, owner=one.owner)
    if one.owner is not None:
        ledger.notices.append(notice(one, "breach", one.owner, f"{BREACH}:{one.due_ms}"))


def _remind(ledger: Ledger, one: Obligation, step: Step) -> None:
    """A reminder that comes too late is none: the breach says it."""
    if one.overdue(ledger.now_ms):
        return
    person = one.owner
    if step.person is not None:
        person = person_meant(step.person, ledger.state, ledger.directory, ledger.now_ms)
    if person is not None:
        ledger.notices.append(notice(one, "reminder", person, f"{step.key}:{one.due_ms}"))


def _escalate(ledger: Ledger, one: Obligation, step: Step) -> None:
    assert step.person is not None, "an escalation names a person"
    to = told_above(step.person, ledger.state, ledger.directory, ledger.now_ms, one.owner)
    ledger.tell(one, "escalated", step=step.id, to=to)
    if to is not None:
        ledger.notices.append(notice(one, "escalation", to, f"{step.key}:{one.due_ms}", owner=one.owner))
