"""The clock's part: what fell due with obligations since the last look is told, in short batches, by any number of workers.

A batch never waits: due obligations that another worker has, records that somebody is writing, and apps that somebody is
publishing are left for the next look (PostgreSQL; on SQLite there is one writer, and a batch is short). Nothing depends on a
sweep having run: overdue is derived from the deadline.
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
Place = tuple[int, frozenset[str]]
"""How far a sweep came: when the last one looked at was due, and those due then that were left as they are."""


@dataclass(frozen=True, slots=True)
class Swept:
    """`looked` obligations of a batch were claimed, `done` dealt with, more than those where their records owed more."""

    looked: int
    done: int
    place: Place | None


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
        most = size = BATCH[self.db.dialect]
        done, place = 0, None
        while not stop():
            swept = self._swept(place, size)
            done += swept.done
            if swept.looked < size:
                break
            place = swept.place
            size = max(1, min(most, most * swept.looked // max(1, swept.done)))
        return done

    def _swept(self, place: Place | None, size: int) -> Swept:
        """The next batch. What cannot be followed up (a fault of ours) keeps nothing else from being told."""
        try:
            return self.db.transact(partial(self._batch, place=place, most=size))
        except StoreError:
            raise
        except Exception:
            log.exception("a batch cannot be swept: one by one")
        looked = done = 0
        while looked < size:
            try:
                swept = self.db.transact(partial(self._batch, place=place, most=1, alone=True))
            except StoreError:
                raise
            except Exception:
                log.exception("an obligation cannot be swept")
                swept = self.db.transact(partial(self._put_off, place=place))
            looked, done = looked + swept.looked, done + swept.done
            if swept.place is None:
                break
            place = swept.place
        return Swept(looked, done, place)

    def _put_off(self, tx: Tx, place: Place | None) -> Swept:
        """Look at the next one again after a while; it is as it was."""
        due = obligations.claim(tx, 1, *(place or ()))
        for known in due:
            one = known.obligation
            obligations.write(tx, known.app, [ObligationWrite(replace(one, next_ms=tx.now_ms() + AGAIN_MS), one)])
        return Swept(len(due), 0, _place(place, due, set()))

    def _batch(self, tx: Tx, place: Place | None, most: int, alone: bool = False) -> Swept:
        failpoints.hit("sweep")
        due = obligations.claim(tx, most, *(place or ()))
        by_app: dict[str, list[Obligation]] = {}
        for known in due:
            by_app.setdefault(known.app, []).append(known.obligation)
        done, left = 0, set[str]()
        for app, found in by_app.items():
            count, rest = self._of_app(tx, app, found, alone)
            done, left = done + count, left | rest
        failpoints.hit("swept")
        return Swept(len(due), done, _place(place, due, left))

    def _of_app(self, tx: Tx, key: str, due: list[Obligation], alone: bool) -> tuple[int, set[str]]:
        """Deal with what is due in one app: with how many, and the ids of those that are due as before. Not while somebody
        publishes it: he may wait for the obligations that are held here."""
        if not self.registry.free(tx, key):
            return 0, {one.id for one in due}
        app = self.registry.acting(tx, key)
        if app is None:
            obligations.write(tx, key, [ObligationWrite(replace(one, next_ms=None), one) for one in due])
            return len(due), set()
        return _Batch(tx, app, self.registry.organisation(tx)["zone"]).run(due, alone)


def _place(before: Place | None, due: list[obligations.Known], left: set[str]) -> Place | None:
    """Where the next batch begins. Those left at an earlier moment wait for the next sweep."""
    if not due:
        return None
    last = due[-1].obligation.next_ms or 0
    return last, frozenset(left | before[1] if before is not None and before[0] == last else left)


class _Batch:
    """The due obligations of one app in one transaction."""

    def __init__(self, tx: Tx, app: CompiledApp, zone: str) -> None:
        self.tx = tx
        self.app = app
        self.command = Command(tx, app, THE_SYSTEM, zone)
        self.around = self.command.around
        self._seen: dict[Key, Snapshot] = {}

    def run(self, due: list[Obligation], alone: bool) -> tuple[int, set[str]]:
        """Deal with those whose records are free, and with what else is due on these (but if `alone`): with how many, and
        the ids of those of `due` that are due as before."""
        free = self._lock({(one.entity, one.record) for one in due})
        away = {key for key in sorted(free) if not self.command.at_home(key)}
        free -= away
        mine = [one for one in due if (one.entity, one.record) in free or one.entity not in self.app.entities]
        mine += [] if alone else self._beside(free, {one.id for one in due})
        decisions = [decision for one in mine if (decision := self._tick(one)) is not None]
        self.command.reacting.apply_all(decisions)
        failpoints.hit("ticked")
        self.command.follow()
        return len(mine), {one.id for one in due if self._due(self._known(one))}

    def _beside(self, free: set[Key], claimed: set[str]) -> list[Obligation]:
        """What else is due on the records at hand: they need not be read again for it."""
        found = [
            one for key in free for one in self.around.obligations[key] if one.id not in claimed and self._due(one)
        ]
        locked = obligations.lock_free(self.tx, [one.id for one in found])
        return [one for one in found if one.id in locked]

    def _due(self, one: Obligation) -> bool:
        return one.next_ms is not None and one.next_ms <= self.around.moment().now_ms

    def _known(self, claimed: Obligation) -> Obligation:
        """The obligation as it now stands."""
        known = self.around.obligations.get((claimed.entity, claimed.record), ())
        return next((other for other in known if other.id == claimed.id), claimed)

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
        one = self._known(claimed)
        if not self._due(one):
            return None
        try:
            decision = self._judged(one, self._snapshot(key))
        except Exception:
            log.exception("obligation %s cannot be judged", one.id)
            later = replace(one, next_ms=self.around.moment().now_ms + AGAIN_MS)
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
        """The record with all that is looked at, read once, and what is owed on it as it stands by now."""
        record = self.around.records.get(key)
        entity = self.app.entities.get(key[0])
        if record is None or entity is None:
            return None
        if key not in self._seen:
            self._seen[key] = self.around.snapshot(record, entity)
        owed, asked = self.around.obligations.get(key, ()), self.around.approvals.get(key, ())
        return replace(self._seen[key], obligations=owed, approvals=asked)
