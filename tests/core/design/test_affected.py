"""What a new version means for a record that stands in the flow now."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from followthrough.core.compile import compile_app
from followthrough.core.design.affected import Affected, affected, touched_entities
from followthrough.core.model.decode import decode_app
from followthrough.core.run.acts import Milestones, Moment, Record, Snapshot
from tests.support.edits import edited

BASE = json.loads(Path("schemas/conformance/check/base.json").read_text("utf-8"))
NOW = Moment(1_772_413_200_000)
CUSTOMER = Record("customer", "c1", 1, {"name": "市一医院", "level": "b"})
DEAL = Record(
    "deal", "d1", 3, {"title": "影像", "customer": "c1", "days": 5.0, "amount": 100_000}, "quote", "full", "li", "east"
)


def judged(edit: dict[str, Any], record: Record = DEAL, acts: dict[str, int] | None = None) -> Affected | None:
    old, new = compile_app(decode_app(BASE), 1), compile_app(decode_app(edited(BASE, edit)), 2)
    done_acts = Milestones(acts={"visit": 1} if acts is None else acts)
    snapshot = Snapshot(record=record, refs={("customer", "c1"): CUSTOMER}, milestones=done_acts)
    return affected(old, new, snapshot, NOW)


def told(found: Affected | None) -> dict[str, Any]:
    assert found is not None
    needs = [f"{one.kind} {one.field or one.action or one.statement}" for one in found.needs]
    issues = [f"{one.path} {one.code}" for one in found.issues]
    said = {"lost": found.stage_lost, "path": found.path, "stage": found.stage, "needs": needs, "issues": issues}
    return {key: value for key, value in said.items() if value}


CASES: list[dict[str, Any]] = [
    {"name": "words touch nobody", "edit": {"flow/deal/stages/quote/label": {"zh": "正式报价"}}, "want": None},
    {
        "name": "a gate behind which it stands asks for more",
        "edit": {"flow/deal/stages/demo/entry/fields/due_on": {}},
        "want": {"needs": ["field due_on"]},
    },
    {"name": "a gate ahead is no matter yet", "edit": {"flow/deal/stages/won/entry/fields/due_on": {}}, "want": None},
    {
        "name": "an action more often",
        "edit": {"flow/deal/stages/quote/entry/actions/visit/min": 2},
        "want": {"needs": ["action visit"]},
    },
    {
        "name": "an old debt is not told",
        "edit": {"flow/deal/stages/demo/entry/fields/due_on": {}},
        "acts": {},
        "want": {"needs": ["field due_on"]},
    },
    {
        "name": "a field is required now",
        "edit": {"entity/deal/properties/due_on/field/required": True},
        "want": {"issues": ["due_on required"]},
    },
    {
        "name": "a constraint the stored value breaks",
        "edit": {
            "entity/deal/properties/amount/field/constraint/small": {
                "rule": {"op": "lt", "a": [{"f": "amount"}, {"v": 5000}]}
            }
        },
        "want": {"issues": ["amount constraint_failed"]},
    },
    {
        "name": "it goes another path, on which it keeps its stage",
        "edit": {"flow/deal/paths/short/when": {"op": "eq", "a": [{"f": "customer.level"}, {"v": "b"}]}},
        "want": {"path": ("full", "short")},
    },
    {
        "name": "its stage is archived",
        "edit": {"flow/deal/stages/quote/archived": True},
        "want": {"lost": True},
    },
]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_record_in_flight(case: dict[str, Any]) -> None:
    found = judged(case["edit"], acts=case.get("acts"))
    assert (None if case["want"] is None else told(found)) == case["want"]


def test_an_archived_record_is_let_be() -> None:
    record = Record("deal", "d1", 3, DEAL.values, "quote", "full", "li", "east", archived=True)
    assert judged({"entity/deal/properties/due_on/field/required": True}, record) is None


@pytest.mark.parametrize(
    ("edit", "want"),
    [
        ({"flow/deal/stages/quote/label": {"zh": "正式报价"}}, []),
        ({"flow/deal/stages/quote/entry/fields/due_on": {}}, ["deal"]),
        ({"entity/customer/properties/level/field/relevance": {"f": "vip"}}, ["customer", "deal"]),
    ],
)
def test_whose_records_are_looked_at(edit: dict[str, Any], want: list[str]) -> None:
    old, new = compile_app(decode_app(BASE), 1), compile_app(decode_app(edited(BASE, edit)), 2)
    assert touched_entities(old, new) == want
