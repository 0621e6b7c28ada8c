"""Forgetting what nobody needs any more, and sealing the log: at every start of a server, safe to run at any time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from followthrough.settings import Settings
from followthrough.store import findings, idempotency, limits, notices, outbox, sessions, verify
from followthrough.store.database import Database
from followthrough.store.errors import Duplicate
from followthrough.store.tx import Tx

from .attaching import Attaching

DAY_MS = 86_400_000
ANSWERS_FOR_MS = 7 * DAY_MS
"""How long a request sent twice is answered as the first time; a phone may be without a network over a weekend."""
BATCH = 2000
"""Rows that go in one transaction: nobody waits long for it."""


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many of each were forgotten and events sealed. `messages`: rows of the outbox, `findings`: about evidence."""

    sessions: int
    answers: int
    buckets: int
    uploads: int
    sealed: int
    messages: int = 0
    notices: int = 0
    findings: int = 0


def tidy(db: Database, attaching: Attaching, settings: Settings) -> Tidied:
    """Ended sessions, answers older than ANSWERS_FOR_MS, limits not touched for a day, uploads nobody used; messages that were
    sent, notices that were read and findings that were looked at so many days ago as the settings say. What waits, is
    dead, unread, or about something still owed stays."""
    ended = db.transact(sessions.prune)
    answers = db.transact(lambda tx: idempotency.prune(tx, tx.now_ms() - ANSWERS_FOR_MS))
    buckets = db.transact(lambda tx: limits.prune(tx, tx.now_ms() - DAY_MS))
    sent = _all(db, outbox.prune, settings.keep_messages_days)
    read = _all(db, notices.prune, settings.keep_notices_days)
    seen = _all(db, findings.prune, settings.keep_findings_days)
    try:
        sealed = db.transact(verify.seal)
    except Duplicate:  # another server, starting now, sealed the same events
        sealed = 0
    return Tidied(ended, answers, buckets, attaching.sweep(), sealed, sent, read, seen)


def _all(db: Database, prune: Callable[[Tx, int, int], int], days: int) -> int:
    """Forget what is older than so many days, batch by batch."""
    done = 0
    while True:
        gone = db.transact(lambda tx: prune(tx, tx.now_ms() - days * DAY_MS, BATCH))
        done += gone
        if gone < BATCH:
            return done
