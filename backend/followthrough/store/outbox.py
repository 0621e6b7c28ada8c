"""What is on its way out of the house: rows written in the transaction of what they tell, claimed by workers with a lease.

A row keeps its `id` over all attempts, so that a receiver can tell a repetition. Only who holds the lease can close it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from . import failpoints
from .columns import from_json, json_text
from .ids import new_id
from .platform import delivery, outbox
from .tx import Tx
from .upsert import insert_new

_c = outbox.c
_d = delivery.c
_WAITS = _c.state == sa.literal_column("'waiting'")
"""Written out: an index over the waiting rows alone serves no statement that leaves the state open."""
LOOK = 500
_SHOWN = (
    _c.seq, _c.id, _c.kind, _c.channel, _c.person, _c.payload, _c.created_ms, _c.due_ms, _c.attempts, _c.state, _c.error,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """A row. `due_ms`: not before then."""

    seq: int
    id: str
    kind: str
    channel: str | None
    person: str | None
    payload: dict[str, Any]
    created_ms: int
    due_ms: int
    attempts: int
    state: str
    error: str


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt at a row."""

    outbox: str
    target: str
    state: str
    error: str
    attempt: int
    at_ms: int
    took_ms: int


def add(
    tx: Tx,
    kind: str,
    payload: Mapping[str, Any],
    *,
    channel: str | None = None,
    person: str | None = None,
    dedupe: str | None = None,
    due_ms: int | None = None,
) -> str | None:
    """Put something in the outbox: kind "message", "webhook" (`channel` is the endpoint) or "recompute"; its delivery id.

    `dedupe` makes it once for ever: None when it was there already. `due_ms` None: now.
    """
    failpoints.hit("outbox")
    now = tx.now_ms()
    made = new_id(now)
    values = {
        "id": made, "kind": kind, "channel": channel, "person": person, "payload": json_text(payload), "dedupe": dedupe,
        "created_ms": now, "due_ms": now if due_ms is None else due_ms,
    }  # fmt: skip
    return made if insert_new(tx, outbox, values, _c.seq) is not None else None


def channels_due(tx: Tx, kinds: Collection[str]) -> list[str]:
    """Channels with rows to be sent now."""
    now = tx.now_ms()
    found = sa.select(_c.channel).where(_WAITS, _c.kind.in_(sorted(kinds)), _c.due_ms <= now, _free(now)).distinct()
    return [row[0] or "" for row in tx.rows(found)]


def heads(tx: Tx, channel: str, limit: int) -> list[int]:
    """Rows of a channel that may be sent now: of each person only the first, so that he is told in order."""
    now, last = tx.now_ms(), 0
    found: list[int] = []
    told: set[str] = set()
    while len(found) < limit:
        rows = tx.rows(queue(channel, last))
        for seq, person, due_ms, lease_ms in rows:
            if person is not None and person in told:
                continue
            told |= {person} if person is not None else set()
            if due_ms <= now and (lease_ms is None or lease_ms < now):
                found.append(seq)
        if len(rows) < LOOK:
            break
        last = rows[-1][0]
    return found[:limit]


def queue(channel: str, after: int) -> sa.Select[Any]:
    """The next LOOK waiting rows of a channel in their order: read along the index, as far as it takes."""
    wanted = sa.select(_c.seq, _c.person, _c.due_ms, _c.lease_ms).where(_WAITS, _c.channel == channel, _c.seq > after)
    return wanted.order_by(_c.seq).limit(LOOK)


def due(tx: Tx, kind: str, limit: int) -> list[int]:
    """Rows of a kind without a channel that may be done now, the oldest first."""
    now = tx.now_ms()
    found = sa.select(_c.seq).where(_WAITS, _c.kind == kind, _c.due_ms <= now, _free(now)).order_by(_c.seq).limit(limit)
    return [row[0] for row in tx.rows(found)]


def lease(tx: Tx, seqs: Sequence[int], by: str, lease_ms: int) -> list[Item]:
    """Take those of `seqs` that nobody has; they are `by`'s until the lease ends. An attempt is counted."""
    if not seqs:
        return []
    now = tx.now_ms()
    mine = sa.select(*_SHOWN).where(_c.seq.in_(list(seqs)), _WAITS, _free(now)).order_by(_c.seq)
    items = [_item(row) for row in tx.rows(mine.with_for_update(skip_locked=True))]
    if items:
        values = {"lease_ms": now + lease_ms, "lease_by": by, "attempts": _c.attempts + 1}
        tx.execute(outbox.update().where(_c.seq.in_([item.seq for item in items])).values(values))
    failpoints.hit("leased")
    return [replace(item, attempts=item.attempts + 1) for item in items]


def close(tx: Tx, seq: int, by: str, *, state: str, error: str = "") -> bool:
    """Sent or dead. False: the lease is somebody else's by now, and nothing changes."""
    values = {"state": state, "error": error, "lease_ms": None, "lease_by": None}
    return _held(tx, seq, by, values)


