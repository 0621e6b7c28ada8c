"""What has to be worked out again because something it reads has changed: rows of the outbox of kind "recompute".

A row waits once however often its cause changes. Who takes it frees its key first, so that a change while it is being
worked on makes a new row; a worker that dies leaves it to the next one when its lease ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from .columns import from_json, json_text
from .entities import tables_of
from .ids import new_id
from .platform import outbox, settling_record
from .tx import Tx
from .upsert import insert_or_keep

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledApp

KIND = "recompute"
LEASE_MS = 120_000
SLICE = 5000
"""Records noted in one statement."""
_c, _s = outbox.c, settling_record.c


@dataclass(frozen=True, slots=True)
class Work:
    """Records of `entity` to be worked out again: those behind whose references `via` ("contract.customer") stands the
    record `target`; `via` "" : all of them. `what` says of which obligations alone it is asked anew whether and how they are
    owed: "calendar" by the working calendar `target`, in every app; "version" of `app`; "person" of him, in every app.
    "settle": records of `left` are to be put into stage `target`, as the publication of `version` says: those that say they
    are there, or (`listed`) those that it found on that path by its own rules, which a table names (`lists`). "carry": records
    are to get what their field `target` takes over from the one it came in place of, as that publication says."""

    id: str
    app: str
    entity: str
    via: str
    target: str
    what: str = ""
    left: Left | None = None
    version: int = 0
    listed: bool = False

    def holds(self, entity: str, stage: str | None, path: str | None) -> bool:
        """Whether a record of an entity, in a stage and on a path, is to be put into another stage; where they are `listed`
        only if it is one of these."""
        if self.left is None or self.entity != entity or (stage or "") != self.left.stage:
            return False
        return self.listed or self.left.path in (None, path)


@dataclass(frozen=True, slots=True)
class Left:
    """Where records stand that have to go: a stage ("": in none) and, where that matters, their path (None: on any)."""

    stage: str
    path: str | None = None


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


def add_settling(
    tx: Tx, app: str, number: int, entity: str, left: Left, to: str, among: Sequence[str] | None = None
) -> None:
    """Ask for all records that stand where version `number` lets none stand to be put into stage `to`; `among`: those of a
    path by its rules."""
    said = {"what": "settle", "app": app, "entity": entity, "via": "", "id": to, "version": number}
    said |= {"stage": left.stage, "path": left.path, "among": among is not None}
    job = _put(tx, said, f"{_settling(app)}{number}:{entity}:{left.stage}:{left.path or ''}")
    rows = [{"job": job, "record": one} for one in among or ()] if job is not None else []
    for first in range(0, len(rows), SLICE):
        tx.execute(settling_record.insert(), rows[first : first + SLICE])


def lists(tx: Tx, work: Work, record: str) -> bool:
    """Whether a record is one of those that are `listed`."""
    return tx.scalar(sa.select(sa.literal(1)).where(_s.job == work.id, _s.record == record)) is not None


def unlist(tx: Tx, work: Work, records: Sequence[str] | None = None) -> None:
    """Records (None: all) of a work are not to be moved any more: they were."""
    if work.listed:
        some = sa.true() if records is None else _s.record.in_(list(records))
        tx.execute(settling_record.delete().where(_s.job == work.id, some))


def add_carrying(tx: Tx, app: str, number: int, entity: str, field: str) -> None:
    """Ask for all records of an entity to get what their field ("level", "lines.price") takes over, as version `number`
    is the first to say."""
    said = {"what": "carry", "app": app, "entity": entity, "via": "", "id": field, "version": number}
    _put(tx, said, f"{_carrying(app)}{number}:{entity}:{field}")


def settling(tx: Tx, app: str) -> list[Work]:
    """What of an app waits to be put into another stage."""
    return _of_publications(tx, _settling(app))


def carrying(tx: Tx, app: str) -> list[Work]:
    """What of an app waits to take over what another field holds, in the order in which it was asked for."""
    return _of_publications(tx, _carrying(app))


def _of_publications(tx: Tx, prefix: str) -> list[Work]:
    among = sa.and_(_c.dedupe >= prefix, _c.dedupe < prefix[:-1] + ";")  # ";" comes after ":"
    found = tx.rows(sa.select(_c.id, _c.payload).where(_c.state == "waiting", _c.kind == KIND, among).order_by(_c.seq))
    return [_work(key, from_json(payload)) for key, payload in found]


def drop(tx: Tx, work: Work) -> None:
    """It is not to be done any more, by whoever has it neither."""
    unlist(tx, work)
    tx.execute(outbox.update().where(_c.id == work.id).values(state="sent", lease_ms=None))


def _settling(app: str) -> str:
    return f"{KIND}:settle:{app}:"


def _carrying(app: str) -> str:
    return f"{KIND}:carry:{app}:"


def put_off(tx: Tx, work: Work, wait_ms: int) -> None:
    """It cannot be done now: nobody takes it for so long."""
    later = tx.now_ms() + wait_ms
    tx.execute(outbox.update().where(_c.id == work.id).values(due_ms=later, lease_ms=None))


def _put(tx: Tx, payload: dict[str, Any], dedupe: str) -> str | None:
    """The id of the row; None: it waits already."""
    now = tx.now_ms()
    row = {"id": new_id(now), "kind": KIND, "payload": json_text(payload), "dedupe": dedupe}
    return row["id"] if insert_or_keep(tx, outbox, {**row, "created_ms": now, "due_ms": now}) else None


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
    return _work(key, said)


def _work(key: str, said: dict[str, Any]) -> Work:
    what = said.get("what", "")
    left = Left(said["stage"], said["path"]) if what == "settle" else None
    listed = bool(said.get("among"))
    return Work(key, said["app"], said["entity"], said["via"], said["id"], what, left, said.get("version", 0), listed)


def keep(tx: Tx, work: Work) -> bool:
    """It takes longer: hold it for another lease. Whether it still waits to be done."""
    held = sa.and_(_c.id == work.id, _c.state == "waiting")
    return bool(tx.execute(outbox.update().where(held).values(lease_ms=tx.now_ms() + LEASE_MS)).rowcount)


def done(tx: Tx, work: Work) -> None:
    """It is done. The row of a day stays as its mark."""
    unlist(tx, work)
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
