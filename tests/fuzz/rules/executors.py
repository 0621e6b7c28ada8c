"""The four executors behind one question: the values of a rule for many records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from followthrough.core.kit.fieldtype import FieldType
from followthrough.core.rules import (
    Binder,
    Env,
    FieldScope,
    Node,
    calendar_of,
    compile_rule,
    day_of,
    inner,
    outer,
    second_of,
    type_of,
)
from tests.contract.rules.sqltable import RecordTable, create_calendars, fill_calendars
from tests.fuzz.rules.worlds import ENTITIES
from tests.support.node_worker import NodeWorker

Records = list[dict[str, Any]]


def core_env(env: Mapping[str, Any], fields: Mapping[str, FieldType]) -> Env:
    """The environment in inner form; its values are the parameters."""
    return Env(
        {key: inner(value, fields[key]) for key, value in env["parameters"].items()},
        now=second_of(env["now"]),
        today=day_of(env["today"]),
        zone=tuple((second_of(start), east) for start, east in env["zone"]),
        calendars={name: calendar_of(data) for name, data in env["calendars"].items()},
    )


def by_python(fields: dict[str, FieldType], rule: Node, records: Records, env: Env) -> list[Any]:
    run, binder, kind = compile_rule(rule), Binder(fields), type_of(rule, FieldScope(fields))
    values = []
    for record in records:
        bound = {**binder.bind(record), **env.values}
        value = run(Env(bound, env.now, env.today, env.zone, env.calendars))
        values.append(None if kind is None else outer(value, kind))
    return values


class Node20(NodeWorker):
    """The TypeScript executor, a rule per question."""

    script = "rules-worker.mjs"

    def values(self, rule: Node, records: Records, env: Mapping[str, Any]) -> list[Any]:
        bound = [{**record, **env["parameters"]} for record in records]
        around = {key: env[key] for key in ("now", "today", "zone", "calendars")}
        values: list[Any] = self.ask({"fields": {}, "rule": rule, "records": bound, "env": around})["values"]
        return values


class SqlExecutor:
    """One database with a table per entity and the calendars."""

    def __init__(self, url: str) -> None:
        self.engine = sa.create_engine(url)
        self.connection = self.engine.connect()
        create_calendars(self.connection)
        self.tables = [RecordTable(self.connection, f"t{n}", fields) for n, fields in enumerate(ENTITIES)]
        self.connection.commit()

    def values(self, entity: int, rule: Node, records: Records, env: Env, calendars: Mapping[str, Any]) -> list[Any]:
        """The values, after checking that the rule as a filter finds exactly the records for which it is true. `calendars`
        are those of `env` as documents."""
        table = self.tables[entity]
        try:
            fill_calendars(self.connection, calendars)
            table.fill(records)
            values = table.values(rule, env)
            if any(isinstance(value, bool) for value in values):
                assert table.holding(rule, env) == [n for n, value in enumerate(values) if value is True]
        finally:
            self.connection.rollback()
        return values

    def close(self) -> None:
        self.connection.close()
        self.engine.dispose()
