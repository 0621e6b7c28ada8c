"""Sessions: our own rows, found by the hash of a random token, read once on every request.

Whether one still holds is decided by the database's clock: an absolute end, an idle end, and the person's being active.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from .clock import NOW_MS
from .hot import Hot
from .platform import person, session
from .tx import Tx

TOUCH_AFTER_MS = 60_000

_PERSON = (person.c.name, person.c.unit, person.c.lang, person.c.must_change, person.c.stamp)
_SESSION = (session.c.person, session.c.csrf_hash, session.c.created_ms, session.c.seen_ms, session.c.expires_ms)
_FIND = {
    dialect: Hot(
        sa.select(*_SESSION, *_PERSON, now)
        .join(person, person.c.id == session.c.person)
        .where(session.c.token_hash == sa.bindparam("_token"), person.c.active == sa.true())
    )
    for dialect, now in NOW_MS.items()
}


@dataclass(frozen=True, slots=True)
class Session:
    """A session that holds, with its person as of this read. `stamp` changes whenever the person's rights do."""

    person: str
    csrf_hash: str
    created_ms: int
    seen_ms: int
    expires_ms: int
    name: str
    unit: str
    lang: str
    must_change: bool
    stamp: int
    stale: bool
    """Not touched for a minute: call `touch`."""


def open_session(
    tx: Tx, token_hash: str, person_id: str, csrf_hash: str, *, agent_hash: str = "", life_ms: int = 7 * 86_400_000
) -> None:
    """A new session from now on, at most for `life_ms`."""
    now = tx.now_ms()
    tx.execute(
        session.insert(),
        {
            "token_hash": token_hash,
            "person": person_id,
            "csrf_hash": csrf_hash,
            "agent_hash": agent_hash,
            "created_ms": now,
            "seen_ms": now,
            "expires_ms": now + life_ms,
        },
    )


def find(tx: Tx, token_hash: str, *, idle_ms: int = 12 * 3_600_000) -> Session | None:
    """The session of the token, None when there is none, it has ended, or its person is disabled. One indexed read."""
    found = tx.run(_FIND[tx.dialect], {"_token": token_hash})
    if not found:
        return None
    row = found[0]
    now = tx.db.clock() if tx.db.clock else row[10]
    seen, ends = row[3], row[4]
    if now >= ends or now >= seen + idle_ms:
        return None
    return Session(*[*row[:8], bool(row[8]), row[9], now >= seen + TOUCH_AFTER_MS])


def holding(tx: Tx, token_hashes: Collection[str], *, idle_ms: int = 12 * 3_600_000) -> set[str]:
    """Those of `token_hashes` that are sessions which hold, of people who are active and need not change a password."""
    now = tx.now_ms()
    c = session.c
    held = (
        sa.select(c.token_hash)
        .join(person, person.c.id == c.person)
        .where(c.token_hash.in_(sorted(token_hashes)), c.expires_ms > now, c.seen_ms > now - idle_ms)
        .where(person.c.active == sa.true(), person.c.must_change == sa.false())
    )
    return {row[0] for row in tx.rows(held)}


def touch(tx: Tx, token_hash: str) -> None:
    """Note that the session was used now."""
    tx.execute(session.update().where(session.c.token_hash == token_hash).values(seen_ms=tx.now_ms()))


def close(tx: Tx, token_hash: str) -> None:
    """End one session."""
    tx.execute(session.delete().where(session.c.token_hash == token_hash))


def close_all(tx: Tx, person_id: str, *, but: str | None = None) -> int:
    """End a person's sessions (except the one of token hash `but`); how many."""
    statement = session.delete().where(session.c.person == person_id)
    if but is not None:
        statement = statement.where(session.c.token_hash != but)
    return tx.execute(statement).rowcount


def prune(tx: Tx) -> int:
    """Delete sessions past their absolute end; how many."""
    return tx.execute(session.delete().where(session.c.expires_ms <= tx.now_ms())).rowcount
