"""Creating, editing and moving a record."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from followthrough.core.compile.app import CompiledEntity, CompiledFlow, CompiledPath

from .acts import Create, Decision, Deny, Edit, EventDraft, Invalid, Issue, Milestones, Missing, Move, Need, Resettle
from .apply import Issues, defaults, take
from .derive import start_rollups
from .flow import gates_at
from .judge import judge
from .lacks import lacks_at
from .needs import needs_of
from .permit import SYSTEM, access_of, admits_transition, in_scope, may, writes
from .settle import Mode, blocked, missing_in_place, missing_on_way, settle, stay
from .verdict import allow, created_event, write_of
from .world import State, World, own

if TYPE_CHECKING:
    from followthrough.core.model.access import EntityAccess


def create(world: World, act: Create) -> Decision:
    """A new record, in its path's first stage or as if walked on to `act.stage`."""
    actor = world.actor
    assert actor is not None
    access = access_of(world.app, actor, act.entity)
    if isinstance(access, Deny):
        return access
    entity = world.app.entities[act.entity]
    refused = _may_create(world, act, access, entity)
    if refused is not None:
        return refused
    state = State(world, entity, act.id, {}, {}, created_at=world.instant, created_by=actor.person or None)
    state.owner, state.unit = act.owner or actor.person or None, act.unit or actor.unit or None
    world.states[state.key] = state
    issues = _holder_issues(world, state)
    take(state, act.values, issues)
    defaults(state, act.values)
    start_rollups(state, world.snapshot.rollups)
    standing = settle(state, partial(_wanted, act.stage))
    admits = partial(admits_transition, actor=actor, edit=access.edit or access.create)
    refused = blocked(state, standing, admits)
    if refused is not None:
        return refused
    judge(state, issues)
    if issues:
        return Invalid(tuple(issues))
    write, changes = write_of(state, world.app.version)
    assert write is not None
    if not in_scope(world, actor, write.after):
        return Deny("not_permitted", {"right": "create"})
    lacks = missing_on_way(state, standing, admits, Milestones())
    if lacks:
        return Missing(needs_of(world, lacks))
    return allow(world, state, created_event(state, changes, standing), standing)


def _may_create(world: World, act: Create, access: EntityAccess, entity: CompiledEntity) -> Deny | None:
    actor = world.actor
    assert actor is not None
    if entity.rows_of is not None:  # a detail row lives only inside its record
        return Deny("not_permitted", {"right": "create"})
    refused = (may(access, "imports") if act.entry == "import" else None) or may(access, "create")
    if refused is None and (act.owner or actor.person, act.unit or actor.unit) != (actor.person, actor.unit):
        refused = may(access, "assign")
    if refused is None and act.stage is not None and (entity.flow is None or act.stage not in entity.flow.stages):
        refused = Deny("unknown_stage", {"stage": act.stage})
    return refused or writes(world, entity, act.values)


def _wanted(stage: str | None, flow: CompiledFlow, path: CompiledPath, start: str) -> str:
    del flow, path
    return stage or start


def _holder_issues(world: World, state: State) -> Issues:
    """Owner and unit must exist: person_not_found, unit_not_found."""
    issues: Issues = []
    actor = world.actor
    assert actor is not None
    if state.owner != (actor.person or None) and state.owner not in world.snapshot.people:
        issues.append(Issue("owner", "person_not_found"))
    if state.unit != (actor.unit or None) and state.unit not in world.snapshot.units:
        issues.append(Issue("unit", "unit_not_found"))
    return issues


def open_record(world: World) -> State:
    """The acted record, ready to change: its milestones, its present rollups, values of its own."""
    record = world.snapshot.record
    assert record is not None
    state = world.state((record.entity, record.id))
    assert state is not None
    state.milestones = world.snapshot.milestones
    start_rollups(own(state), world.snapshot.rollups)
    return state


def edit(world: World, act: Edit, access: EntityAccess) -> Decision:
    """Change values of a record; its stage changes only with its path."""
    state = open_record(world)
    if world.actor is not None and world.actor.role == SYSTEM and not act.values and not state.archived:
        return _again(world, state)
    refused = may(access, "edit") or _archived(state) or writes(world, state.entity, act.values)
    if refused is not None:
        return refused
    issues: Issues = []
    take(state, act.values, issues)
    standing = settle(state, stay)
    judge(state, issues)
    if issues:
        return Invalid(tuple(issues))
    lacks = missing_in_place(state, standing, Mode.EDIT, state.milestones)
    if lacks:
        return Missing(needs_of(world, lacks))
    return allow(world, state, EventDraft(*state.key, "edited"), standing)


def _again(world: World, state: State) -> Decision:
    """What follows from the record's values is worked out anew: time, or what it reads elsewhere, went on.

    No gate is asked: nobody does anything, and the next act of a person is judged on what is true then.
    """
    standing = settle(state, stay)
    return allow(world, state, EventDraft(*state.key, "edited", data={"recomputed": True}), standing)


def resettle(world: World, act: Resettle) -> Decision:
    """Put a record into another stage because its own is no more; told as `path_changed`, with what the gates of the new
    stage find missing there and now. The next act on the record meets those gates like any other."""
    if world.actor is None or world.actor.role != SYSTEM:
        return Deny("not_permitted", {"right": "edit"})
    state = open_record(world)
    flow = state.entity.flow
    if flow is None or act.to not in flow.stages:
        return Deny("unknown_stage", {"stage": act.to})
    state.stage = act.to
    world.forget()
    standing = settle(state, stay)
    assert standing is not None
    before = state.before
    assert before is not None
    owed = needs_of(world, lacks_at(state, gates_at(flow, standing.path.id, standing.goal), state.milestones))
    data = {"publish": act.publish, "owes": [one for one in map(_in_short, owed) if one]}
    paths = {"_path": [before.path, standing.path.id]}
    told = EventDraft(
        *state.key, "path_changed", standing.path.id, before.stage, standing.goal, changes=paths, data=data
    )
    return allow(world, state, told, None)


def _in_short(need: Need) -> str:
    """A need as an event keeps it: "field customer.level", "action send_plan", "statement enough"."""
    named = need.field or need.action or need.statement or need.input or need.duty or ""
    return f"{need.kind} {need.entity}.{named}" if need.kind == "field" else f"{need.kind} {named}"


def move(world: World, act: Move, access: EntityAccess) -> Decision:
    """Walk a record to a stage, with values set in the same act."""
    state = open_record(world)
    refused = _may_move(world, act, access, state)
    if refused is not None:
        return refused
    issues: Issues = []
    take(state, act.values, issues)
    standing = settle(state, partial(_wanted, act.to))
    admits = partial(admits_transition, actor=world.actor, edit=access.edit)
    refused = blocked(state, standing, admits)
    if refused is not None:
        return refused
    judge(state, issues)
    if issues:
        return Invalid(tuple(issues))
    lacks = missing_on_way(state, standing, admits, state.milestones)
    if lacks:
        return Missing(needs_of(world, lacks))
    return allow(world, state, EventDraft(*state.key, "edited"), standing)


def _may_move(world: World, act: Move, access: EntityAccess, state: State) -> Deny | None:
    refused = _archived(state)
    if refused is None and act.values:
        refused = may(access, "edit") or writes(world, state.entity, act.values)
    if refused is not None:
        return refused
    flow = state.entity.flow
    if flow is None or act.to not in flow.stages:
        return Deny("unknown_stage", {"stage": act.to})
    if act.to == state.stage:
        return Deny("same_stage", {"stage": act.to})
    return None


def _archived(state: State) -> Deny | None:
    return Deny("record_archived") if state.archived else None
