"""What a gate demanded of the customer cannot be taken back on the customer while an opportunity stands behind the gate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from followthrough.services.refusal import Refusal
from tests.services.house import Edit, House, Move, changed, template

PLAN: dict[str, Any] = {"core_need": ["replace"], "decision_role": "technical"}


def _asked_early(app: Any) -> None:
    """需求诊断 demands the customer's core need and role, as 异议处理 does in the template."""
    entry = app["flows"]["opportunity"]["stages"]["diagnosis"]["entry"]
    entry["fields"] = {"customer.core_need": {"order": 10}, "customer.decision_role": {"order": 20}}


@pytest.fixture
def early(engine_url: str, tmp_path: Path) -> Iterator[House]:
    made = House(engine_url, tmp_path, changed(template("sales"), _asked_early)).settle()
    yield made
    made.close()


def _behind_the_gate(house: House) -> tuple[str, str]:
    """An opportunity in 需求诊断, and its customer."""
    deal, customer = house.deal()
    house.perform("li", deal, "log_follow_up", way="phone", content="电话确认了下一步安排", next_step="上门")
    house.perform("li", deal, "send_plan", **PLAN)
    house.done("li", "opportunity", deal, Move("diagnosis"))
    return deal, customer


@pytest.mark.parametrize("who", ["li", "wang", "chen"])
@pytest.mark.parametrize("values", [{"core_need": None}, {"decision_role": None, "name": "改名"}, {"core_need": []}])
def test_the_customer_keeps_what_the_gate_demanded(who: str, values: dict[str, Any], early: House) -> None:
    deal, customer = _behind_the_gate(early)
    before = early.stored("opportunity", deal), early.stored("customer", customer)
    answer = early.submit(who, "customer", customer, Edit(values, entry="list"))
    assert isinstance(answer, Refusal)
    assert answer.code == "gate_missing"
    assert {need.field for need in answer.needs} == set(values) - {"name"}
    assert (early.stored("opportunity", deal), early.stored("customer", customer)) == before


def test_other_values_and_other_customers_are_free(early: House) -> None:
    _, customer = _behind_the_gate(early)
    early.done("li", "customer", customer, Edit({"core_need": ["cost"], "short_name": "简称"}))
    _, free = early.deal()
    early.done("li", "customer", free, Edit({"core_need": ["cost"]}))
    early.done("li", "customer", free, Edit({"core_need": None}))


def test_an_opportunity_that_was_lost_asks_for_nothing(early: House) -> None:
    deal, customer = _behind_the_gate(early)
    early.done("li", "opportunity", deal, Move("lost", {"lost_reason": "price", "lost_note": "太贵"}))
    early.done("li", "customer", customer, Edit({"core_need": None}))
