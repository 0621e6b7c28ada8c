"""Token buckets in the database, so that a limit holds over all server processes."""

from __future__ import annotations

import sqlalchemy as sa

from .platform import bucket
from .tx import Tx
from .upsert import insert_or_keep


def take(tx: Tx, name: str, *, burst: float, per_s: float, cost: float = 1.0) -> int:
    """Take `cost` tokens from bucket `name`, which holds at most `burst` and gains `per_s` a second.

    0 when they were there; else nothing is taken and the answer is in how many milliseconds they will be.
    """
    now = tx.now_ms()
    insert_or_keep(tx, bucket, {"name": name, "tokens": burst, "at_ms": now})
    c = bucket.c
    (tokens, at_ms), *_ = tx.rows(sa.select(c.tokens, c.at_ms).where(c.name == name).with_for_update())
    have: float = min(burst, tokens + max(0, now - at_ms) / 1000 * per_s)
    if have < cost:
        return max(1, round((cost - have) / per_s * 1000))
    # A clock that was set back must not be paid for twice.
    values = {"tokens": have - cost, "at_ms": max(now, at_ms)}
    tx.execute(bucket.update().where(c.name == name).values(values))
    return 0


def refund(tx: Tx, name: str) -> None:
    """Forget the bucket: the next `take` finds it full."""
    tx.execute(bucket.delete().where(bucket.c.name == name))


def prune(tx: Tx, before_ms: int) -> int:
    """Delete buckets not used since `before_ms`; how many."""
    return tx.execute(bucket.delete().where(bucket.c.at_ms < before_ms)).rowcount
