"""The clock's part: what fell due with obligations since the last look is told, in short batches, by any number of workers.

A batch never waits: due obligations that another worker has, and records that somebody is writing, are left for the
next look (PostgreSQL; on SQLite there is one writer, and a batch is short). Nothing depends on a sweep having run:
overdue is derived from the deadline.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from followthrough.core.compile import CompiledApp
from followthrough.core.run import approvals, duties
from followthrough.core.run.acts import Allow, Snapshot
from followthrough.core.run.owed import Obligation, ObligationWrite, Reaction
from followthrough.core.run.permit import THE_SYSTEM
from followthrough.core.run.world import Key
from followthrough.store import approvals as under_way
from followthrough.store import failpoints, obligations
from followthrough.store.database import Database
from followthrough.store.errors import StoreError
from followthrough.store.tx import Tx

from .command import Command
from .naming import references_of
from .registry import Registry

log = logging.getLogger("followthrough.sweep")
BATCH = {"postgresql": 500, "sqlite": 200}
AGAIN_MS = 3_600_000
"""An obligation that cannot be judged (a fault of ours) is looked at again after an hour, the others at once."""
Place = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Swept:
    """`looked` obligations of a batch were due, `done` of them dealt with; `last` is the place of the last."""

    looked: int
    done: int
    last: Place | None


class Sweeping:
    """Sweeps what is due."""

    def __init__(self, db: Database, registry: Registry) -> None:
        self.db = db
        self.registry = registry

    def sweep(self, stop: Callable[[], bool] = lambda: False) -> int:
        """Deal with all that is due, batch by batch, until nothing is left or `stop` says so; how many obligations."""
        with self.db.read() as tx:
            if not obligations.any_due(tx):
                return 0
        done, after = 0, None
        while not stop():
            swept = self._swept(after)
            done += swept.done
            if swept.looked < BATCH[self.db.dialect]:
                break
            after = swept.last
        return done

    def _swept(self, after: Place | None) -> Swept:
        """The next batch. What cannot be followed up (a fault of ours) keeps nothing else from being told."""
        try:
            return self.db.transact(partial(self._batch, after=after, most=BATCH[self.db.dialect]))
        except StoreError:
            raise
        except Exception:
            log.exception("a batch cannot be swept: one by one")
        looked = done = 0
        while looked < BATCH[self.db.dialect]:
            try:
                swept = self.db.transact(partial(self._batch, after=after, most=1))
            except StoreError:
                raise
            except Exception:
                log.exception("an obligation cannot be swept")
                swept = self.db.transact(partial(self._put_off, after=after))
            looked, done = looked + swept.looked, done + swept.done
            if swept.last is None:
                break
            after = swept.last
        return Swept(looked, done, after)

    def _put_off(self, tx: Tx, after: Place | None) -> Swept:
        """Look at the next one again after a while; it is as it was."""
        due = obligations.claim(tx, 1, after)
        for known in due:
            one = known.obligation
            obligations.write(tx, known.app, [ObligationWrite(replace(one, next_ms=tx.now_ms() + AGAIN_MS), one)])
        return _swept_of(due, 0)

    def _batch(self, tx: Tx, after: Place | None, most: int) -> Swept:
        failpoints.hit("sweep")
        due = obligations.claim(tx, most, after)
        by_app: dict[str, list[Obligation]] = {}
        for known in due:
            by_app.setdefault(known.app, []).append(known.obligation)
        done = sum(self._of_app(tx, app, found) for app, found in by_app.items())
        failpoints.hit("swept")
        return _swept_of(due, done)

    def _of_app(self, tx: Tx, key: str, due: list[Obligation]) -> int:
        app = self.registry.app(tx, key)
        if app is None:
            obligations.write(tx, key, [ObligationWrite(replace(one, next_ms=None), one) for one in due])
            return len(due)
        return _Batch(tx, app, self.registry.organisation(tx)["zone"]).run(due)


def _swept_of(due: list[obligations.Known], done: int) -> Swept:
    last = due[-1].obligation if due else None
    return Swept(len(due), done, (last.next_ms or 0, last.id) if last is not None else None)


class _Batch:
    """The due obligations of one app in one transaction."""

    def __init__(self, tx: Tx, app: CompiledApp, zone: str) -> None:
        self.tx = tx
        self.app = app
        self.command = Command(tx, app, THE_SYSTEM, zone)
        self.around = self.command.around

    def run(self, due: list[Obligation]) -> int:
        """Deal with those whose records are free; how many."""
        free = self._lock({(one.entity, one.record) for one in due})
        mine = [one for one in due if (one.entity, one.record) in free or one.entity not in self.app.entities]
        decisions = [decision for one in mine if (decision := self._tick(one)) is not None]
        self.command.reacting.apply_all(decisions)
        failpoints.hit("ticked")
        self.command.follow()
        return len(mine)

    def _lock(self, keys: set[Key]) -> set[Key]:
        """Lock the records that are free, with what is owed on each; those that are not there count as free."""
        free = self.around.lock_free(keys)
        owed = obligations.of_records(self.tx, [record for _, record in free])
        signed = {name for name, one in self.app.entities.items() if any(a.approval for a in one.actions.values())}
        asked = under_way.pending_of(self.tx, self.app.key, {record for entity, record in free if entity in signed})
        for key in free:
            self.around.obligations[key] = owed[key[1]]
            if key[0] in signed:
                self.around.approvals[key] = asked[key[1]]
        found = [record for key in free if (record := self.around.records.get(key)) is not None]
        self.around.fetch({key for record in found for key in references_of(self.app, record)})
        return free

    def _tick(self, claimed: Obligation) -> Allow | None:
        """What is due for one obligation as it now stands; None when another has dealt with it."""
        key = (claimed.entity, claimed.record)
        known = self.around.obligations.get(key, ())
        one = next((other for other in known if other.id == claimed.id), claimed)
        moment = self.around.moment()
        if one.next_ms is None or one.next_ms > moment.now_ms:
            return None
        try:
            decision = self._judged(one, self._snapshot(key))
        except Exception:
            log.exception("obligation %s cannot be judged", one.id)
            later = replace(one, next_ms=moment.now_ms + AGAIN_MS)
            decision = Allow((), (), reaction=Reaction((ObligationWrite(later, one),)))
        self.command.reacting.remember(decision)
        return decision

    def _judged(self, one: Obligation, snapshot: Snapshot | None) -> Allow:
        people, moment = self.command.reacting.people, self.around.moment()
        if one.kind == "approval" and snapshot is not None:
            return approvals.tick(self.app, one, snapshot, people, moment)
        reaction = duties.tick(self.app, one, snapshot, people, moment)
        return Allow((), (), reaction=reaction)

    def _snapshot(self, key: Key) -> Snapshot | None:
        record = self.around.records.get(key)
        entity = self.app.entities.get(key[0])
        return self.around.snapshot(record, entity) if record is not None and entity is not None else None
