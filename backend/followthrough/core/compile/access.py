"""Compiles the roles: for each entity they may see, the right on every field."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from followthrough.core.model.access import EntityAccess, Role

from .app import CompiledApp, CompiledField, CompiledRole, Right


def compile_role(
    role_id: str,
    role: Role,
    fields: Mapping[str, Mapping[str, CompiledField]],
    archived: Collection[str] = (),
) -> CompiledRole:
    """A role over the fields of every entity it may see (`fields` by entity id): of none that is `archived`."""
    entities = {
        name: access for name, access in sorted(role.entities.items()) if name in fields and name not in archived
    }
    rights = {
        name: {part: _right(access, made) for part, made in fields[name].items()} for name, access in entities.items()
    }
    return CompiledRole(role_id, role, entities, rights)


def as_granted(app: CompiledApp) -> CompiledApp:
    """The app with what its roles are granted on archived entities too: by that it is measured who may grant what, or
    somebody could get by way of an archived entity what he did not hold before."""
    if not any(entity.info.archived for entity in app.entities.values()):
        return app
    fields = {name: entity.fields for name, entity in app.entities.items()}
    return replace(app, roles={name: compile_role(name, role.doc, fields) for name, role in app.roles.items()})


def _right(access: EntityAccess, field: CompiledField) -> Right:
    said = access.fields.get(field.id)
    if said is not None:
        return said
    changes = access.edit or access.create or access.imports
    return "write" if changes and not field.computed and not field.archived else "read"
