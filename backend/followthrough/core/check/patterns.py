"""Checks of what duties, triggers and metrics share: the events and the people they mean."""

from __future__ import annotations

from followthrough.core.model.pattern import EventPattern, Person

from .context import Context


def check_pattern(ctx: Context, pattern: EventPattern, at: str) -> bool:
    """Whether the pattern's entity is there; findings for whatever else it names."""
    if ctx.entity(pattern.entity, f"{at}/entity") is None:
        return False
    flow = ctx.flow(pattern.entity)
    ctx.stages(flow, {stage: None for stage in (pattern.stage,) if stage}, f"{at}/stage")
    ctx.stages(flow, {stage: None for stage in (pattern.source,) if stage}, f"{at}/from")
    if pattern.action is not None:
        ctx.action(pattern.entity, pattern.action, f"{at}/action")
    elif pattern.kind in ("acted", "refused"):
        ctx.add("incomplete", at, None, member="action")
    if pattern.duty is not None and pattern.duty not in ctx.app.duties:
        ctx.add("unknown_duty", f"{at}/duty", None, duty=pattern.duty)
    for field in pattern.fields:
        ctx.own_field(pattern.entity, field, f"{at}/fields/{field}")
    ctx.condition(pattern.when, ctx.act_scope(pattern.entity, pattern.action), f"{at}/when")
    return True


def check_person(ctx: Context, entity: str, person: Person | None, at: str) -> None:
    """Role, field or roster as its `to` asks for; a field must hold a person."""
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
