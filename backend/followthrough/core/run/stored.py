"""The stored record as its rules see it, before and apart from what an act does to it."""

from __future__ import annotations

from .acts import Milestones, Record
from .derive import start_rollups
from .world import State, World, own


def as_stored(world: World, record: Record) -> State:
    """The record as stored, in a world of its own at the same moment, with its milestones and present rollups."""
    fresh = World(world.app, world.snapshot, world.actor, world.moment)
    state = fresh.state((record.entity, record.id))
    assert state is not None, "a stored record of a published entity"
    if record is world.snapshot.record:
        state.milestones = world.snapshot.milestones
        start_rollups(own(state), world.snapshot.rollups)
    else:
        state.milestones = world.snapshot.ref_milestones.get(state.key, Milestones())
    return state
