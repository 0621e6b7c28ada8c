"""The JSON Schema (2020-12) of every document kind, made from the structs, the field kinds and `schemas/words.json`.

`schemas/*.schema.json` are these answers on disk: `tools/write_schemas.py` writes them, a
contract test holds them current. The decoder checks against the very same objects.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import msgspec
from msgspec import inspect

from followthrough.core.fields import KINDS
from followthrough.core.fields.property_schema import DEFS
from followthrough.core.kit.contract import contract_json
from followthrough.core.kit.ids import FIELD_PATH_PATTERN, ID_PATTERN

from .access import Access
from .app import Manifest
from .duty import Duty, QueueDoc
from .entity import EntityInfo, Property
from .flow import Action, Flow
from .layout import Form, ListDoc
from .metric import Metric, MetricBoard
from .scenario import Scenario
from .table import DecisionTable
from .trigger import Trigger

DRAFT = "https://json-schema.org/draft/2020-12/schema"
DOCUMENT_KINDS: dict[str, type[msgspec.Struct]] = {
    "app": Manifest,
    "form": Form,
    "list": ListDoc,
    "flow": Flow,
    "action": Action,
    "access": Access,
    "duty": Duty,
    "trigger": Trigger,
    "queue": QueueDoc,
    "decision_table": DecisionTable,
    "metric": Metric,
    "board": MetricBoard,
    "scenario": Scenario,
}
"""Document kinds with a plain struct; "entity" is the one more, whose properties come from the field kinds."""

COMPUTED_KINDS = ("rows", "formula", "rollup", "lookup", "serial")
"""Kinds that an action's own input cannot have: nobody types them."""

_DURATION = r"^-?P(?=[0-9T])([0-9]{1,4}W|([0-9]{1,4}D)?(T(?=[0-9])([0-9]{1,6}H)?([0-9]{1,6}M)?([0-9]{1,8}S)?)?)$"
_FORMS: dict[str, dict[str, Any]] = {
    "id": {"type": "string", "pattern": ID_PATTERN, "x-fault": "document_bad_id"},
    "field_path": {"type": "string", "pattern": FIELD_PATH_PATTERN, "x-fault": "document_bad_path"},
    "sort_key": {"type": "string", "pattern": "^-?" + FIELD_PATH_PATTERN[1:], "x-fault": "document_bad_path"},
    "document_path": {
        "type": "string",
        "pattern": r"^[a-z][a-z0-9_]{0,39}(/[a-z_][a-zA-Z0-9_.]{0,99}){0,12}$",
        "x-fault": "document_bad_path",
    },
    "alias_ref": {"type": "string", "pattern": "^@[a-z][a-z0-9_]{0,39}$", "x-fault": "document_bad_id"},
    "duration": {"type": "string", "pattern": _DURATION, "x-fault": "document_bad_duration"},
    "file_kind": {"enum": ["image", "pdf", "office", "audio", "video", "text", "other"]},
    "text": DEFS["text"],
    "rule": DEFS["rule"],
    "values": {"type": "object", "propertyNames": {"pattern": ID_PATTERN, "x-fault": "document_bad_id"}},
    "matcher": {"type": ["string", "object"]},
    "duty_cycle": {
        "type": "string",
        "pattern": ID_PATTERN[:-1] + "(/[0-9A-Za-z/-]{1,60})?$",
        "x-fault": "document_bad_id",
    },
    "calendar": {"type": "object"},
}


@cache
def document_schema(kind: str) -> dict[str, Any]:
    """The schema of document kind `kind` (a key of DOCUMENT_KINDS, or "entity"); shared, not to be changed."""
    made = _Maker()
    body = _entity(made) if kind == "entity" else made.struct(inspect.type_info(DOCUMENT_KINDS[kind]), top=True)
    words = contract_json("words.json")["documents"][kind]
    head = {
        "$schema": DRAFT,
        "title": words["zh"],
        "description": words["help"]["zh"],
        "x-title-en": words["en"],
        "x-description-en": words["help"]["en"],
    }
    return {**head, **body, "$defs": dict(sorted(made.defs.items()))}


