"""A child's act is refused when it would push a parent past its gate; otherwise the parent follows in the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from followthrough.services.refusal import Refusal
from tests.scenarios.filling_stage import sample
from tests.services.house import Act, Archive, Create, Edit, House, Move, changed, short, template

FILLED = {"way": "phone", "content": "电话确认了下一步安排", "next_step": "上门"}


def _watched(app: Any) -> None:
    """In 需求诊断 there must be an effective follow-up, and with more than three objections a source."""
    effective = {"op": "ge", "a": [{"f": "effective_count"}, {"v": 1}]}
    message = {"zh": "至少一次有效跟进", "en": "One effective follow-up at least"}
    entry = app["flows"]["opportunity"]["stages"]["diagnosis"]["entry"]
    entry["statements"] = {"one_effective": {"rule": effective, "message": message}}
    many = {"op": "gt", "a": [{"f": "objection_count"}, {"v": 3}]}
    app["entities"]["opportunity"]["properties"]["source"]["field"]["required_when"] = many


@pytest.fixture
def watched(engine_url: str, tmp_path: Path) -> Iterator[House]:
    made = House(engine_url, tmp_path, changed(template("sales"), _watched)).settle()
    yield made
    made.close()


def _in_diagnosis(house: House) -> tuple[str, str]:
    """An opportunity in 需求诊断 and its only follow-up."""
    deal, _ = house.deal()
    made = house.perform("li", deal, "log_follow_up", **FILLED).created
    assert made is not None
    house.perform("li", deal, "diagnose_need", need_summary="替换旧机", budget=100)
    house.done("li", "opportunity", deal, Move("diagnosis"))
    return deal, made.id


WAYS: dict[str, tuple[str, Act]] = {
    "edit": ("li", Edit({"next_step": None})),
    "list edit": ("li", Edit({"content": "太短"}, entry="list")),
    "by the manager": ("wang", Edit({"content": "太短"})),
    "archive": ("wang", Archive("重复")),
}


@pytest.mark.parametrize("name", WAYS)
def test_no_child_takes_its_parent_past_a_gate(name: str, watched: House) -> None:
    deal, follow = _in_diagnosis(watched)
    who, act = WAYS[name]
    before = watched.stored("opportunity", deal), watched.stored("follow_up", follow)
    answer = watched.submit(who, "follow_up", follow, act)
    assert isinstance(answer, Refusal)
    assert answer.code == "gate_missing"
    assert short(answer.needs) == ["statement:one_effective"]
    assert answer.needs[0].record == deal
    assert answer.needs[0].record_title == "监护仪更新"
    assert (watched.stored("opportunity", deal), watched.stored("follow_up", follow)) == before


def test_moving_the_child_to_another_parent_is_judged_at_both(watched: House) -> None:
    deal, follow = _in_diagnosis(watched)
    other, _ = watched.deal()
    answer = watched.submit("li", "follow_up", follow, Edit({"opportunity": other}))
    assert isinstance(answer, Refusal)
    watched.create("li", "follow_up", opportunity=deal, **FILLED)
    watched.edit("li", "follow_up", follow, opportunity=other)
    counts = [watched.stored("opportunity", one).record.values["follow_up_count"] for one in (deal, other)]
    assert counts == [1, 1]


def test_a_parents_field_rule_refuses_its_child(watched: House) -> None:
    deal, _ = watched.deal()
    values = {"opportunity": deal, "tags": ["price"], "content": "贵", "handling": "算账", "outcome": "open"}
    for _ in range(3):
        watched.create("li", "objection", **values)
    answer = watched.submit("li", "objection", None, Create("objection", "", values))
    assert isinstance(answer, Refusal)
    assert [(issue.path, issue.code) for issue in answer.issues] == [("source", "required")]
    assert watched.stored("opportunity", deal).record.values["objection_count"] == 3


def test_the_parent_follows_and_says_so(watched: House) -> None:
    deal, _ = watched.deal()
    version = watched.stored("opportunity", deal).record.version
    made = watched.create("li", "follow_up", opportunity=deal, **FILLED)
    loaded = watched.stored("opportunity", deal).record
    assert (loaded.version, loaded.values["follow_up_count"], loaded.values["index_raw"]) == (version + 1, 1, 0.4)
    last = watched.events("opportunity", deal)[-1]
    assert last.kind == "rolled_up"
    assert last.changes == {"follow_up_count": [0, 1], "effective_count": [0, 1], "index_raw": [0, 0.4]}
    watched.done("wang", "follow_up", made.id, Archive("重复"))
    assert watched.stored("opportunity", deal).record.values["follow_up_count"] == 0
    watched.done("wang", "follow_up", made.id, Archive("误操作", restore=True))
    assert watched.stored("opportunity", deal).record.values["follow_up_count"] == 1


def test_rollups_climb_from_payment_to_contract_and_opportunity(house: House) -> None:
    """A payment changes two parents, and the contract's own formula follows."""
    deal, _ = house.deal()
    contract = house.create("li", "contract", opportunity=deal, amount=500_00, signed_on="2026-03-01").id
    proof = [house.upload("li", sample("image"))]
    paid = {"opportunity": deal, "contract": contract, "amount": 200_00, "received_on": "2026-03-02", "proof": proof}
    payment = house.create("li", "payment", **paid).id
    assert house.stored("contract", contract).record.values["outstanding"] == 300_00
    values = house.stored("opportunity", deal).record.values
    assert (values["received_amount"], values["contract_amount"]) == (200_00, 500_00)
    house.edit("li", "payment", payment, amount=500_00)
    assert house.stored("contract", contract).record.values["outstanding"] == 0
    assert house.stored("opportunity", deal).record.values["received_amount"] == 500_00
