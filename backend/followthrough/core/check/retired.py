"""Checks of archived entities: what belongs to them rests, what others do with them cannot be done."""

from __future__ import annotations

from collections.abc import Iterator

from followthrough.core.model.entity import Field
from followthrough.core.model.scope import fields_in_order, in_order, target_of
from followthrough.core.model.trigger import CreateRecord

from .context import Context

Place = tuple[str, str, list[str]]
"""Whose it is, where it says so, and the entities that are named there."""


def check_retired(ctx: Context) -> None:
    """Every act and automation that would create a record of an archived entity, every field in use and every input that
    could only name one, and whoever belongs to one: nobody meets such a record, so the gate that waits for it would never
    open, and nobody could be given what belongs to it."""
    for owner, at, entities in (*_created(ctx), *_fields(ctx), *_inputs(ctx), *_owners(ctx)):
        if entities and all(ctx.archived(one) for one in entities) and not ctx.archived(owner):
            ctx.add("archived_entity_used", at, None, entity=entities[0])


def _created(ctx: Context) -> Iterator[Place]:
    app = ctx.app
    for name, action in sorted(app.actions.items()):
        if action.creates is not None:
            yield action.entity, f"action/{name}/creates/entity", [action.creates.entity]
    for name, trigger in sorted(app.triggers.items()):
        for key, effect in sorted(trigger.effects.items()):
            if isinstance(effect, CreateRecord):
                yield trigger.on.entity, f"trigger/{name}/effects/{key}/entity", [effect.entity]


def _fields(ctx: Context) -> Iterator[Place]:
    """References and detail rows; of a reference of several kinds all must be gone."""
    for name, entity in sorted(ctx.app.entities.items()):
        for key, prop in fields_in_order(entity):
            if not prop.field.archived:
                yield from _target(name, f"entity/{name}/properties/{key}/field", prop.field)


def _inputs(ctx: Context) -> Iterator[Place]:
    """Inputs of actions, and of those who approve them, that are no field of the record."""
    for name, action in sorted(ctx.app.actions.items()):
        steps = in_order(action.approval.steps) if action.approval is not None else ()
        of_steps = ((f"approval/steps/{step}/fields", part.fields) for step, part in steps)
        for inside, fields in (("fields", action.fields), *of_steps):
            for key, part in in_order(fields):
                if part.property is not None:
                    yield from _target(
                        action.entity, f"action/{name}/{inside}/{key}/property/field", part.property.field
                    )


def _target(owner: str, at: str, field: Field) -> Iterator[Place]:
    if field.target:
        yield owner, f"{at}/target", [field.target]
    elif field.targets:
        yield owner, f"{at}/targets", sorted(field.targets)


def _owners(ctx: Context) -> Iterator[Place]:
    """Entities whose records belong to others."""
    for name, entity in sorted(ctx.app.entities.items()):
        reference = entity.entity.belongs_to
        above = target_of(ctx.app, name, reference) if reference else None
        if above is not None:
            yield name, f"entity/{name}/entity/belongs_to", [above]
