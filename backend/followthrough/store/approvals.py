"""Approvals and the turns of their signers. Whoever changes one has locked its record."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from followthrough.core.compile.app import CompiledApp
from followthrough.core.kit.ids import is_record_id
from followthrough.core.run.acts import Values
from followthrough.core.run.approval import Approval, ApprovalWrite, Cause, Turn
from followthrough.core.run.owed import Obligation

from . import failpoints
from .entities import tables_of
from .errors import BadCursor
from .obligations import SHOWN, of_row
from .platform import approval, approval_turn, obligation
from .query.reader import Reader
from .query.visible import visible
from .tx import Tx

_a, _t, _o = approval.c, approval_turn.c, obligation.c
_SHOWN = (
    _a.id, _a.entity, _a.record, _a.action, _a.state, _a.asked_by, _a.asked_ms, _a.step, _a.closed_ms, _a.judged_by,
    _a.content,
)  # fmt: skip


class _Content(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is only read with its approval."""

    turns: tuple[Turn, ...]
    inputs: Values = {}
    files: tuple[str, ...] = ()
    new_id: str | None = None
    round: int = 1
    cause: Cause = ""


# Made at import: msgspec crashes the process when two threads are first to use a type.
_CURSOR = msgspec.json.Decoder(tuple[int, str])
_DECODER = msgspec.json.Decoder(_Content)
_ENCODER = msgspec.json.Encoder(order="sorted")


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


def pending_of(tx: Tx, app: str, records: Collection[str]) -> dict[str, tuple[Approval, ...]]:
    """The same of many records, by record; those without any are there too."""
    made: dict[str, tuple[Approval, ...]] = dict.fromkeys(sorted(records), ())
    if made:
        wanted = sa.select(*_SHOWN).where(_a.record.in_(list(made)), _a.app == app, _a.state == "pending")
        for one in _read(tx, wanted.order_by(_a.asked_ms, _a.id)):
            made[one.record] = (*made[one.record], one)
    return made


def of_record(tx: Tx, app: str, record: str, limit: int = 50) -> list[Approval]:
    """All of a record, newest first."""
    wanted = sa.select(*_SHOWN).where(_a.record == record, _a.app == app)
    return _read(tx, wanted.order_by(_a.asked_ms.desc(), _a.id.desc()).limit(limit))


def asked_of(tx: Tx, app: str, persons: Collection[str]) -> list[Approval]:
    """Those under way in which one of `persons` is asked now, oldest first."""
    turns = sa.select(_t.approval).where(_t.person.in_(sorted(persons)), _t.state == "asked")
    wanted = sa.select(*_SHOWN).where(_a.id.in_(turns), _a.app == app, _a.state == "pending")
    return _read(tx, wanted.order_by(_a.asked_ms, _a.id))


def page(
    tx: Tx, app: str, where: sa.ColumnElement[bool], after: str | None, limit: int
) -> tuple[list[Approval], str | None]:
    """At most `limit` of an app for which `where` holds, newest first, and the cursor after the last. Raises BadCursor."""
    wanted = sa.select(*_SHOWN).where(_a.app == app, where)
    if after is not None:
        at_ms, last = _place(after)
        wanted = wanted.where(sa.or_(_a.asked_ms < at_ms, sa.and_(_a.asked_ms == at_ms, _a.id < last)))
    found = _read(tx, wanted.order_by(_a.asked_ms.desc(), _a.id.desc()).limit(limit + 1))
    shown = found[:limit]
    return shown, _cursor(shown[-1]) if len(found) > limit else None


def _cursor(last: Approval) -> str:
    return base64.urlsafe_b64encode(_ENCODER.encode([last.asked_ms, last.id])).rstrip(b"=").decode()


def _place(text: str) -> tuple[int, str]:
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        at_ms, last = _CURSOR.decode(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (msgspec.MsgspecError, UnicodeEncodeError, binascii.Error, ValueError) as error:
        raise BadCursor("not_ours") from error
    if abs(at_ms) >= 2**53 or not is_record_id(last):
        raise BadCursor("not_ours")
    return at_ms, last


def obligations(tx: Tx, ids: Collection[str], records: Collection[str]) -> dict[str, Obligation]:
    """The obligations that the turns of these approvals opened, by cycle; `records` are those they are on."""
    if not ids:
        return {}
    kept, wanted = set(ids), sa.select(*SHOWN).where(_o.record.in_(sorted(set(records))), _o.kind == "approval")
    found = [of_row(row) for row in tx.rows(wanted)]
    return {one.cycle: one for one in found if one.cycle.partition("/")[0] in kept}


def asked_by(person: str) -> sa.ColumnElement[bool]:
    """Those a person asked for."""
    return _a.asked_by == person


def signed_by(person: str) -> sa.ColumnElement[bool]:
    """Those in which a person has decided, for himself or for another."""
    return _a.id.in_(sa.select(_t.approval).where(_t.by == person))


def in_sight(app: CompiledApp, reader: Reader, entities: Collection[str]) -> sa.ColumnElement[bool]:
    """Those on records of these entities that the reader may see."""
    parts: list[sa.ColumnElement[bool]] = []
    for name in sorted(entities):
        table = tables_of(app)[name].record
        condition = visible(app, reader, name, table)
        own = _a.entity == name
        parts.append(
            own if condition is None else sa.and_(own, _a.record.in_(sa.select(table.c["_id"]).where(condition)))
        )
    return sa.or_(sa.false(), *parts)


def _read(tx: Tx, statement: sa.Select[Any]) -> list[Approval]:
    return [_approval(row) for row in tx.rows(statement)]


def _approval(row: tuple[Any, ...]) -> Approval:
    key, entity, record, action, state, asked_by, asked_ms, step, closed_ms, judged_by, kept = row
    content = _DECODER.decode(kept)
    return Approval(
        key,
        entity,
        record,
        action,
        state,
        asked_by,
        asked_ms,
        step,
        content.turns,
        content.inputs,
        content.files,
        content.new_id,
        content.round,
        closed_ms,
        judged_by,
        content.cause,
    )
