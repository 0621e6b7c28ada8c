"""Checks of duties and queues: what they name and what they lack."""

from __future__ import annotations

from collections.abc import Iterable

from followthrough.core.model.duty import Due, Duty

from .context import Context
from .patterns import check_pattern, check_person

DATED = frozenset({"date", "instant"})


def check_duties(ctx: Context) -> None:
    """Every duty, and every queue that gathers some."""
    for name, duty in sorted(ctx.app.duties.items()):
        if ctx.entity(duty.entity, f"duty/{name}/entity") is not None:
            _duty(ctx, duty, f"duty/{name}")
    for name, queue in sorted(ctx.app.queues.items()):
        known_duties(ctx, queue.duties, f"queue/{name}/duties")
        ctx.roles(queue.roles, f"queue/{name}/roles")


def _duty(ctx: Context, duty: Duty, at: str) -> None:
    scope = ctx.scope(duty.entity)
    check_pattern(ctx, duty.opens_when, f"{at}/opens_when")
    ctx.action(duty.entity, duty.action, f"{at}/action")
    ctx.condition(duty.counts, ctx.act_scope(duty.entity, duty.action), f"{at}/counts")
    ctx.condition(duty.owed_while, scope, f"{at}/owed_while")
    _due(ctx, duty.entity, duty.due, f"{at}/due")
    if duty.repeats is not None and duty.repeats.period == "since_last" and duty.repeats.every is None:
        ctx.add("incomplete", f"{at}/repeats", None, member="every")
    ctx.actions(duty.entity, duty.resets_on, f"{at}/resets_on")
    for name, reset in duty.resets_on.items():
        ctx.condition(reset.when, ctx.act_scope(duty.entity, name), f"{at}/resets_on/{name}/when")
    check_person(ctx, duty.entity, duty.assign, f"{at}/assign")
    for name, reminder in duty.remind.items():
        check_person(ctx, duty.entity, reminder.person, f"{at}/remind/{name}/person")
    for name, escalation in duty.escalate.items():
        check_person(ctx, duty.entity, escalation.person, f"{at}/escalate/{name}/person")
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
        if kind is not None and kind.base not in DATED:
            ctx.add("wrong_field_type", f"{at}/field", None, field=due.field, expected="date")
    for name, variant in due.variants.items():
        ctx.condition(variant.when, ctx.scope(entity), f"{at}/variants/{name}/when")


def known_duties(ctx: Context, names: Iterable[str], at: str) -> None:
    """A finding for each duty the app does not have."""
    for name in names:
        if name not in ctx.app.duties:
            ctx.add("unknown_duty", at, None, duty=name)
