"""The shared vectors: the server makes of a value what the browser makes of it (schemas/conformance/forms/values.json)."""

from typing import Any

import pytest

from followthrough.core.fields import KINDS, FieldIssue, PrintContext, ReadContext
from followthrough.core.kit.contract import contract_json
from tests.support.props import prop

CASES: list[dict[str, Any]] = contract_json("conformance/forms/values.json")["cases"]


def answer(case: dict[str, Any]) -> Any:
    """What the kind answers, in the words of the vectors."""
    kind, property_ = KINDS[case["kind"]], prop(case["kind"], **case.get("prop", {}))
    zone = case.get("zone", "Asia/Shanghai")
    try:
        if case["fn"] == "format":
            return kind.format(case["input"], property_, case["lang"], PrintContext(zone=zone))
        if case["fn"] == "normalise":
            return {"value": kind.normalise(case["input"], property_)}
        reading = ReadContext(today=case.get("today", ""), zone=zone, date_order=case.get("order"))
        return {"value": kind.parse(case["input"], property_, reading)}
    except FieldIssue as issue:
        return {"issue": {"code": issue.code, "params": issue.params}}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['fn']} {case['name']}")
def test_vector(case: dict[str, Any]) -> None:
    assert answer(case) == case["expect"], case["why"]


def test_vectors_have_a_name_and_a_why_and_reach_every_kind() -> None:
    assert len({(case["fn"], case["name"]) for case in CASES}) == len(CASES)
    assert all(case["why"] for case in CASES)
    assert {case["kind"] for case in CASES} | {"lookup"} == set(KINDS), "lookup reads as the field it shows"
