"""The product's decisions against the naive reading of docs/gates.md, over generated apps, records and acts."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from followthrough.core.run.acts import Allow, Create, Deny, Edit, Invalid, Missing, Move
from tests.support.gates.cases import Drawn, draw
from tests.support.gates.judge import create, edit, move, perform
from tests.support.gates.reading import Verdict

ACTS_PER_APP = 12


@given(seed=st.integers(0, 2**48))
def test_decisions_equal_the_naive_reading(seed: int) -> None:
    rng = Random(seed)
    drawn = draw(rng)
    for _ in range(ACTS_PER_APP):
        drawn.deal_again(rng)
        act = drawn.act(rng)
        assert decided(drawn, act) == summary(read(drawn, act)), json.dumps(drawn.told(act), ensure_ascii=False)


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
