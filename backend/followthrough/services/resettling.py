"""Does to many records what a publication said, after it, a batch to a transaction: moves those of a stage that is no more,
and gives them what a new field takes over from an old one.

Each is dealt with once, however often a batch is begun again: who stands there no more, or has the value, is not found
again. One that cannot be dealt with (a fault of ours) is left and tried again later; it keeps no other waiting.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from followthrough.core.compile import CompiledApp
from followthrough.core.run.acts import Resettle
from followthrough.core.run.permit import THE_SYSTEM
from followthrough.store import failpoints, recomputes, standing
from followthrough.store.errors import StoreError
from followthrough.store.recomputes import Work
from followthrough.store.tx import Tx

from .carrying import ask_at_once, carries
from .command import Command
from .refusal import Abandoned, Refusal

if TYPE_CHECKING:
    from .wiring import Services

log = logging.getLogger("followthrough.resettling")
BATCH = 100
"""Records in one transaction: few enough that nobody waits long for one of them."""
AGAIN_MS = 3_600_000
"""After which what could not be moved is tried again."""


def resettle(tx: Tx, app: CompiledApp, zone: str, entity: str, ids: Sequence[str], to: str, version: int) -> None:
    """Put records into a stage as an act of the app itself, because the publication of `version` says so. Raises Abandoned
    with the refusal of one that is refused (a fault of ours: the app itself is asked for no gate)."""
    command = Command(tx, app, THE_SYSTEM, zone)
    for record in ids:
        done = command.run(entity, record, Resettle(to, version))
        if isinstance(done, Refusal):
            raise Abandoned(done)


def carry(tx: Tx, app: CompiledApp, zone: str, entity: str, ids: Sequence[str]) -> None:
    """Give records what waits for them: a new field what it takes over from an old one."""
    command = Command(tx, app, THE_SYSTEM, zone)
    fields = [one.target for one in command.around.carrying if one.entity == entity]
    ask_at_once(command.around, entity, ids, fields)
    for record in ids:
        command.carry((entity, record))


def settle(services: Services, work: Work) -> int:
    """Move all records of one stage, or give all of an entity what one of its fields takes over; how many were looked at."""
    if work.what == "carry":
        _earlier_first(services, work)
    return _all(services, work)


def _earlier_first(services: Services, work: Work) -> None:
    """A field may take over what an earlier publication has still to put into another."""
    with services.db.read() as tx:
        waiting = [one for one in recomputes.carrying(tx, work.app) if one.entity == work.entity]
    ids = [one.id for one in waiting]
    for earlier in waiting[: ids.index(work.id)] if work.id in ids else ():
        _all(services, earlier)


def _all(services: Services, work: Work) -> int:
    after, moved, failed = "", 0, False
    while True:
        try:
            found = services.db.transact(partial(_batch, services, work, after, BATCH))
        except StoreError:
            raise
        except Exception:
            log.exception("records of %s/%s cannot be moved together: one by one", work.app, work.entity)
            found = _one_by_one(services, work, after)
            failed = True
        moved += len(found)
        if len(found) < BATCH:
            services.db.transact(partial(_ended, work=work, failed=failed))
            return moved
        after = found[-1]


def _ended(tx: Tx, work: Work, failed: bool) -> None:
    if failed:
        recomputes.put_off(tx, work, AGAIN_MS)
    else:
        recomputes.done(tx, work)


def _batch(services: Services, work: Work, after: str, most: int, tx: Tx) -> list[str]:
    app = services.registry.acting(tx, work.app)
    if app is None or not recomputes.keep(tx, work):
        return []
    ids, zone = _found(tx, app, work, after, most), services.registry.organisation(tx)["zone"]
    if work.what == "carry":
        carry(tx, app, zone, work.entity, ids)
        failpoints.hit("carried")
    else:
        resettle(tx, app, zone, work.entity, ids, work.target, work.version)
        recomputes.unlist(tx, work, ids)
        failpoints.hit("resettled")
    return ids


def _found(tx: Tx, app: CompiledApp, work: Work, after: str, most: int) -> list[str]:
    """The next records of a work; none where the version in force has no place for it any more."""
    if work.what == "carry":
        known = carries(app, work.entity, work.target)
        return standing.carriers(tx, app, work.entity, work.target, after, most) if known else []
    if work.left is None or work.entity not in app.entities:
        return []
    return standing.to_settle(tx, app, work, work.left, after, most)


def _one_by_one(services: Services, work: Work, after: str) -> list[str]:
    """The records of a batch, each in a transaction of its own; those looked at, moved or not."""
    looked: list[str] = []
    while len(looked) < BATCH:
        try:
            found = services.db.transact(partial(_batch, services, work, after, 1))
        except StoreError:
            raise
        except Exception:
            log.exception("a record of %s/%s cannot be moved", work.app, work.entity)
            found = services.db.transact(partial(_next, services, work, after))
        if not found:
            break
        looked += found
        after = found[-1]
    return looked


def _next(services: Services, work: Work, after: str, tx: Tx) -> list[str]:
    app = services.registry.app(tx, work.app)
    return _found(tx, app, work, after, 1) if app is not None else []
