"""Who decides for whom while he is away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from .platform import delegation, person
from .tx import Tx

_c = delegation.c
_SHOWN = (_c.id, _c.person, _c.deputy, _c.from_ms, _c.to_ms, _c.reason)


@dataclass(frozen=True, slots=True)
class Delegation:
    """`deputy` decides for `person` from `from_ms` until `to_ms` (not included), epoch milliseconds."""

    id: str
    person: str
    deputy: str
    from_ms: int
    to_ms: int
    reason: str = ""


def lock(tx: Tx, person_id: str) -> None:
    """Let nobody else change this person's delegations until the end of the transaction."""
    tx.rows(sa.select(person.c.id).where(person.c.id == person_id).with_for_update())


def add(tx: Tx, new: Delegation) -> None:
    """Keep a delegation."""
    values = {name: getattr(new, name) for name in ("id", "person", "deputy", "from_ms", "to_ms", "reason")}
    tx.execute(delegation.insert(), {**values, "created_ms": tx.now_ms()})


def remove(tx: Tx, giver: str, delegation_id: str) -> bool:
    """Forget one of a person's delegations; whether there was one."""
    return bool(tx.execute(delegation.delete().where(_c.id == delegation_id, _c.person == giver)).rowcount)


def of(tx: Tx, giver: str, from_ms: int = 0) -> list[Delegation]:
    """Those a person gave that end after `from_ms`, the soonest first."""
    return _read(tx, sa.select(*_SHOWN).where(_c.person == giver, _c.to_ms > from_ms).order_by(_c.from_ms, _c.id))


def to(tx: Tx, deputy: str, at_ms: int) -> list[Delegation]:
    """Those in force at that moment that make `deputy` decide for another."""
    wanted = sa.select(*_SHOWN).where(_c.deputy == deputy, _c.from_ms <= at_ms, _c.to_ms > at_ms)
    return _read(tx, wanted.order_by(_c.from_ms, _c.id))


def deputy(tx: Tx, absent: str, at_ms: int) -> str | None:
    """Who decides for `absent` at that moment, following delegations, never back to him; None: he himself.

    Of several in force the one made for the latest beginning counts.
    """
    seen, here = {absent}, absent
    found: str | None = None
    while True:
        wanted = sa.select(_c.deputy).where(_c.person == here, _c.from_ms <= at_ms, _c.to_ms > at_ms)
        following = tx.scalar(wanted.order_by(_c.from_ms.desc(), _c.id.desc()).limit(1))
        if following is None or following in seen:
            return found
        seen.add(following)
        here = found = following


def represented(tx: Tx, me: str, at_ms: int) -> frozenset[str]:
    """Those for whom `me` decides at that moment, himself included."""
    candidates: set[str] = set()
    frontier = {me}
    while frontier:
        given = {one.person for deputy_id in frontier for one in to(tx, deputy_id, at_ms)}
        frontier = given - candidates - {me}
        candidates |= frontier
    return frozenset({me, *(one for one in candidates if deputy(tx, one, at_ms) == me)})


def overlapping(tx: Tx, giver: str, from_ms: int, to_ms: int) -> bool:
    """Whether a delegation of the giver's falls into that time already."""
    wanted = sa.select(_c.id).where(_c.person == giver, _c.from_ms < to_ms, _c.to_ms > from_ms)
    return bool(tx.rows(wanted.limit(1)))


def _read(tx: Tx, statement: sa.Select[Any]) -> list[Delegation]:
    return [Delegation(*row) for row in tx.rows(statement)]
