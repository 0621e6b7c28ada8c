"""Where the records of an entity stand, for who publishes: counted by stage, listed in order, or whether there are any."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from .columns import from_json, reader
from .entities import tables_of
from .platform import event, settling_record
from .publish import layout_of
from .recomputes import Left, Work
from .tx import Tx

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledApp


def by_place(tx: Tx, app: CompiledApp, entity: str) -> dict[tuple[str | None, str | None], int]:
    """How many records of an entity stand in each (stage, path), archived ones too; None: in none."""
    c = tables_of(app)[entity].record.c
    counted = sa.select(c._stage, c._path, sa.func.count()).group_by(c._stage, c._path)
    return {(row[0], row[1]): int(row[2]) for row in tx.rows(counted)}


def number(tx: Tx, app: CompiledApp, entity: str) -> int:
    """How many records of an entity there are, archived ones too, or how many detail rows."""
    return int(tx.scalar(sa.select(sa.func.count()).select_from(tables_of(app)[entity].record)) or 0)


def alive(tx: Tx, app: CompiledApp, entity: str) -> int:
    """How many records of an entity are not archived."""
    table = tables_of(app)[entity].record
    counted = sa.select(sa.func.count()).select_from(table).where(table.c._archived == sa.false())
    return int(tx.scalar(counted) or 0)


def in_place(tx: Tx, app: CompiledApp, entity: str, left: Left, after: str, limit: int) -> list[str]:
    """Ids of records in a stage (and on a path, if that is said), the first `limit` in order of id after `after`."""
    c = tables_of(app)[entity].record.c
    there = sa.and_(_there(c, left), c._id > after)
    return [row[0] for row in tx.rows(sa.select(c._id).where(there).order_by(c._id).limit(limit))]


def to_settle(tx: Tx, app: CompiledApp, work: Work, left: Left, after: str, limit: int) -> list[str]:
    """Ids of the records that a work puts into another stage, from where they are `left`; as `in_place`."""
    if not work.listed:
        return in_place(tx, app, work.entity, left, after, limit)
    named, from_, there = _listed(app, work, left)
    wanted = sa.select(named).select_from(from_).where(there, named > after).order_by(named).limit(limit)
    return [row[0] for row in tx.rows(wanted)]


def number_to_settle(tx: Tx, app: CompiledApp, work: Work, left: Left) -> int:
    """How many these are."""
    if work.listed:
        _, from_, there = _listed(app, work, left)
    else:
        from_ = tables_of(app)[work.entity].record
        there = _there(from_.c, left)
    return int(tx.scalar(sa.select(sa.func.count()).select_from(from_).where(there)) or 0)


def _listed(app: CompiledApp, work: Work, left: Left) -> tuple[Any, Any, Any]:
    """The column of ids, the tables and the condition of records that a work lists: on whatever path they say they are."""
    table, listed = tables_of(app)[work.entity].record, settling_record.c
    joined = settling_record.join(table, table.c._id == listed.record)
    return listed.record, joined, sa.and_(listed.job == work.id, _there(table.c, Left(left.stage)))


def _there(c: Any, left: Left) -> Any:
    stage = c._stage == left.stage if left.stage else c._stage.is_(None)
    return stage if left.path is None else sa.and_(stage, c._path == left.path)


def carriers(tx: Tx, app: CompiledApp, entity: str, path: str, after: str, limit: int) -> list[str]:
    """Ids of records whose field at `path` ("level", "lines.price" of detail rows) is empty while the one it came in place
    of is not, or holds an option that was merged, archived ones too: the first `limit` in order of id after `after`."""
    key, wanted = _wanting(app, entity, path)
    found = sa.select(key).distinct().where(wanted, key > after).order_by(key).limit(limit)
    return [row[0] for row in tx.rows(found)]


def number_carrying(tx: Tx, app: CompiledApp, entity: str, path: str) -> int:
    """How many values these are, one of each record or detail row."""
    return int(tx.scalar(sa.select(sa.func.count()).where(_wanting(app, entity, path)[1])) or 0)


def values_of(
    tx: Tx, app: CompiledApp, holder: str, source: str, empty: str | None, after: str, limit: int
) -> list[tuple[str, str, Any]]:
    """(id of the record or detail row, id of its record, value as stored) wherever `source` is filled (and field `empty`, if
    given, is not): the first `limit` in order of id after `after`."""
    table = tables_of(app)[holder]
    c: Any = table.record.c
    record = c["_parent"] if table.is_rows else c._id
    wanted = sa.and_(c[source].is_not(None), c._id > after, *([c[empty].is_(None)] if empty is not None else []))
    read = reader(table.columns[source]) or (lambda value: value)
    found = tx.rows(sa.select(c._id, record, c[source]).where(wanted).order_by(c._id).limit(limit))
    return [(row[0], row[1], read(row[2])) for row in found]


def _wanting(app: CompiledApp, entity: str, path: str) -> tuple[Any, Any]:
    field, _, column = path.partition(".")
    holder, name = (app.entities[entity].rows[field], column) if column else (entity, field)
    c: Any = tables_of(app)[holder].record.c
    source = app.entities[holder].copies.get(name)
    empty = [sa.and_(c[name].is_(None), c[source].is_not(None))] if source is not None else []
    wanted = sa.or_(sa.false(), *empty, *_holding(c[name], app.entities[holder].merges.get(name, {})))
    return c["_parent"] if column else c._id, wanted


def _holding(column: Any, options: Iterable[str]) -> list[Any]:
    """Whether a field of options holds one of some: of a set, its text names it."""
    if isinstance(column.type, sa.Text):
        return [column.in_(sorted(options))] if options else []
    text = sa.cast(column, sa.Text)
    return [text.contains(f'"{one}"', autoescape=True) for one in sorted(options)]


def number_holding(tx: Tx, app: CompiledApp, holder: str, field: str, options: Iterable[str]) -> int:
    """How many records (or detail rows) hold one of some options."""
    c: Any = tables_of(app)[holder].record.c
    return int(tx.scalar(sa.select(sa.func.count()).where(sa.or_(sa.false(), *_holding(c[field], options)))) or 0)


def touched_since(tx: Tx, record: str, version: int, member: str) -> bool:
    """Whether a record came to be, or a member of it ("level") was written, by that version or a later one."""
    e = event.c
    told = tx.rows(sa.select(e.kind, e.changes).where(e.record == record, e.version >= version))
    return any(kind == "created" or member in from_json(changes) for kind, changes in told)


def any_record(tx: Tx, app: CompiledApp, entity: str) -> bool:
    """Whether there is a record of an entity, or of its detail rows."""
    return _any(tx, app, entity, sa.true())


def any_value(tx: Tx, app: CompiledApp, entity: str, field: str) -> bool:
    """Whether a stored field is filled on any record; a field without a column never is."""
    column = tables_of(app)[entity].record.c.get(field)
    return column is not None and _any(tx, app, entity, column.is_not(None))


def _any(tx: Tx, app: CompiledApp, entity: str, wanted: Any) -> bool:
    table = tables_of(app)[entity]
    if layout_of(tx, table) is None:
        return False
    return tx.scalar(sa.select(sa.literal(1)).select_from(table.record).where(wanted).limit(1)) is not None
