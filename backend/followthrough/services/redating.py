"""What is owed asked anew without a write: a working calendar was changed (by somebody, or by a newer edition of the public
holidays), a version of an app came into force, a person was disabled or lost his role.

Record by record, through the same reading as after any write (core.run.duties.react): it tells a deadline that moved by
the event `redated`, withdraws what is not owed any more, takes up what is again. Done again it changes nothing.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from followthrough.core.compile import CompiledApp
from followthrough.core.model.decode import to_json
from followthrough.core.run import approvals
from followthrough.core.run.permit import THE_SYSTEM
from followthrough.core.run.world import Key
from followthrough.store import calendars as stored
from followthrough.store import obligations, recomputes
from followthrough.store.recomputes import Work
from followthrough.store.tx import Tx

from . import calendars
from .calendar_days import ORGANISATION, named_calendars
from .command import Command
from .refusal import Abandoned

if TYPE_CHECKING:
    from .wiring import Services

BATCH = 50
"""Records in one transaction: few enough that nobody waits long for one of them."""


def renew(services: Services) -> None:
    """Make the calendars anew that a newer edition of the public holidays is installed for; costs one look."""
    with services.db.read() as tx:
        due = calendars.outdated(tx)
    if due:
        services.db.transact(calendars.ensure)


def ask_anew(services: Services, work: Work) -> int:
    """Ask anew what is owed by the calendar, in the version, or by the person that `work` is about; how many records were
    looked at.

    Records whose tables or formulas read the clock are worked out again as on a new day after a change of a calendar: they
    may count by it as well.
    """
    looked = 0
    for key in services.db.transact(partial(_apps, services, work)):
        after, more = "", True
        while more:
            found = services.db.transact(partial(_batch, services, work, key, after))
            looked += len(found)
            after, more = (found[-1], True) if len(found) == BATCH else ("", False)
    services.db.transact(lambda tx: recomputes.done(tx, work))
    return looked


def _apps(services: Services, work: Work, tx: Tx) -> list[str]:
    live = services.registry.live(tx)
    if work.what == "version":
        return [work.app] if work.app in live else []
    for key, app in live.items() if work.what == "calendar" else ():
        for entity in sorted(app.nightly):
            recomputes.add_day(tx, key, entity, f"calendar:{work.id}")
    return list(live)


def _found(tx: Tx, app: CompiledApp, work: Work, after: str) -> list[tuple[str, str]]:
    """The next records."""
    if work.what == "calendar":
        return stored.owing(tx, app.key, duties_by(app, work.target), after, BATCH)
    owner = work.target if work.what == "person" else None
    return obligations.standing(tx, app.key, after, BATCH, owner=owner)


def _batch(services: Services, work: Work, key: str, after: str, tx: Tx) -> list[str]:
    app = services.registry.acting(tx, key)
    if app is None:
        return []
    found = _found(tx, app, work, after)
    command = Command(tx, app, THE_SYSTEM, services.registry.organisation(tx)["zone"])
    for entity, record in found:
        if entity in app.entities:
            _again(tx, command, entity, record)
    recomputes.keep(tx, work)
    return [record for _, record in found]


def _again(tx: Tx, command: Command, entity: str, record: str) -> None:
    memory = command.memory()
    try:
        with tx.savepoint():
            command.refresh((entity, record))
            command.follow()
            _decisions(command, (entity, record))
    except Abandoned:
        command.recall(memory)


def _decisions(command: Command, key: Key) -> None:
    """Approvals under way on the record whose time limits count by a calendar."""
    around = command.around
    record = around.records.get(key)
    if record is None:
        return
    moved = approvals.redate(around.app, around.snapshot(record, around.app.entities[key[0]]), around.moment())
    if moved is not None:
        command.reacting.apply_all([moved])
        command.follow()


def duties_by(app: CompiledApp, calendar: str) -> frozenset[str]:
    """The duties whose deadlines or rules count by a calendar, and the actions whose approvals' time limits do. What names
    a calendar that is not there counts by the organisation's."""
    names = {calendar}
    found = set()
    for entity in app.entities.values():
        for action in entity.actions.values():
            steps = action.approval.steps.values() if action.approval is not None else ()
            limits = {step.doc.calendar for step in steps} - {None}
            if limits & names or (limits and calendar == ORGANISATION):
                found.add(action.id)
        for duty in entity.duties.all.values():
            document = to_json(duty.doc)
            limits = {limit.calendar for limit in duty.due.limits} - {None}
            if limits & names or named_calendars(document) & names or (limits and calendar == ORGANISATION):
                found.add(duty.id)
    return frozenset(found)
