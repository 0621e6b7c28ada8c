"""Lists of obligations as far as a reader may see them: his own, and those of records in his scope."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import msgspec
import sqlalchemy as sa

from followthrough.core.compile.app import CompiledApp
from followthrough.core.kit.ids import is_record_id
from followthrough.core.run.owed import ESCALATE, Obligation
from followthrough.store.entities import tables_of
from followthrough.store.errors import BadCursor
from followthrough.store.obligations import SHOWN, of_row
from followthrough.store.platform import obligation
from followthrough.store.tx import Tx

from .reader import Reader
from .visible import visible

_c = obligation.c
_CURSOR = msgspec.json.Decoder(tuple[int, int | None, str])
_OPEN = _c.state == sa.literal_column("'open'")
# Written out: a partial index is not used for a parameter.
_STATES = {
    "open": _OPEN,
    "done": _c.state == sa.literal_column("'done'"),
    "waived": _c.state == sa.literal_column("'waived'"),
    "withdrawn": _c.state == sa.literal_column("'withdrawn'"),
}
_ESCALATED = f'%"{ESCALATE}%'  # a key of `fired`: ids hold no quotation marks, so it begins nowhere else
Condition = sa.ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which obligations. `mine`: those the reader owes, else those of records he may see. None and (): all.

    `overdue` asks for those that are (or are not) past their deadline now. `nobodys_first`: those that nobody owes come
    before the others.
    """

    state: str = "open"
    mine: bool = True
    kind: str | None = None
    duties: Collection[str] = ()
    owner: str | None = None
    record: str | None = None
    overdue: bool | None = None
    nobodys_first: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """How many obligations are open, past their deadline, and owed by nobody."""

    open: int = 0
    overdue: int = 0
    unassigned: int = 0


@dataclass(frozen=True, slots=True)
class RowTally:
    """What is open on a record: how many, how many past their deadline, of how many somebody above was told, and the next
    (or longest past) deadline."""

    open: int
    overdue: int
    escalated: int
    due_ms: int | None


def page(
    tx: Tx, app: CompiledApp, reader: Reader, asked: Asked, after: str | None = None, limit: int = 50
) -> tuple[list[Obligation], str | None]:
    """Obligations by deadline, those without one last, and the cursor after the last. Raises BadCursor."""
    base = where(app, reader, asked, tx.now_ms())
    owned = [[_c.owner.is_(None)], [_c.owner.is_not(None)]] if asked.nobodys_first else [[]]
    zones = [[*some, part] for some in owned for part in (_c.due_ms.is_not(None), _c.due_ms.is_(None))]
    start, due, last = _place(after, len(zones)) if after else (0, None, "")
    found: list[tuple[int, Obligation]] = []
    for number in range(start, len(zones)):
        conditions = [*base, *zones[number]]
        if last and number == start:
            place = _c.id > last if due is None else sa.tuple_(_c.due_ms, _c.id) > sa.tuple_(sa.literal(due), last)
            conditions.append(place)
        wanted = limit + 1 - len(found)
        statement = sa.select(*SHOWN).where(*conditions).order_by(_c.due_ms, _c.id).limit(wanted)
        found += [(number, of_row(row)) for row in tx.rows(statement)]
        if len(found) > limit:
            break
    shown = found[:limit]
    following = None
    if len(found) > limit:
        number, one = shown[-1]
        following = _cursor(number, one.due_ms, one.id)
    return [one for _, one in shown], following


def tally(tx: Tx, app: CompiledApp, reader: Reader, asked: Asked) -> Tally:
    """How many there are of each, in one query."""
    now = tx.now_ms()
    overdue = sa.func.sum(sa.case((_c.due_ms < now, 1), else_=0))
    nobodys = sa.func.sum(sa.case((_c.owner.is_(None), 1), else_=0))
    statement = sa.select(sa.func.count(), overdue, nobodys).where(*where(app, reader, asked, now))
    row = tx.rows(statement)[0]
    return Tally(*(int(part or 0) for part in row))


def by_deadline(tx: Tx, app: CompiledApp, reader: Reader, asked: Asked, ends: Sequence[int]) -> list[int]:
    """How many fall due before each of `ends` (ascending, each since the one before), and after the last or never."""
    cases = [(_c.due_ms < end, index) for index, end in enumerate(ends)]
    part = sa.case(*cases, else_=len(ends)).label("part")
    statement = sa.select(part, sa.func.count()).where(*where(app, reader, asked, tx.now_ms())).group_by(part)
    made = [0] * (len(ends) + 1)
    for index, count in tx.rows(statement):
        made[index] = int(count)
    return made


