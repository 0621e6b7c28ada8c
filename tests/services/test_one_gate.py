"""One gate, every way in: what a gate refuses on the form it refuses everywhere, and nothing is stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from followthrough.core.kit.errors import Problem
from followthrough.core.run.acts import Entry
from followthrough.services.filling import BulkItem, Submission
from followthrough.services.refusal import Refusal
from followthrough.services.views import Answer
from followthrough.services.watching import ListAsked
from tests.scenarios.filling_stage import sample
from tests.services.house import Create, Edit, House, Move, Perform, short

Prepare = Callable[[House], tuple[str, str]]


@dataclass(frozen=True)
class Case:
    """A gate that is shut: after `prepare` (opportunity, customer) a move to `to` lacks `missing`; `supply` opens it."""

    name: str
    why: str
    prepare: Prepare
    to: str
    missing: frozenset[str]
    supply: Callable[[House, str, str], None]


def _fresh(house: House) -> tuple[str, str]:
    return house.deal()


def _called(house: House) -> tuple[str, str]:
    deal, customer = house.deal()
    house.perform("li", deal, "log_follow_up", way="visit", content="拜访了采购负责人，确认需求", next_step="发方案")
    return deal, customer


def _demonstrated(house: House) -> tuple[str, str]:
    deal, customer = _called(house)
    _diagnosed(house, deal, customer)
    house.perform("li", deal, "send_plan", core_need=["cost"], decision_role="buyer")
    house.done("li", "opportunity", deal, Move("demo"))
    house.perform("li", deal, "give_demo", house.upload("li", sample("image")), demo_on="2026-03-02", customisation=3)
    house.edit("li", "customer", customer, core_need=None)
    return deal, customer


def _objecting(house: House) -> tuple[str, str]:
    deal, customer = _demonstrated(house)
    house.edit("li", "customer", customer, core_need=["cost"])
    house.done("li", "opportunity", deal, Move("objection"))
    values: dict[str, Any] = {"tags": ["price"], "content": "贵", "handling": "算账", "outcome": "open"}
    house.perform("li", deal, "handle_objection", **values)
    product = house.create("chen", "product", name="M8", line="monitor", list_price=100_00).id
    lines = [{"product": product, "quantity": 1, "unit_price": 90_00}]
    house.create("li", "quote", opportunity=deal, valid_until="2027-01-01", lines=lines)
    return deal, customer


def _call(house: House, deal: str, customer: str) -> None:
    house.perform("li", deal, "log_follow_up", way="phone", content="电话确认了下一步安排", next_step="上门")


def _diagnosed(house: House, deal: str, customer: str) -> None:
    house.perform("li", deal, "diagnose_need", need_summary="替换旧机", budget=100_00)


def _need(house: House, deal: str, customer: str) -> None:
    house.edit("li", "customer", customer, core_need=["cost"])


def _quoted(house: House, deal: str, customer: str) -> None:
    page = house.services.watching.page(house.people["li"], "sales", "objection", ListAsked())
    assert not isinstance(page, Refusal)
    house.edit("li", "objection", page.rows[0].id, outcome="resolved")
    house.perform("li", deal, "submit_quote", amount=90_00)


def _reasoned(house: House, deal: str, customer: str) -> None:
    house.edit("li", "opportunity", deal, lost_reason="price", lost_note="差价太大")


CASES = (
    Case("action", "a stage asks for an act", _fresh, "diagnosis", frozenset({"action:log_follow_up"}), _call),
    Case(
        "fields and act",
        "a stage asks for own fields and an act",
        _called,
        "demo",
        frozenset({"opportunity.need_summary", "opportunity.budget", "action:diagnose_need"}),
        _diagnosed,
    ),
    Case(
        "referenced field",
        "a stage asks for a field of the customer",
        _demonstrated,
        "objection",
        frozenset({"customer.core_need"}),
        _need,
    ),
    Case(
        "statement over children",
        "an objection is still open",
        _objecting,
        "quote",
        frozenset({"statement:no_open_objection", "opportunity.amount", "action:submit_quote"}),
        _quoted,
    ),
    Case(
        "off the path",
        "losing asks for a reason",
        _fresh,
        "lost",
        frozenset({"opportunity.lost_reason", "opportunity.lost_note"}),
        _reasoned,
    ),
)


def _move(entry: Entry) -> Callable[[House, str, str], Answer | Refusal]:
    return lambda house, deal, to: house.submit("li", "opportunity", deal, Move(to, entry=entry))


def _bulk(house: House, deal: str, to: str) -> Answer | Refusal:
    found = house.services.filling.bulk(
        house.people["li"], "sales", "opportunity", [BulkItem(deal)], Move(to, entry="bulk"), "", b""
    )
    assert not isinstance(found, Refusal)
    (result,) = found.results
    if result.ok:
        return house.submit("li", "opportunity", deal, Edit({}))
    return Refusal(Problem(result.code or ""), tuple(result.issues), tuple(result.needs))


def _import_row(house: House, deal: str, to: str) -> Answer | Refusal:
    who = house.people["wang"]
    with house.db.write() as tx:
        app = house.services.registry.app(tx, "sales")
        assert app is not None
        with house.services.filling.batch(tx, who, app) as batch:
            done = batch.run("opportunity", deal, Move(to, entry="import"))
    return done if isinstance(done, Refusal) else house.submit("wang", "opportunity", deal, Edit({}))


def _old_session(house: House, deal: str, to: str) -> Answer | Refusal:
    version = house.stored("opportunity", deal).record.version
    return house.submit("li", "opportunity", deal, Move(to), version=version)


def _manager(house: House, deal: str, to: str) -> Answer | Refusal:
    return house.submit("wang", "opportunity", deal, Move(to))


def _supervisor(house: House, deal: str, to: str) -> Answer | Refusal:
    return house.submit("sun", "opportunity", deal, Move(to, entry="api"))


def _with_values(house: House, deal: str, to: str) -> Answer | Refusal:
    return house.submit("li", "opportunity", deal, Move(to, {"intent": "high"}))


WAYS: dict[str, Callable[[House, str, str], Answer | Refusal]] = {
    "form": _move("form"),
    "list": _move("list"),
    "board": _move("board"),
    "api": _move("api"),
    "with other values": _with_values,
    "bulk": _bulk,
    "import row": _import_row,
    "another session": _old_session,
    "manager": _manager,
    "administrator": _supervisor,
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_way_in_meets_the_same_gate(case: Case, house: House) -> None:
    deal, customer = case.prepare(house)
    before = house.stored("opportunity", deal)
    for name, way in WAYS.items():
        answer = way(house, deal, case.to)
        assert isinstance(answer, Refusal), f"{name}: a way round"
        assert answer.code == "gate_missing", f"{name}: {answer.code}"
        assert frozenset(short(answer.needs)) == case.missing, name
        assert house.stored("opportunity", deal) == before, f"{name}: something was stored"
    case.supply(house, deal, customer)
    after = house.stored("opportunity", deal).record
    if after.stage != case.to:
        house.done("li", "opportunity", deal, Move(case.to))


def test_the_stage_is_no_field(house: House) -> None:
    """Neither an edit nor a creation can name the stage, the owner or the version as a value."""
    deal, _ = house.deal()
    before = house.stored("opportunity", deal)
    for name in ("_stage", "stage", "_owner", "_version", "_id", "follow_up_count", "grade"):
        answer = house.submit("li", "opportunity", deal, Edit({name: "quote"}))
        assert isinstance(answer, Refusal), name
        assert answer.issues[0].code in ("unknown_field", "computed_field"), name
    assert house.stored("opportunity", deal) == before


def test_a_creation_in_a_later_stage_meets_the_gates_on_the_way(house: House) -> None:
    customer = house.create("li", "customer", name="恒达精密", grade="standard").id
    values = {"title": "x", "customer": customer, "product_line": "monitor"}
    for stage in ("diagnosis", "quote", "paid", "lost", "hold"):
        for entry in ("form", "api", "import"):
            who = "wang" if entry == "import" else "li"
            answer = house.submit(who, "opportunity", None, Create("opportunity", "", values, stage, entry=entry))
            assert isinstance(answer, Refusal), (stage, entry)
            assert answer.code == "gate_missing", (stage, entry)
    page = house.services.watching.page(house.people["chen"], "sales", "opportunity", ListAsked())
    assert not isinstance(page, Refusal)
    assert page.rows == []


def test_an_action_that_advances_meets_the_gate_of_where_it_leads(house: House) -> None:
    deal, _ = _objecting(house)
    before = house.stored("opportunity", deal)
    answer = house.submit("li", "opportunity", deal, Perform("submit_quote", {"amount": 90_00}))
    assert isinstance(answer, Refusal)
    assert short(answer.needs) == ["statement:no_open_objection"]
    assert house.stored("opportunity", deal) == before


def test_a_changed_grade_does_not_carry_a_record_past_its_gates(house: House) -> None:
    """On another path the record stands in a stage whose gates it has not met: the next act says so."""
    deal, customer = _called(house)
    house.done("li", "opportunity", deal, Move("diagnosis"))
    house.edit("li", "customer", customer, grade="board")
    asked = Submission("sales", "opportunity", deal, Move("quote"))
    answer = house.services.filling.submit(house.people["li"], asked)
    assert isinstance(answer, Refusal)
    assert "action:submit_trial_form" in short(answer.needs)
    assert "opportunity.board_on" in short(answer.needs)
