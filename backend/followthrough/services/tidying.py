"""Forgetting what nobody needs any more, and sealing the log: at every start of a server, safe to run at any time."""

from __future__ import annotations

from dataclasses import dataclass

from followthrough.store import idempotency, limits, sessions, verify
from followthrough.store.database import Database
from followthrough.store.errors import Duplicate

from .attaching import Attaching

DAY_MS = 86_400_000
ANSWERS_FOR_MS = 7 * DAY_MS
"""How long a request sent twice is answered as the first time; a phone may be without a network over a weekend."""


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many of each were forgotten, events sealed, and prints of pictures made."""

    sessions: int
    answers: int
    buckets: int
    uploads: int
    sealed: int
    prints: int


def tidy(db: Database, attaching: Attaching) -> Tidied:
    """Ended sessions, answers older than ANSWERS_FOR_MS, limits not touched for a day, uploads nobody used."""
    ended = db.transact(sessions.prune)
    answers = db.transact(lambda tx: idempotency.prune(tx, tx.now_ms() - ANSWERS_FOR_MS))
    buckets = db.transact(lambda tx: limits.prune(tx, tx.now_ms() - DAY_MS))
    try:
        sealed = db.transact(verify.seal)
    except Duplicate:  # another server, starting now, sealed the same events
        sealed = 0
    return Tidied(ended, answers, buckets, attaching.sweep(), sealed, attaching.printing.catch_up())
