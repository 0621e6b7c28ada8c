"""Giving a record to someone else, and taking it out of the lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .acts import Archive, Assign, Decision, Deny, EventDraft, Invalid, Issue, Missing
from .change import open_record
from .flow import choose_path, gates_at
from .lacks import Lack, Lacks, lacks_at
from .needs import needs_of
from .permit import may
from .settle import Mode, missing_in_place, settle
from .verdict import allow
from .world import State, World

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
    """Out of lists and boards, which asks no gate; or (`restore`) back, which asks what lies outside the record.

    Its own fields stood still while it was archived; what its gates read on other records or sum over its
    children may have gone meanwhile, as nobody protected it for an archived record.
    """
    state = open_record(world)
    refused = may(access, "archive")
    if refused is not None:
        return refused
    if state.archived and not act.restore:
        return Deny("record_archived")
    lacks = _gone_meanwhile(state) if act.restore and state.archived else {}
    if lacks:
        return Missing(needs_of(world, lacks))
    changes: dict[str, list[Any]] = {}
    if state.archived == act.restore:
        changes["_archived"] = [state.archived, not act.restore]
    state.archived = not act.restore
    name = "restore" if act.restore else None
    return allow(
        world, state, EventDraft(*state.key, "archived", name, changes=changes, data={"reason": act.reason}), None
    )


def _gone_meanwhile(state: State) -> Lacks:
    """What the stage of an archived record lacks outside of it: fields of other records, statements that read through
    references, lookups or rollups."""
    flow, stage = state.entity.flow, state.stage
    if flow is None or stage is None or stage not in flow.stages:
        return {}
    path = state.path if state.path is not None and state.path in flow.paths else choose_path(state, flow).id
    found = lacks_at(state, gates_at(flow, path, stage), state.milestones)
    return {key: lack for key, lack in found.items() if lack.state.key != state.key or _reads_outside(state, lack)}


def _reads_outside(state: State, lack: Lack) -> bool:
    if lack.statement is None:
        return False
    fields = state.entity.fields
    for path in lack.statement.rule.reads:
        field = fields.get(path)
        if "." in path or (field is not None and (field.rollup is not None or field.lookup is not None or field.live)):
            return True
    return False
