"""A parent whose children changed: its new rollups are judged before the child's own act may be stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .acts import Allow, EventDraft, Invalid, Missing, Moment, Snapshot, Values
from .derive import start_rollups
from .needs import needs_of
from .settle import settle
from .touch import new_issues, new_lacks
from .verdict import allow
from .world import World, own

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledApp


def rejudge(
    app: CompiledApp, snapshot: Snapshot, rollups: Values, moment: Moment, *, asked: bool = True
) -> Allow | Missing | Invalid:
    """The parent record of `snapshot` with its rollup fields become `rollups` (absent ones stay as they are).

    Refused, and the child's act with it, when that newly breaks a field rule or a gate the parent stands behind;
    an archived parent never refuses, and none does that is not `asked`. Allow holds the parent's write (its formulas
    follow) and a `rolled_up` event, nothing when nothing of it changes.
    """
    record = snapshot.record
    assert record is not None
    world = World(app, snapshot, None, moment)
    state = world.state((record.entity, record.id))
    assert state is not None
    state.milestones = snapshot.milestones
    start_rollups(own(state), {**snapshot.rollups, **rollups})
    standing = settle(state)
    if asked and not state.archived:
        issues = new_issues(state)
        if issues:
            return Invalid(tuple(issues))
        lacks = new_lacks(state, standing, state.milestones)
        if lacks:
            return Missing(needs_of(world, lacks))
    return allow(world, state, EventDraft(*state.key, "rolled_up"), standing)
