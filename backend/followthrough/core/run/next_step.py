"""What the phone shows of a record: what it owes, the way ahead and what is missing for it, the actions offered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from followthrough.core.model.base import Text

from .acts import Actor, Deny, Moment, Need, Snapshot
from .flow import Walk, choose_path, gates_at, stage_on, walk
from .lacks import lacks_at
from .needs import needs_of
from .offers import admitted, standpoint
from .permit import access_of, admits_transition
from .stored import as_stored
from .world import State, World

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledApp, CompiledFlow, CompiledPath


@dataclass(frozen=True, slots=True)
class WayOn:
    """A stage the record could go to, by `transition` first: `open` when nothing is missing."""

    transition: str
    stage: str
    label: Text
    open: bool
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """An action the actor's role is admitted to, done `done` times so far.

    Not offered: `reason` is archived, stage, when (`message` says it) or needs (`needs` come first).
    """

    action: str
    label: Text
    offered: bool
    done: int
    reason: str | None = None
    message: Text | None = None
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class NextStep:
    """Stage and path are those the next act will be judged on (a customer's grade may have changed meanwhile).

    `owed` is what the record lacks in that stage; the first of `to` is the way ahead on that path.
    """

    stage: str | None
    path: str | None
    owed: tuple[Need, ...]
    to: tuple[WayOn, ...]
    actions: tuple[Offer, ...]


def next_step(app: CompiledApp, snapshot: Snapshot, actor: Actor, moment: Moment) -> NextStep:
    """What the actor can do with the snapshot's record now. The caller has checked that he may see it."""
    record = snapshot.record
    assert record is not None
    world = World(app, snapshot, actor, moment)
    state = as_stored(world, record)
    offers = tuple(
        Offer(
            stand.action.id,
            stand.action.label,
            stand.reason is None,
            snapshot.milestones.acts.get(stand.action.id, 0),
            stand.reason,
            stand.message,
            needs_of(world, stand.lacks),
        )
        for stand in (standpoint(state, action) for action in admitted(world, record.entity))
    )
    flow = state.entity.flow
    if flow is None:
        return NextStep(None, None, (), (), offers)
    path = choose_path(state, flow)
    stage = stage_on(flow, path, record.stage)
    owed = needs_of(world, lacks_at(state, gates_at(flow, path.id, stage), state.milestones))
    ways = () if state.archived else _ways(world, state, flow, path, stage)
    return NextStep(stage, path.id, owed, ways, offers)


def _ways(world: World, state: State, flow: CompiledFlow, path: CompiledPath, stage: str) -> tuple[WayOn, ...]:
    """The next stage of the path first (when a permitted chain leads there), then every stage one step away."""
    actor = world.actor
    assert actor is not None
    access = access_of(world.app, actor, state.entity.id)
    if isinstance(access, Deny):
        return ()
    admits = partial(admits_transition, actor=actor, edit=access.edit)
    goals = [step.to for step in flow.by_source.get(stage, ()) if admits(step) and flow.on(path.id, step.to)]
    place = path.position.get(stage)
    if place is not None and place + 1 < len(path.stages):
        goals.insert(0, path.stages[place + 1])
    found: list[WayOn] = []
    for goal in dict.fromkeys(goals):
        way = walk(state, path, stage, goal, admits, state.milestones) if goal != stage else None
        if way is not None:
            found.append(_way(world, way))
    return tuple(found)


def _way(world: World, way: Walk) -> WayOn:
    first = way.steps[0]
    return WayOn(first.id, way.steps[-1].to, first.doc.label, not way.lacks, needs_of(world, way.lacks))
