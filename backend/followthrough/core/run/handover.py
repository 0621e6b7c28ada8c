"""Giving a record to someone else, and taking it out of the lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .acts import Archive, Assign, Decision, Deny, EventDraft, Invalid, Issue, Missing
from .change import open_record
from .needs import needs_of
from .permit import may
from .settle import Mode, missing_in_place, settle
from .verdict import allow
from .world import World

if TYPE_CHECKING:
    from followthrough.core.model.access import EntityAccess


def assign(world: World, act: Assign, access: EntityAccess) -> Decision:
    """Another owner and unit. Refused only for what newly breaks; field rules are not asked."""
    state = open_record(world)
    if state.archived:
        return Deny("record_archived")
    refused = may(access, "assign")
    if refused is not None:
        return refused
    issues: list[Issue] = []
    if act.owner not in world.snapshot.people:
        issues.append(Issue("owner", "person_not_found"))
    if act.unit not in world.snapshot.units:
        issues.append(Issue("unit", "unit_not_found"))
    if issues:
        return Invalid(tuple(issues))
    held: dict[str, list[Any]] = {"_owner": [state.owner, act.owner], "_unit": [state.unit, act.unit]}
    state.owner, state.unit = act.owner, act.unit
    world.forget()
    standing = settle(state)
    lacks = missing_in_place(state, standing, Mode.PLACE, state.milestones)
    if lacks:
        return Missing(needs_of(world, lacks))
    changes = {name: change for name, change in held.items() if change[0] != change[1]}
    head = EventDraft(*state.key, "assigned", changes=changes, data={"reason": act.reason})
    return allow(world, state, head, standing)


def archive(world: World, act: Archive, access: EntityAccess) -> Decision:
    """Out of lists and boards, or (`restore`) back. No gate is asked."""
    state = open_record(world)
    refused = may(access, "archive")
    if refused is not None:
        return refused
    if state.archived and not act.restore:
        return Deny("record_archived")
    changes: dict[str, list[Any]] = {}
    if state.archived == act.restore:
        changes["_archived"] = [state.archived, not act.restore]
    state.archived = not act.restore
    name = "restore" if act.restore else None
    return allow(
        world, state, EventDraft(*state.key, "archived", name, changes=changes, data={"reason": act.reason}), None
    )
