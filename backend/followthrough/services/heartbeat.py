"""That workers are alive, and what is said when they are not."""

from __future__ import annotations

from followthrough.core.rules import instant_text
from followthrough.store import workers
from followthrough.store.database import Database
from followthrough.store.tx import Tx

from .granting import manages
from .refusal import Refusal, refuse
from .registry import Registry
from .views_owed import WorkerState, WorkerView
from .who import Who


class Heartbeat:
    """Notes and tells when workers were seen."""

    def __init__(self, db: Database, registry: Registry) -> None:
        self.db = db
        self.registry = registry

    def beat(self, worker: str, host: str) -> None:
        """The worker is alive."""
        self.db.transact(lambda tx: workers.beat(tx, worker, host))

    def leave(self, worker: str) -> None:
        """The worker ended as it should."""
        self.db.transact(lambda tx: workers.leave(tx, worker))

    def state(self) -> WorkerState:
        """Whether a worker was seen lately."""
        with self.db.read() as tx:
            return state_of(tx)

    def listing(self, who: Who) -> list[WorkerView] | Refusal:
        """The worker processes seen lately. Code: not_permitted for whoever does not manage people."""
        with self.db.read() as tx:
            live = self.registry.live(tx)
            if not any(manages(live[app], role) for app, role in who.roles.items() if app in live):
                return refuse("not_permitted", right="people")
            now = tx.now_ms()
            return [
                WorkerView(
                    id=one.id,
                    host=one.host,
                    started_at=instant_text(one.started_ms // 1000),
                    seen_at=instant_text(one.seen_ms // 1000),
                    stale=workers.is_stale(one.seen_ms, now),
                )
                for one in workers.known(tx)
            ]


def state_of(tx: Tx) -> WorkerState:
    """Whether a worker was seen lately, asked in a transaction."""
    seen = workers.last_seen(tx)
    text = instant_text(seen // 1000) if seen is not None else None
    return WorkerState(stale=workers.is_stale(seen, tx.now_ms()), seen_at=text)
