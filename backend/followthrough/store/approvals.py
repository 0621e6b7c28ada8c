"""Approvals and the turns of their signers. Whoever changes one has locked its record."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from followthrough.core.run.acts import Values
from followthrough.core.run.approval import Approval, ApprovalWrite, Cause, Turn

from . import failpoints
from .platform import approval, approval_turn
from .tx import Tx

_a, _t = approval.c, approval_turn.c
_SHOWN = (
    _a.id, _a.entity, _a.record, _a.action, _a.state, _a.asked_by, _a.asked_ms, _a.step, _a.closed_ms, _a.judged_by,
    _a.content,
)  # fmt: skip
Box = Literal["to_sign", "asked", "signed", "all"]


class _Content(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is only read with its approval."""

    turns: tuple[Turn, ...]
    inputs: Values = {}
    files: tuple[str, ...] = ()
    new_id: str | None = None
    round: int = 1
    cause: Cause = ""


# Made at import: msgspec crashes the process when two threads are first to use a type.
_DECODER = msgspec.json.Decoder(_Content)
_ENCODER = msgspec.json.Encoder(order="sorted")


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page of a box goes on: the time and id of its last row."""

    at_ms: int
    id: str


def write(tx: Tx, app: str, writes: Sequence[ApprovalWrite]) -> None:
    """Store approvals as they now are."""
    for one in writes:
        failpoints.hit("approvals")
        found = one.after
        values = {
            "state": found.state,
            "step": found.step,
            "closed_ms": found.closed_ms,
            "content": _ENCODER.encode(
                _Content(found.turns, found.inputs, found.files, found.new_id, found.round, found.cause)
            ).decode(),
        }
        if one.before is None:
            fixed = {
                name: getattr(found, name)
                for name in ("id", "entity", "record", "action", "asked_by", "asked_ms", "judged_by")
            }
            tx.execute(approval.insert(), {**fixed, **values, "app": app})
        else:
            tx.execute(approval.update().where(_a.id == found.id).values(values))
        _write_turns(tx, found, one.before)


def _write_turns(tx: Tx, after: Approval, before: Approval | None) -> None:
    known = {turn.n: turn for turn in before.turns} if before is not None else {}
    for turn in after.turns:
        old = known.get(turn.n)
        if old == turn:
            continue
        values = {"person": turn.person, "by": turn.by, "state": turn.state, "at_ms": turn.at_ms}
        if old is None:
            tx.execute(approval_turn.insert(), {**values, "approval": after.id, "n": turn.n})
        else:
            tx.execute(approval_turn.update().where(_t.approval == after.id, _t.n == turn.n).values(values))


def get(tx: Tx, app: str, approval_id: str) -> Approval | None:
    """The approval, None when the app has none of that id."""
    found = _read(tx, sa.select(*_SHOWN).where(_a.id == approval_id, _a.app == app))
    return found[0] if found else None


def pending(tx: Tx, app: str, record: str) -> tuple[Approval, ...]:
    """Those under way on a record, oldest first."""
    wanted = sa.select(*_SHOWN).where(_a.record == record, _a.app == app, _a.state == "pending")
    return tuple(_read(tx, wanted.order_by(_a.asked_ms, _a.id)))


def of_record(tx: Tx, app: str, record: str, limit: int = 50) -> list[Approval]:
    """All of a record, newest first."""
    wanted = sa.select(*_SHOWN).where(_a.record == record, _a.app == app)
    return _read(tx, wanted.order_by(_a.asked_ms.desc(), _a.id.desc()).limit(limit))


def asked_of(tx: Tx, app: str, persons: Collection[str]) -> list[Approval]:
    """Those under way in which one of `persons` is asked now, oldest first."""
    turns = sa.select(_t.approval).where(_t.person.in_(sorted(persons)), _t.state == "asked")
    wanted = sa.select(*_SHOWN).where(_a.id.in_(turns), _a.app == app, _a.state == "pending")
    return _read(tx, wanted.order_by(_a.asked_ms, _a.id))


def page(tx: Tx, app: str, where: sa.ColumnElement[bool], after: Cursor | None, limit: int) -> list[Approval]:
    """At most `limit` of an app for which `where` holds, newest first, after a cursor."""
    wanted = sa.select(*_SHOWN).where(_a.app == app, where)
    if after is not None:
        earlier = sa.and_(_a.asked_ms == after.at_ms, _a.id < after.id)
        wanted = wanted.where(sa.or_(_a.asked_ms < after.at_ms, earlier))
    return _read(tx, wanted.order_by(_a.asked_ms.desc(), _a.id.desc()).limit(limit))


def asked_by(person: str) -> sa.ColumnElement[bool]:
    """Those a person asked for."""
    return _a.asked_by == person


def signed_by(person: str) -> sa.ColumnElement[bool]:
    """Those in which a person has decided, for himself or for another."""
    return _a.id.in_(sa.select(_t.approval).where(_t.by == person))


def on_records(entity: str, records: sa.Select[Any]) -> sa.ColumnElement[bool]:
    """Those on one of these records of an entity."""
    return sa.and_(_a.entity == entity, _a.record.in_(records))


def _read(tx: Tx, statement: sa.Select[Any]) -> list[Approval]:
    return [_approval(row) for row in tx.rows(statement)]


def _approval(row: tuple[Any, ...]) -> Approval:
    content = _DECODER.decode(row[10])
    return Approval(
        *row[:8],
        content.turns,
        content.inputs,
        content.files,
        content.new_id,
        content.round,
        row[8],
        row[9],
        content.cause,
    )
