"""A record whose gate reads another record through a reference: may that other record change as it does?

The opportunity stands behind a gate that demanded its customer's need; emptying the need on the
customer would undo the gate without passing it. What was missing before stays a debt and refuses nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .acts import Missing, Moment, Record, Snapshot
from .flow import choose_path, gates_at
from .lacks import Lacks, lacks_at
from .needs import needs_of
from .settle import newly
from .stored import as_stored
from .world import World

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledApp


def undone(app: CompiledApp, reader: Snapshot, before: Record, after: Record, moment: Moment) -> Missing | None:
    """What the record of `reader` would newly lack at the gates it stands behind once `before` became `after`.

    None: nothing. `reader` needs the record, its refs and milestones; an archived record, or one without a stage, lacks
    nothing.
    """
    key = (before.entity, before.id)
    was = _lacks(app, replace(reader, refs={**reader.refs, key: before}), moment)[1]
    world, now = _lacks(app, replace(reader, refs={**reader.refs, key: after}), moment)
    found = newly(now, was)
    return Missing(needs_of(world, found)) if found else None


def _lacks(app: CompiledApp, snapshot: Snapshot, moment: Moment) -> tuple[World, Lacks]:
    record = snapshot.record
    assert record is not None
    world = World(app, snapshot, None, moment)
    flow = app.entities[record.entity].flow
    if flow is None or record.archived or record.stage is None or record.stage not in flow.stages:
        return world, {}
    state = as_stored(world, record)
    path = record.path if record.path is not None and record.path in flow.paths else choose_path(state, flow).id
    return world, lacks_at(state, gates_at(flow, path, record.stage), snapshot.milestones)
