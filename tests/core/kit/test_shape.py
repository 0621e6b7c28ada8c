"""The checker of document shapes names every fault and its place."""

from typing import Any

import pytest

from followthrough.core.kit.shape import Shape

SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["id", "label"],
    "additionalProperties": False,
    "properties": {
        "id": {"$ref": "#/$defs/id"},
        "label": {"type": "object", "required": ["zh"], "properties": {"zh": {"type": "string", "minLength": 1}}},
        "order": {"type": "integer", "minimum": 0, "maximum": 9},
        "rule": {"$ref": "rules/rule.schema.json"},
        "parts": {
            "type": "object",
            "propertyNames": {"$ref": "#/$defs/id"},
            "additionalProperties": {"oneOf": [{"$ref": "#/$defs/square"}, {"$ref": "#/$defs/circle"}]},
        },
    },
    "$defs": {
        "id": {"type": "string", "pattern": "^[a-z]+$", "x-fault": "document_bad_id"},
        "square": {
            "type": "object",
            "required": ["kind", "side"],
            "additionalProperties": False,
            "properties": {"kind": {"const": "square"}, "side": {"type": "number"}, "unit": {"const": "cm"}},
        },
        "circle": {
            "type": "object",
            "required": ["kind"],
            "additionalProperties": False,
            "properties": {"kind": {"const": "circle"}, "tags": {"type": "array", "items": {"enum": ["a", "b"]}}},
        },
    },
}
SHAPE = Shape(SCHEMA, {"rules/rule.schema.json": lambda node: None if node == {"v": 1} else "no rule"})
GOOD = {"id": "a", "label": {"zh": "甲"}}


@pytest.mark.parametrize(
    ("change", "expected", "why"),
    [
        ({}, [], "nothing wrong"),
        ({"order": 3.0}, [], "3.0 is a whole number in JSON"),
        ({"order": True}, [("order", "document_wrong_type")], "a boolean is no number"),
        ({"order": 3.5}, [("order", "document_wrong_type")], "not whole"),
        ({"order": 10}, [("order", "document_bad_value")], "above the maximum"),
        ({"id": "a\n"}, [("id", "document_bad_id")], "a final newline does not slip through"),
        ({"id": None}, [("id", "document_wrong_type")], "null is not absence"),
        ({"label": {}}, [("label", "document_missing_member")], "Chinese is always there"),
        ({"label": {"zh": ""}}, [("label/zh", "document_bad_value")], "and says something"),
        ({"colour": 1}, [("", "document_unknown_member")], "unknown members are refused"),
        ({"rule": {"v": 1}}, [], "rules are judged by their own schema"),
        ({"rule": 5}, [("rule", "document_bad_rule")], "and named as rules"),
        ({"parts": {"A": {"kind": "circle"}}}, [("parts/A", "document_bad_id")], "keys are ids"),
        ({"parts": {"x": {}}}, [("parts/x", "document_missing_member")], "the telling member is missing"),
        ({"parts": {"x": 4}}, [("parts/x", "document_wrong_type")], "not even an object"),
        ({"parts": {"x": {"kind": "cube"}}}, [("parts/x/kind", "document_bad_value")], "no such branch"),
        ({"parts": {"x": {"kind": "square"}}}, [("parts/x", "document_missing_member")], "judged by its branch"),
        (
            {"parts": {"x": {"kind": "circle", "tags": ["a", "c"]}}},
            [("parts/x/tags/1", "document_bad_value")],
            "in lists",
        ),
        (
            {"order": "1", "parts": {"x": {"kind": "square", "side": "1", "y": 2}}},
            [
                ("order", "document_wrong_type"),
                ("parts/x/side", "document_wrong_type"),
                ("parts/x", "document_unknown_member"),
            ],
            "all faults at once",
        ),
    ],
)
def test_faults(change: dict[str, Any], expected: list[tuple[str, str]], why: str) -> None:
    assert [(issue.path, issue.code) for issue in SHAPE.issues(GOOD | change)] == expected, why


def test_a_keyword_it_does_not_know_is_no_silent_pass() -> None:
    with pytest.raises(KeyError):
        Shape({"multipleOf": 2}).issues(3)


def test_the_allowed_values_are_named() -> None:
    [issue] = SHAPE.issues(GOOD | {"parts": {"x": {"kind": "cube"}}})
    assert issue.params == {"value": "cube", "allowed": ["circle", "square"]}
