"""Who follows whom: found from tables and duties, through one or two references, down to stored fields."""

from __future__ import annotations

from pathlib import Path

import pytest

from followthrough.core.compile import CompiledApp, compile_published
from followthrough.core.compile.table import condition_of, lowered
from followthrough.services.catalogue import check_folder

SALES = Path(__file__).resolve().parents[3] / "templates_catalog" / "sales"


@pytest.fixture(scope="module")
def sales() -> CompiledApp:
    checked = check_folder(SALES)
    assert checked.app is not None
    return compile_published(checked.app, 1)


FOLLOWED = [
    ("currency", "contract", "currency", {"monthly_move", "month_on", "home"}, "a table, one reference"),
    ("customer", "contract", "opportunity.customer", {"country", "usual_pay_days"}, "a table, two references"),
    ("opportunity", "contract", "opportunity", {"customer"}, "the reference on the way may change too"),
    ("customer", "opportunity", "customer", {"core_need", "decision_role"}, "what a duty is owed while"),
]


@pytest.mark.parametrize(("target", "entity", "via", "fields", "why"), FOLLOWED, ids=[row[-1] for row in FOLLOWED])
def test_followers_are_found(
    sales: CompiledApp, target: str, entity: str, via: str, fields: set[str], why: str
) -> None:
    found = [one for one in sales.followers[target] if (one.entity, one.via) == (entity, via)]
    assert [set(one.fields) >= fields for one in found] == [True], why


def test_a_new_day_is_asked_only_of_those_it_may_change(sales: CompiledApp) -> None:
    assert sales.nightly == {"contract"}, "the risk asks how old the rate is"


def test_nobody_follows_what_no_table_or_duty_reads(sales: CompiledApp) -> None:
    assert "product" not in sales.followers


def test_a_table_without_rows_or_cells() -> None:
    checked = check_folder(SALES)
    assert checked.app is not None
    table = checked.app.decision_tables["collection_pace"]
    assert lowered(table)["op"] == "case"
    row = table.rows["fx"]
    assert condition_of(table, row)["op"] == "gt"
