"""Checks of approvals: can every step be decided, and does each say what it takes to?"""

from __future__ import annotations

from followthrough.core.model.base import Node
from followthrough.core.model.flow import Action, ActionField, ApprovalStep, Approver
from followthrough.core.model.scope import in_order, input_type

from .context import Context
from .entities import check_bounds, check_default
from .patterns import check_person
from .plain import plain
from .satisfy import find


def check_approvals(ctx: Context) -> None:
    """The approval of every action that has one."""
    for name, action in sorted(ctx.app.actions.items()):
        if action.approval is None or action.entity not in ctx.app.entities:
            continue
        at = f"action/{name}/approval"
        if not action.approval.steps:
            ctx.add("incomplete", at, None, member="steps")
        taken = set(action.fields)
        for step_id, step in in_order(action.approval.steps):
            _step(ctx, name, step_id, step, f"{at}/steps/{step_id}")
            for key, part in in_order(step.fields):
                _field(ctx, name, key, part, taken, f"{at}/steps/{step_id}/fields/{key}")
                taken.add(key)


def _step(ctx: Context, name: str, step_id: str, step: ApprovalStep, at: str) -> None:
    action = ctx.app.actions[name]
    scope = ctx.action_scope(name, action)
    if ctx.condition(step.when, scope, f"{at}/when") and _never(ctx, action, [step.when]):
        ctx.add("approval_step_never", f"{at}/when", None, step=step_id)
    if not step.approvers:
        ctx.add("incomplete", at, None, member="approvers")
    for key, place in in_order(step.approvers):
        _place(ctx, action, place, f"{at}/approvers/{key}")
        good = ctx.condition(place.when, scope, f"{at}/approvers/{key}/when")
        if good and place.when is not None and _never(ctx, action, [step.when, place.when]):
            ctx.add("approval_step_never", f"{at}/approvers/{key}/when", None, step=step_id)
    places = list(step.approvers.values())
    if len(places) == 1 and places[0].person.to == "owner":
        ctx.add("approver_is_owner", at, None, step=step_id)
    if step.within is None and (step.on_timeout == "refuse" or step.escalate):
        ctx.add("approval_without_limit", at, None, step=step_id)
    for key, escalation in in_order(step.escalate):
        check_person(ctx, action.entity, escalation.person, f"{at}/escalate/{key}/person")


def _place(ctx: Context, action: Action, place: Approver, at: str) -> None:
    check_person(ctx, action.entity, place.person, f"{at}/person")
    role = ctx.app.access.roles.get(place.person.role or "") if place.person.to == "role" else None
    if role is not None and action.entity not in role.entities:
        ctx.add("approver_cannot_see", f"{at}/person/role", None, role=place.person.role, entity=action.entity)


def _never(ctx: Context, action: Action, nodes: list[Node | None]) -> bool:
    """Whether it is proved that the conditions cannot hold together, on the record alone."""
    scope = ctx.scope(action.entity)
    known = [plain(ctx.app, action.entity, node) for node in nodes if node is not None and ctx.good(node, scope)]
    return bool(known) and find(known, scope).never


def _field(ctx: Context, name: str, key: str, part: ActionField, taken: set[str], at: str) -> None:
    """What an approver gives is kept with the act: it has a property, no target, and an id of its own."""
    action = ctx.app.actions[name]
    if key in taken:
        ctx.add("approval_input_twice", at, None, key=key)
        return
    if part.target is not None:
        ctx.add("approval_input_target", f"{at}/target", None, key=key)
    elif part.property is None:
        ctx.add("input_without_target", at, None)
    else:
        check_bounds(ctx, key, part.property, f"{at}/property")
        check_default(ctx, key, part.property, f"{at}/property/field/default")
    scope = ctx.action_scope(name, action)
    kind = input_type(ctx.app, action, key)
    ctx.condition(part.required_when, scope, f"{at}/required_when")
    ctx.condition(part.relevance, scope, f"{at}/relevance")
    ctx.rule(part.default_rule, scope, f"{at}/default_rule", kind if kind and kind.base != "opaque" else None)
