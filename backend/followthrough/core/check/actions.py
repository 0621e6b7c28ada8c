"""Checks of actions: their mini form, what they write, create and where they lead."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from followthrough.core.kit.fieldtype import FieldType
from followthrough.core.model.flow import Action, ActionField
from followthrough.core.model.scope import (
    EntityScope,
    in_order,
    input_type,
    path_stages,
    property_at,
    side_stages,
    target_of,
)

from .context import Context
from .demands import doers, may_write
from .emptied import check_emptied
from .entities import check_bounds, check_default
from .flows import check_requirement, edges, reachable


def check_actions(ctx: Context) -> None:
    """Every action."""
    for name, action in sorted(ctx.app.actions.items()):
        at = f"action/{name}"
        if ctx.entity(action.entity, f"{at}/entity") is None:
            continue
        scope = ctx.action_scope(name, action)
        _place(ctx, name, action, at)
        ctx.condition(action.when, ctx.scope(action.entity), f"{at}/when")
        ctx.condition(action.effective, scope, f"{at}/effective")
        check_requirement(ctx, action.entity, action.requires, f"{at}/requires")
        for key, part in in_order(action.fields):
            _input(ctx, name, key, part, f"{at}/fields/{key}")
        for path, node in sorted(action.writes.items()):
            kind = _written(ctx, action, path, f"{at}/writes/{path}")
            made = action.creates.entity if action.creates is not None else action.entity
            entity = made if path.startswith("new.") else action.entity
            check_emptied(ctx, entity, path.removeprefix("new."), node, f"{at}/writes/{path}")
            ctx.rule(node, scope, f"{at}/writes/{path}", kind)
        _creates(ctx, action, scope, f"{at}/creates")
        if action.evidence is not None and action.evidence.min > action.evidence.max:
            low, high = action.evidence.min, action.evidence.max
            ctx.add("evidence_range", f"{at}/evidence", None, min=low, max=high)


def _place(ctx: Context, name: str, action: Action, at: str) -> None:
    flow = ctx.flow(action.entity)
    ctx.roles(action.roles, f"{at}/roles")
    if flow is None:
        if action.stages:
            ctx.add("stages_without_flow", f"{at}/stages", None, entity=action.entity)
        if action.advances is not None:
            ctx.add("advance_without_flow", f"{at}/advances", None, entity=action.entity)
        return
    ctx.stages(flow, action.stages, f"{at}/stages")
    if action.advances is None:
        return
    to = action.advances.to
    ctx.stages(flow, {to: None}, f"{at}/advances")
    steps, side = edges(flow), side_stages(flow)
    for path_id, path in in_order(flow.paths):
        stages = path_stages(flow, path)
        if to not in (*stages, *side):
            continue
        before = stages[: stages.index(to)] if to in stages else stages
        offered = [stage for stage in before if not action.stages or stage in action.stages]
        ways = [stage for stage in offered if to in reachable(steps, stage, {*stages, *side})]
        if offered and not ways:
            ctx.add("advance_no_way", f"{at}/advances", None, action=name, stage=to, path=path_id)


def _input(ctx: Context, name: str, key: str, part: ActionField, at: str) -> None:
    action = ctx.app.actions[name]
    if part.target is None and part.property is None:
        ctx.add("input_without_target", at, None)
        return
    if part.target is not None and part.property is not None:
        ctx.add("input_two_targets", at, None)
    if part.target is not None:
        _written(ctx, action, part.target, f"{at}/target")
        _writable(ctx, action, part.target, f"{at}/target")
    elif part.property is not None:
        check_bounds(ctx, key, part.property, f"{at}/property")
        check_default(ctx, key, part.property, f"{at}/property/field/default")
    scope = ctx.action_scope(name, action)
    kind = input_type(ctx.app, action, key)
    ctx.condition(part.required_when, scope, f"{at}/required_when")
    ctx.condition(part.relevance, scope, f"{at}/relevance")
    ctx.rule(part.default_rule, scope, f"{at}/default_rule", kind if kind and kind.base != "opaque" else None)


def _written(ctx: Context, action: Action, path: str, at: str) -> FieldType | None:
    """The type of what is written, with findings for a target that cannot be."""
    entity, last = action.entity, path
    if path.startswith("new."):
        if action.creates is None:
            ctx.add("new_without_creates", at, None, field=path.removeprefix("new."))
            return None
        entity, last = action.creates.entity, path.removeprefix("new.")
        if entity not in ctx.app.entities:
            return None
    elif path.count(".") > 1:
        ctx.add("input_too_far", at, None, target=path)
        return None
    kind = ctx.field_path(entity, last, at)
    found = property_at(ctx.app, entity, last)
    if kind is not None and (found is None or ctx.computed(found[0], last.rpartition(".")[2])):
        ctx.add("write_computed", at, None, field=path)
    elif found is not None and found[1].field.archived:
        ctx.add("archived_field_used", at, None, field=path)
    return None if kind is None or kind.base == "opaque" else kind


def _writable(ctx: Context, action: Action, path: str, at: str) -> None:
    """Some role that may do the action must be allowed to write what it asks for."""
    if path.startswith("new."):
        entity, field = (action.creates.entity if action.creates else ""), path.removeprefix("new.")
    else:
        found = property_at(ctx.app, action.entity, path)
        if found is None:
            return
        entity, field = found[0], path.rpartition(".")[2]
    able = doers(ctx, action)
    roles = ctx.app.access.roles
    if able and not any(
        (own := roles[role].entities.get(entity)) is not None and may_write(own, field) for role in able
    ):
        ctx.add("input_not_writable", at, None, field=path)


def _creates(ctx: Context, action: Action, scope: EntityScope, at: str) -> None:
    made = action.creates
    if made is None or ctx.entity(made.entity, f"{at}/entity") is None:
        return
    known = ctx.own_field(made.entity, made.link, f"{at}/link")
    if known and target_of(ctx.app, made.entity, made.link) != action.entity:
        ctx.add("creates_link", f"{at}/link", None, field=made.link, entity=action.entity)
    for name, node in sorted(made.values.items()):
        kind = ctx.field_path(made.entity, name, f"{at}/values/{name}")
        check_emptied(ctx, made.entity, name, node, f"{at}/values/{name}")
        ctx.rule(node, scope, f"{at}/values/{name}", kind if kind and kind.base != "opaque" else None)
    targets = [part.target for part in action.fields.values() if part.target is not None]
    asked = {target.removeprefix("new.") for target in targets if target.startswith("new.")}
    given = {made.link, *made.values, *asked}
    for name in missing_on_create(ctx, made.entity, given):
        ctx.add("creates_incomplete", at, None, entity=made.entity, field=name)


def missing_on_create(ctx: Context, entity: str, given: Collection[str]) -> Iterator[str]:
    """The required fields of an entity that neither `given` nor a default fills."""
    for name, prop in sorted(ctx.app.entities[entity].properties.items()):
        spec = prop.field
        supplied = spec.default not in (None, "", []) or spec.default_rule is not None or ctx.computed(entity, name)
        if spec.required and not spec.archived and not supplied and name not in given:
            yield name
