"""Answers kept by (person, key), so that a request sent twice is done once and answered twice alike.

The answer is stored in the transaction of the work. Two first sends that race are decided by the primary key: the
loser's transaction fails as Retryable, and its next try finds the winner's answer.
"""

from __future__ import annotations

import hashlib

import sqlalchemy as sa

from . import failpoints
from .clock import NOW_MS
from .errors import Duplicate, KeyReused, Retryable
from .hot import Hot
from .platform import idempotency
from .tx import Tx

_c = idempotency.c
_mine = sa.and_(_c.person == sa.bindparam("_person"), _c.key == sa.bindparam("_key"))
# The clock comes along: with nothing else found, the answer is one row all the same.
_FIND = {
    dialect: Hot(
        sa.select(now, _c.body_hash, _c.answer).select_from(
            sa.select(sa.literal(1).label("one")).subquery().outerjoin(idempotency, _mine)
        )
    )
    for dialect, now in NOW_MS.items()
}
_KEEP = Hot(idempotency.insert())


def body_hash(*parts: bytes) -> bytes:
    """What stands for a request: method, path and body, each as bytes."""
    made = hashlib.sha256()
    for part in parts:
        made.update(len(part).to_bytes(8, "big") + part)
    return made.digest()


def find(tx: Tx, person: str, key: str, body: bytes) -> bytes | None:
    """The stored answer to this very request, None when it is new. Raises KeyReused when `key` came with another body."""
    now, stored, answer = tx.run(_FIND[tx.dialect], {"_person": person, "_key": key})[0]
    tx.seen_now(int(now))
    if stored is None:
        return None
    if bytes(stored) != body:
        raise KeyReused(key)
    return bytes(answer)


def keep(tx: Tx, person: str, key: str, body: bytes, answer: bytes) -> None:
    """Keep the answer. Raises Retryable when another transaction kept one first."""
    failpoints.hit("idempotency")
    values = {"person": person, "key": key, "body_hash": body, "answer": answer, "at_ms": tx.now_ms()}
    try:
        tx.change(_KEEP, values)
    except Duplicate as error:
        raise Retryable("idempotency race") from error


def prune(tx: Tx, before_ms: int) -> int:
    """Forget answers older than `before_ms`; how many."""
    return tx.execute(idempotency.delete().where(_c.at_ms < before_ms)).rowcount
