"""A record table for the corpus and the fuzzer: one column per field path, rows as records, rules as SQL."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from followthrough.core.kit.fieldtype import FieldType
from followthrough.core.rules import Env, FieldScope, Node, calendar_of, inner, second_of, type_of
from followthrough.store.columns import JsonText
from followthrough.store.platform.time import calendar_day, calendar_span
from followthrough.store.rules_sql import record_value, to_sql, where_sql

JSON = JsonText().with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    "number": sa.Double(),
    "boolean": sa.Boolean(),
    "date": sa.Text().with_variant(postgresql.DATE(), "postgresql"),
    "instant": sa.BigInteger(),
    "set": JSON,
    "opaque": JSON,
}


class RecordTable:
    """A table over the fields of a scope; parameters (`@name`) have no column."""

    def __init__(self, connection: sa.Connection, name: str, fields: Mapping[str, FieldType]) -> None:
        self.connection = connection
        self.dialect = connection.dialect.name
        self.fields = dict(fields)
        columns = [sa.Column(path, _column(kind)) for path, kind in fields.items() if not path.startswith("@")]
        self.table = sa.Table(name, sa.MetaData(), sa.Column("__n", sa.BigInteger, primary_key=True), *columns)
        self.table.create(connection)

    def fill(self, records: Iterable[Mapping[str, Any]]) -> None:
        """Replaces the rows by these records, numbered from 0."""
        self.connection.execute(self.table.delete())
        rows = [{"__n": n, **self._row(record)} for n, record in enumerate(records)]
        self.connection.execute(self.table.insert(), rows)

    def values(self, rule: Node, env: Env) -> list[Any]:
        """The rule's value for every row, in order, as records hold it."""
        scope = FieldScope(self.fields)
        column = to_sql(rule, scope, self.table.c.__getitem__, self.dialect, env)
        rows = self.connection.execute(
            sa.select(column.label("value")).select_from(self.table).order_by(self.table.c["__n"])
        )
        kind = type_of(rule, scope)
        return [record_value(row[0], kind) for row in rows]

    def holding(self, rule: Node, env: Env) -> list[int]:
        """The numbers of the rows for which the rule, as a condition, is true."""
        condition = where_sql(rule, FieldScope(self.fields), self.table.c.__getitem__, self.dialect, env)
        query = sa.select(self.table.c["__n"]).where(condition).order_by(self.table.c["__n"])
        return [row[0] for row in self.connection.execute(query)]

    def _row(self, record: Mapping[str, Any]) -> dict[str, Any]:
        return {
            path: self._cell(record.get(path), kind) for path, kind in self.fields.items() if not path.startswith("@")
        }

    def _cell(self, value: Any, kind: FieldType) -> Any:
        if value is None or value in ("", []):
            return None
        if kind.base == "instant":
            return second_of(value)
        if kind.base == "date" and self.dialect == "postgresql":
            return date.fromisoformat(value)
        if kind.base in ("set", "opaque") and self.dialect == "sqlite":
            return json.dumps(value)
        return value


def _column(kind: FieldType) -> sa.types.TypeEngine[Any]:
    return sa.BigInteger() if kind.unit in ("money", "seconds") else TYPES.get(kind.base, sa.Text())


def create_calendars(connection: sa.Connection) -> None:
    """The tables of working calendars that every store has."""
    calendar_day.create(connection)
    calendar_span.create(connection)


def fill_calendars(connection: sa.Connection, calendars: Mapping[str, Mapping[str, Any]]) -> None:
    """Replaces the working calendars by these, in the tables every store has."""
    connection.execute(calendar_day.delete())
    connection.execute(calendar_span.delete())
    rows, spans = [], []
    for name, data in calendars.items():
        before, calendar = 0, calendar_of(data)
        for day, count in calendar.days():
            rows.append({"calendar": name, "day": day, "working": count > before, "working_days": count})
            before = count
        spans += [
            {"calendar": name, "start_s": start, "end_s": end, "before_s": worked}
            for start, end, worked in calendar.spans.rows()
        ]
    if rows:
        connection.execute(calendar_day.insert(), rows)
        connection.execute(calendar_span.insert(), spans)


def with_parameters(env: Env, fields: Mapping[str, FieldType], record: Mapping[str, Any]) -> Env:
    """The environment with the record's parameters bound, as `to_sql` wants them."""
    values = {key: inner(record.get(key), kind) for key, kind in fields.items() if key.startswith("@")}
    return Env({k: v for k, v in values.items() if v is not None}, env.now, env.today, env.zone, env.calendars)
