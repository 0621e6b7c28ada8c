"""The product's decisions against the naive reading of docs/gates.md, over generated apps, records and acts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followthrough.core.run import action, change, flow, lacks, settle
from followthrough.core.run.acts import Allow, Create, Deny, Edit, Invalid, Missing, Move
from tests.support.gates.cases import Drawn, draw
from tests.support.gates.judge import create, edit, move, perform
from tests.support.gates.reading import Verdict

ACTS_PER_APP = 12
SEEDS = st.integers(0, 2**48)


@settings(max_examples=250)
@given(seed=SEEDS)
def test_decisions_equal_the_naive_reading(seed: int) -> None:
    for told, product, naive in compared(seed):
        assert product == naive, told()


@pytest.mark.fuzz
@given(seed=SEEDS)
def test_decisions_equal_the_naive_reading_at_length(seed: int) -> None:
    for told, product, naive in compared(seed):
        assert product == naive, told()


def compared(seed: int) -> Iterator[tuple[Callable[[], str], dict[str, Any], dict[str, Any]]]:
    """For one generated app and some acts: the case in words, the product's decision, the naive reading's."""
    rng = Random(seed)
    drawn = draw(rng)
    for _ in range(ACTS_PER_APP):
        drawn.deal_again(rng)
        act = drawn.act(rng)
        yield partial(tell, drawn, act), decided(drawn, act), summary(read(drawn, act))


def tell(drawn: Drawn, act: Any) -> str:
    """The whole case, for a report."""
    return json.dumps(drawn.told(act), ensure_ascii=False)


def test_every_kind_of_answer_is_drawn() -> None:
    drawn = [naive for seed in range(150) for _, _, naive in compared(seed)]
    kinds = {(answer["kind"], answer.get("code")) for answer in drawn}
    assert {("allow", None), ("missing", None), ("invalid", None), ("deny", "no_transition")} <= kinds
    assert max(len(answer["moved"]) for answer in drawn if answer["kind"] == "allow") >= 2
    assert max(len(answer["needs"]) for answer in drawn if answer["kind"] == "missing") >= 5


def _first_need_only(state: Any, gates: Any, done: Any) -> Any:
    return lacks.lacks_at(state, list(gates)[-1:], done)


FAULTS = [
    ("hidden fields are asked for", lacks, "relevant", lambda state, found: True),
    ("an edit is excused by old debts", settle, "_pays", lambda *args: True),
    ("only the stage's own entry is asked", flow, "lacks_at", _first_need_only),
    (
        "a chain may pass through any stage",
        flow,
        "exits",
        lambda flow, path, at, goal, admits: flow.by_source.get(at, ()),
    ),
    ("an action always moves", action.Doing, "beyond", lambda *args: False),
    ("constraints are not asked", change, "judge", lambda state, issues: None),
]


@pytest.mark.parametrize(("what", "where", "name", "fault"), FAULTS, ids=[row[0] for row in FAULTS])
def test_a_fault_in_the_product_is_noticed(
    what: str, where: Any, name: str, fault: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(where, name, fault)
    assert any(product != naive for seed in range(400) for _, product, naive in compared(seed)), what


def read(drawn: Drawn, act: Any) -> Verdict:
    """The naive verdict."""
    match act:
        case Create():
            return create(drawn.given, ("deal", act.id), act.values, act.stage)
        case Edit():
            return edit(drawn.given, act.values)
        case Move():
            return move(drawn.given, act.to, act.values)
    return perform(drawn.given, act.action, act.inputs)


def summary(verdict: Verdict) -> dict[str, Any]:
    """What both readings must agree on."""
    found: dict[str, Any] = {"kind": verdict.kind}
    match verdict.kind:
        case "deny":
            found["code"] = verdict.code
        case "invalid":
            found["issues"] = sorted(verdict.issues)
        case "missing":
            found["needs"] = dict(sorted(verdict.needs.items()))
        case "allow":
            found |= {"stage": verdict.stage, "path": verdict.path, "moved": verdict.moved, "values": verdict.values}
    return found


def decided(drawn: Drawn, act: Any) -> dict[str, Any]:
    """The product's decision in the same form."""
    decision = drawn.decide(act)
    match decision:
        case Deny():
            return {"kind": "deny", "code": decision.code}
        case Invalid():
            return {"kind": "invalid", "issues": sorted((issue.path, issue.code) for issue in decision.issues)}
        case Missing():
            needs = [
                (drawn.need_key(need), need.min - need.done if need.kind == "action" else 1) for need in decision.needs
            ]
            assert len(dict(needs)) == len(needs), "each need once"
            return {"kind": "missing", "needs": dict(sorted(needs))}
        case Allow():
            return drawn.outcome(act, decision)
