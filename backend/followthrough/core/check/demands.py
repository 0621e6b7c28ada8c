"""Can each demand be met at all? A field by some form or action and some role, an action in time and by somebody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from followthrough.core.model.access import EntityAccess
from followthrough.core.model.entity import Property
from followthrough.core.model.flow import Action, Flow, Requirement
from followthrough.core.model.scope import in_order, path_stages, property_at, side_stages, target_of

from .context import Context
from .flows import edges, reachable


@dataclass(frozen=True, slots=True)
class Demand:
    """A requirement and its place."""

    entity: str
    requirement: Requirement
    at: str


def check_demands(ctx: Context) -> None:
    """Every requirement of every flow and action, and the fields entities require."""
    for demand in _demands(ctx):
        for name in demand.requirement.fields:
            _field(ctx, demand.entity, name, f"{demand.at}/fields/{name}")
        for name in demand.requirement.actions:
            action = ctx.app.actions.get(name)
            if action is not None and action.entity == demand.entity and not doers(ctx, action):
                ctx.add("action_unusable", f"{demand.at}/actions/{name}", None, action=name)
    for entity, document in sorted(ctx.app.entities.items()):
        if document.entity.rows_of is not None or document.entity.archived:
            continue
        for name, prop in sorted(document.properties.items()):
            if prop.field.required and not prop.field.archived:
                _field(ctx, entity, name, f"entity/{entity}/properties/{name}/field/required")
    for flow_id, flow in sorted(ctx.app.flows.items()):
        if flow.entity in ctx.app.entities:
            _in_time(ctx, flow_id, flow)
    for name, action in sorted(ctx.app.actions.items()):
        if name in action.requires.actions:
            ctx.add("action_requires_itself", f"action/{name}/requires/actions/{name}", None, action=name)


def _demands(ctx: Context) -> Iterator[Demand]:
    for flow_id, flow in sorted(ctx.app.flows.items()):
        if flow.entity not in ctx.app.entities:
            continue
        for name, stage in in_order(flow.stages):
            yield Demand(flow.entity, stage.entry, f"flow/{flow_id}/stages/{name}/entry")
        for name, step in in_order(flow.transitions):
            yield Demand(flow.entity, step.requires, f"flow/{flow_id}/transitions/{name}/requires")
    for name, action in sorted(ctx.app.actions.items()):
        if action.entity in ctx.app.entities:
            yield Demand(action.entity, action.requires, f"action/{name}/requires")


def _field(ctx: Context, entity: str, name: str, at: str) -> None:
    found = property_at(ctx.app, entity, name)
    if found is None:
        return
    owner, prop = found
    field = name.rpartition(".")[2]
    if ctx.computed(owner, field) or _has_default(prop):
        return
    if not _on_form(ctx, owner, field) and not _in_action(ctx, entity, name, owner, field):
        ctx.add("demand_no_way", at, None, field=name)
    elif not _writers(ctx, owner, field) and not _set_by_rule(ctx, entity, name, owner, field):
        ctx.add("demand_read_only", at, None, field=name)


def _has_default(prop: Property) -> bool:
    return prop.field.default not in (None, "", []) or prop.field.default_rule is not None


def _on_form(ctx: Context, entity: str, field: str) -> bool:
    """Whether a form holds the field. An entity without form documents shows all its fields."""
    forms = [form for form in ctx.app.forms.values() if form.entity == entity]
    return not forms or any(field in section.fields for form in forms for section in form.sections.values())


def _in_action(ctx: Context, entity: str, path: str, owner: str, field: str) -> bool:
    """Whether an action of the record, of the record that owns the field, or one that creates it, fills it."""
    return any(_fills(ctx, action, entity, path, owner, field) for action in ctx.app.actions.values())


def _fills(ctx: Context, action: Action, entity: str, path: str, owner: str, field: str) -> bool:
    targets = {part.target for part in action.fields.values()} | set(action.writes)
    if (action.entity == entity and path in targets) or (action.entity == owner and field in targets):
        return True
    if action.creates is not None and action.creates.entity == owner:
        return f"new.{field}" in targets or field in (action.creates.link, *action.creates.values)
    reached = {target for target in targets if target and target.endswith(f".{field}")}
    return any(target_of(ctx.app, action.entity, target.rpartition(".")[0]) == owner for target in reached)


def _set_by_rule(ctx: Context, entity: str, path: str, owner: str, field: str) -> bool:
    for action in ctx.app.actions.values():
        if (action.entity == entity and path in action.writes) or (action.entity == owner and field in action.writes):
            return True
        if action.creates is not None and action.creates.entity == owner and field in action.creates.values:
            return True
    return False


def _writers(ctx: Context, entity: str, field: str) -> list[str]:
    """Roles that may change the field (or fill it when they create the record)."""
    return [
        name
        for name, role in ctx.app.access.roles.items()
        if (access := role.entities.get(entity)) is not None and may_write(access, field)
    ]


def may_write(access: EntityAccess, field: str) -> bool:
    """Whether the rights let a person write the field in some act."""
    return (access.edit or access.create) and field not in access.fields


def doers(ctx: Context, action: Action) -> list[str]:
    """Roles that may do the action: named by it (or it names none) and allowed to edit its entity."""
    return [
        name
        for name, role in sorted(ctx.app.access.roles.items())
        if (not action.roles or name in action.roles)
        and (access := role.entities.get(action.entity)) is not None
        and access.edit
    ]


def _in_time(ctx: Context, flow_id: str, flow: Flow) -> None:
    """Demanded actions must be offered before the gate that demands them, on every path to it."""
    at = f"flow/{flow_id}"
    steps, side = edges(flow), side_stages(flow)
    for path_id, path in in_order(flow.paths):
        stages = path_stages(flow, path)
        if not stages:
            continue
        first = flow.stages[stages[0]].entry
        for name, action in in_order(first.actions):
            if action.when is None:
                where = f"{at}/stages/{stages[0]}/entry/actions/{name}"
                ctx.add("action_before_creation", where, None, stage=stages[0], action=name, path=path_id)
        for place, stage in enumerate(stages[1:], start=1):
            before = reachable(steps, stages[0], {*stages[:place], *side})
            _offered(ctx, flow.stages[stage].entry, before, f"{at}/stages/{stage}/entry", path_id)
        for stage in sorted(side):
            before = reachable(steps, stages[0], {*stages, *(side - {stage})})
            _offered(ctx, flow.stages[stage].entry, before, f"{at}/stages/{stage}/entry", path_id)
        for name, step in in_order(flow.transitions):
            sources = {source for source in step.source if source in (*stages, *side)}
            latest = max((stages.index(source) for source in sources if source in stages), default=len(stages) - 1)
            if sources and step.to in (*stages, *side):
                before = reachable(steps, stages[0], {*stages[: latest + 1], *side})
                _offered(ctx, step.requires, before, f"{at}/transitions/{name}/requires", path_id)


def _offered(ctx: Context, requirement: Requirement, before: set[str], at: str, path: str) -> None:
    for name in requirement.actions:
        action = ctx.app.actions.get(name)
        if action is not None and action.stages and not before & set(action.stages):
            ctx.add("action_not_offered", f"{at}/actions/{name}", None, action=name, path=path)
