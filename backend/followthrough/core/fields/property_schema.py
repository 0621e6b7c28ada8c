"""Which keywords and annotation members a property of a kind may carry, as JSON Schema.

`schemas/entity.schema.json` is put together from these: one branch per kind, and `DEFS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from followthrough.core.kit.ids import FIELD_PATH_PATTERN, ID_PATTERN

ID = {"type": "string", "pattern": ID_PATTERN}
FIELD_PATH = {"type": "string", "pattern": FIELD_PATH_PATTERN}
RULE = {"$ref": "#/$defs/rule"}
TEXT = {"$ref": "#/$defs/text"}


def _ids(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "propertyNames": ID, "additionalProperties": of}


def _closed(required: list[str], members: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": required, "properties": members, "additionalProperties": False}


DEFS: dict[str, Any] = {
    "rule": {"$ref": "rules/rule.schema.json"},
    "text": _closed(["zh"], {"zh": {"type": "string", "minLength": 1}, "en": {"type": "string", "minLength": 1}}),
    "mark": _closed([], {"order": {"type": "integer"}}),
    "statement": _closed(["rule"], {"rule": RULE, "message": TEXT, "order": {"type": "integer"}}),
    "option": _closed(
        ["label"],
        {
            "label": TEXT,
            "order": {"type": "integer"},
            "color": {"type": "string", "maxLength": 20},
            "parent": ID,
            "archived": {"type": "boolean"},
            "merged_into": ID,
        },
    ),
    "rollup": _closed(
        ["entity", "via", "op"],
        {
            "entity": ID,
            "via": FIELD_PATH,
            "op": {"enum": ["count", "sum", "min", "max", "avg"]},
            "value": ID,
            "where": RULE,
        },
    ),
    "lookup": _closed(["via", "value"], {"via": ID, "value": ID}),
    "serial": _closed(
        [],
        {
            "prefix": {"type": "string", "maxLength": 12},
            "reset": {"enum": ["year", "month", "day", "none"]},
            "digits": {"type": "integer", "minimum": 1, "maximum": 9},
        },
    ),
}

COMMON: dict[str, Any] = {
    "label": TEXT,
    "order": {"type": "integer"},
    "help": TEXT,
    "archived": {"type": "boolean"},
    "filterable": {"type": "boolean"},
    "relevance": RULE,
}
"""Members every field may carry."""

INPUT: dict[str, Any] = {
    "placeholder": TEXT,
    "required": {"type": "boolean"},
    "default": True,
    "default_rule": RULE,
    "required_when": RULE,
    "constraint": _ids({"$ref": "#/$defs/statement"}),
    "copied_from": ID,
}
"""Members only a field that people fill may carry."""

LENGTH = {"minLength": {"type": "integer", "minimum": 0}, "maxLength": {"type": "integer", "minimum": 1}}
RANGE = {"minimum": {"type": "number"}, "maximum": {"type": "number"}}
WHOLE_RANGE = {"minimum": {"type": "integer"}, "maximum": {"type": "integer"}}
DECIMALS = {"decimals": {"type": "integer", "minimum": 0, "maximum": 6}}
ITEMS = {"minItems": {"type": "integer", "minimum": 0}, "maxItems": {"type": "integer", "minimum": 1}}
OPTIONS = {"options": {**_ids({"$ref": "#/$defs/option"}), "minProperties": 1}}
MARKS = _ids({"$ref": "#/$defs/mark"})
CURRENCY = {"currency": {"type": "string", "pattern": "^[A-Z]{3}$"}}


@dataclass(frozen=True, slots=True)
class PropertyShape:
    """What distinguishes a kind's properties: keywords beside `field`, members inside it, and which must be there.

    `types` overrides the kind's one JSON type (computed kinds take several); `typed` False: the
    property need not name its type, it is that of another field.
    """

    keywords: Mapping[str, Any] = field(default_factory=dict)
    members: Mapping[str, Any] = field(default_factory=dict)
    required_members: tuple[str, ...] = ()
    required_keywords: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    typed: bool = True

    def schema(self, kind: str, json_type: str, *, server_set: bool) -> dict[str, Any]:
        """JSON Schema of a property of kind `kind`."""
        members = {"kind": {"const": kind}, **COMMON, **({} if server_set else INPUT), **self.members}
        annotation = _closed(["kind", "label", *self.required_members], members)
        keywords: dict[str, Any] = {**self.keywords, "field": annotation}
        required = ["field", *self.required_keywords]
        keywords["type"] = {"enum": list(self.types)} if self.types else {"const": json_type}
        if self.typed:
            required.append("type")
        return _closed(required, keywords)