def between(tx: Tx, app: CompiledApp, reader: Reader, part: int, ends: Sequence[int], limit: int) -> list[Obligation]:
    """What the reader owes in one part of `by_deadline`, the soonest first."""
    conditions = where(app, reader, Asked(), tx.now_ms())
    if part < len(ends):
        conditions += [_c.due_ms < ends[part], *([_c.due_ms >= ends[part - 1]] if part else [])]
        statement = sa.select(*SHOWN).where(*conditions).order_by(_c.due_ms, _c.id).limit(limit)
        return [of_row(row) for row in tx.rows(statement)]
    late = sa.or_(_c.due_ms >= ends[-1], _c.due_ms.is_(None))
    statement = sa.select(*SHOWN).where(*conditions, late).order_by(_c.due_ms.is_(None), _c.due_ms, _c.id).limit(limit)
    return [of_row(row) for row in tx.rows(statement)]


def on_records(tx: Tx, app: str, records: Collection[str]) -> dict[str, RowTally]:
    """What is open on each of these records, in one query; records the reader has been shown already."""
    if not records:
        return {}
    now = tx.now_ms()
    overdue = sa.func.sum(sa.case((_c.due_ms < now, 1), else_=0))
    escalated = sa.func.sum(sa.case((_c.fired.like(_ESCALATED), 1), else_=0))
    statement = (
        sa.select(_c.record, sa.func.count(), overdue, escalated, sa.func.min(_c.due_ms))
        .where(_c.record.in_(sorted(set(records))), _OPEN, _c.app == app)
        .group_by(_c.record)
    )
    return {row[0]: RowTally(int(row[1]), int(row[2] or 0), int(row[3] or 0), row[4]) for row in tx.rows(statement)}


def where(app: CompiledApp, reader: Reader, asked: Asked, now_ms: int) -> list[Condition]:
    """The conditions of a question; what the reader may see comes first."""
    made: list[Condition] = [_STATES[asked.state], _c.app == app.key]
    made.append(_c.owner == reader.person if asked.mine else _in_scope(app, reader))
    if asked.kind is not None:
        made.append(_c.kind == asked.kind)
    if asked.duties:
        made.append(_c.duty.in_(sorted(asked.duties)))
    if asked.owner is not None:
        made.append(_c.owner == asked.owner)
    if asked.record is not None:
        made.append(_c.record == asked.record)
    if asked.overdue is not None:
        past = sa.and_(_c.due_ms.is_not(None), _c.due_ms < now_ms)
        made.append(past if asked.overdue else sa.not_(past))
    return made


def _in_scope(app: CompiledApp, reader: Reader) -> Condition:
    """Of a record the reader may see."""
    everything: list[str] = []
    made: list[Condition] = []
    for name in reader.scopes:
        entity = app.entities.get(name)
        if entity is None or entity.rows_of is not None:
            continue
        table = tables_of(app)[name].record
        seen = visible(app, reader, name, table)
        if seen is None:
            everything.append(name)
        else:
            inside = sa.select(sa.literal(1)).select_from(table).where(table.c["_id"] == _c.record, seen)
            made.append(sa.and_(_c.entity == name, sa.exists(inside.correlate(obligation))))
    if everything:
        made.append(_c.entity.in_(sorted(everything)))
    return sa.or_(sa.false(), *made)


def _cursor(zone: int, due: int | None, last: str) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode([zone, due, last])).rstrip(b"=").decode()


def _place(text: str, zones: int) -> tuple[int, int | None, str]:
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        zone, due, last = _CURSOR.decode(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (msgspec.MsgspecError, UnicodeEncodeError, binascii.Error, ValueError) as error:
        raise BadCursor("not_ours") from error
    if not 0 <= zone < zones or not is_record_id(last) or (due is not None and abs(due) >= 2**53):
        raise BadCursor("not_ours")
    if (due is None) != bool(zone % 2):
        raise BadCursor("other_order")
    return zone, due, last


__all__ = ["Asked", "RowTally", "Tally", "between", "by_deadline", "on_records", "page", "tally"]
