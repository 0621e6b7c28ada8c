"""What has to be worked out again because something it reads has changed: rows of the outbox of kind "recompute".

A row waits once however often its cause changes. Who takes it frees its key first, so that a change while it is being
worked on makes a new row; a worker that dies leaves it to the next one when its lease ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from .columns import from_json, json_text
from .entities import tables_of
from .ids import new_id
from .platform import outbox
from .tx import Tx
from .upsert import insert_or_keep

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledApp

KIND = "recompute"
LEASE_MS = 120_000
_c = outbox.c


@dataclass(frozen=True, slots=True)
class Work:
    """Records of `entity` to be worked out again: those behind whose references `via` ("contract.customer") stands the
    record `target`; `via` "" : all of them. `what` says of which obligations alone it is asked anew whether and how they are
    owed: "calendar" by the working calendar `target`, in every app; "version" of `app`; "person" of him, in every app."""

    id: str
    app: str
    entity: str
    via: str
    target: str
    what: str = ""


def add(tx: Tx, app: str, entity: str, via: str, target: str) -> None:
    """Ask for it, unless it waits already."""
    _put(tx, {"app": app, "entity": entity, "via": via, "id": target}, f"{KIND}:{app}:{entity}:{via}:{target}")


def add_day(tx: Tx, app: str, entity: str, day: str) -> None:
    """Ask for all records of an entity because of a new day (YYYY-MM-DD): once per day, for ever."""
    _put(tx, {"app": app, "entity": entity, "via": "", "id": day}, f"{KIND}:{app}:{entity}:day:{day}")


def add_calendar(tx: Tx, calendar: str, revision: int) -> None:
    """Ask for what is owed by a working calendar: once per change of it."""
    payload = {"what": "calendar", "app": "", "entity": "", "via": "", "id": calendar}
    _put(tx, payload, f"{KIND}:calendar:{calendar}:{revision}")


def add_version(tx: Tx, app: str, number: int) -> None:
    """Ask for what is owed in an app because of its new version: once per version."""
    payload = {"what": "version", "app": app, "entity": "", "via": "", "id": str(number)}
    _put(tx, payload, f"{KIND}:version:{app}:{number}")


def add_person(tx: Tx, person: str) -> None:
    """Ask for what a person owes: he was disabled."""
    payload = {"what": "person", "app": "", "entity": "", "via": "", "id": person}
    _put(tx, payload, f"{KIND}:person:{person}:{new_id(tx.now_ms())}")


def _put(tx: Tx, payload: dict[str, Any], dedupe: str) -> None:
    now = tx.now_ms()
    row = {"id": new_id(now), "kind": KIND, "payload": json_text(payload), "dedupe": dedupe}
    insert_or_keep(tx, outbox, {**row, "created_ms": now, "due_ms": now})


def claim(tx: Tx, worker: str) -> Work | None:
    """Take the oldest that nobody has; None when there is none."""
    now = tx.now_ms()
    free = sa.or_(_c.lease_ms.is_(None), _c.lease_ms < now)
    waiting = sa.and_(_c.state == "waiting", _c.kind == KIND, _c.due_ms <= now, free)
    found = tx.rows(
        sa.select(_c.seq, _c.id, _c.payload).where(waiting).order_by(_c.seq).limit(1).with_for_update(skip_locked=True)
    )
    if not found:
        return None
    seq, key, payload = found[0]
    said = from_json(payload)
    held = {"lease_ms": now + LEASE_MS, "lease_by": worker, "attempts": _c.attempts + 1}
    if said["via"]:
        held["dedupe"] = None
    tx.execute(outbox.update().where(_c.seq == seq).values(held))
    return Work(key, said["app"], said["entity"], said["via"], said["id"], said.get("what", ""))


def keep(tx: Tx, work: Work) -> None:
    """It takes longer: hold it for another lease."""
    tx.execute(outbox.update().where(_c.id == work.id).values(lease_ms=tx.now_ms() + LEASE_MS))


def done(tx: Tx, work: Work) -> None:
    """It is done. The row of a day stays as its mark."""
    if work.via:
        tx.execute(outbox.delete().where(_c.id == work.id))
    else:
        tx.execute(outbox.update().where(_c.id == work.id).values(state="sent", lease_ms=None))


def records(tx: Tx, app: CompiledApp, work: Work, after: str, limit: int) -> list[str]:
    """Ids of the records to be worked out, not archived, in order of id after `after` ("": from the first)."""
    table = tables_of(app)[work.entity].record
    wanted = sa.and_(table.c._archived == sa.false(), table.c._id > after)
    if work.via:
        wanted = sa.and_(wanted, _stands_behind(app, work))
    return [row[0] for row in tx.rows(sa.select(table.c._id).where(wanted).order_by(table.c._id).limit(limit))]


def _stands_behind(app: CompiledApp, work: Work) -> sa.ColumnElement[bool]:
    first, _, second = work.via.partition(".")
    column = tables_of(app)[work.entity].record.c[first]
    if not second:
        return column == work.target
    between = [
        sa.select(tables_of(app)[name].record.c._id).where(tables_of(app)[name].record.c[second] == work.target)
        for name in app.entities[work.entity].references[first]
        if second in app.entities[name].references
    ]
    return sa.or_(sa.false(), *(column.in_(ids) for ids in between))