class _Maker:
    """Collects the `$defs` that the schema of one document kind refers to."""

    def __init__(self) -> None:
        self.defs: dict[str, Any] = {}
        self.words: dict[str, Any] = contract_json("words.json")["members"]

    def of(self, type_: Any) -> dict[str, Any]:
        """Schema of a type; named parts become references into `$defs`."""
        if isinstance(type_, inspect.Metadata):
            form = (type_.extra_json_schema or {}).get("form")
            return self.form(form) if form else self.of(type_.type)
        if isinstance(type_, inspect.UnionType):
            return self.union(type_)
        if isinstance(type_, inspect.StructType):
            return self.reference(type_)
        if isinstance(type_, inspect.DictType):
            return {"type": "object", "propertyNames": self.of(type_.key_type), **self.rest(type_.value_type)}
        if isinstance(type_, inspect.ListType):
            return {"type": "array", "items": self.of(type_.item_type)}
        if isinstance(type_, inspect.LiteralType):
            return {"enum": list(type_.values)}
        return _scalar(type_)

    def rest(self, type_: Any) -> dict[str, Any]:
        return {} if isinstance(type_, inspect.AnyType) else {"additionalProperties": self.of(type_)}

    def union(self, type_: inspect.UnionType) -> dict[str, Any]:
        parts = [part for part in type_.types if not isinstance(part, inspect.NoneType)]
        if len(parts) == 1:
            return self.of(parts[0])
        return {"oneOf": [self.of(part) for part in parts]}

    def form(self, name: str) -> dict[str, Any]:
        if name == "kind":
            return {"enum": sorted(KINDS)}
        self.defs.setdefault(name, _FORMS[name])
        return {"$ref": f"#/$defs/{name}"}

    def reference(self, type_: inspect.StructType) -> dict[str, Any]:
        if type_.cls is Property:
            self.properties("local_property", [kind for kind in KINDS if kind not in COMPUTED_KINDS])
            return {"$ref": "#/$defs/local_property"}
        name = _snake(type_.cls.__name__)
        if name not in self.defs:
            self.defs[name] = {}  # taken before its members, so that a struct may hold itself
            self.defs[name] = self.struct(type_)
        return {"$ref": f"#/$defs/{name}"}

    def struct(self, type_: Any, top: bool = False) -> dict[str, Any]:
        words = {**self.words["*"], **self.words[type_.cls.__name__]}
        members: dict[str, Any] = {}
        if type_.tag is not None:
            members[type_.tag_field] = {"const": type_.tag, **_titled(words[type_.tag_field])}
        for part in type_.fields:
            members[part.encode_name] = {**self.of(part.type), **_titled(words[part.encode_name])}
        required = [part.encode_name for part in type_.fields if part.required]
        if type_.tag is not None:
            required.insert(0, type_.tag_field)
        head = {} if top else _titled(words.get(""))
        body = {"type": "object", "required": required, "properties": members, "additionalProperties": False}
        return {**head, **body}

    def properties(self, name: str, kinds: list[str]) -> None:
        """A property of one of `kinds`, told apart by `field.kind`, under `#/$defs/<name>`."""
        for part, schema in DEFS.items():
            self.defs.setdefault(part, schema)
        self.defs[name] = {"oneOf": [KINDS[kind].property_schema() for kind in sorted(kinds)]}


def _entity(made: _Maker) -> dict[str, Any]:
    made.properties("property", list(KINDS))
    return {
        "type": "object",
        "required": ["$schema", "type", "entity", "properties"],
        "properties": {
            "$schema": {"const": DRAFT},
            "type": {"const": "object"},
            "entity": made.of(inspect.type_info(EntityInfo)),
            "properties": {
                "type": "object",
                "propertyNames": made.form("id"),
                "additionalProperties": {"$ref": "#/$defs/property"},
                **_titled(made.words["Entity"]["properties"]),
            },
        },
        "additionalProperties": False,
    }


def _scalar(type_: Any) -> dict[str, Any]:
    if isinstance(type_, inspect.StrType):
        return {"type": "string", **_some(minLength=type_.min_length, maxLength=type_.max_length)}
    if isinstance(type_, inspect.IntType):
        return {"type": "integer", **_some(minimum=type_.ge, maximum=type_.le)}
    if isinstance(type_, inspect.FloatType):
        return {"type": "number", **_some(minimum=type_.ge, maximum=type_.le)}
    if isinstance(type_, inspect.BoolType):
        return {"type": "boolean"}
    raise TypeError(f"no JSON Schema for {type_!r}")


def _some(**keywords: Any) -> dict[str, Any]:
    return {name: value for name, value in keywords.items() if value is not None}


def _titled(words: list[str] | None) -> dict[str, Any]:
    return {"title": words[0], "x-title-en": words[1]} if words else {}


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
