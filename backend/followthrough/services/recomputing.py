"""Works records out again whose tables or duties read what has changed elsewhere, or follow the calendar.

Nobody does anything here: each record goes through the command path as an act of the app itself without values, which
stores what follows from the rules now (a table's answer, a formula on it), and writes nothing when nothing differs.
What is owed on it is asked anew either way.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from followthrough.core.compile import CompiledApp
from followthrough.core.rules import date_of, date_text, zone_table
from followthrough.core.run.acts import Edit
from followthrough.core.run.permit import THE_SYSTEM
from followthrough.store import recomputes
from followthrough.store.recomputes import Work
from followthrough.store.tx import Tx

from .command import Command
from .redating import ask_anew, renew
from .refusal import Abandoned
from .resettling import settle

if TYPE_CHECKING:
    from .wiring import Services

BATCH = 50
"""Records worked out in one transaction: few enough that nobody waits long for one of them."""


def recompute(services: Services, worker: str = "worker") -> int:
    """Do all that waits to be worked out again; how many records were looked at. Safe to be done by several at once."""
    renew(services)
    services.db.transact(lambda tx: _ask_for_today(services, tx))
    looked = 0
    while work := services.db.transact(lambda tx: recomputes.claim(tx, worker)):
        looked += _done(services, work)
    return looked


def _done(services: Services, work: Work) -> int:
    if work.what in ("settle", "carry"):
        return settle(services, work)
    return ask_anew(services, work) if work.what else _whole(services, work)


def _ask_for_today(services: Services, tx: Tx) -> None:
    """A new day: whatever follows the calendar is asked for once."""
    zone = services.registry.organisation(tx)["zone"]
    day = date_text(date_of(zone_table(zone), tx.now_ms() // 1000))
    for key, app in services.registry.live(tx).items():
        for entity in sorted(app.nightly):
            recomputes.add_day(tx, key, entity, day)


def _whole(services: Services, work: Work) -> int:
    """All records of one piece of work, a batch to a transaction."""
    after, looked = "", 0
    while True:
        batch = services.db.transact(partial(_batch, services, work, after))
        looked += len(batch)
        if len(batch) < BATCH:
            services.db.transact(lambda tx: recomputes.done(tx, work))
            return looked
        after = batch[-1]


def _batch(services: Services, work: Work, after: str, tx: Tx) -> list[str]:
    app = services.registry.acting(tx, work.app)
    if app is None or not _known(app, work):
        return []
    ids = recomputes.records(tx, app, work, after, BATCH)
    command = Command(tx, app, THE_SYSTEM, services.registry.organisation(tx)["zone"])
    for record in ids:
        _again(tx, command, work.entity, record)
    recomputes.keep(tx, work)
    return ids


def _known(app: CompiledApp, work: Work) -> bool:
    """Whether the version in force still has what the work is about."""
    entity = app.entities.get(work.entity)
    return entity is not None and (not work.via or work.via.partition(".")[0] in entity.references)


def _again(tx: Tx, command: Command, entity: str, record: str) -> None:
    """One record. What a parent's gate refuses stays as it is: the next act on it will meet that gate."""
    memory = command.memory()
    try:
        with tx.savepoint():
            command.refresh((entity, record))
            command.run(entity, record, Edit({}, entry="system"))
            command.follow()
    except Abandoned:
        command.recall(memory)
