"""Heartbeats of worker processes."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from .platform import worker
from .tx import Tx
from .upsert import insert_or_set

BEAT_MS = 10_000
STALE_MS = 120_000
KEPT_MS = 86_400_000
_c = worker.c


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker process: since when it runs, when it was last seen."""

    id: str
    host: str
    started_ms: int
    seen_ms: int


def beat(tx: Tx, worker_id: str, host: str) -> None:
    """The worker is alive. Those not seen for a day are forgotten."""
    now = tx.now_ms()
    values = {"id": worker_id, "host": host, "started_ms": now, "seen_ms": now}
    insert_or_set(tx, worker, values, "seen_ms")
    tx.execute(worker.delete().where(_c.seen_ms < now - KEPT_MS))


def leave(tx: Tx, worker_id: str) -> None:
    """The worker ended as it should."""
    tx.execute(worker.delete().where(_c.id == worker_id))


def known(tx: Tx) -> list[Worker]:
    """The workers seen within a day, the last seen first."""
    found = sa.select(_c.id, _c.host, _c.started_ms, _c.seen_ms).order_by(_c.seen_ms.desc(), _c.id)
    return [Worker(*row) for row in tx.rows(found)]


def last_seen(tx: Tx) -> int | None:
    """When any worker was last seen, epoch milliseconds; None: never."""
    found: int | None = tx.scalar(sa.select(sa.func.max(_c.seen_ms)))
    return found


def is_stale(seen_ms: int | None, now_ms: int) -> bool:
    """Whether a worker last seen then is to be taken for dead."""
    return seen_ms is None or now_ms - seen_ms > STALE_MS