def postpone(tx: Tx, seq: int, by: str, due_ms: int, error: str, *, counted: bool = True) -> bool:
    """Not now: again at `due_ms`. `counted` False: it was no attempt. False when the lease is somebody else's by now."""
    values: dict[str, Any] = {"due_ms": due_ms, "error": error, "lease_ms": None, "lease_by": None}
    if not counted:
        values["attempts"] = _c.attempts - 1
    return _held(tx, seq, by, values)


def note(tx: Tx, tried: Try, channel: str) -> None:
    """Write an attempt down."""
    values = {
        "id": new_id(tried.at_ms), "outbox": tried.outbox, "channel": channel, "target": tried.target,
        "state": tried.state, "error": tried.error, "attempt": tried.attempt, "at_ms": tried.at_ms,
        "took_ms": tried.took_ms,
    }  # fmt: skip
    tx.execute(delivery.insert(), values)


def give_up(tx: Tx, channel: str, error: str) -> int:
    """Everything that waits for a channel is dead; how many."""
    values = {"state": "dead", "error": error, "lease_ms": None, "lease_by": None}
    return tx.execute(outbox.update().where(_WAITS, _c.channel == channel).values(values)).rowcount


def revive(tx: Tx, item_id: str) -> bool:
    """A dead row is tried again from now on, under the same id. False when it is not dead."""
    now = tx.now_ms()
    values = {"state": "waiting", "due_ms": now, "created_ms": now, "attempts": 0, "error": ""}
    return tx.execute(outbox.update().where(_c.id == item_id, _c.state == "dead").values(values)).rowcount == 1


def get(tx: Tx, item_id: str) -> Item | None:
    """A row by its delivery id."""
    found = tx.rows(sa.select(*_SHOWN).where(_c.id == item_id))
    return _item(found[0]) if found else None


def page(
    tx: Tx,
    kinds: Collection[str],
    *,
    state: str | None = None,
    channel: str | None = None,
    composed: Sequence[tuple[str, int]] | None = None,
    after: int | None = None,
    limit: int = 50,
) -> tuple[list[Item], int | None]:
    """Rows, newest first, and where the next page begins. `composed`: only those made for such a person at such a moment."""
    statement = sa.select(*_SHOWN).where(_c.kind.in_(sorted(kinds)))
    if state is not None:
        statement = statement.where(_c.state == state)
    if channel is not None:
        statement = statement.where(_c.channel == channel)
    if composed is not None:
        made = [sa.and_(_c.person == person, _c.created_ms == at_ms) for person, at_ms in composed]
        statement = statement.where(_c.state.in_(("waiting", "sent", "dead")), sa.or_(sa.false(), *made))
    if after is not None:
        statement = statement.where(_c.seq < after)
    rows = tx.rows(statement.order_by(_c.seq.desc()).limit(limit + 1))
    found = [_item(row) for row in rows]
    return found[:limit], found[limit - 1].seq if len(found) > limit else None


def tries(tx: Tx, ids: Collection[str]) -> dict[str, list[Try]]:
    """The attempts at each of `ids`, oldest first."""
    if not ids:
        return {}
    wanted = sa.select(_d.outbox, _d.target, _d.state, _d.error, _d.attempt, _d.at_ms, _d.took_ms)
    made: dict[str, list[Try]] = {}
    for row in tx.rows(wanted.where(_d.outbox.in_(sorted(ids))).order_by(_d.at_ms, _d.id)):
        made.setdefault(row[0], []).append(Try(*row))
    return made


def counts(tx: Tx) -> dict[str, tuple[int, int]]:
    """Per channel how many rows wait and how many are dead."""
    open_ = sa.select(_c.channel, _c.state, sa.func.count()).where(_c.state.in_(("waiting", "dead")))
    made: dict[str, tuple[int, int]] = {}
    for channel, state, count in tx.rows(open_.group_by(_c.channel, _c.state)):
        waiting, dead = made.get(channel or "", (0, 0))
        made[channel or ""] = (count, dead) if state == "waiting" else (waiting, count)
    return made


def prune(tx: Tx, before_ms: int, limit: int) -> int:
    """Forget what was sent, or done, and made before `before_ms`, with its attempts, `limit` at most; how many. What waits
    or is dead stays."""
    sent = sa.select(_c.id).where(_c.state == "sent", _c.created_ms < before_ms).order_by(_c.created_ms).limit(limit)
    old = [row[0] for row in tx.rows(sent)]
    if old:
        tx.execute(delivery.delete().where(_d.outbox.in_(old)))
        tx.execute(outbox.delete().where(_c.id.in_(old)))
    return len(old)


def _free(now: int) -> sa.ColumnElement[bool]:
    return sa.or_(_c.lease_ms.is_(None), _c.lease_ms < now)


def _held(tx: Tx, seq: int, by: str, values: Mapping[str, Any]) -> bool:
    failpoints.hit("delivered")
    return tx.execute(outbox.update().where(_c.seq == seq, _c.lease_by == by, _WAITS).values(values)).rowcount == 1


def _item(row: Sequence[Any]) -> Item:
    payload = from_json(row[5])
    seq, item_id, kind, channel, person, _, created_ms, due_ms, attempts, state, error = row
    return Item(seq, item_id, kind, channel, person, payload, created_ms, due_ms, attempts, state, error)
