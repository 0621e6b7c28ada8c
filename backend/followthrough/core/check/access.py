"""Checks of roles: what they name, and rights that cannot be used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from followthrough.core.model.access import EntityAccess, Role
from followthrough.core.model.entity import Entity
from followthrough.core.model.scope import PARENT, in_order, target_of

from .context import Context


def check_access(ctx: Context) -> None:
    """Every role, and the roles named by transitions and actions."""
    roles = ctx.app.access.roles
    if not roles:
        ctx.add("no_roles", "access/roles", None)
    for name, role in in_order(roles):
        for entity, access in sorted(role.entities.items()):
            _rights(ctx, name, entity, access, f"access/roles/{name}/entities/{entity}")
    for entity in sorted(ctx.app.entities):
        if roles and not (ctx.archived(entity) or any(entity in role.entities for role in roles.values())):
            ctx.add("entity_invisible", f"entity/{entity}", None, entity=entity)
    for flow_id, flow in sorted(ctx.app.flows.items()):
        for name, step in in_order(flow.transitions):
            at = f"flow/{flow_id}/transitions/{name}"
            if not (_admitted(ctx, flow.entity, step.roles, f"{at}/roles") or ctx.archived(flow.entity)):
                ctx.add("transition_unusable", at, None, transition=name)
    for name, action in sorted(ctx.app.actions.items()):
        _admitted(ctx, action.entity, action.roles, f"action/{name}/roles")


def _rights(ctx: Context, role: str, entity: str, access: EntityAccess, at: str) -> None:
    document = ctx.entity(entity, at)
    if document is None:
        return
    for field in access.fields:
        ctx.own_field(entity, field, f"{at}/fields/{field}")
    if ctx.archived(entity):
        return
    if access.imports and not access.create:
        ctx.add("role_right_unusable", f"{at}/imports", None, role=role, entity=entity)
    if access.fields.get(document.entity.title) == "none":
        where = f"{at}/fields/{document.entity.title}"
        ctx.add("title_hidden", where, None, role=role, entity=entity, field=document.entity.title)
    _demanded(ctx, role, entity, document, access, at)
    _owner(ctx, role, entity, access, at)


def _demanded(ctx: Context, role: str, entity: str, document: Entity, access: EntityAccess, at: str) -> None:
    for name, prop in sorted(document.properties.items()):
        spec = prop.field
        if name not in access.fields or ctx.computed(entity, name) or spec.archived:
            continue
        supplied = spec.default not in (None, "", []) or spec.default_rule is not None
        if spec.required and access.create and not supplied:
            ctx.add("required_not_writable", f"{at}/fields/{name}", None, role=role, entity=entity, field=name)
        elif spec.required_when is not None and (access.create or access.edit) and not supplied:
            ctx.add("demand_not_writable", f"{at}/fields/{name}", None, role=role, field=name)


def _owner(ctx: Context, role: str, entity: str, access: EntityAccess, at: str) -> None:
    info = ctx.app.entities[entity].entity
    reference = PARENT if info.rows_of else info.belongs_to
    parent = target_of(ctx.app, entity, reference) if reference else None
    if parent is None:
        return
    above = _role(ctx, role).entities.get(parent)
    if above is None:
        ctx.add("owner_invisible", at, None, role=role, entity=entity, parent=parent)
    elif info.rows_of and access.edit and not (above.edit or above.create):
        ctx.add("rows_right_unusable", at, None, role=role, entity=entity, parent=parent)


def _role(ctx: Context, name: str) -> Role:
    return ctx.app.access.roles[name]


def _admitted(ctx: Context, entity: str, named: Mapping[str, Any], at: str) -> bool:
    """Whether some role is admitted; findings for the named ones that may not edit."""
    roles = ctx.app.access.roles
    able = [name for name, role in roles.items() if (own := role.entities.get(entity)) is not None and own.edit]
    for name in named:
        if name in roles and name not in able:
            ctx.add("role_without_edit", f"{at}/{name}", None, role=name, entity=entity)
    return not roles or any(not named or name in named for name in able)
