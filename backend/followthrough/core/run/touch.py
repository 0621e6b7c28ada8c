"""Other records an act touches: written behind a reference, or a parent whose rollups change.

They are refused only for what newly breaks there, field rules and gates alike (docs/gates.md, section 3).
"""

from __future__ import annotations

from dataclasses import replace

from .acts import Allow, EventDraft, Issue, Milestones, RecordWrite
from .apply import Issues
from .derive import derive
from .flow import gates_at
from .judge import judge
from .lacks import Lacks, lacks_at, merge
from .settle import Standing, debts, newly, settle
from .stored import as_stored
from .tables import told
from .verdict import flow_events, write_of
from .world import Key, State, World, own

Asked = set[tuple[Key, str]]
"""Fields that a required, empty input would fill: (record, field)."""


def touched_result(
    world: World, touched: dict[Key, tuple[State, str]], name: str, issues: Issues, asked: Asked
) -> tuple[Allow, Lacks]:
    """The writes and events (`edited`, named after the action) of the touched records, what newly lacks there; new
    field issues are added under `<reference>.`, but for empty fields the mini form asks for (`asked`)."""
    writes: list[RecordWrite] = []
    events: list[EventDraft] = []
    lacks: list[Lacks] = []
    for state, via in touched.values():
        standing = settle(state)
        found = unasked(new_issues(state), state, asked)
        issues.extend(replace(issue, path=f"{via}.{issue.path}") for issue in found)
        lacks.append(new_lacks(state, standing, world.snapshot.ref_milestones.get(state.key, Milestones())))
        write, changes = write_of(state, world.app.version)
        if write is not None:
            writes.append(write)
            events.append(EventDraft(*state.key, "edited", name, changes=changes, data=told(state, changes)))
            events += flow_events(state, standing)
    return Allow(tuple(writes), tuple(events)), merge(lacks)


def unasked(issues: Issues, state: State, asked: Asked) -> Issues:
    """The issues without the empty fields of the record that an input answers for, so that they are told once."""
    return [i for i in issues if not (i.code == "required" and (state.key, i.path) in asked)]


def new_issues(state: State) -> list[Issue]:
    """Field issues of the resulting record that the stored one does not have."""
    found: Issues = []
    judge(state, found)
    if not found or state.before is None:
        return found
    old: Issues = []
    was = own(as_stored(state.world, state.before))
    derive(was)  # knows which fields are hidden
    judge(was, old)
    known = {(issue.path, issue.code, issue.params.get("statement")) for issue in old}
    return [i for i in found if (i.path, i.code, i.params.get("statement")) not in known]


def new_lacks(state: State, standing: Standing | None, done: Milestones) -> Lacks:
    """What is missing at the gates the record stands behind, and was not before."""
    flow = state.entity.flow
    if standing is None or flow is None:
        return {}
    now = lacks_at(state, gates_at(flow, standing.path.id, standing.goal), done)
    return newly(now, debts(state)) if now else now
