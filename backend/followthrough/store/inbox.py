"""Reading the notices people are told: pages, what is unread, and what is not made into messages yet.

They are written by `notices`, in the transaction of what they tell.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from .columns import from_json
from .platform import notice, obligation, person
from .tx import Tx

_c = notice.c
_SHOWN = (
    _c.seq, _c.person, _c.kind, _c.app, _c.entity, _c.record, _c.obligation, _c.duty, _c.text, _c.params, _c.at_ms,
    _c.read_ms, obligation.c.due_ms,
)  # fmt: skip
_OF = obligation.c.id == _c.obligation
COUNTED = 1000
"""Unread notices are counted up to here: nobody reads a larger number."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice. `text` {} means the words of its kind; `due_ms` is the obligation's deadline as it stands now."""

    seq: int
    person: str
    kind: str
    app: str
    entity: str
    record: str
    obligation: str | None
    duty: str | None
    text: dict[str, str]
    params: dict[str, Any]
    at_ms: int
    read_ms: int | None
    due_ms: int | None


@dataclass(frozen=True, slots=True)
class Pending:
    """What a person has not been told outside the inbox: the first and the last of it, and when they came."""

    person: str
    first_seq: int
    first_ms: int
    last_seq: int
    last_ms: int


def page(
    tx: Tx, person_id: str, *, after: int | None = None, unread: bool = False, limit: int = 50
) -> tuple[list[Notice], int | None]:
    """A person's notices, newest first, and where the next page begins (None: no more)."""
    statement = _select().where(_c.person == person_id)
    if after is not None:
        statement = statement.where(_c.seq < after)
    if unread:
        statement = statement.where(_c.read_ms.is_(None))
    found = _notices(tx, statement.order_by(_c.seq.desc()).limit(limit + 1))
    return found[:limit], found[limit - 1].seq if len(found) > limit else None


def unread(tx: Tx, person_id: str) -> int:
    """How many the person has not read, at most COUNTED."""
    some = sa.select(_c.seq).where(_c.person == person_id, _c.read_ms.is_(None)).limit(COUNTED).subquery()
    return int(tx.scalar(sa.select(sa.func.count()).select_from(some)))


def unread_of(tx: Tx, people: Collection[str]) -> dict[str, int]:
    """How many each of `people` has not read; those with none are left out."""
    if not people:
        return {}
    counted = (
        sa.select(_c.person, sa.func.count())
        .where(_c.person.in_(sorted(people)), _c.read_ms.is_(None))
        .group_by(_c.person)
    )
    return {row[0]: min(int(row[1]), COUNTED) for row in tx.rows(counted)}


def owed_of(tx: Tx, people: Collection[str], now_ms: int) -> dict[str, tuple[int, int]]:
    """How many open obligations each of `people` has, and how many of them are overdue; those with none are left out."""
    if not people:
        return {}
    of = obligation.c
    overdue = sa.func.sum(sa.case((of.due_ms < now_ms, 1), else_=0))
    counted = (
        sa.select(of.owner, sa.func.count(), overdue)
        .where(of.owner.in_(sorted(people)), of.state == "open")
        .group_by(of.owner)
    )
    return {row[0]: (int(row[1]), int(row[2] or 0)) for row in tx.rows(counted)}


def mark_read(tx: Tx, person_id: str, seqs: Sequence[int] | None) -> int:
    """Mark the person's own notices `seqs` (None: all) as read; how many were not yet."""
    change = notice.update().where(_c.person == person_id, _c.read_ms.is_(None))
    if seqs is not None:
        change = change.where(_c.seq.in_(sorted(set(seqs))))
    return tx.execute(change.values(read_ms=tx.now_ms())).rowcount


def people_waiting(tx: Tx, after: str, limit: int) -> list[str]:
    """People, in order of id after `after`, who have notices not made into messages yet. Each is found by one probe of
    the index, however many notices he has."""
    found: list[str] = []
    last = after
    while len(found) < limit:
        following = tx.scalar(sa.select(sa.func.min(_c.person)).where(_c.person > last, _c.composed_ms.is_(None)))
        if following is None:
            break
        found.append(following)
        last = following
    return found


def hold(tx: Tx, person_id: str) -> bool:
    """Take the person for composing: nobody else composes for him until the end of the transaction. False: somebody does."""
    statement = sa.select(person.c.id).where(person.c.id == person_id).with_for_update(skip_locked=True, key_share=True)
    return tx.scalar(statement) is not None


def pending(tx: Tx, person_id: str) -> Pending | None:
    """What waits for a person, by two probes of the index; None for nothing."""
    waits = sa.select(_c.seq, _c.at_ms).where(_c.person == person_id, _c.composed_ms.is_(None)).limit(1)
    first, last = tx.rows(waits.order_by(_c.seq)), tx.rows(waits.order_by(_c.seq.desc()))
    return Pending(person_id, *first[0], *last[0]) if first and last else None


def compose(tx: Tx, waits: Pending) -> int:
    """Note that a person's notices up to the last of `waits` are made into messages now; how many. What is committed
    meanwhile waits for the next time, so nothing is noted that `composed_now` does not give."""
    mine = sa.and_(_c.person == waits.person, _c.composed_ms.is_(None), _c.seq <= waits.last_seq)
    return tx.execute(notice.update().where(mine).values(composed_ms=tx.now_ms())).rowcount


def composed_now(tx: Tx, waits: Pending, limit: int) -> tuple[dict[str, int], list[Notice]]:
    """Of what was just noted by `compose`: how many of each kind, and the first of them."""
    now = sa.and_(
        _c.person == waits.person, _c.seq.between(waits.first_seq, waits.last_seq), _c.composed_ms == tx.now_ms()
    )
    kinds = {row[0]: int(row[1]) for row in tx.rows(sa.select(_c.kind, sa.func.count()).where(now).group_by(_c.kind))}
    return kinds, _notices(tx, _select().where(now).order_by(_c.seq).limit(limit))


def composed_for(tx: Tx, obligation_id: str) -> list[tuple[str, int]]:
    """(person, when composed) of the notices about an obligation that were made into messages."""
    told = sa.select(_c.person, _c.composed_ms).where(_c.obligation == obligation_id, _c.composed_ms.is_not(None))
    return [(row[0], int(row[1])) for row in tx.rows(told.distinct())]


def _select() -> sa.Select[Any]:
    return sa.select(*_SHOWN).select_from(notice.outerjoin(obligation, _OF))


def _notices(tx: Tx, statement: sa.Select[Any]) -> list[Notice]:
    return [_notice(*row) for row in tx.rows(statement)]


def _notice(*row: Any) -> Notice:
    seq, person_id, kind, app, entity, record, obligation_id, duty, text, params, at_ms, read_ms, due_ms = row
    own, given = from_json(text), from_json(params)
    return Notice(seq, person_id, kind, app, entity, record, obligation_id, duty, own, given, at_ms, read_ms, due_ms)
