"""Values that are worked out when a record is read: lookups, and formulas that follow time or other records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .acts import Moment, Record, Snapshot, Values
from .derive import open_rows, stored_form
from .world import State, World, stored_state

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledApp


def live_values(app: CompiledApp, snapshot: Snapshot, record: Record, moment: Moment) -> Values:
    """The filled live fields of a record at a moment, in stored form. `snapshot.refs` holds the records behind its references."""
    return _live(_state(app, snapshot, record, moment))


def live_rows(app: CompiledApp, snapshot: Snapshot, record: Record, moment: Moment) -> dict[str, list[Values]]:
    """The filled live fields of the record's detail rows: rows field -> one entry per stored row, in order."""
    state = _state(app, snapshot, record, moment)
    open_rows(state)
    return {name: [_live(row) for row in rows] for name, rows in state.rows.items()}


def _state(app: CompiledApp, snapshot: Snapshot, record: Record, moment: Moment) -> State:
    world = World(app, snapshot, None, moment)
    state = stored_state(world, app.entities[record.entity], record)
    world.states[state.key] = state
    return state


def _live(state: State) -> Values:
    fields = state.entity.fields
    found = {name: stored_form(fields[name], state.lens[name]) for name in state.entity.live}
    return {name: value for name, value in found.items() if value is not None}
