"""Compiles one entity: its fields with their rules, what is derived in which order, what feeds what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from followthrough.core.fields import KINDS, Column, Kind
from followthrough.core.kit.fieldtype import OPAQUE, FieldType
from followthrough.core.model.app import AppDocument
from followthrough.core.model.base import Node, Statement
from followthrough.core.model.entity import Entity, Property
from followthrough.core.model.scope import (
    PARENT,
    EntityScope,
    fields_in_order,
    in_order,
    own_type,
    property_at,
    roots,
    target_of,
)
from followthrough.core.model.table import table_for
from followthrough.core.rules import Scope

from .app import CompiledField, CompiledRollup, CompiledStatement, Feed
from .order import sorted_by_need
from .rule import CompiledRule
from .table import lowered

_FURTHEST = 8
COMPUTED = frozenset({"formula", "rollup", "lookup", "serial"})


def rule(node: Node | None, scope: Scope) -> CompiledRule | None:
    """The rule compiled, None for none."""
    return None if node is None else CompiledRule(node, scope)


def statements(parts: Mapping[str, Statement], scope: Scope) -> tuple[CompiledStatement, ...]:
    """Statements in order."""
    return tuple(
        CompiledStatement(name, CompiledRule(part.rule, scope), part.message) for name, part in in_order(parts)
    )


def compile_fields(app: AppDocument, entity_id: str, scope: Scope) -> dict[str, CompiledField]:
    """The fields of an entity in order."""
    entity = app.entities[entity_id]
    live = live_fields(entity, scope)
    return {name: _field(app, entity_id, name, prop, scope, name in live) for name, prop in fields_in_order(entity)}


def _field(app: AppDocument, entity_id: str, name: str, prop: Property, scope: Scope, live: bool) -> CompiledField:
    spec = prop.field
    kind = KINDS[spec.kind]
    targets = (spec.target,) if spec.target else tuple(part for part, _ in in_order(spec.targets))
    table = table_for(app.decision_tables, entity_id, name)
    return CompiledField(
        id=name,
        kind=kind,
        property=prop,
        type=own_type(app, entity_id, name) or OPAQUE,
        label=spec.label,
        required=spec.required,
        computed=spec.kind in COMPUTED or table is not None,
        live=live,
        archived=spec.archived,
        filterable=spec.filterable and not live,
        column=Column.NONE if live else kind.column(prop),
        default=spec.default if spec.default not in ("", []) else None,
        relevance=rule(spec.relevance, scope),
        required_when=rule(spec.required_when, scope),
        constraints=statements(spec.constraint, scope),
        default_rule=rule(spec.default_rule, scope),
        compute=rule(lowered(table) if table is not None else spec.compute, scope),
        rollup=_rollup(app, name, prop),
        lookup=spec.lookup,
        shown=_shown(app, entity_id, prop),
        rows=spec.target if spec.kind == "rows" else None,
        targets=targets,
    )


def _shown(app: AppDocument, entity_id: str, prop: Property) -> tuple[Kind, Property] | None:
    """Follows lookups of lookups to the field that is really shown."""
    here, seen = entity_id, 0
    while prop.field.lookup is not None and seen < _FURTHEST:
        found = property_at(app, here, f"{prop.field.lookup.via}.{prop.field.lookup.value}")
        if found is None:
            return None
        (here, prop), seen = found, seen + 1
    return (KINDS[prop.field.kind], prop) if seen else None


def _rollup(app: AppDocument, name: str, prop: Property) -> CompiledRollup | None:
    spec = prop.field.rollup
    if spec is None:
        return None
    where = rule(spec.where, EntityScope(app, spec.entity))
    reads = roots({spec.via, *({spec.value} if spec.value else ()), *(where.reads if where else ())})
    return CompiledRollup(name, spec, spec.entity, spec.via, spec.op, spec.value, where, reads)


def live_fields(entity: Entity, scope: Scope) -> frozenset[str]:
    """Lookups, and formulas that use the clock, read through a reference, or read another live field."""
    live = {name for name, prop in entity.properties.items() if prop.field.kind == "lookup"}
    formulas = {
        name: CompiledRule(prop.field.compute, scope)
        for name, prop in entity.properties.items()
        if prop.field.kind == "formula" and prop.field.compute is not None
    }
    live |= {name for name, made in formulas.items() if made.clock or any("." in path for path in made.reads)}
    while more := {name for name, made in formulas.items() if name not in live and made.reads & live}:
        live |= more
    return frozenset(live)


def derive_order(fields: Mapping[str, CompiledField]) -> tuple[str, ...]:
    """Every field with relevance, formula or lookup, each after all it reads."""
    needs = {name: needs_of(part) for name, part in fields.items() if derived(part)}
    done, cyclic = sorted_by_need(needs, needs)
    return (*done, *cyclic)


def derived(part: CompiledField) -> bool:
    """Whether the field's value follows from others."""
    return part.relevance is not None or part.compute is not None or part.lookup is not None


def needs_of(part: CompiledField) -> frozenset[str]:
    """The own fields that a derived field reads."""
    reads = {path for made in (part.relevance, part.compute) if made for path in made.reads}
    if part.lookup is not None:
        reads.add(part.lookup.via)
    return roots(reads)


def feeds_of(rollups: Mapping[str, Mapping[str, CompiledRollup]], child: str) -> tuple[Feed, ...]:
    """The rollups that records of `child` feed, whichever entity holds them."""
    return tuple(
        Feed(parent, made.field, made.via, made)
        for parent, parts in rollups.items()
        for made in parts.values()
        if made.child == child
    )


def owner_chain(app: AppDocument, entity_id: str) -> tuple[tuple[str, str], ...]:
    """The references to follow to the record whose owner and unit decide access; () for the record's own."""
    chain: list[tuple[str, str]] = []
    here = entity_id
    while True:
        info = app.entities[here].entity
        reference = PARENT if info.rows_of else info.belongs_to
        target = target_of(app, here, reference) if reference else None
        if reference is None or target is None or any(target == known for _, known in chain) or target == entity_id:
            return tuple(chain)
        chain.append((reference, target))
        here = target


def record_schema(fields: Mapping[str, CompiledField]) -> dict[str, Any]:
    """JSON Schema of a stored record's values: empty ones are left out, nothing but its fields."""
    parts = {name: part.kind.schema(part.property) for name, part in fields.items() if part.column is not Column.NONE}
    return {"type": "object", "properties": parts, "additionalProperties": False}


def path_types(fields: Mapping[str, CompiledField], reads: frozenset[str], scope: Scope) -> dict[str, FieldType]:
    """The types of all own fields and of every path in `reads` that leads somewhere."""
    types = {name: part.type for name, part in fields.items()}
    for path in sorted(reads):
        kind = scope.lookup(path)
        if kind is not None:
            types[path] = kind
    return types
