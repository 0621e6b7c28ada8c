"""The deadlines of decisions counted anew when a working calendar has changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from followthrough.core.run.acts import Allow, EventDraft, Moment, Snapshot
from followthrough.core.run.duties import told
from followthrough.core.run.duties.clock import reach
from followthrough.core.run.duties.due import calendar_at
from followthrough.core.run.owed import Obligation, ObligationWrite, Reaction
from followthrough.core.run.world import World

from .clock import next_ms

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledApp
    from followthrough.core.compile.approval import CompiledStep


def redate(app: CompiledApp, snapshot: Snapshot, moment: Moment) -> Allow | None:
    """Count the open decisions on the snapshot's record anew whose step has a calendar; None: none moved.

    A deadline that moved is told by the event `redated` with cause `calendar`; the original one stays.
    """
    world = World(app, snapshot, None, moment)
    writes: list[ObligationWrite] = []
    events: list[EventDraft] = []
    for one in snapshot.obligations:
        step = _step(app, one) if one.kind == "approval" and one.open else None
        if step is None or step.within is None or step.doc.calendar is None:
            continue
        due, provisional = reach(world.zone, calendar_at(world, step.doc.calendar), one.anchor_ms, step.within)
        if (due, provisional) == (one.due_ms, one.provisional):
            continue
        moved = replace(one, due_ms=due, provisional=provisional)
        writes.append(ObligationWrite(replace(moved, next_ms=next_ms(step, moved, world.zone)), one))
        if due != one.due_ms:
            events.append(told(moved, "redated", old=one.due_ms, new=due, cause="calendar"))
    return Allow((), (), reaction=Reaction(tuple(writes), tuple(events))) if writes else None


def _step(app: CompiledApp, one: Obligation) -> CompiledStep | None:
    """The step an obligation's decision belongs to, as the app has it now."""
    entity = app.entities.get(one.entity)
    action = entity.actions.get(one.duty) if entity is not None else None
    spec = action.approval if action is not None else None
    return spec.steps.get(str(one.data.get("step"))) if spec is not None else None
