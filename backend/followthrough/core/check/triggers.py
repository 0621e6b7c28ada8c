"""Checks of triggers: the event they wait for and every effect."""

from __future__ import annotations

from followthrough.core.model.pattern import EventPattern
from followthrough.core.model.scope import EntityScope, property_at, target_of
from followthrough.core.model.trigger import (
    AssignRecord,
    CreateRecord,
    Effect,
    MoveRecord,
    Notify,
    OpenObligation,
    SetField,
    placeholders,
)

from .actions import missing_on_create
from .context import Context
from .duties import known_duties
from .emptied import check_emptied
from .patterns import check_pattern, check_person


def check_triggers(ctx: Context) -> None:
    """Every trigger. (Circles of effects are found in `cycles`.)"""
    for name, trigger in sorted(ctx.app.triggers.items()):
        at = f"trigger/{name}"
        if not check_pattern(ctx, trigger.on, f"{at}/on"):
            continue
        for key, effect in sorted(trigger.effects.items()):
            _effect(ctx, trigger.on, effect, f"{at}/effects/{key}")


def _effect(ctx: Context, pattern: EventPattern, effect: Effect, at: str) -> None:
    entity, scope = pattern.entity, ctx.act_scope(pattern.entity, pattern.action)
    if isinstance(effect, SetField):
        _sets(ctx, entity, scope, effect, at)
    elif isinstance(effect, CreateRecord):
        _creates(ctx, entity, scope, effect, at)
    elif isinstance(effect, MoveRecord):
        ctx.stages(ctx.flow(entity), {effect.stage: None}, f"{at}/stage")
    elif isinstance(effect, OpenObligation):
        known_duties(ctx, (effect.duty,), f"{at}/duty")
        duty = ctx.app.duties.get(effect.duty)
        if duty is not None and duty.entity != entity:
            ctx.add("other_entity", f"{at}/duty", None, id=effect.duty, found=duty.entity, expected=entity)
    elif isinstance(effect, Notify):
        check_person(ctx, entity, effect.person, f"{at}/person")
        for name in sorted(placeholders(effect.text)):
            if ctx.scope(entity).lookup(name) is None:
                ctx.add("unknown_placeholder", f"{at}/text", None, field=name)
    elif isinstance(effect, AssignRecord):
        check_person(ctx, entity, effect.person, f"{at}/person")


def _sets(ctx: Context, entity: str, scope: EntityScope, effect: SetField, at: str) -> None:
    if effect.field.count(".") > 1:
        ctx.add("input_too_far", f"{at}/field", None, target=effect.field)
        return
    kind = ctx.field_path(entity, effect.field, f"{at}/field")
    found = property_at(ctx.app, entity, effect.field)
    if kind is None:
        return
    if found is None or ctx.computed(found[0], effect.field.rpartition(".")[2]):
        ctx.add("write_computed", f"{at}/field", None, field=effect.field)
    check_emptied(ctx, entity, effect.field, effect.value, f"{at}/value")
    ctx.rule(effect.value, scope, f"{at}/value", kind if kind.base != "opaque" else None)


def _creates(ctx: Context, entity: str, scope: EntityScope, effect: CreateRecord, at: str) -> None:
    if ctx.entity(effect.entity, f"{at}/entity") is None:
        return
    if effect.link is not None and target_of(ctx.app, effect.entity, effect.link) != entity:
        ctx.add("creates_link", f"{at}/link", None, field=effect.link, entity=entity)
    for name, node in effect.values.items():
        kind = ctx.field_path(effect.entity, name, f"{at}/values/{name}")
        if kind is not None and "." not in name and ctx.computed(effect.entity, name):
            ctx.add("write_computed", f"{at}/values/{name}", None, field=name)
        check_emptied(ctx, effect.entity, name, node, f"{at}/values/{name}")
        ctx.rule(node, scope, f"{at}/values/{name}", kind if kind and kind.base != "opaque" else None)
    for name in missing_on_create(ctx, effect.entity, {*effect.values, *([effect.link] if effect.link else [])}):
        ctx.add("creates_incomplete", at, None, entity=effect.entity, field=name)
