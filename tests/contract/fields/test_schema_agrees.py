"""A kind accepts exactly what its JSON Schema accepts, in two validators: the schema is no second opinion."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from followthrough.core.fields import KINDS, FieldIssue
from tests.support.field_values import KIND_VALUES, properties
from tests.support.props import prop
from tests.support.validators import oracle, quick

WRONG_TYPES: st.SearchStrategy[Any] = st.one_of(
    st.booleans(), st.integers(-(10**16), 10**16), st.lists(st.integers(), min_size=1), st.just({"x": 1})
)


@pytest.mark.parametrize("kind", sorted(KIND_VALUES))
@given(data=st.data())
def test_kind_and_schema_accept_the_same(kind: str, data: st.DataObject) -> None:
    property_ = data.draw(properties(kind))
    schema = KINDS[kind].schema(property_)
    generated = KIND_VALUES[kind]
    value = data.draw(st.one_of(generated.values, generated.noise, WRONG_TYPES))
    if isinstance(value, float) and not math.isfinite(value):
        return  # no JSON
    try:
        stored, refused = KINDS[kind].normalise(value, property_), ""
    except FieldIssue as issue:
        stored, refused = value, issue.code
    if stored is not None:
        assert oracle(schema)(stored) is not bool(refused), refused
        assert quick(schema)(stored) is not bool(refused), refused


# Texts that a schema must refuse although they look right, because the kind does not store them so.
NOT_STORED_SO: list[tuple[str, Any, str]] = [
    ("text", "", "empty is left out"),
    ("date", "2026-3-5", "one form only"),
    ("date", "2026-02-29", "no such day"),
    ("instant", "2026-03-05T06:30:00+08:00", "UTC only"),
    ("instant", "2026-03-05T06:30:00.5Z", "whole seconds"),
    ("instant", "2026-03-05T06:30:60Z", "no leap second"),
    ("phone", "138 1234 5678", "one form only"),
    ("url", "www.example.com", "with scheme"),
    ("email", "a@b", "a top-level domain"),
    ("region", "99", "a known division"),
    ("choices", ["a", "a"], "a set"),
    ("number", 1.005, "two decimals allowed"),
    ("percent", 0.12345, "of the percentage two"),
    ("money", 1.5, "whole fen"),
    ("address", {"region": "33"}, "both members"),
]
MEMBERS: dict[str, dict[str, Any]] = {
    "choices": {"options": {"a": {"label": {"zh": "甲"}}}},
    "number": {"decimals": 2},
    "percent": {"decimals": 2},
}


@pytest.mark.parametrize(("kind", "value", "why"), NOT_STORED_SO, ids=[f"{row[0]}: {row[2]}" for row in NOT_STORED_SO])
def test_schema_takes_the_stored_form_only(kind: str, value: Any, why: str) -> None:
    schema = KINDS[kind].schema(prop(kind, **MEMBERS.get(kind, {})))
    assert not oracle(schema)(value), why
    assert not quick(schema)(value), why


COMPUTED: list[tuple[dict[str, Any], Any, Any, str]] = [
    ({"type": "number"}, 1.23456, "x", "a formula is rounded for display only"),
    ({"type": "number", "decimals": 2}, 1.23456, True, "a formula is rounded for display only"),
    ({"type": "integer", "currency": "CNY"}, 100, 1.5, "money is whole"),
    ({"type": "string", "format": "date"}, "2026-03-05", "2026-3-5", "as a date"),
    ({"type": "boolean"}, False, 0, "as yes or no"),
]


@pytest.mark.parametrize(("members", "good", "bad", "why"), COMPUTED, ids=[str(row[0]) for row in COMPUTED])
def test_computed_value_has_the_schema_of_its_type(members: dict[str, Any], good: Any, bad: Any, why: str) -> None:
    schema = KINDS["formula"].schema(prop("formula", compute={"v": 1}, **members))
    assert [check(schema)(value) for check in (oracle, quick) for value in (good, bad)] == [True, False] * 2, why


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_schema_is_a_schema(kind: str) -> None:
    members = {"options": {"a": {"label": {"zh": "甲"}}}, "targets": {"x": {}}, "target": "x"}
    Draft202012Validator.check_schema(KINDS[kind].schema(prop(kind, **members)))
