"""Checks of flows: what they name, and whether every stage can be reached and left on every path."""

from __future__ import annotations

from collections.abc import Collection

from followthrough.core.model.flow import Flow, Requirement
from followthrough.core.model.scope import in_order, path_stages, side_stages

from .context import Context

Edges = dict[str, set[str]]


def check_flows(ctx: Context) -> None:
    """Every flow."""
    seen: dict[str, str] = {}
    for name, flow in sorted(ctx.app.flows.items()):
        at = f"flow/{name}"
        if ctx.entity(flow.entity, f"{at}/entity") is None:
            continue
        if flow.entity in seen:
            ctx.add("two_flows", f"{at}/entity", None, entity=flow.entity)
        seen.setdefault(flow.entity, name)
        _names(ctx, flow, at)
        if ctx.archived(flow.entity):
            continue
        _paths(ctx, flow, at)
        _reach(ctx, flow, at)


def check_requirement(ctx: Context, entity: str, requirement: Requirement, at: str) -> None:
    """The ids and rules of a requirement on records of `entity`."""
    scope = ctx.scope(entity)
    for name, field in requirement.fields.items():
        if ctx.field_path(entity, name, f"{at}/fields/{name}") is not None and name.count(".") > 1:
            ctx.add("input_too_far", f"{at}/fields/{name}", None, target=name)
        ctx.condition(field.when, scope, f"{at}/fields/{name}/when")
    ctx.actions(entity, requirement.actions, f"{at}/actions")
    for name, action in requirement.actions.items():
        ctx.condition(action.when, scope, f"{at}/actions/{name}/when")
    for name, statement in requirement.statements.items():
        ctx.condition(statement.rule, scope, f"{at}/statements/{name}/rule")


def edges(flow: Flow) -> Edges:
    """Where the transitions lead from each stage."""
    found: Edges = {name: set() for name in flow.stages}
    for step in flow.transitions.values():
        for source in step.source:
            if source in found and step.to in flow.stages:
                found[source].add(step.to)
    return found


def reachable(steps: Edges, start: str, within: Collection[str]) -> set[str]:
    """The stages of `within` that transitions reach from `start` without leaving it (start itself included)."""
    found = {start}
    waiting = [start]
    while waiting:
        for target in steps.get(waiting.pop(), ()):
            if target in within and target not in found:
                found.add(target)
                waiting.append(target)
    return found


def _names(ctx: Context, flow: Flow, at: str) -> None:
    scope = ctx.scope(flow.entity)
    for name, stage in in_order(flow.stages):
        check_requirement(ctx, flow.entity, stage.entry, f"{at}/stages/{name}/entry")
    for name, path in in_order(flow.paths):
        ctx.condition(path.when, scope, f"{at}/paths/{name}/when")
        ctx.stages(flow, path.stages, f"{at}/paths/{name}/stages")
        for part in path.stages:
            if part in flow.stages and flow.stages[part].archived:
                ctx.add("archived_stage_used", f"{at}/paths/{name}/stages/{part}", None, stage=part)
    for name, step in in_order(flow.transitions):
        here = f"{at}/transitions/{name}"
        ctx.stages(flow, step.source, f"{here}/from")
        ctx.stages(flow, {step.to: None}, f"{here}/to")
        ctx.roles(step.roles, f"{here}/roles")
        ctx.condition(step.when, scope, f"{here}/when")
        check_requirement(ctx, flow.entity, step.requires, f"{here}/requires")
        if step.to in step.source:
            ctx.add("transition_to_itself", f"{here}/from/{step.to}", None, transition=name)


def _paths(ctx: Context, flow: Flow, at: str) -> None:
    default: str | None = None
    for name, path in in_order(flow.paths):
        here = f"{at}/paths/{name}"
        if default is not None:
            ctx.add("path_shadowed", here, None, path=name)
        if path.when is None:
            default = default or name
        stages = path_stages(flow, path)
        if not stages:
            ctx.add("path_empty", here, None, path=name)
        elif flow.stages[stages[0]].kind == "won":
            ctx.add("first_stage_won", here, None, path=name)
        elif all(flow.stages[stage].kind != "won" for stage in stages):
            ctx.add("path_without_won", here, None, path=name)
    if default is None:
        ctx.add("no_default_path", f"{at}/paths", None)


def _reach(ctx: Context, flow: Flow, at: str) -> None:
    steps = edges(flow)
    side = side_stages(flow)
    on_paths: set[str] = set()
    arrived: set[str] = set()
    for name, path in in_order(flow.paths):
        stages = path_stages(flow, path)
        if not stages:
            continue
        within = {*stages, *side}
        on_paths |= set(stages)
        found = reachable(steps, stages[0], within)
        arrived |= found
        for stage in stages:
            if stage not in found:
                ctx.add("unreachable_stage", f"{at}/stages/{stage}", None, stage=stage, path=name)
            elif flow.stages[stage].kind == "open" and not (steps[stage] - {stage}) & within:
                ctx.add("exitless_stage", f"{at}/stages/{stage}", None, stage=stage, path=name)
    for stage, document in in_order(flow.stages):
        if not document.archived and stage not in on_paths | arrived:
            ctx.add("stage_off_paths", f"{at}/stages/{stage}", None, stage=stage)
    _idle(ctx, flow, at, side)


def _idle(ctx: Context, flow: Flow, at: str, side: set[str]) -> None:
    """Transitions whose ends lie on no common path."""
    routes = [set(path_stages(flow, path)) | side for path in flow.paths.values()]
    for name, step in in_order(flow.transitions):
        known = [source for source in step.source if source in flow.stages]
        if known and step.to in flow.stages and not any(step.to in route and route & set(known) for route in routes):
            ctx.add("transition_off_paths", f"{at}/transitions/{name}", None, transition=name)
