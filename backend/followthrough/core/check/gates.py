"""Can people fulfil what is demanded at once? Conditions that hide, contradict or exclude each other, with examples."""

from __future__ import annotations

from collections.abc import Iterator

from followthrough.core.model.base import Node
from followthrough.core.model.entity import Entity
from followthrough.core.model.flow import Flow, Path, Requirement, Transition
from followthrough.core.model.scope import fields_in_order, in_order, path_stages, side_stages, target_of

from .context import Context
from .plain import bounds, plain
from .satisfy import find


def check_fields_satisfiable(ctx: Context) -> None:
    """Display, requirement and constraints of each field against each other."""
    for entity, document in sorted(ctx.app.entities.items()):
        for name, prop in fields_in_order(document) if not ctx.archived(entity) else ():
            at = f"entity/{entity}/properties/{name}/field"
            shown = _usable(ctx, entity, prop.field.relevance)
            wanted = _usable(ctx, entity, prop.field.required_when)
            if shown and find(shown, ctx.scope(entity)).never:
                ctx.add("never_shown", f"{at}/relevance", None, field=name)
            elif shown and wanted:
                answer = find(wanted, ctx.scope(entity), false=shown)
                if answer.record is not None:
                    ctx.add("hidden_required", f"{at}/required_when", answer.record, field=name)
            if prop.field.required or wanted:
                _satisfiable(ctx, entity, document, name, wanted)


def _satisfiable(ctx: Context, entity: str, document: Entity, name: str, wanted: list[Node]) -> None:
    rules = _constraints(ctx, entity, document, name)
    scope = ctx.scope(entity)
    if not rules or find(wanted, scope).never:
        return
    if find([*wanted, *rules], scope, filled=[name]).never:
        at = f"entity/{entity}/properties/{name}/field/constraint"
        # Required always: no record can be saved, and none is more of an example than another.
        ctx.add("never_satisfied", at, find(wanted, scope).record or None, field=name)


def _constraints(ctx: Context, entity: str, document: Entity, name: str) -> list[Node]:
    """What the value of a field must fulfil, as rules; none where there are only bounds."""
    spec = document.properties[name].field
    rules = [part for statement in spec.constraint.values() for part in _usable(ctx, entity, statement.rule)]
    return [*rules, *bounds(document, name)] if rules else []


def _usable(ctx: Context, entity: str, node: Node | None) -> list[Node]:
    """[the rule over stored fields] when it is there and has no errors, else []."""
    if node is None or not ctx.good(node, ctx.scope(entity)):
        return []
    return [plain(ctx.app, entity, node)]


def check_gates_satisfiable(ctx: Context) -> None:
    """The gates of every flow, path by path, and those of transitions."""
    for flow_id, flow in sorted(ctx.app.flows.items()):
        if flow.entity not in ctx.app.entities or ctx.archived(flow.entity):
            continue
        for path_id, path in in_order(flow.paths):
            chosen, passed = _chosen(ctx, flow, path_id)
            _path(ctx, flow_id, flow, (path_id, path), chosen, passed)
        for name, step in in_order(flow.transitions):
            at = f"flow/{flow_id}/transitions/{name}/requires"
            own = _usable(ctx, flow.entity, step.when)
            for path_id in _routes(flow, step):
                chosen, passed = _chosen(ctx, flow, path_id)
                _hidden(ctx, flow.entity, step.requires, at, [*own, *chosen], passed, path_id)


def _routes(flow: Flow, step: Transition) -> list[str]:
    """The paths on which a transition can be taken."""
    side = side_stages(flow)
    routes = {name: {*path_stages(flow, path), *side} for name, path in in_order(flow.paths)}
    return [name for name, route in routes.items() if step.to in route and route & set(step.source)]


def _chosen(ctx: Context, flow: Flow, path_id: str) -> tuple[list[Node], list[Node]]:
    """What holds and what does not when this path is the record's: its own condition, and those of paths before it."""
    passed: list[Node] = []
    for name, path in in_order(flow.paths):
        own = _usable(ctx, flow.entity, path.when)
        if name == path_id:
            return own, passed
        passed += own
    return [], passed


def _path(
    ctx: Context, flow_id: str, flow: Flow, named: tuple[str, Path], chosen: list[Node], passed: list[Node]
) -> None:
    path_id, path = named
    scope = ctx.scope(flow.entity)
    if chosen and find(chosen, scope, false=passed).never:
        ctx.add("path_shadowed", f"flow/{flow_id}/paths/{path_id}", find(chosen, scope).record or None, path=path_id)
        return
    rules: list[Node] = list(chosen)
    filled: set[str] = set()
    for stage in path_stages(flow, path):
        at = f"flow/{flow_id}/stages/{stage}/entry"
        entry = flow.stages[stage].entry
        _hidden(ctx, flow.entity, entry, at, chosen, passed, path_id)
        more = list(_demanded(ctx, flow.entity, entry))
        fields = {name for name, part in entry.fields.items() if part.when is None and "." not in name}
        if not more and not fields:
            continue
        if find([*rules, *more], scope, false=passed, filled=filled | fields).never:
            # The example gets as far as this gate.
            stuck = find(rules, scope, false=passed, filled=filled).record or None
            ctx.add("gate_contradiction", at, stuck, at=stage, path=path_id)
            return
        rules += more
        filled |= fields


def _demanded(ctx: Context, entity: str, entry: Requirement) -> Iterator[Node]:
    """Statements of a gate, and the constraints of the fields it wants filled."""
    for statement in entry.statements.values():
        yield from _usable(ctx, entity, statement.rule)
    document = ctx.app.entities[entity]
    for name, part in entry.fields.items():
        if part.when is None and name in document.properties:
            yield from _constraints(ctx, entity, document, name)


def _hidden(
    ctx: Context,
    entity: str,
    requirement: Requirement,
    at: str,
    chosen: list[Node],
    passed: list[Node],
    path_id: str,
) -> None:
    """Fields demanded where they may be hidden: then the demand has no effect."""
    for name, demand in in_order(requirement.fields):
        shown, prefix = _relevance(ctx, entity, name)
        if not shown or (demand.when is not None and not _usable(ctx, entity, demand.when)):
            continue
        wanted = _usable(ctx, entity, demand.when)
        answer = find([*chosen, *wanted], ctx.scope(entity), false=[*passed, *shown])
        if answer.record is not None and (not prefix or any(path.startswith(prefix) for path in answer.record)):
            ctx.add("hidden_demand", f"{at}/fields/{name}", answer.record, field=name, path=path_id)


def _relevance(ctx: Context, entity: str, name: str) -> tuple[list[Node], str]:
    """The condition of display of a demanded field, over the demanding record's paths; and the reference before it."""
    via, _, last = name.rpartition(".")
    owner = target_of(ctx.app, entity, via) if via and "." not in via else (None if via else entity)
    document = ctx.app.entities.get(owner) if owner else None
    if owner is None or document is None or last not in document.properties:
        return [], ""
    shown = _usable(ctx, owner, document.properties[last].field.relevance)
    moved = [_moved(node, f"{via}.") for node in shown] if via else shown
    good = [node for node in moved if ctx.good(node, ctx.scope(entity))]
    return good, f"{via}." if via else ""


def _moved(node: Node, prefix: str) -> Node:
    """The rule of a referenced record, as one over the record that refers to it."""
    if "f" in node:
        return {"f": prefix + node["f"]}
    return {**node, "a": [_moved(part, prefix) for part in node["a"]]} if "a" in node else node
