"""Checks of triggers: the event they wait for and every effect."""

from __future__ import annotations

import re

from followthrough.core.model.scope import target_of
from followthrough.core.model.trigger import (
    AssignRecord,
    CreateRecord,
    Effect,
    MoveRecord,
    Notify,
    OpenObligation,
    SetField,
)

from .context import Context
from .duties import known_duties
from .patterns import check_pattern, check_person

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def check_triggers(ctx: Context) -> None:
    """Every trigger. (Circles of effects are found in `cycles`.)"""
    for name, trigger in sorted(ctx.app.triggers.items()):
        at = f"trigger/{name}"
        if not check_pattern(ctx, trigger.on, f"{at}/on"):
            continue
        for key, effect in sorted(trigger.effects.items()):
            _effect(ctx, trigger.on.entity, effect, f"{at}/effects/{key}")


def _effect(ctx: Context, entity: str, effect: Effect, at: str) -> None:
    if isinstance(effect, SetField):
        _sets(ctx, entity, effect, at)
    elif isinstance(effect, CreateRecord):
        _creates(ctx, entity, effect, at)
    elif isinstance(effect, MoveRecord):
        ctx.stages(ctx.flow(entity), {effect.stage: None}, f"{at}/stage")
    elif isinstance(effect, OpenObligation):
        known_duties(ctx, (effect.duty,), f"{at}/duty")
    elif isinstance(effect, Notify):
        check_person(ctx, entity, effect.person, f"{at}/person")
        names = {name for text in effect.text.values() for name in _PLACEHOLDER.findall(text)}
        for name in sorted(names):
            if ctx.scope(entity).lookup(name) is None:
                ctx.add("unknown_placeholder", f"{at}/text", None, field=name)
    elif isinstance(effect, AssignRecord):
        check_person(ctx, entity, effect.person, f"{at}/person")


def _sets(ctx: Context, entity: str, effect: SetField, at: str) -> None:
    if not ctx.own_field(entity, effect.field, f"{at}/field"):
        return
    if ctx.computed(entity, effect.field):
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
