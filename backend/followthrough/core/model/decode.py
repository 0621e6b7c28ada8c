"""Bytes to documents and back: every fault named with its place, then strict structs; `to_json` is the exact inverse.

What a document may say is `document_schema(kind)`; the structs are made from the same
source, so a value that passes the schema always becomes a struct.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import jsonschema_rs
import msgspec

from followthrough.core.kit.contract import contract_json
from followthrough.core.kit.ids import integral
from followthrough.core.kit.shape import Shape, ShapeIssue, kind, shown

from .app import AppDocument
from .entity import Entity
from .folder import PARTS
from .schema import DOCUMENT_KINDS, DRAFT, document_schema

Document = msgspec.Struct


class DocumentError(Exception):
    """A document that cannot be read. `issues` names every fault: document path, code of the catalogue, params."""

    def __init__(self, issues: list[ShapeIssue]) -> None:
        super().__init__("; ".join(f"{issue.path}: {issue.code} {issue.params}" for issue in issues[:5]))
        self.issues = issues


def decode_document(kind_: str, obj: Any, name: str | None = None) -> Document:
    """The document of kind `kind_` that `obj` (parsed JSON) says.

    `name` is the id it is filed under; its own id must be the same. Raises DocumentError, codes
    document_…; ValueError for a kind that does not exist.
    """
    whole = integral(obj)
    issues = document_issues(kind_, whole, name)
    if issues:
        raise DocumentError(issues)
    return _build(kind_, whole)


def decode_app(obj: Any) -> AppDocument:
    """The whole app that `obj` says: members `app`, `access`, `entities`, … as `to_json(app)` writes them.

    Raises DocumentError with the faults of all its documents; paths begin with kind and id
    ("flow/opportunity/stages/quote/order").
    """
    whole = integral(obj)
    if not isinstance(whole, dict):
        raise DocumentError([ShapeIssue("", "document_not_object", {})])
    issues = [issue for part in _parts(whole) for issue in part]
    if issues:
        raise DocumentError(issues)
    built: dict[str, Any] = {member: _build(member, whole[member]) for member in ("app", "access")}
    for member, kind_ in PARTS.items():
        built[member] = {name: _build(kind_, part) for name, part in whole.get(member, {}).items()}
    return AppDocument(**built)


def document_issues(kind_: str, obj: Any, name: str | None = None) -> list[ShapeIssue]:
    """Every fault of one document, paths relative to it."""
    if kind_ not in DOCUMENT_KINDS and kind_ != "entity":
        raise ValueError(f"no document kind {kind_!r}")
    issues = _shape(kind_).issues(obj)
    if not issues and name is not None:
        own = _own_id(kind_, obj)
        if own != name:
            where = "entity/id" if kind_ == "entity" else "id"
            issues = [ShapeIssue(where, "document_wrong_id", {"id": own, "name": name})]
    return issues


def to_json(document: Document) -> dict[str, Any]:
    """The document as JSON values; members that have their default are left out.

    `decode_document(kind, to_json(d)) == d` and, for a whole app, `decode_app(to_json(app)) == app`.
    """
    plain = _plain(document)
    assert isinstance(plain, dict)
    return plain


def _parts(whole: dict[str, Any]) -> list[list[ShapeIssue]]:
    known = {"app", "access", *PARTS}
    found = [[ShapeIssue("", "document_unknown_member", {"member": name})] for name in whole if name not in known]
    absent = [member for member in ("app", "access", "entities") if member not in whole]
    found.append([ShapeIssue("", "document_missing_member", {"member": member}) for member in absent])
    alone = [member for member in ("app", "access") if member in whole]
    found.extend(_under(member, document_issues(member, whole[member])) for member in alone)
    for member, kind_ in PARTS.items():
        documents = whole.get(member, {})
        if not isinstance(documents, dict):
            wrong = {"expected": "object", "found": kind(documents)}
            found.append([ShapeIssue(member, "document_wrong_type", wrong)])
            continue
        for name, part in documents.items():
            found.append(_under(f"{kind_}/{name}", document_issues(kind_, part, name)))
    return found


def _under(prefix: str, issues: list[ShapeIssue]) -> list[ShapeIssue]:
    return [ShapeIssue(f"{prefix}/{i.path}" if i.path else prefix, i.code, i.params) for i in issues]


def _own_id(kind_: str, obj: Mapping[str, Any]) -> str:
    return str(obj["entity"]["id"] if kind_ == "entity" else obj["id"])


# msgspec works a type out at its first use and crashes the process when two threads are first at once: done at import.
for _type in (AppDocument, Entity, *DOCUMENT_KINDS.values()):
    msgspec.json.Decoder(_type)


def _build(kind_: str, obj: Any) -> Document:
    built: Document = msgspec.convert(obj, Entity if kind_ == "entity" else DOCUMENT_KINDS[kind_])
    return built


@cache
def _shape(kind_: str) -> Shape:
    return Shape(document_schema(kind_), {"rules/rule.schema.json": _rule_reason})


@cache
def _rule_validator() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(contract_json("rules/rule.schema.json"))


def _rule_reason(node: Any) -> str | None:
    """Why `node` is no rule tree, or None. Depth, size and types are the rule checker's business."""
    try:
        return None if _rule_validator().is_valid(node) else shown(node)
    except (ValueError, RecursionError):  # a tree too deep, or a number beyond what the validator reads
        return shown(node)


_ATOMS = frozenset({str, bool, int, type(None)})


def _plain(value: Any) -> Any:
    kind_ = type(value)
    if kind_ in _ATOMS:
        return value
    if kind_ is dict:
        return {name: _plain(part) for name, part in value.items()}
    if kind_ is list or kind_ is tuple:
        return [_plain(part) for part in value]
    return _struct(value) if isinstance(value, msgspec.Struct) else integral(value)


def _struct(value: msgspec.Struct) -> dict[str, Any]:
    always, members = _members(type(value))
    plain = dict(always)
    for name, written, required, default in members:
        member = getattr(value, name)
        if required or (member is not default and member != default):
            plain[written] = _plain(member)
    return plain


@cache
def _members(cls: type[msgspec.Struct]) -> tuple[dict[str, Any], tuple[tuple[str, str, bool, Any], ...]]:
    """What every document of the class says, and per member: attribute, name in the document, whether it must be there,
    its default."""
    config = cls.__struct_config__
    always: dict[str, Any] = {config.tag_field: config.tag} if config.tag_field else {}
    if cls is Entity:
        always |= {"$schema": DRAFT, "type": "object"}  # the document must say that it is a schema
    fields = msgspec.structs.fields(cls)
    return always, tuple((part.name, part.encode_name, part.required, _default(part)) for part in fields)


def _default(part: msgspec.structs.FieldInfo) -> Any:
    if part.required:
        return None
    return part.default if part.default is not msgspec.NODEFAULT else part.default_factory()
