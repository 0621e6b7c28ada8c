"""Rows that together break a rule of the record they belong to: told by row, and nothing half stored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.services.house import House, changed, template
from tests.services.importing.steps import Imports, counts, sheet


def _at_most_two(app: dict[str, Any]) -> None:
    """An account has at most two opportunities."""
    app["entities"]["account"]["properties"]["name"]["field"]["constraint"] = {
        "few": {
            "rule": {"op": "le", "a": [{"f": "opportunity_count"}, {"v": 2}]},
            "message": {"zh": "一个客户最多两条商机", "en": "At most two opportunities for an account"},
        }
    }


@pytest.fixture
def strict(engine_url: str, tmp_path: Path) -> Iterator[Imports]:
    made = House(engine_url, tmp_path, changed(template("pipeline"), _at_most_two)).settle()
    yield Imports(made)
    made.services.importing.close()
    made.close()


FILE = sheet(["商机编号", "客户"], ["A1", "甲"], ["A2", "甲"], ["A3", "甲"], ["B1", "乙"], ["A4", "甲"])


def _checked(imports: Imports) -> tuple[Any, list[str]]:
    accounts = [imports.made("account", name=name) for name in ("甲", "乙")]
    return imports.check(imports.upload("opportunity", FILE)), accounts


def _counted(imports: Imports, accounts: list[str]) -> list[int]:
    found = [imports.house.stored("account", account, "pipeline").record for account in accounts]
    return [int(record.values.get("opportunity_count", 0)) for record in found]


def test_all_or_none_names_the_rows_too_many(strict: Imports) -> None:
    job, accounts = _checked(strict)
    after = strict.run(job)
    assert (after.state, counts(after)) == ("checked", {"ok": 3, "error": 2})
    assert after.error is not None
    assert (after.error.code, after.error.params) == ("import_rows_failed", {"count": 2})
    said = {row.n: row.problems[0].message["zh"] for row in strict.rows(after, "error")}
    assert said == {3: "一个客户最多两条商机", 5: "一个客户最多两条商机"}
    assert _counted(strict, accounts) == [0, 0]


def test_the_good_rows_go_in_as_far_as_the_rule_allows(strict: Imports) -> None:
    job, accounts = _checked(strict)
    after = strict.run(job, atomic=False)
    assert (after.state, counts(after)) == ("checked", {"created": 3, "error": 2})
    assert _counted(strict, accounts) == [2, 1]
    for row in strict.rows(after, "error"):
        strict.service.mend(strict.person, after.id, row.n, {1: "乙" if row.n == 3 else ""})
    done = strict.run(after)
    assert (done.state, counts(done)) == ("done", {"created": 5})
    assert _counted(strict, accounts) == [2, 2]
