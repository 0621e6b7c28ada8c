"""The hot statements of one entity in one version, and the conversion of its rows to records."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from followthrough.core.run.acts import Record

from .columns import Convert, reader
from .hot import Hot
from .tables import ROW_SYSTEM, SYSTEM, EntityTable


class Statements:
    """Built once per entity table; the texts are cached by the database."""

    def __init__(self, table: EntityTable) -> None:
        self.table = table
        record, milestone = table.record, table.milestone
        self.system = ROW_SYSTEM if table.is_rows else SYSTEM
        self.selected = [record.c[name] for name in table.types]
        self.readers: list[tuple[str, Convert | None]] = [(name, reader(kind)) for name, kind in table.types.items()]
        self.fields = self.readers[len(self.system) :]
        key = sa.bindparam("_key", type_=record.c["_id"].type)
        self.insert = Hot(record.insert())
        if table.is_rows:
            self.of_parent = Hot(
                sa.select(*self.selected)
                .where(record.c["_parent"] == sa.bindparam("_key", type_=record.c["_id"].type))
                .order_by(record.c["_position"], record.c["_id"])
            )
            self.delete_row = Hot(
                record.delete().where(
                    record.c["_id"] == key, record.c["_parent"] == sa.bindparam("_of", type_=key.type)
                )
            )
            return
        both = sa.select(*self.selected, *list(milestone.c)[1:]).where(
            record.c["_id"] == key, milestone.c["_id"] == key
        )
        self.load = Hot(both)
        # Both rows: one that is joined but not locked would be read as it was before the wait for the lock.
        self.load_locked = Hot(both.with_for_update())
        some = sa.bindparam("_ids", type_=postgresql.ARRAY(sa.Text()))
        free = sa.select(*self.selected, *list(milestone.c)[1:]).where(
            record.c["_id"] == sa.any_(some), milestone.c["_id"] == record.c["_id"]
        )
        self.free = Hot(free.order_by(record.c["_id"]).with_for_update(skip_locked=True))
        self.load_many = Hot(free.order_by(record.c["_id"]))
        one = sa.select(*self.selected).where(record.c["_id"] == key)
        ids = sa.bindparam("_ids", type_=postgresql.ARRAY(sa.Text()))
        many = sa.select(*self.selected).where(record.c["_id"] == sa.any_(ids)).order_by(record.c["_id"])
        # SQLite has no lists as parameters, and no journey that would make one query per id dear.
        self.one = Hot(one)
        self.many = Hot(many)
        self.many_locked = Hot(many.with_for_update())
        # One variant per set of changed columns: an index of a column that is not set is not touched.
        self.update = lru_cache(maxsize=256)(self._update)

    def _update(self, changed: frozenset[str]) -> Hot:
        record = self.table.record
        fixed = ("_id", "_created_at", "_created_by")
        names = [name for name in self.system if name not in fixed] + sorted(changed)
        statement = record.update().where(
            record.c["_id"] == sa.bindparam("_key", type_=record.c["_id"].type),
            record.c["_version"] == sa.bindparam("_was", type_=record.c["_version"].type),
        )
        return Hot(statement, names)

    def update_row(self, changed: frozenset[str]) -> Hot:
        """UPDATE of a detail row, by id and parent."""
        record = self.table.record
        statement = record.update().where(
            record.c["_id"] == sa.bindparam("_key", type_=record.c["_id"].type),
            record.c["_parent"] == sa.bindparam("_of", type_=record.c["_id"].type),
        )
        return Hot(statement, sorted(changed))

    def record(self, row: Sequence[Any]) -> Record:
        """The record of a row of `selected`."""
        base = len(self.system)
        values: dict[str, Any] = {}
        for (name, convert), value in zip(self.fields, row[base:], strict=True):
            if value is not None:
                values[name] = convert(value) if convert else value
        return self.system_record(row[:base], values)

    def system_record(self, row: Sequence[Any], values: dict[str, Any]) -> Record:
        """The record of the system columns, in the order of SYSTEM, with these values."""
        rid, version, stage, path, owner, unit, created, by, updated, archived, judged = row
        return Record(
            entity=self.table.entity,
            id=rid,
            version=version,
            values=values,
            stage=stage,
            path=path,
            owner=owner,
            unit=unit,
            created_at=_INSTANT(created),
            created_by=by,
            updated_at=_INSTANT(updated),
            archived=bool(archived),
            judged_by=judged,
        )

    def row(self, row: Sequence[Any]) -> dict[str, Any]:
        """The detail row of a row of `selected`: its fields and "_id"."""
        values: dict[str, Any] = {"_id": row[0]}
        for (name, convert), value in zip(self.fields, row[len(self.system) :], strict=True):
            if value is not None:
                values[name] = convert(value) if convert else value
        return values


def _instant() -> Convert:
    convert = reader(SYSTEM["_created_at"][0])
    assert convert is not None
    return convert


_INSTANT = _instant()


@lru_cache(maxsize=1024)
def statements_of(table: EntityTable) -> Statements:
    """The statements of an entity table."""
    return Statements(table)
