"""Checks of duties, triggers, metrics and boards, and of the manifest: what they name and what they lack."""

from __future__ import annotations

import re
from collections.abc import Iterable

from followthrough.core.model.later import (
    AssignRecord,
    CreateRecord,
    Due,
    Duty,
    Effect,
    EventPattern,
    Metric,
    MoveRecord,
    Notify,
    OpenObligation,
    Person,
    SetField,
)
from followthrough.core.model.scope import target_of

from .context import Context
from .demands import COMPUTED

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_DATED = frozenset({"date", "instant"})


def check_later(ctx: Context) -> None:
    """Every duty, trigger, metric and board, and the places the manifest names."""
    for name, duty in sorted(ctx.app.duties.items()):
        if ctx.entity(duty.entity, f"duty/{name}/entity") is not None:
            _duty(ctx, duty, f"duty/{name}")
    for name, trigger in sorted(ctx.app.triggers.items()):
        at = f"trigger/{name}"
        if not _pattern(ctx, trigger.on, f"{at}/on"):
            continue
        for key, effect in sorted(trigger.effects.items()):
            _effect(ctx, trigger.on.entity, effect, f"{at}/effects/{key}")
    for name, metric in sorted(ctx.app.metrics.items()):
        if ctx.entity(metric.entity, f"metric/{name}/entity") is not None:
            _metric(ctx, metric, f"metric/{name}")
    for name, board in sorted(ctx.app.boards.items()):
        ctx.roles(board.roles, f"board/{name}/roles")
        for key, card in sorted(board.cards.items()):
            _metrics(ctx, (card.metric, card.against), f"board/{name}/cards/{key}")
    for member, places in (("clone_may_change", ctx.app.app.clone_may_change), ("locks", ctx.app.app.locks)):
        for place in places:
            if not place_exists(ctx, place):
                ctx.add("unknown_place", f"app/{member}/{place}", None, place=place)


def place_exists(ctx: Context, place: str) -> bool:
    """Whether a document path leads somewhere: a document, one of its members, or a field as `entity/<id>/<field>`."""
    kind, _, rest = place.partition("/")
    name, _, inside = rest.partition("/")
    documents = {
        "entity": ctx.app.entities,
        "form": ctx.app.forms,
        "list": ctx.app.lists,
        "flow": ctx.app.flows,
        "action": ctx.app.actions,
        "duty": ctx.app.duties,
        "trigger": ctx.app.triggers,
        "decision_table": ctx.app.decision_tables,
        "metric": ctx.app.metrics,
        "board": ctx.app.boards,
    }.get(kind, {})
    here: object = ctx.app.access if kind == "access" else documents.get(name) if isinstance(documents, dict) else None
    if kind == "access":
        inside = rest
    if here is None:
        return False
    if kind == "entity" and inside.partition("/")[0] in ctx.app.entities[name].properties:
        inside = f"properties/{inside}"
    for step in inside.split("/") if inside else ():
        here = here.get(step) if isinstance(here, dict) else getattr(here, step, None)
        if here is None:
            return False
    return True


def _pattern(ctx: Context, pattern: EventPattern, at: str) -> bool:
    """Whether the pattern's entity is there; findings for whatever else it names."""
    if ctx.entity(pattern.entity, f"{at}/entity") is None:
        return False
    flow = ctx.flow(pattern.entity)
    ctx.stages(flow, {stage: None for stage in (pattern.stage,) if stage}, f"{at}/stage")
    ctx.stages(flow, {stage: None for stage in (pattern.source,) if stage}, f"{at}/from")
    if pattern.action is not None:
        ctx.action(pattern.entity, pattern.action, f"{at}/action")
    elif pattern.kind == "acted":
        ctx.add("incomplete", at, None, member="action")
    for field in pattern.fields:
        ctx.own_field(pattern.entity, field, f"{at}/fields/{field}")
    ctx.condition(pattern.when, ctx.scope(pattern.entity), f"{at}/when")
    return True


def _person(ctx: Context, entity: str, person: Person | None, at: str) -> None:
    if person is None:
        return
    named = {"role": person.role, "field": person.field, "roster": person.roster}.get(person.to, person.to)
    if named is None:
        ctx.add("incomplete", at, None, member=person.to)
    if person.role is not None:
        ctx.roles({person.role: None}, f"{at}/role")
    if person.field is not None:
        kind = ctx.field_path(entity, person.field, f"{at}/field")
        if kind is not None and kind.target != "_person":
            ctx.add("wrong_field_type", f"{at}/field", None, field=person.field, expected="person")


def _duty(ctx: Context, duty: Duty, at: str) -> None:
    scope = ctx.scope(duty.entity)
    _pattern(ctx, duty.opens_when, f"{at}/opens_when")
    ctx.action(duty.entity, duty.action, f"{at}/action")
    ctx.condition(duty.counts, scope, f"{at}/counts")
    ctx.condition(duty.owed_while, scope, f"{at}/owed_while")
    _due(ctx, duty.entity, duty.due, f"{at}/due")
    if duty.repeats is not None and duty.repeats.period == "since_last" and duty.repeats.every is None:
        ctx.add("incomplete", f"{at}/repeats", None, member="every")
    ctx.actions(duty.entity, duty.resets_on, f"{at}/resets_on")
    for name, reset in duty.resets_on.items():
        ctx.condition(reset.when, scope, f"{at}/resets_on/{name}/when")
    _person(ctx, duty.entity, duty.assign, f"{at}/assign")
    for name, reminder in duty.remind.items():
        _person(ctx, duty.entity, reminder.person, f"{at}/remind/{name}/person")
    for name, escalation in duty.escalate.items():
        _person(ctx, duty.entity, escalation.person, f"{at}/escalate/{name}/person")
    flow = ctx.flow(duty.entity)
    for name in duty.blocks:
        if flow is None or name not in flow.transitions:
            ctx.add("unknown_transition", f"{at}/blocks/{name}", None, transition=name)
    ctx.roles(duty.waive, f"{at}/waive")


