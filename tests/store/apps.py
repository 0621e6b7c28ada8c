"""Compiled apps for storage tests, built from columns alone: what the store reads of a compiled app and nothing more."""

import dataclasses
import hashlib
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from followthrough.core.compile.app import CompiledApp, CompiledEntity, CompiledField
from followthrough.core.fields.base import Column
from followthrough.core.model.entity import EntityInfo

_KIND = {
    Column.TEXT: "text",
    Column.DOUBLE: "number",
    Column.BIGINT: "money",
    Column.BOOLEAN: "boolean",
    Column.DATE: "date",
    Column.INSTANT: "instant",
    Column.JSON: "tags",
}


def entity(
    name: str,
    columns: Mapping[str, Column],
    *,
    references: Mapping[str, str] | None = None,
    rows: Mapping[str, str] | None = None,
    rows_of: tuple[str, str] | None = None,
    filterable: tuple[str, ...] = (),
    actions: tuple[str, ...] = (),
    stages: tuple[str, ...] = (),
    belongs_to: tuple[tuple[str, str], ...] = (),
    title: str = "name",
    subtitle: str | None = None,
    **more: Any,
) -> CompiledEntity:
    """An entity with these stored columns; `references` are TEXT columns that point to another entity."""
    targets = dict(references or {})
    stored = {**columns, **dict.fromkeys(targets, Column.TEXT)}
    fields = {
        key: _field(key, column, key in filterable, (targets[key],) if key in targets else ())
        for key, column in stored.items()
    }
    values: dict[str, Any] = {item.name: () for item in dataclasses.fields(CompiledEntity)}
    values |= {
        "id": name,
        "info": EntityInfo(id=name, label={"zh": name}, title=title, subtitle=subtitle),
        "label": {"zh": name},
        "fields": fields,
        "references": {key: (target,) for key, target in targets.items()},
        "rows": dict(rows or {}),
        "rows_of": rows_of,
        "rollups": {},
        "owner_chain": belongs_to,
        "columns": stored,
        "flow": SimpleNamespace(stages=dict.fromkeys(stages)) if stages else None,
        "actions": dict.fromkeys(actions),
        **more,
    }
    return CompiledEntity(**values)


def _field(key: str, column: Column, filterable: bool, targets: tuple[str, ...]) -> CompiledField:
    kind = "reference" if targets else _KIND.get(column, "rows")
    return CompiledField(
        id=key,
        kind=SimpleNamespace(id=kind),
        property=SimpleNamespace(field=SimpleNamespace(kind=kind)),  # type: ignore[arg-type] # the store reads the kind only
        type=None,
        label={"zh": key},
        required=False,
        computed=False,
        live=False,
        filterable=filterable,
        column=column,
        targets=targets,
    )


def app(*entities: CompiledEntity, key: str = "sales", version: int = 1) -> CompiledApp:
    """An app of these entities."""
    digest = hashlib.sha256(repr([(item.id, dict(item.columns)) for item in entities]).encode()).hexdigest()
    return CompiledApp(
        key=key,
        version=version,
        digest=digest,
        doc=None,  # type: ignore[arg-type] # the store never reads the document
        entities={item.id: item for item in entities},
        roles={},
    )


CUSTOMER = entity(
    "customer",
    {
        "name": Column.TEXT,
        "level": Column.TEXT,
        "score": Column.DOUBLE,
        "amount": Column.BIGINT,
        "vip": Column.BOOLEAN,
        "signed_on": Column.DATE,
        "called_at": Column.INSTANT,
        "tags": Column.JSON,
        "phone": Column.TEXT,
        "lines": Column.NONE,
        "xmin": Column.TEXT,
        "id": Column.TEXT,
    },
    rows={"lines": "line"},
    filterable=("level", "amount", "signed_on", "tags"),
    actions=("call", "visit"),
    stages=("lead", "quote", "won"),
    subtitle="level",
)
LINE = entity("line", {"product": Column.TEXT, "price": Column.BIGINT}, rows_of=("customer", "lines"), title="product")
CONTACT = entity(
    "contact",
    {"name": Column.TEXT, "phone": Column.TEXT, "age": Column.DOUBLE},
    references={"customer": "customer"},
    belongs_to=(("customer", "customer"),),
)
SALES = app(CUSTOMER, LINE, CONTACT)
