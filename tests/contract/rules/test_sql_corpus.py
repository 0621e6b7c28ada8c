"""The corpus on SQLite and on PostgreSQL: as a selected value and as a condition in WHERE."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from tests.contract.rules.bench import Bench
from tests.core.rules.corpus import Case, case_id, corpus
from tests.support.databases import ENGINES, Databases


@pytest.fixture(scope="module", params=ENGINES)
def bench(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Bench]:
    with databases.fresh(str(request.param)) as url:
        engine = sa.create_engine(url)
        with engine.connect() as connection:
            yield Bench(connection)
        engine.dispose()


@pytest.mark.parametrize("case", corpus("evaluate"), ids=case_id)
def test_sql_gives_the_expected_value(bench: Bench, case: Case) -> None:
    value, found = bench.answer(case)
    assert value == case.expect, case.why
    assert isinstance(value, bool) == isinstance(case.expect, bool), case.why
    assert found == (case.expect is True), case.why
