"""Checks of archived entities: nothing happens to their records, so nothing may be said to."""

from __future__ import annotations

from collections.abc import Iterator

from followthrough.core.model.trigger import CreateRecord

from .context import Context


def check_retired(ctx: Context) -> None:
    """Every action, duty and trigger on records of an archived entity, or that creates one."""
    for at, entity in _acted_on(ctx):
        if ctx.archived(entity):
            ctx.add("archived_entity_used", at, None, entity=entity)


def _acted_on(ctx: Context) -> Iterator[tuple[str, str]]:
    app = ctx.app
    for name, action in sorted(app.actions.items()):
        yield f"action/{name}/entity", action.entity
        if action.creates is not None:
            yield f"action/{name}/creates/entity", action.creates.entity
    for name, duty in sorted(app.duties.items()):
        yield f"duty/{name}/entity", duty.entity
    for name, trigger in sorted(app.triggers.items()):
        yield f"trigger/{name}/on/entity", trigger.on.entity
        for key, effect in sorted(trigger.effects.items()):
            if isinstance(effect, CreateRecord):
                yield f"trigger/{name}/effects/{key}/entity", effect.entity
