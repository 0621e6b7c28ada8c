"""Signing in and out: our own server-side sessions, passwords, and the limits on guessing.

A session is a random 256-bit token of which the database holds only the SHA-256; it is
made anew at every sign-in and password change, so that nobody can hand a victim a token
of his own. A wrong password, an unknown login and a disabled person take the same time
and get the same answer.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from followthrough.core.kit.errors import Problem
from followthrough.store import limits, people, sessions
from followthrough.store.database import Database
from followthrough.store.errors import StoreError
from followthrough.store.tx import Tx

from .refusal import Refusal, refuse
from .who import KnownPeople, Who, who_is

MIN_PASSWORD = 10
MAX_PASSWORD = 200
GUESSES = 10
"""Wrong passwords in a row for one login, and for one address; then one more every 30 s."""
GUESSES_ALL = 1000
_COMMON = frozenset(
    {"1234567890", "0123456789", "1111111111", "0000000000", "qwertyuiop", "password123", "passw0rd123"}
)

_hasher = PasswordHasher()
_few_at_once = threading.BoundedSemaphore(2)  # each verification takes 64 MiB
_nobody = _hasher.hash(secrets.token_hex(16))


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh session: `token` goes into the cookie, `csrf` to the page; neither is stored in clear."""

    token: str
    csrf: str
    who: Who
    life_s: int


@dataclass(frozen=True, slots=True)
class Held:
    """A session that holds: who asks, and the csrf token that unsafe requests must carry."""

    who: Who
    csrf: str
    token_hash: str

    def allows(self, csrf: str) -> bool:
        """Whether `csrf` is this session's token."""
        return hmac.compare_digest(csrf.encode(), self.csrf.encode())


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _csrf_of(token: str) -> str:
    """The csrf token of a session: one-way from the cookie's, so that every tab gets the same and none is stored."""
    return _hash("csrf:" + token)


def hash_password(password: str) -> str:
    """The argon2id hash that is stored."""
    with _few_at_once:
        return _hasher.hash(password)


def weak_password(password: str, login: str) -> Problem | None:
    """Why a password will not do; None: it will. Code: weak_password."""
    plain = password.lower()
    weak = (
        not MIN_PASSWORD <= len(password) <= MAX_PASSWORD
        or plain in _COMMON
        or len(set(plain)) < 4
        or plain == people.fold_login(login)
    )
    return Problem("weak_password", {"min": MIN_PASSWORD}) if weak else None


class SigningIn:
    """Sign in, stay signed in, change the password, sign out. Lengths in seconds."""

    def __init__(self, db: Database, *, idle_s: int, life_s: int) -> None:
        self._db = db
        self._idle_ms = idle_s * 1000
        self._life_s = life_s
        self._known = KnownPeople()

    def sign_in(self, login: str, password: str, address: str) -> SignedIn | Refusal:
        """A new session. Codes: login_failed, too_many_attempts {seconds}."""
        name = people.fold_login(login)[:200]
        wait_ms = self._db.transact(lambda tx: _guess(tx, name, address))
        if wait_ms:
            return refuse("too_many_attempts", seconds=-(-wait_ms // 1000))
        with self._db.read() as tx:
            found = people.by_login(tx, name)
        stored = found[1] if found and found[1] and found[0].active else _nobody
        good = _verified(stored, password[: MAX_PASSWORD + 1]) and stored is not _nobody
        if not good or found is None:
            return refuse("login_failed")

        def work(tx: Tx) -> SignedIn | Refusal:
            limits.refund(tx, _bucket("login", name))
            # Only this guess is forgiven: who has a login of his own could guess others' for ever.
            _guess_from(tx, address, cost=-1.0)
            if _hasher.check_needs_rehash(stored):
                people.set_password(tx, found[0].id, hash_password(password))
            return self._opened(tx, found[0].id)

        return self._db.transact(work)

    def held(self, token: str) -> Held | None:
        """The session behind a cookie, None when it does not hold. Touches it at most once a minute."""
        token_hash = _hash(token)
        with self._db.read() as tx:
            found = sessions.find(tx, token_hash, idle_ms=self._idle_ms)
            who = self._known.of(tx, found.person, found.stamp) if found else None
        if found is None or who is None:
            return None
        if found.stale:
            self._touch(token_hash)
        return Held(who, _csrf_of(token), token_hash)

    def _touch(self, token_hash: str) -> None:
        """Note that the session is used, unless others are writing (SQLite, a large import): who only reads waits for
        nobody, and the next request notes it as well."""
        with suppress(StoreError), self._db.write(wait_s=0) as tx:
            sessions.touch(tx, token_hash)

    def holding(self, token_hashes: Collection[str]) -> set[str]:
        """Those of some sessions that still hold; looking does not keep them alive."""
        with self._db.read() as tx:
            return sessions.holding(tx, token_hashes, idle_ms=self._idle_ms)

    def change_password(self, held: Held, old: str, new: str) -> SignedIn | Refusal:
        """Change the password; every other session ends. Codes: wrong_password, weak_password, too_many_attempts."""
        wait_ms = self._db.transact(
            lambda tx: limits.take(tx, _bucket("password", held.who.person), burst=GUESSES, per_s=1 / 30)
        )
        if wait_ms:
            return refuse("too_many_attempts", seconds=-(-wait_ms // 1000))
        with self._db.read() as tx:
            stored = people.password_hash(tx, held.who.person)
            person = people.get(tx, held.who.person)
        if stored is None or person is None or not _verified(stored, old):
            return refuse("wrong_password")
        weak = weak_password(new, person.login)
        if weak:
            return Refusal(weak)
        hashed = hash_password(new)

        def work(tx: Tx) -> SignedIn | Refusal:
            people.set_password(tx, held.who.person, hashed)
            sessions.close_all(tx, held.who.person)
            return self._opened(tx, held.who.person)

        return self._db.transact(work)

    def sign_out(self, held: Held) -> None:
        """End the session."""
        self._db.transact(lambda tx: sessions.close(tx, held.token_hash))

    def _opened(self, tx: Tx, person: str) -> SignedIn | Refusal:
        who = who_is(tx, person)
        if who is None:
            return refuse("login_failed")
        token = secrets.token_urlsafe(32)
        csrf = _csrf_of(token)
        sessions.open_session(tx, _hash(token), person, _hash(csrf), life_ms=self._life_s * 1000)
        return SignedIn(token, csrf, who, self._life_s)


def _verified(stored: str, password: str) -> bool:
    with _few_at_once:
        try:
            return _hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False


def _bucket(kind: str, name: str) -> str:
    return f"{kind}:{_hash(name)[:32]}"


def _guess(tx: Tx, login: str, address: str) -> int:
    """Milliseconds to wait before another guess; 0: go on. Counted before the password is looked at."""
    waits = (
        limits.take(tx, _bucket("login", login), burst=GUESSES, per_s=1 / 30),
        _guess_from(tx, address),
        limits.take(tx, "logins", burst=GUESSES_ALL, per_s=GUESSES_ALL / 300),
    )
    return max(waits)


def _guess_from(tx: Tx, address: str, cost: float = 1.0) -> int:
    return limits.take(tx, _bucket("address", address), burst=GUESSES * 5, per_s=1 / 6, cost=cost)
