"""What a gate demanded of the customer cannot be taken back on the customer while an opportunity stands behind the gate."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from followthrough.services.refusal import Refusal
from followthrough.services.storing import Storing
from tests.services.house import Act, Archive, Assign, Create, Edit, House, Move, changed, template

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


def _same_owner(app: Any) -> None:
    """需求诊断 demands that customer and opportunity are in one hand."""
    rule = {"op": "eq", "a": [{"f": "customer._owner"}, {"f": "_owner"}]}
    entry = app["flows"]["opportunity"]["stages"]["diagnosis"]["entry"]
    entry["statements"] = {"held": {"rule": rule, "message": {"zh": "客户和商机不在同一个人手里"}}}


def _known_need(app: Any) -> None:
    """需求诊断 demands a formula of the opportunity that is worked out from the customer whenever it is read."""
    compute = {"op": "not_empty", "a": [{"f": "customer.core_need"}]}
    field = {"kind": "formula", "label": {"zh": "需求明确"}, "order": 999, "compute": compute}
    app["entities"]["opportunity"]["properties"]["need_known"] = {"type": "boolean", "field": field}
    rule = {"op": "eq", "a": [{"f": "need_known"}, {"v": True}]}
    entry = app["flows"]["opportunity"]["stages"]["diagnosis"]["entry"]
    entry["statements"] = {"held": {"rule": rule, "message": {"zh": "客户需求还不明确"}}}


INDIRECT: list[tuple[str, Callable[[Any], None], Callable[[House], Act]]] = [
    ("a system field", _same_owner, lambda house: Assign(house.people["zhou"].person, house.units["shanghai"], "换人")),
    ("a live formula", _known_need, lambda _: Edit({"core_need": None})),
]


@pytest.mark.parametrize(("why", "change", "act"), INDIRECT, ids=[case[0] for case in INDIRECT])
def test_what_a_gate_reads_indirectly_is_kept_too(
    why: str, change: Callable[[Any], None], act: Callable[[House], Act], sqlite_url: str, tmp_path: Path
) -> None:
    house = House(sqlite_url, tmp_path, changed(template("sales"), change)).settle()
    deal, customer = house.deal()
    house.edit("li", "customer", customer, core_need=["cost"])
    house.perform("li", deal, "log_follow_up", way="phone", content="电话确认了下一步安排", next_step="上门")
    house.done("li", "opportunity", deal, Move("diagnosis"))
    before = house.stored("customer", customer)
    answer = house.submit("wang", "customer", customer, act(house))
    assert isinstance(answer, Refusal), why
    assert [need.statement for need in answer.needs] == ["held"]
    assert house.stored("customer", customer) == before
    house.close()


def _need_only(app: Any) -> None:
    entry = app["flows"]["opportunity"]["stages"]["diagnosis"]["entry"]
    entry.update(actions={}, fields={"customer.core_need": {"order": 10}})


def test_what_a_gate_reads_cannot_be_emptied_while_a_new_record_passes_it(
    engine_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The opportunity is stored and not committed: whoever empties the customer's need cannot see it, and has to wait."""
    house = House(engine_url, tmp_path, changed(template("sales"), _need_only)).settle()
    customer = house.create("li", "customer", name="恒达精密", grade="standard", core_need=["cost"]).id
    stored, emptied = Event(), Event()
    store = Storing.store

    def slow(self: Storing, *what: Any, **how: Any) -> Any:
        written = store(self, *what, **how)
        if written and written[0].entity == "opportunity" and not stored.is_set():
            stored.set()
            emptied.wait(0.5)
        return written

    monkeypatch.setattr(Storing, "store", slow)
    values = {"title": "监护仪", "customer": customer, "product_line": "monitor"}
    with ThreadPoolExecutor(1) as pool:
        made = pool.submit(house.done, "li", "opportunity", None, Create("opportunity", "", values, "diagnosis"))
        assert stored.wait(20)
        answer = house.submit("li", "customer", customer, Edit({"core_need": None}))
        emptied.set()
        assert made.result(20).record.stage == "diagnosis"
    assert isinstance(answer, Refusal)
    assert answer.code == "gate_missing"
    assert house.stored("customer", customer).record.values["core_need"] == ["cost"]
    house.close()


def test_an_archived_opportunity_comes_back_only_when_what_it_reads_is_still_there(early: House) -> None:
    deal, customer = _behind_the_gate(early)
    early.done("wang", "opportunity", deal, Archive("重复"))
    early.done("li", "customer", customer, Edit({"core_need": None}))
    answer = early.submit("wang", "opportunity", deal, Archive("误归档", restore=True))
    assert isinstance(answer, Refusal)
    assert [need.field for need in answer.needs] == ["core_need"]
    early.done("li", "customer", customer, Edit({"core_need": ["cost"]}))
    early.done("wang", "opportunity", deal, Archive("误归档", restore=True))
