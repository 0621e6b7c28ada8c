"""Which actions a record offers its actor now, and why not the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from followthrough.core.model.base import Text

from .acts import Actor, Deny, Moment, Snapshot
from .lacks import Lacks, lacks_of
from .permit import access_of, admits_action
from .stored import as_stored
from .world import State, World

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledAction, CompiledApp


@dataclass(frozen=True, slots=True)
class Standpoint:
    """How an action stands for the actor: `reason` is None when it can be done now, else "archived", "stage" (not in
    this stage), "when" (its condition is false, `message` says it), "asked" (its approval is under way) or "needs" (`lacks`
    are missing first)."""

    action: CompiledAction
    reason: str | None
    message: Text | None
    lacks: Lacks


def standpoint(state: State, action: CompiledAction) -> Standpoint:
    """How an action the role is admitted to stands on the stored record."""
    if state.archived:
        return Standpoint(action, "archived", None, {})
    if action.stages is not None and state.stage not in action.stages:
        return Standpoint(action, "stage", None, {})
    if action.when is not None and not action.when.holds(state.env):
        return Standpoint(action, "when", action.doc.message, {})
    if any(one.pending and one.action == action.id for one in state.world.snapshot.approvals):
        return Standpoint(action, "asked", None, {})
    lacks = lacks_of(state, action.gate, state.milestones, {})
    return Standpoint(action, "needs" if lacks else None, None, lacks)


def admitted(world: World, entity: str) -> list[CompiledAction]:
    """The entity's actions the actor's role is admitted to, in order."""
    actor = world.actor
    if actor is None:
        return []
    access = access_of(world.app, actor, entity)
    if isinstance(access, Deny):
        return []
    return [action for action in world.app.entities[entity].actions.values() if admits_action(action, actor, access)]


def ready_actions(world: World) -> list[CompiledAction]:
    """The actions that can be done now on the acted record as it is stored."""
    record = world.snapshot.record
    if record is None:
        return []
    state = as_stored(world, record)
    return [action for action in admitted(world, state.entity.id) if standpoint(state, action).reason is None]


def can_be_done(app: CompiledApp, snapshot: Snapshot, actor: Actor, moment: Moment) -> frozenset[str]:
    """The actions the actor can do on the snapshot's record now. The caller has checked that he may see it."""
    return frozenset(ready.id for ready in ready_actions(World(app, snapshot, actor, moment)))
