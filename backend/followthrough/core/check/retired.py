"""Checks of archived entities: what belongs to them rests, what others do with them cannot be done."""

from __future__ import annotations

from collections.abc import Iterator

from followthrough.core.model.scope import fields_in_order
from followthrough.core.model.trigger import CreateRecord

from .context import Context


def check_retired(ctx: Context) -> None:
    """Every act and automation that would create a record of an archived entity, and every field in use that could only
    name one: nobody meets such a record, so the gate that waits for it would never open."""
    for owner, at, entity in (*_created(ctx), *_named(ctx)):
        if ctx.archived(entity) and not ctx.archived(owner):
            ctx.add("archived_entity_used", at, None, entity=entity)


def _created(ctx: Context) -> Iterator[tuple[str, str, str]]:
    """Whose it is, where it says so, and what is created."""
    app = ctx.app
    for name, action in sorted(app.actions.items()):
        if action.creates is not None:
            yield action.entity, f"action/{name}/creates/entity", action.creates.entity
    for name, trigger in sorted(app.triggers.items()):
        for key, effect in sorted(trigger.effects.items()):
            if isinstance(effect, CreateRecord):
                yield trigger.on.entity, f"trigger/{name}/effects/{key}/entity", effect.entity


def _named(ctx: Context) -> Iterator[tuple[str, str, str]]:
    """References and detail rows of one kind. One of several kinds has the others."""
    for name, entity in sorted(ctx.app.entities.items()):
        for key, prop in fields_in_order(entity):
            if prop.field.target and not prop.field.archived:
                yield name, f"entity/{name}/properties/{key}/field/target", prop.field.target
