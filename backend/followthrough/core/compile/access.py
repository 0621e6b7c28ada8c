"""Compiles the roles: for each entity they may see, the right on every field."""

from __future__ import annotations

from collections.abc import Collection, Mapping

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
    """The app by which grants are measured: with what is granted and drawn on archived entities."""
    return app.granted or app


def _right(access: EntityAccess, field: CompiledField) -> Right:
    said = access.fields.get(field.id)
    if said is not None:
        return said
    changes = access.edit or access.create or access.imports
    return "write" if changes and not field.computed and not field.archived else "read"
