"""Replays under way and their reports (docs/replay.md)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from .platform import replay_job
from .tx import Tx

_j = replay_job.c
KEPT = 50
"""Of an app so many are kept, the latest."""


@dataclass(frozen=True, slots=True)
class ReplayJob:
    """A replay. `state`: running, done, failed, stopped. `same`: names everything its report is made of. `done` of `total`
    events have been gone through. `report` is JSON once done; `error` a problem (JSON) once failed."""

    id: str
    app: str
    owner: str
    state: str
    same: str
    version: int
    revision: int
    from_ms: int
    to_ms: int
    last_seq: int
    total: int
    done: int = 0
    report: str | None = None
    error: str = ""
    created_ms: int = 0
    updated_ms: int = 0


_COLUMNS = tuple(replay_job.c[name] for name in ReplayJob.__slots__)


def create(tx: Tx, job: ReplayJob) -> None:
    """Keep a replay that begins now; of the app's earlier ones all but the latest go."""
    now = tx.now_ms()
    values = {name: getattr(job, name) for name in ReplayJob.__slots__}
    tx.execute(replay_job.insert(), {**values, "created_ms": now, "updated_ms": now})
    mine = sa.select(_j.id).where(_j.app == job.app, _j.state != "running")
    old = [row[0] for row in tx.rows(mine.order_by(_j.created_ms.desc(), _j.id.desc()).offset(KEPT))]
    if old:
        tx.execute(replay_job.delete().where(_j.id.in_(old)))


def get(tx: Tx, app: str, job_id: str, *, lock: bool = False) -> ReplayJob | None:
    """The replay of an app, None when there is none."""
    statement = sa.select(*_COLUMNS).where(_j.id == job_id, _j.app == app)
    found = tx.rows(statement.with_for_update() if lock else statement)
    return ReplayJob(*found[0]) if found else None


def alike(tx: Tx, app: str, same: str) -> ReplayJob | None:
    """The latest replay of the same, under way or done."""
    wanted = sa.and_(_j.app == app, _j.same == same, _j.state.in_(("running", "done")))
    found = tx.rows(sa.select(*_COLUMNS).where(wanted).order_by(_j.created_ms.desc(), _j.id.desc()).limit(1))
    return ReplayJob(*found[0]) if found else None


def beat(tx: Tx, ids: Collection[str]) -> None:
    """Say of replays under way that somebody has them."""
    held = sa.and_(_j.id.in_(sorted(ids)), _j.state == "running")
    tx.execute(replay_job.update().where(held).values(updated_ms=tx.now_ms()))


def change(tx: Tx, job_id: str, **values: Any) -> bool:
    """Set members of a replay that is under way, by name; whether it was."""
    running = sa.and_(_j.id == job_id, _j.state == "running")
    done = tx.execute(replay_job.update().where(running).values({**values, "updated_ms": tx.now_ms()}))
    return bool(done.rowcount)
