"""Obligations: loaded with their record, written under its lock, each (record, duty, cycle) once for ever.

Whoever writes an obligation has its record locked, so the record's lock is that of all its obligations. The sweep
shares the due ones out among workers without waiting (`claim`), and then takes the records that are free.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from followthrough.core.run.owed import RESTS_MS, Obligation, ObligationWrite

from . import bulk, failpoints
from .columns import from_json, json_text
from .hot import Hot
from .ids import new_id
from .platform import obligation
from .tx import Tx

_c = obligation.c
COLUMNS = (
    "id", "entity", "record", "duty", "cycle", "state", "owner", "unit", "opened_ms", "anchor_ms", "due_ms",
    "original_due_ms", "next_ms", "closed_ms", "closed_by", "judged_by", "kind", "provisional", "fired", "data",
)  # fmt: skip
SHOWN = tuple(_c[name] for name in COLUMNS)
_FIXED = ("id", "entity", "record", "duty", "cycle", "kind")
_CHANGED = [name for name in COLUMNS if name not in _FIXED]
_OPEN: sa.ColumnElement[str] = sa.literal_column("'open'")
_WITHDRAWN: sa.ColumnElement[str] = sa.literal_column("'withdrawn'")


def _wanted(of: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Those open or withdrawn, the last of every duty of a record, and one that is named."""
    last = sa.select(_c.record, _c.duty, sa.func.max(_c.opened_ms)).where(of, _DUTY).group_by(_c.record, _c.duty)
    wanted = sa.or_(
        _c.state.in_([sa.literal_column("'open'"), sa.literal_column("'withdrawn'")]),
        sa.and_(_DUTY, sa.tuple_(_c.record, _c.duty, _c.opened_ms).in_(last)),
        _c.id == sa.bindparam("_named", type_=_c.id.type),
    )
    return sa.select(*SHOWN).where(of, wanted).order_by(_c.opened_ms, _c.id)


_DUTY = _c.kind == sa.literal_column("'duty'")
_OF_RECORD = Hot(_wanted(_c.record == sa.bindparam("_record", type_=_c.id.type)))
_OF_RECORDS = Hot(_wanted(_c.record == sa.any_(sa.bindparam("_records", type_=postgresql.ARRAY(sa.Text())))))
_ONE = Hot(sa.select(*SHOWN, _c.app).where(_c.id == sa.bindparam("_key", type_=_c.id.type)))
_UPDATE_MANY = bulk.updating(obligation, "id", _CHANGED)
_UPDATE = Hot(obligation.update().where(_c.id == sa.bindparam("_key", type_=_c.id.type)), _CHANGED)


def _hot_insert(dialect: str) -> Hot:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return Hot(insert(obligation).on_conflict_do_nothing(index_elements=["record", "duty", "cycle"]))


_INSERT = {dialect: _hot_insert(dialect) for dialect in ("sqlite", "postgresql")}


@dataclass(frozen=True, slots=True)
class Known:
    """An obligation and the app it belongs to."""

    app: str
    obligation: Obligation


def of_record(tx: Tx, record: str, *, named: str = "") -> tuple[Obligation, ...]:
    """A record's open and withdrawn obligations, the last one of every duty, and the one called `named`; oldest first.

    Where a decision follows the record is locked, and so these are: nobody writes one without that lock.
    """
    return tuple(of_row(row) for row in tx.run(_OF_RECORD, {"_record": record, "_named": named}))


def of_records(tx: Tx, records: Iterable[str]) -> dict[str, tuple[Obligation, ...]]:
    """The same of many records, by record; those without any are there too."""
    made: dict[str, list[Obligation]] = {record: [] for record in sorted(set(records))}
    if tx.dialect == "sqlite":
        found = [row for record in made for row in tx.run(_OF_RECORD, {"_record": record, "_named": ""})]
    else:
        found = tx.run(_OF_RECORDS, {"_records": list(made), "_named": ""}) if made else []
    for row in found:
        one = of_row(row)
        made[one.record].append(one)
    return {record: tuple(listed) for record, listed in made.items()}


def get(tx: Tx, obligation_id: str) -> Known | None:
    """An obligation by its id; None when there is none."""
    for row in tx.run(_ONE, {"_key": obligation_id}):
        return Known(str(row[-1]), of_row(row[:-1]))
    return None


def write(tx: Tx, app: str, writes: Iterable[ObligationWrite]) -> list[Obligation]:
    """Store the resulting states; those stored, with their ids. A new one whose key is taken is dropped.

    A new one keeps the id it has, or gets one.
    """
    stored: list[Obligation] = []
    changed: list[dict[str, Any]] = []
    for change in writes:
        failpoints.hit("obligation")
        if change.before is None:
            made = replace(change.after, id=change.after.id or new_id(tx.now_ms()))
            if tx.change(_INSERT[tx.dialect], {**_values(made), "app": app}) == 1:
                stored.append(made)
        else:
            values = _values(change.after)
            changed.append({name: values[name] for name in _CHANGED} | {"_key": change.before.id})
            known = change.after.id == change.before.id
            stored.append(change.after if known else replace(change.after, id=change.before.id))
    if len(changed) == 1:
        tx.change(_UPDATE, changed[0])
    elif changed and tx.dialect == "postgresql":
        last = {one["_key"]: {**one, "id": one["_key"]} for one in changed}
        tx.change(_UPDATE_MANY, bulk.arrays(last.values(), ("id", *_CHANGED)))
    elif changed:
        tx.change_many(_UPDATE, changed)
    return stored


