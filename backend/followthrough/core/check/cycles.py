"""Circles: computed fields across entities, conditions of display, triggers, metrics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from followthrough.core.model.base import Node
from followthrough.core.model.entity import Property
from followthrough.core.model.pattern import EventPattern
from followthrough.core.model.scope import target_of
from followthrough.core.model.table import DecisionTable, table_for
from followthrough.core.model.trigger import AssignRecord, CreateRecord, Effect, MoveRecord, SetField, Trigger
from followthrough.core.rules import fields_of

from .context import Context

T = TypeVar("T")
Place = tuple[str, str]
"""A field as (entity, field)."""


def circles(needs: Mapping[T, Iterable[T]]) -> list[list[T]]:
    """Every circle of a graph once (its strongly connected parts with an edge inside), in a stable order.

    Tarjan, "Depth-first search and linear graph algorithms" (1972), with an explicit stack.
    """
    index: dict[T, int] = {}
    low: dict[T, int] = {}
    stack: list[T] = []
    on_stack: set[T] = set()
    found: list[list[T]] = []

    def close(node: T) -> None:
        part: list[T] = []
        while True:
            top = stack.pop()
            on_stack.discard(top)
            part.append(top)
            if top == node:
                break
        part.reverse()
        if len(part) > 1 or node in needs.get(node, ()):
            found.append(part)

    for start in needs:
        if start in index:
            continue
        work = [(start, iter(list(needs.get(start, ()))))]
        index[start] = low[start] = len(index)
        stack.append(start)
        on_stack.add(start)
        while work:
            node, following = work[-1]
            step = next((other for other in following if other in needs), None)
            if step is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    close(node)
            elif step not in index:
                index[step] = low[step] = len(index)
                stack.append(step)
                on_stack.add(step)
                work.append((step, iter(list(needs.get(step, ())))))
            elif step in on_stack:
                low[node] = min(low[node], index[step])
    return found


def check_cycles(ctx: Context) -> None:
    """Computed fields and conditions of display."""
    computed: dict[Place, list[Place]] = {}
    shown: dict[Place, list[Place]] = {}
    for entity, document in sorted(ctx.app.entities.items()):
        for name, prop in sorted(document.properties.items()):
            computed[entity, name] = _computed_needs(ctx, entity, name, prop)
            shown[entity, name] = [place for place in _reads(ctx, entity, prop.field.relevance) if place[0] == entity]
    for code, graph in (("computed_cycle", computed), ("hidden_cycle", shown)):
        for circle in circles(graph):
            entity, name = min(circle)
            member = "relevance" if code == "hidden_cycle" else "compute"
            where = f"entity/{entity}/properties/{name}/field/{member}"
            ctx.add(code, where, None, fields=[f"{part}.{field}" for part, field in circle])


def _computed_needs(ctx: Context, entity: str, name: str, prop: Property) -> list[Place]:
    spec = prop.field
    needs = _reads(ctx, entity, spec.compute)
    table = table_for(ctx.app.decision_tables, entity, name)
    for node in _parts(table) if table is not None else ():
        needs += _reads(ctx, entity, node)
    if spec.lookup is not None:
        target = target_of(ctx.app, entity, spec.lookup.via)
        needs += [(target, spec.lookup.value)] if target else []
    if spec.rollup is not None:
        if spec.rollup.value is not None:
            needs.append((spec.rollup.entity, spec.rollup.value))
        needs += _reads(ctx, spec.rollup.entity, spec.rollup.where)
    return needs


def _parts(table: DecisionTable) -> list[Node]:
    """The rules of a table that read its record (cells read only their column)."""
    outputs = [row.output for row in table.rows.values()]
    return [
        *(column.rule for column in table.inputs.values()),
        *outputs,
        *([table.otherwise] if table.otherwise else []),
    ]


def _reads(ctx: Context, entity: str, node: Node | None) -> list[Place]:
    """The fields a rule reads, each with the entity it belongs to; references on the way count too."""
    places: list[Place] = []
    for path in sorted(fields_of(node)) if node is not None and ctx.good(node, ctx.scope(entity), None) else ():
        here: str | None = entity
        for step in path.split("."):
            if here is None:
                break
            places.append((here, step))
            here = target_of(ctx.app, here, step)
    return places


def check_trigger_loops(ctx: Context) -> None:
    """Triggers whose effects set each other off."""
    triggers = ctx.app.triggers
    graph = {
        name: [other for other, listener in sorted(triggers.items()) if _sets_off(ctx, trigger, listener.on)]
        for name, trigger in sorted(triggers.items())
    }
    for circle in circles(graph):
        ctx.add("trigger_loop", f"trigger/{min(circle)}", None, triggers=circle)


def _sets_off(ctx: Context, trigger: Trigger, pattern: EventPattern) -> bool:
    return any(_matches(ctx, trigger.on.entity, effect, pattern) for effect in trigger.effects.values())


def _matches(ctx: Context, entity: str, effect: Effect, pattern: EventPattern) -> bool:
    if isinstance(effect, CreateRecord):
        return pattern.kind == "created" and pattern.entity == effect.entity
    if isinstance(effect, SetField):
        via, _, field = effect.field.rpartition(".")
        there = target_of(ctx.app, entity, via) if via else entity
        known = not pattern.fields or field in pattern.fields
        return pattern.entity == there and pattern.kind == "edited" and known
    if pattern.entity != entity:
        return False
    if isinstance(effect, MoveRecord):
        return pattern.kind == "moved" and pattern.stage in (None, effect.stage)
    return isinstance(effect, AssignRecord) and pattern.kind == "assigned"


def check_metric_cycles(ctx: Context) -> None:
    """Metrics made of each other."""
    graph = {
        name: [part for part in (metric.numerator, metric.denominator) if part]
        + sorted(term.metric for term in metric.terms.values())
        for name, metric in sorted(ctx.app.metrics.items())
    }
    for circle in circles(graph):
        ctx.add("metric_cycle", f"metric/{min(circle)}", None, metrics=circle)