def _due(ctx: Context, entity: str, due: Due, at: str) -> None:
    if due.after is None and due.field is None:
        ctx.add("due_missing", at, None)
    if due.field is not None:
        kind = ctx.field_path(entity, due.field, f"{at}/field")
        if kind is not None and kind.base not in _DATED:
            ctx.add("wrong_field_type", f"{at}/field", None, field=due.field, expected="date")
    for name, variant in due.variants.items():
        ctx.condition(variant.when, ctx.scope(entity), f"{at}/variants/{name}/when")


def _effect(ctx: Context, entity: str, effect: Effect, at: str) -> None:
    if isinstance(effect, SetField):
        _sets(ctx, entity, effect, at)
    elif isinstance(effect, CreateRecord):
        _creates(ctx, entity, effect, at)
    elif isinstance(effect, MoveRecord):
        ctx.stages(ctx.flow(entity), {effect.stage: None}, f"{at}/stage")
    elif isinstance(effect, OpenObligation):
        _known_duties(ctx, (effect.duty,), f"{at}/duty")
    elif isinstance(effect, Notify):
        _person(ctx, entity, effect.person, f"{at}/person")
        names = {name for text in effect.text.values() for name in _PLACEHOLDER.findall(text)}
        for name in sorted(names):
            if ctx.scope(entity).lookup(name) is None:
                ctx.add("unknown_placeholder", f"{at}/text", None, field=name)
    elif isinstance(effect, AssignRecord):
        _person(ctx, entity, effect.person, f"{at}/person")


def _sets(ctx: Context, entity: str, effect: SetField, at: str) -> None:
    if not ctx.own_field(entity, effect.field, f"{at}/field"):
        return
    if ctx.app.entities[entity].properties[effect.field].field.kind in COMPUTED:
        ctx.add("write_computed", f"{at}/field", None, field=effect.field)
    scope = ctx.scope(entity)
    ctx.rule(effect.value, scope, f"{at}/value", scope.lookup(effect.field))


def _creates(ctx: Context, entity: str, effect: CreateRecord, at: str) -> None:
    if ctx.entity(effect.entity, f"{at}/entity") is None:
        return
    if effect.link is not None and target_of(ctx.app, effect.entity, effect.link) != entity:
        ctx.add("creates_link", f"{at}/link", None, field=effect.link, entity=entity)
    for name, node in effect.values.items():
        kind = ctx.field_path(effect.entity, name, f"{at}/values/{name}")
        ctx.rule(node, ctx.scope(entity), f"{at}/values/{name}", kind if kind and kind.base != "opaque" else None)


def _known_duties(ctx: Context, names: Iterable[str], at: str) -> None:
    for name in names:
        if name not in ctx.app.duties:
            ctx.add("unknown_duty", at, None, duty=name)


def _metrics(ctx: Context, names: Iterable[str | None], at: str) -> None:
    for name in names:
        if name is not None and name not in ctx.app.metrics:
            ctx.add("unknown_metric", at, None, metric=name)


def _metric(ctx: Context, metric: Metric, at: str) -> None:
    ctx.condition(metric.where, ctx.scope(metric.entity), f"{at}/where")
    for member, pattern in (("start", metric.start), ("end", metric.end)):
        if pattern is not None:
            _pattern(ctx, pattern, f"{at}/{member}")
    for member, path in (("start_field", metric.start_field), ("end_field", metric.end_field), ("field", metric.field)):
        kind = ctx.field_path(metric.entity, path, f"{at}/{member}") if path is not None else None
        if kind is None or path is None:
            continue
        wanted = frozenset({"number"}) if member == "field" else _DATED
        if kind.base not in wanted:
            ctx.add("wrong_field_type", f"{at}/{member}", None, field=path, expected="/".join(sorted(wanted)))
    for path in metric.dimensions:
        ctx.field_path(metric.entity, path, f"{at}/dimensions/{path}")
    _metrics(ctx, (metric.numerator, metric.denominator, *(term.metric for term in metric.terms.values())), at)
    _known_duties(ctx, metric.duties, f"{at}/duties")
    for member in _lacking(metric):
        ctx.add("incomplete", at, None, member=member)


def _lacking(metric: Metric) -> list[str]:
    """What a metric of this kind needs and does not say."""
    dated = metric.start_field is not None and metric.end_field is not None
    needs: dict[str, dict[str, bool]] = {
        "duration": {"start": dated or metric.start is not None, "end": dated or metric.end is not None},
        "rate": {"start": metric.start is not None, "end": metric.end is not None},
        "ratio": {"numerator": metric.numerator is not None, "denominator": metric.denominator is not None},
        "index": {"terms": bool(metric.terms)},
        "value": {"op": metric.op is not None, "field": metric.field is not None},
    }
    return [member for member, there in needs.get(metric.kind, {}).items() if not there]
