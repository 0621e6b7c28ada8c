"""The documents of an app with one entity: what is needed so that it works at once, and nothing more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]
DRAFT = "https://json-schema.org/draft/2020-12/schema"
_RIGHTS = ("create", "edit", "assign", "archive", "imports", "exports")
NAME: Json = {
    "name": {
        "type": "string",
        "maxLength": 120,
        "field": {"kind": "text", "label": {"zh": "名称", "en": "Name"}, "order": 10, "required": True, "filterable": True},
    }
}  # fmt: skip
"""The fields of an entity that nobody has drawn yet."""


def app_documents(
    key: str, name: Json, entity: str, label: Json, properties: Mapping[str, Json], title: str, flow: Json | None = None
) -> Json:
    """An app of one entity with a form, a list, two roles, and `flow` where there is one."""
    said: Json = {
        "app": {"key": key, "name": dict(name), "version": "1"},
        "access": {"roles": _roles(entity)},
        "entities": {
            entity: {
                "$schema": DRAFT,
                "type": "object",
                "entity": {"id": entity, "label": dict(label), "title": title, "order": 10},
                "properties": dict(properties),
            }
        },
        "forms": {entity: _form(entity, label, properties)},
        "lists": {entity: _list(entity, label, properties, title, flow)},
    }
    if flow is not None:
        said["flows"] = {entity: flow}
    return said


def _roles(entity: str) -> Json:
    everything = dict.fromkeys(_RIGHTS, True)
    return {
        "member": {
            "label": {"zh": "业务员", "en": "Member"},
            "order": 10,
            "entities": {entity: {"scope": "own", "create": True, "edit": True}},
        },
        "manager": {
            "label": {"zh": "主管", "en": "Supervisor"},
            "order": 20,
            "entities": {entity: {"scope": "all", **everything}},
            "design": True,
            "people": True,
        },
    }


def _form(entity: str, label: Json, properties: Mapping[str, Json]) -> Json:
    fields = {name: {"order": (n + 1) * 10} for n, name in enumerate(properties)}
    section = {"label": {"zh": "基本信息", "en": "Basics"}, "order": 10, "fields": fields}
    return {"id": entity, "entity": entity, "label": dict(label), "sections": {"basics": section}}


def _list(entity: str, label: Json, properties: Mapping[str, Json], title: str, flow: Json | None) -> Json:
    others = [name for name, one in properties.items() if _in_list(one) and name != title]
    shown = [title, *(["_stage"] if flow else []), *others][:8]
    columns = {name: {"order": (n + 1) * 10} for n, name in enumerate(shown)}
    found: Json = {"id": entity, "entity": entity, "label": dict(label), "columns": columns}
    if flow is not None:
        cards = others[:3]
        found["kanban"] = {"fields": {name: {"order": (n + 1) * 10} for n, name in enumerate(cards)}}
    return found


def _in_list(one: Json) -> bool:
    return one["field"]["kind"] not in ("long_text", "rows", "file", "image")
