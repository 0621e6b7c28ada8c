"""Checks of duties and queues: what they name and what they lack."""

from __future__ import annotations

import re
from collections.abc import Iterable

from followthrough.core.kit.durations import span_of
from followthrough.core.model.duty import Due, Duty
from followthrough.core.model.flow import Flow

from .context import Context
from .patterns import check_pattern, check_person

DATED = frozenset({"date", "instant"})
_HOUR = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


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
    if check_pattern(ctx, duty.opens_when, f"{at}/opens_when") and duty.opens_when.entity != duty.entity:
        found = duty.opens_when.entity
        ctx.add("other_entity", f"{at}/opens_when/entity", None, id=found, found=found, expected=duty.entity)
    ctx.action(duty.entity, duty.action, f"{at}/action")
    ctx.condition(duty.counts, ctx.act_scope(duty.entity, duty.action), f"{at}/counts")
    if duty.counts is not None and duty.counts.get("v", True) is not True:
        ctx.add("counts_never", f"{at}/counts", None)
    ctx.condition(duty.owed_while, scope, f"{at}/owed_while")
    _due(ctx, duty.entity, duty.due, f"{at}/due")
    _repeats(ctx, duty, at)
    ctx.actions(duty.entity, duty.resets_on, f"{at}/resets_on")
    for name, reset in duty.resets_on.items():
        ctx.condition(reset.when, ctx.act_scope(duty.entity, name), f"{at}/resets_on/{name}/when")
    _told(ctx, duty, at)
    flow = ctx.flow(duty.entity)
    for name in duty.blocks:
        if flow is None or name not in flow.transitions:
            ctx.add("unknown_transition", f"{at}/blocks/{name}", None, transition=name)
    ctx.roles(duty.waive, f"{at}/waive")
    _can_be_done(ctx, duty, flow, at)


def _repeats(ctx: Context, duty: Duty, at: str) -> None:
    repeats = duty.repeats
    if repeats is None:
        return
    if repeats.period == "since_last" and repeats.every is None:
        ctx.add("incomplete", f"{at}/repeats", None, member="every")
    if repeats.every is not None and _least(repeats.every) <= 0:
        ctx.add("limit_not_positive", f"{at}/repeats/every", None, limit=repeats.every)


def _told(ctx: Context, duty: Duty, at: str) -> None:
    """Who owes it, who is reminded, who learns of a breach, and when."""
    check_person(ctx, duty.entity, duty.assign, f"{at}/assign")
    for name, reminder in duty.remind.items():
        check_person(ctx, duty.entity, reminder.person, f"{at}/remind/{name}/person")
        if _least(reminder.before) <= 0:
            ctx.add("limit_not_positive", f"{at}/remind/{name}/before", None, limit=reminder.before)
    for name, escalation in duty.escalate.items():
        check_person(ctx, duty.entity, escalation.person, f"{at}/escalate/{name}/person")
        if _least(escalation.after) < 0:
            ctx.add("limit_not_positive", f"{at}/escalate/{name}/after", None, limit=escalation.after)
        if escalation.person == duty.assign and escalation.person.to != "role":
            ctx.add("escalates_to_assignee", f"{at}/escalate/{name}/person", None)


def _least(duration: str) -> int:
    """A duration as seconds, a day as 24 hours."""
    span = span_of(duration)
    return span.days * 86_400 + span.seconds


def _can_be_done(ctx: Context, duty: Duty, flow: Flow | None, at: str) -> None:
    """Owed on entering a stage from which none leads on where the action is offered."""
    action, start = ctx.app.actions.get(duty.action), duty.opens_when.stage
    if flow is None or action is None or not action.stages or start is None or duty.opens_when.kind != "moved":
        return
    seen, queue = {start}, [start]
    while queue:
        here = queue.pop()
        found = {step.to for step in flow.transitions.values() if here in step.source} - seen
        seen |= found
        queue += found
    if seen.isdisjoint(action.stages):
        ctx.add("duty_never_done", f"{at}/action", None, action=duty.action, stage=start)


def _due(ctx: Context, entity: str, due: Due, at: str) -> None:
    if due.after is None and due.field is None:
        ctx.add("due_missing", at, None)
    if due.field is not None:
        kind = ctx.field_path(entity, due.field, f"{at}/field")
        if kind is not None and kind.base not in DATED:
            ctx.add("wrong_field_type", f"{at}/field", None, field=due.field, expected="date")
    if due.at is not None and not _HOUR.fullmatch(due.at):
        ctx.add("due_at_wrong", f"{at}/at", None, at=due.at)
    limits = {"after": due.after} | {f"variants/{name}/after": part.after for name, part in due.variants.items()}
    for place, limit in limits.items():
        if limit is not None and due.field is None and _least(limit) < 0:
            ctx.add("limit_not_positive", f"{at}/{place}", None, limit=limit)
        if limit is not None and due.at is not None and span_of(limit).seconds:
            ctx.add("due_hour_twice", f"{at}/{place}", None, limit=limit, at=due.at)
    for name, variant in due.variants.items():
        ctx.condition(variant.when, ctx.scope(entity), f"{at}/variants/{name}/when")


def known_duties(ctx: Context, names: Iterable[str], at: str) -> None:
    """A finding for each duty the app does not have."""
    for name in names:
        if name not in ctx.app.duties:
            ctx.add("unknown_duty", at, None, duty=name)
