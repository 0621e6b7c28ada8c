"""The corpus on a database connection: one record table per corpus file, one row per case."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from tests.contract.rules.sqltable import RecordTable, create_calendars, fill_calendars, with_parameters
from tests.core.rules.corpus import Case


class Bench:
    """A connection with one record table per set of fields, made when first asked."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.tables: dict[str, RecordTable] = {}
        create_calendars(connection)

    def answer(self, case: Case) -> tuple[Any, bool]:
        """The rule's value, and whether the rule as a filter finds the record."""
        key = ",".join(case.fields)
        if key not in self.tables:
            self.tables[key] = RecordTable(self.connection, f"t{len(self.tables)}", case.fields)
        table = self.tables[key]
        env = with_parameters(case.env, case.fields, case.record)
        with self.connection.begin_nested():
            table.fill([case.record])
            fill_calendars(self.connection, case.more.get("calendars", {}))
            (value,) = table.values(case.rule, env)
            found = isinstance(case.expect, bool) and table.holding(case.rule, env) == [0]
        return value, found
