"""What a role may do and see, for those who load, list and show records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from .acts import Actor, Moment, Record, Snapshot
from .permit import Level
from .permit import in_scope as _in_scope
from .world import World

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledApp


@dataclass(frozen=True, slots=True)
class EntityRights:
    """A role's rights on an entity; `fields` says write, read or none for every field."""

    scope: str
    create: bool
    edit: bool
    assign: bool
    archive: bool
    imports: bool
    exports: bool
    fields: Mapping[str, Level]


@dataclass(frozen=True, slots=True)
class ScopeSpec:
    """The rows a person may see, for the query builder.

    `via` are the references to follow from a row of `entity` to the record whose owner and unit count (() for its own),
    as (reference field, entity it leads to); where that chain is broken only kind "all" sees the row. kind own: owner
    is `person`; unit and subtree: unit is among `units`.
    """

    kind: Literal["own", "unit", "subtree", "all"]
    entity: str
    person: str
    units: frozenset[str]
    via: tuple[tuple[str, str], ...]


def rights(app: CompiledApp, role: str, entity: str) -> EntityRights | None:
    """The rights of a role on an entity; None when the role may not see it, or is not a role of the app."""
    found = app.roles.get(role)
    access = found.entities.get(entity) if found else None
    if found is None or access is None:
        return None
    fields: dict[str, Level] = {name: field_level(app, role, entity, name) for name in app.entities[entity].fields}
    return EntityRights(
        access.scope,
        access.create,
        access.edit,
        access.assign,
        access.archive,
        access.imports,
        access.exports,
        fields,
    )


def visible_fields(app: CompiledApp, role: str, entity: str) -> frozenset[str]:
    """The fields of an entity a role may read, filter, sort, group and export; none when it may not see the entity."""
    found = rights(app, role, entity)
    return frozenset(name for name, level in found.fields.items() if level != "none") if found else frozenset()


def field_level(app: CompiledApp, role: str, entity: str, name: str) -> Level:
    """As the role's document says; a lookup of a field, or rows of an entity, hidden from the role is hidden too."""
    compiled, found = app.roles[role], app.entities[entity].fields[name]
    level = compiled.fields[entity].get(name, "none")
    if level != "none" and found.lookup is not None:
        targets = app.entities[entity].references.get(found.lookup.via, ())
        if any(_source_level(app, role, target, found.lookup.value) == "none" for target in targets):
            return "none"
    if found.rows is not None and found.rows not in compiled.entities:
        return "none"
    return level


def _source_level(app: CompiledApp, role: str, entity: str, name: str) -> Level:
    if entity not in app.roles[role].entities or name not in app.entities[entity].fields:
        return "none"
    if app.entities[entity].fields[name].lookup is not None:
        return field_level(app, role, entity, name)
    return app.roles[role].fields[entity].get(name, "none")


def redact(app: CompiledApp, role: str, record: Record) -> Record:
    """The record with the values the role may see, in detail rows too."""
    seen = visible_fields(app, role, record.entity)
    rows = app.entities[record.entity].rows
    values = {name: value for name, value in record.values.items() if name in seen}
    for name, child in rows.items():
        if values.get(name):
            shown = visible_fields(app, role, child) | {"_id"}
            values[name] = [{key: value for key, value in row.items() if key in shown} for row in values[name]]
    return replace(record, values=values)


def scope(app: CompiledApp, actor: Actor, entity: str) -> ScopeSpec | None:
    """The rows of an entity the actor may see; None when his role may not see the entity at all."""
    role = app.roles.get(actor.role)
    access = role.entities.get(entity) if role else None
    if access is None:
        return None
    units = frozenset({actor.unit}) | (actor.subtree if access.scope == "subtree" else frozenset())
    return ScopeSpec(access.scope, entity, actor.person, units, app.entities[entity].owner_chain)


def in_scope(app: CompiledApp, snapshot: Snapshot, actor: Actor, record: Record) -> bool:
    """Whether the actor may see the record; `snapshot` holds the records its `belongs_to` chain leads through."""
    return _in_scope(World(app, snapshot, actor, Moment(0)), actor, record)
