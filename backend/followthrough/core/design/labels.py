"""What things of an app are called, draft or not: fields by path, stages, actions, roles; rules as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from followthrough.core.fields.cells import Lang
from followthrough.core.kit.fieldtype import FieldType
from followthrough.core.model.app import AppDocument
from followthrough.core.model.base import Node
from followthrough.core.model.scope import (
    EntityScope,
    action_prefixes,
    flow_of,
    kept_inputs,
    property_at,
    signed_fields,
)
from followthrough.core.rules import Label, check_rule, errors, fields_of, sentence, zone_table

Words = dict[str, str]
LANGS: tuple[Lang, ...] = ("zh", "en")
_OF: Words = {"zh": "的", "en": " › "}
_SYSTEM: Mapping[str, Words] = {
    "_id": {"zh": "记录", "en": "record"},
    "_stage": {"zh": "阶段", "en": "stage"},
    "_path": {"zh": "路径", "en": "path"},
    "_owner": {"zh": "负责人", "en": "owner"},
    "_unit": {"zh": "部门", "en": "unit"},
    "_created_at": {"zh": "创建时间", "en": "created at"},
    "_created_by": {"zh": "创建人", "en": "created by"},
    "_updated_at": {"zh": "更新时间", "en": "updated at"},
    "_parent": {"zh": "所属记录", "en": "the record it is a row of"},
}
_ACTOR: Words = {"zh": "操作人", "en": "who acts"}
_EFFECTIVE: Words = {"zh": "有效", "en": "effective"}
_ZONE = zone_table("Asia/Shanghai")
"""Instants written into rules are told on this clock."""


def both(text: Mapping[str, str]) -> Words:
    """A label in every language; what is not translated shows in Chinese."""
    return {lang: text.get(lang) or text.get("zh", "") for lang in LANGS}


def plain(text: str) -> Words:
    """The same in every language: an id that nothing names."""
    return dict.fromkeys(LANGS, text)


def path_label(app: AppDocument, entity: str, path: str) -> Words:
    """The label of a field path ("客户的客户等级"); the path itself where it leads nowhere."""
    parts = path.split(".")
    found: list[Words] = []
    for end in range(1, len(parts) + 1):
        at = property_at(app, entity, ".".join(parts[:end]))
        named = both(at[1].field.label) if at is not None else _SYSTEM.get(parts[end - 1])
        if named is None:
            return plain(path)
        found.append(named)
    return {lang: _OF[lang].join(part[lang] for part in found) for lang in LANGS}


def rule_label(app: AppDocument, entity: str, path: str, action: str | None = None) -> Label:
    """A field path as the sentence printer takes it, options included."""
    if path.startswith(("act.", "new.")) and action in app.actions:
        return _act_label(app, action or "", path)
    at = property_at(app, entity, path)
    options: Mapping[str, Mapping[str, str]] = {}
    if at is not None:
        options = {name: option.label for name, option in at[1].field.options.items()}
    elif path in ("_stage", "_path"):
        flow = flow_of(app, entity)
        parts = () if flow is None else (flow.stages if path == "_stage" else flow.paths).items()
        options = {name: part.label for name, part in parts}
    return Label(path_label(app, entity, path), options)


def _act_label(app: AppDocument, action: str, path: str) -> Label:
    document = app.actions[action]
    head, _, key = path.partition(".")
    if head == "new":
        return rule_label(app, document.creates.entity if document.creates else "", key)
    part = {**signed_fields(document), **document.fields}.get(key)
    if part is None:
        return Label(_EFFECTIVE if key == "_effective" else plain(key))
    if part.property is not None:
        options = {name: option.label for name, option in part.property.field.options.items()}
        return Label(both(part.label or part.property.field.label), options)
    found = rule_label(app, document.entity, part.target or key)
    return Label(both(part.label) if part.label else found.text, found.options)


Parameters = Mapping[str, tuple[FieldType, Label]]
"""Parameters a rule may name, with their types and labels, by name."""


def rule_words(
    app: AppDocument, entity: str, node: Node, action: str | None = None, params: Parameters = MappingProxyType({})
) -> Words:
    """A rule as a sentence; one that does not make sense says so instead. `action` is the one whose inputs it may read."""
    prefixes = {f"@{name}": {"": kind} for name, (kind, _) in params.items()}
    document = app.actions.get(action or "")
    if document is not None:
        own = action_prefixes(app, document)
        prefixes = {**prefixes, **own, "act": {**own["act"], **kept_inputs(app, document)["act"]}}
    scope = EntityScope(app, entity, prefixes)
    if errors(check_rule(node, scope)):
        return {"zh": "（规则有误）", "en": "(a rule with a fault)"}
    labels = {path: rule_label(app, entity, path, action) for path in fields_of(node)}
    labels |= {f"@{name}": label for name, (_, label) in params.items()}
    labels.setdefault("@actor", Label(_ACTOR))
    return {lang: sentence(node, scope, labels, lang, _ZONE) for lang in LANGS}


def listed(parts: Iterable[Words]) -> Words:
    """Several labels as one."""
    found = list(parts)
    return {"zh": "、".join(part["zh"] for part in found), "en": ", ".join(part["en"] for part in found)}