def any_due(tx: Tx) -> bool:
    """Whether the clock has anything to do: a look that locks nothing."""
    return tx.scalar(sa.select(sa.literal(1)).where(_c.next_ms <= tx.now_ms()).limit(1)) is not None


def next_step(tx: Tx) -> int | None:
    """When, after now, the clock has something to do next; None: never."""
    ahead = sa.and_(_c.next_ms > tx.now_ms(), _c.next_ms < RESTS_MS)
    found = tx.scalar(sa.select(sa.func.min(_c.next_ms)).where(ahead))
    return None if found is None else int(found)


def next_deadline(tx: Tx) -> Known | None:
    """What is owed next: the open obligation whose deadline is the first after now; None: nothing has one."""
    open_ = _c.state == sa.literal_column("'open'")
    statement = sa.select(*SHOWN, _c.app).where(open_, _c.due_ms > tx.now_ms()).order_by(_c.due_ms, _c.id).limit(1)
    rows = tx.rows(statement)
    return Known(rows[0][-1], of_row(rows[0][:-1])) if rows else None


def claim(tx: Tx, limit: int, since_ms: int | None = None, but: Collection[str] = ()) -> list[Known]:
    """Obligations with which the clock has something to do, the longest due first: from `since_ms` (their `next_ms`) on,
    without those called in `but`. In no other order, so that the index alone finds the first of a million.

    On PostgreSQL they are locked, those of others skipped.
    """
    return [Known(str(row[-1]), of_row(row[:-1])) for row in tx.rows(claiming(tx, limit, since_ms, but))]


def claiming(tx: Tx, limit: int, since_ms: int | None, but: Collection[str]) -> sa.Select[Any]:
    """The statement of `claim`."""
    due = sa.select(*SHOWN, _c.app).where(_c.next_ms <= tx.now_ms()).order_by(_c.next_ms).limit(limit)
    if since_ms is not None:
        due = due.where(_c.next_ms >= since_ms)
    if tx.dialect == "postgresql":
        due = due.where(_c.id != sa.all_(_ids(but))) if but else due
        return due.with_for_update(skip_locked=True)
    return due.where(_c.id.not_in(sorted(but))) if but else due


def lock_free(tx: Tx, ids: Collection[str]) -> frozenset[str]:
    """Lock those obligations that no other worker has claimed, without waiting; those locked."""
    if tx.dialect == "sqlite" or not ids:
        return frozenset(ids)
    mine = sa.select(_c.id).where(_c.id == sa.any_(_ids(ids))).with_for_update(skip_locked=True)
    return frozenset(row[0] for row in tx.rows(mine))


def _ids(ids: Collection[str]) -> sa.ColumnElement[Any]:
    return sa.literal(sorted(ids), postgresql.ARRAY(_c.id.type))


def standing(tx: Tx, app: str, after: str, limit: int, *, owner: str | None = None) -> list[tuple[str, str]]:
    """Records (entity, id) of an app on which a duty is owed or withdrawn, or a series goes on, or rests, though all its
    periods are done, in order of id after `after`; `owner`: only what this person owes."""
    # Written into the statement: a bound value cannot be matched to the index over what is open.
    standing = sa.or_(_c.state.in_((_OPEN, _WITHDRAWN)), _c.next_ms.is_not(None))
    if owner is not None:
        standing = sa.and_(_c.state.in_((_OPEN,)), _c.owner == owner)
    wanted = sa.and_(_c.app == app, _DUTY, _c.record > after, standing)
    found = sa.select(_c.entity, _c.record).distinct().where(wanted).order_by(_c.record).limit(limit)
    return [(row[0], row[1]) for row in tx.rows(found)]


def left_on(tx: Tx, app: str, version: int) -> frozenset[str]:
    """The entities of an app on which something was owed when this version was first met: under another version perhaps,
    whose duties are gone. Asked of the database once per version and process."""
    key = ("obligations left on", app, version)
    known: frozenset[str] | None = tx.db.known.get(key)
    if known is None:
        found = sa.select(_c.entity).distinct().where(_c.app == app, _c.state.in_(["open", "withdrawn"]))
        known = tx.db.known[key] = frozenset(row[0] for row in tx.rows(found))
    return known


def of_row(row: Sequence[Any]) -> Obligation:
    """The obligation of a row of SHOWN."""
    values = dict(zip(COLUMNS, row, strict=True))
    values["provisional"] = bool(values["provisional"])
    return Obligation(**{**values, "fired": from_json(values["fired"]), "data": from_json(values["data"])})


def _values(one: Obligation) -> dict[str, Any]:
    plain: Mapping[str, Any] = {name: getattr(one, name) for name in COLUMNS}
    return {**plain, "fired": json_text(dict(one.fired)), "data": json_text(dict(one.data))}
