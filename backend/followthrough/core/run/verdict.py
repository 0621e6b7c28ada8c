"""The end of a decision: what is written, in which events it is told, which files it takes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .acts import Allow, EventDraft, Record, RecordWrite, Values
from .settle import Standing
from .tables import told
from .world import State, World

Changes = dict[str, list[Any]]


def stored_values(state: State) -> Values:
    """The values the record will hold: filled ones that are stored, the untouched ones as they were."""
    fields = state.entity.fields
    return {
        name: value
        for name, value in state.values.items()
        if value is not None and (found := fields.get(name)) is not None and not found.live
    }


def changes_of(state: State, after: Values) -> Changes:
    """Field id -> [old, new] for every stored field that differs."""
    before = state.before.values if state.before else {}
    fields = state.entity.fields
    names = [name for name in fields if before.get(name) != after.get(name) and not fields[name].live]
    return {name: [before.get(name), after.get(name)] for name in names}


def write_of(state: State, judged_by: int, always: bool = False) -> tuple[RecordWrite | None, Changes]:
    """The record's write and its changed values; None when nothing of it changes, unless `always` (its version counts)."""
    after, before = stored_values(state), state.before
    changes = changes_of(state, after)
    place = (state.stage, state.path, state.owner, state.unit, state.archived)
    if before is None:
        record = Record(
            state.entity.id, state.id, 1, after, *place[:4], state.created_at, state.created_by, state.created_at
        )
        return RecordWrite(replace(record, judged_by=judged_by), None, frozenset(changes)), changes
    if not always and not changes and place == (before.stage, before.path, before.owner, before.unit, before.archived):
        return None, changes
    record = replace(
        before,
        version=before.version + 1,
        values=after,
        stage=state.stage,
        path=state.path,
        owner=state.owner,
        unit=state.unit,
        archived=state.archived,
        updated_at=state.world.instant,
        judged_by=judged_by,
    )
    return RecordWrite(record, before, frozenset(changes)), changes


def flow_events(state: State, standing: Standing | None) -> list[EventDraft]:
    """path_changed when the path did (its `to_stage` is where the record then stands), and one moved per walked step."""
    if standing is None:
        return []
    events: list[EventDraft] = []
    before = state.before
    if before is not None and (before.path != standing.path.id or before.stage != standing.start):
        paths = {"_path": [before.path, standing.path.id]}
        events.append(
            EventDraft(*state.key, "path_changed", standing.path.id, before.stage, standing.start, changes=paths)
        )
    at = standing.start
    for step in standing.walk.steps if standing.walk else ():
        events.append(EventDraft(*state.key, "moved", step.id, at, step.to))
        at = step.to
    return events


def created_event(state: State, changes: Changes, standing: Standing | None, name: str | None = None) -> EventDraft:
    """A record came to be, in the first stage of its path."""
    start = standing.start if standing else None
    return EventDraft(*state.key, "created", name, None, start, changes=changes, data=told(state, changes))


def allow(
    world: World, state: State, head: EventDraft | None, standing: Standing | None, rest: Allow | None = None
) -> Allow:
    """Store the acted record and what the act did to others (`rest`).

    `head` is the event that tells the act (its changes are filled in here); it is left out when it is a plain edit
    that changes nothing. A creation is told even of a record without values: the log names every record.
    """
    acted = head is not None and head.kind in ("acted", "created")
    write, changes = write_of(state, world.app.version, always=acted)
    events: list[EventDraft] = []
    if head is not None and (acted or changes or head.changes):
        events.append(replace(head, changes={**changes, **head.changes}, data={**head.data, **told(state, changes)}))
    events += flow_events(state, standing)
    writes = (write,) if write else ()
    moved = standing.walk.steps[-1].to if standing and standing.walk and standing.walk.steps else None
    if rest is not None:
        return Allow((*writes, *rest.writes), (*events, *rest.events), tuple(world.files), moved)
    return Allow(writes, tuple(events), tuple(world.files), moved)
