"""Forgetting what nobody needs any more, and sealing the log: at every start of a server, safe to run at any time."""

from __future__ import annotations

from dataclasses import dataclass

from followthrough.store import idempotency, limits, outbox, sessions, verify
from followthrough.store.database import Database
from followthrough.store.errors import Duplicate

from .attaching import Attaching

DAY_MS = 86_400_000
ANSWERS_FOR_MS = 7 * DAY_MS
"""How long a request sent twice is answered as the first time; a phone may be without a network over a weekend."""

MESSAGES_FOR_MS = 90 * DAY_MS
"""How long what was sent can be looked up; what is dead stays until it is sent again."""


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many of each were forgotten and events sealed. `messages`: rows of the outbox."""

    sessions: int
    answers: int
    buckets: int
    uploads: int
    sealed: int
    messages: int = 0


def tidy(db: Database, attaching: Attaching) -> Tidied:
    """Ended sessions, answers older than ANSWERS_FOR_MS, limits not touched for a day, uploads nobody used, messages sent
    long ago."""
    ended = db.transact(sessions.prune)
    answers = db.transact(lambda tx: idempotency.prune(tx, tx.now_ms() - ANSWERS_FOR_MS))
    buckets = db.transact(lambda tx: limits.prune(tx, tx.now_ms() - DAY_MS))
    sent = db.transact(lambda tx: outbox.prune(tx, tx.now_ms() - MESSAGES_FOR_MS))
    try:
        sealed = db.transact(verify.seal)
    except Duplicate:  # another server, starting now, sealed the same events
        sealed = 0
    return Tidied(ended, answers, buckets, attaching.sweep(), sealed, sent)
