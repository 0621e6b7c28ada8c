"""The corpus on SQLite and on PostgreSQL: as a selected value and as a condition in WHERE."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from followthrough.store.platform.time import calendar_day
from tests.contract.rules.sqltable import RecordTable, fill_calendars, with_parameters
from tests.core.rules.corpus import Case, case_id, corpus
from tests.support.databases import ENGINES, Databases


class Bench:
    """A connection with one record table per corpus file, made when first asked."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.tables: dict[str, RecordTable] = {}
        calendar_day.create(connection)

    def table(self, case: Case) -> RecordTable:
        key = f"{case.file}_{hash(tuple(case.fields))}"
        if key not in self.tables:
            self.tables[key] = RecordTable(self.connection, f"t{len(self.tables)}", case.fields)
        return self.tables[key]


@pytest.fixture(scope="module", params=ENGINES)
def bench(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Bench]:
    with databases.fresh(str(request.param)) as url:
        engine = sa.create_engine(url)
        with engine.connect() as connection:
            yield Bench(connection)
        engine.dispose()


@pytest.mark.parametrize("case", corpus("evaluate"), ids=case_id)
def test_sql_gives_the_expected_value(bench: Bench, case: Case) -> None:
    table = bench.table(case)
    env = with_parameters(case.env, case.fields, case.record)
    with bench.connection.begin_nested():
        table.fill([case.record])
        fill_calendars(bench.connection, case.more.get("calendars", {}))
        (found,) = table.values(case.rule, env)
    assert found == case.expect, case.why
    assert isinstance(found, bool) == isinstance(case.expect, bool), case.why
    if isinstance(case.expect, bool):
        assert table.holding(case.rule, env) == ([0] if case.expect else []), case.why
