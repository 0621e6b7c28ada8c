"""Delegations: who decides for a person while he is away. Everybody gives his own, for all apps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from followthrough.core.rules import instant_text
from followthrough.store import delegations, people
from followthrough.store.database import Database
from followthrough.store.delegations import Delegation
from followthrough.store.errors import StoreError
from followthrough.store.tx import Tx

from .ids import new_id
from .refusal import NOT_FOUND, Abandoned, Refusal, refuse
from .views_approval import DelegationView
from .views_base import PersonRef
from .who import Who

T = TypeVar("T")
LONGEST_MS = 366 * 86_400_000
MAX_REASON = 500


@dataclass(frozen=True, slots=True)
class NewDelegation:
    """A delegation to be made, from and to in epoch milliseconds."""

    deputy: str
    from_ms: int
    to_ms: int
    reason: str = ""


class Delegating:
    """One's own delegations."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def mine(self, who: Who) -> list[DelegationView]:
        """Those I gave that have not ended, and those by which I decide for others now."""
        with self.db.read() as tx:
            now = tx.now_ms()
            given = delegations.of(tx, who.person, now)
            return _views(tx, [*given, *delegations.to(tx, who.person, now)])

    def add(self, who: Who, new: NewDelegation) -> DelegationView | Refusal:
        """Let another decide for me. Code: delegation_not_possible {reason: self, person, time, overlap, text}."""

        def work(tx: Tx) -> DelegationView:
            refused = _wrong(tx, who, new)
            if refused:
                raise Abandoned(refuse("delegation_not_possible", reason=refused))
            made = Delegation(new_id(tx.now_ms()), who.person, new.deputy, new.from_ms, new.to_ms, new.reason.strip())
            delegations.add(tx, made)
            return _views(tx, [made])[0]

        return self._transact(work)

    def remove(self, who: Who, delegation: str) -> Refusal | None:
        """End one of mine."""

        def work(tx: Tx) -> None:
            if not delegations.remove(tx, who.person, delegation):
                raise Abandoned(NOT_FOUND)

        return self._transact(work)

    def _transact(self, work: Callable[[Tx], T]) -> T | Refusal:
        try:
            return self.db.transact(work)
        except Abandoned as abandoned:
            result: T | Refusal = abandoned.result
            return result
        except StoreError as error:
            return refuse(error.code)


def _wrong(tx: Tx, who: Who, new: NewDelegation) -> str | None:
    if new.deputy == who.person:
        return "self"
    if not people.existing(tx, {new.deputy}):
        return "person"
    if not (new.from_ms < new.to_ms and tx.now_ms() < new.to_ms and new.to_ms - new.from_ms <= LONGEST_MS):
        return "time"
    if len(new.reason) > MAX_REASON:
        return "text"
    delegations.lock(tx, who.person)
    return "overlap" if delegations.overlapping(tx, who.person, new.from_ms, new.to_ms) else None


def _views(tx: Tx, found: list[Delegation]) -> list[DelegationView]:
    names = people.names(tx, {person for one in found for person in (one.person, one.deputy)})
    return [
        DelegationView(
            id=one.id,
            person=PersonRef(id=one.person, name=names.get(one.person, "")),
            deputy=PersonRef(id=one.deputy, name=names.get(one.deputy, "")),
            from_at=instant_text(one.from_ms // 1000),
            to_at=instant_text(one.to_ms // 1000),
            reason=one.reason,
        )
        for one in found
    ]
