"""Moves the records of a stage that is no more to where the publication said, after it: a batch to a transaction.

Each record is moved once, however often a batch is begun again: who stands there no more is not found again. One that
cannot be moved (a fault of ours) is left and tried again later; it keeps no other from being moved.
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


def settle(services: Services, work: Work) -> int:
    """Move all records of one stage; how many."""
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
    if app is None or work.left is None or work.entity not in app.entities or not recomputes.keep(tx, work):
        return []
    ids = standing.in_place(tx, app, work.entity, work.left, after, most, work.among)
    resettle(tx, app, services.registry.organisation(tx)["zone"], work.entity, ids, work.target, work.version)
    failpoints.hit("resettled")
    return ids


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
    if app is None or work.left is None or work.entity not in app.entities:
        return []
    return standing.in_place(tx, app, work.entity, work.left, after, 1, work.among)
