"""The closed list of kinds: its data for the browser, its operators, and which properties are legal."""

import json
from collections.abc import Callable
from typing import Any, get_args

import msgspec
import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from followthrough.core.fields import KINDS
from followthrough.core.fields.describe import GROUPS, describe_kinds
from followthrough.core.fields.property_schema import DEFS
from followthrough.core.kit.contract import contract_json
from followthrough.core.kit.errors import ERRORS
from followthrough.core.kit.fieldtype import BaseType, Unit
from followthrough.core.model.entity import Field, Property
from tests.support.tree import ROOT

OPERATORS = {row["id"]: row for row in contract_json("rules/operators.json")["operators"]}
RULES = Registry().with_resource(
    "rules/rule.schema.json", Resource.from_contents(contract_json("rules/rule.schema.json"))
)
ASKED: dict[str, Any] = {
    "target": "customer",
    "targets": {"customer": {}},
    "compute": {"op": "add", "a": [{"f": "x"}, {"v": 1}]},
    "rollup": {"entity": "follow_up", "via": "opportunity", "op": "count"},
    "lookup": {"via": "customer", "value": "level"},
}
RESTS = ("formula", "rollup")
"""What may lack its rule while it is retired (ADR 0020): of one in use the check says `incomplete`, not the schema."""


def judge(kind: str) -> Draft202012Validator:
    return Draft202012Validator({**KINDS[kind].property_schema(), "$defs": DEFS}, registry=RULES)


def started(kind: str) -> dict[str, Any]:
    """A new property of a kind, with what the designer asks for filled in."""
    new = KINDS[kind].default_property()
    return {**new, "field": {**new["field"], **{name: ASKED[name] for name in KINDS[kind].asks}}}


def test_the_file_for_the_browser_is_current() -> None:
    written = json.loads((ROOT / "schemas/fields/kinds.json").read_text("utf-8"))
    assert written == describe_kinds(), "run tools/write_fields.py"


def test_every_group_is_shown_and_every_label_is_in_both_languages() -> None:
    assert {kind.group for kind in KINDS.values()} == set(GROUPS)
    assert all(set(kind.label) == set(kind.help) == {"zh", "en"} for kind in KINDS.values())
    assert len({kind.label["zh"] for kind in KINDS.values()}) == len(KINDS)


def test_rule_types_are_those_of_the_rule_language() -> None:
    language = contract_json("rules/operators.json")
    assert list(get_args(BaseType)) == language["types"]
    assert set(get_args(Unit)) == set(language["units"])


TAKES: dict[str, Callable[[str], bool]] = {
    "any": lambda base: True,
    "comparable": lambda base: base not in ("set", "opaque"),
    "ordered": lambda base: base in ("number", "date", "instant"),
    "listable": lambda base: base in ("text", "number", "choice", "ref"),
    "text": lambda base: base == "text",
    "set": lambda base: base == "set",
}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_operator_offered_exists_and_takes_the_kind(kind: str) -> None:
    for operator in KINDS[kind].operators:
        assert operator in OPERATORS
        assert TAKES[OPERATORS[operator]["args"][0]](KINDS[kind].typed.base), operator


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_new_field_starts_without_defaults(kind: str) -> None:
    assert msgspec.to_builtins(msgspec.convert(started(kind), Property)) == started(kind)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_new_field_is_legal_once_what_is_asked_is_given(kind: str) -> None:
    assert not list(judge(kind).iter_errors(started(kind)))
    if KINDS[kind].asks:
        assert judge(kind).is_valid(KINDS[kind].default_property()) == (kind in RESTS)


REFUSED: list[tuple[str, str, str, Any]] = [
    ("text", "field.options", "a text has no options", {"a": {"label": {"zh": "甲"}}}),
    ("text", "decimals", "a text has no decimals", 2),
    ("text", "pattern", "no raw patterns from users", "^(a+)+$"),
    ("text", "type", "the type is the kind's", "number"),
    ("text", "$ref", "no references", "#"),
    ("money", "decimals", "the currency says", 2),
    ("money", "minimum", "whole fen", 0.5),
    ("money", "field.currency", "an ISO code", "yuan"),
    ("choice", "field.options", "at least one", {}),
    ("choice", "field.options", "ids are ids", {"A类": {"label": {"zh": "甲"}}}),
    ("number", "decimals", "at most six", 7),
    ("rating", "maximum", "at most ten stars", 11),
    ("formula", "field.required", "nobody can fill it", True),
    ("formula", "field.default", "nobody can fill it", 1),
    ("serial", "field.default_rule", "nobody can fill it", {"v": "x"}),
    ("file", "field.accept", "a kind of file", {"exe": {}}),
    ("rollup", "type", "a number", "string"),
    ("text", "field.label", "Chinese is always there", {"en": "Name"}),
    ("text", "field.relevance", "a rule", {"op": "eval", "a": []}),
    ("text", "field.colour", "unknown member", "red"),
]


@pytest.mark.parametrize(
    ("kind", "path", "why", "value"), REFUSED, ids=[f"{row[0]} {row[1]}: {row[2]}" for row in REFUSED]
)
def test_property_is_refused(kind: str, path: str, why: str, value: Any) -> None:
    made = started(kind)
    place = made["field"] if path.startswith("field.") else made
    place[path.removeprefix("field.")] = value
    assert not judge(kind).is_valid(made), why


def test_the_structs_hold_every_keyword_and_member_that_is_legal() -> None:
    for kind in KINDS.values():
        schema = kind.property_schema()["properties"]
        assert set(schema) <= set(Property.__struct_fields__)
        assert set(schema["field"]["properties"]) <= set(Field.__struct_fields__)


def test_every_issue_of_a_kind_is_in_the_catalogue() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "backend/followthrough/core/fields").glob("*.py"))
    raised = {part.split('"')[0] for part in source.split('FieldIssue("')[1:]} | {"wrong_type", "person_not_found"}
    assert raised <= set(ERRORS)
    assert len(raised) > 20
