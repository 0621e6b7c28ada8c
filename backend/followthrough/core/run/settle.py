"""Where an act leaves its record: path, stage, the chain walked, and what its gates find missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from followthrough.core.compile.app import CompiledApp, CompiledFlow, CompiledPath

from .acts import Deny, Milestones, Moment, Record, Snapshot
from .derive import derive
from .flow import Admits, Walk, choose_path, gates_at, reachable, stage_on, walk
from .lacks import Lacks, lacks_at, merge
from .stored import as_stored
from .world import State, World, own

Goal = Callable[[CompiledFlow, CompiledPath, str], str]
"""Which stage is wanted, given the path and the stage the record stands in on it."""


class Mode(Enum):
    """How strictly the gates of a stage the record does not leave are asked.

    EDIT: in full, but for an edit that only pays what was already missing. PLACE: only for what is newly broken.
    """

    EDIT = "edit"
    PLACE = "place"


@dataclass(slots=True)
class Standing:
    """Where the record goes: from `start` (its stage on `path`) to `goal` by `walk`."""

    path: CompiledPath
    start: str
    goal: str
    left: str | None
    walk: Walk | None = None

    @property
    def moves(self) -> bool:
        """Whether transitions are walked."""
        return self.start != self.goal


def stay(flow: CompiledFlow, path: CompiledPath, start: str) -> str:
    """The goal of an act that moves nothing."""
    del flow, path
    return start


def settle(state: State, goal: Goal = stay) -> Standing | None:
    """Work out path, stage and derived values of the resulting record; None for an entity without a flow."""
    derive(state)
    flow = state.entity.flow
    if flow is None:
        return None
    before = state.stage
    path = choose_path(state, flow)
    start = stage_on(flow, path, before)
    target = goal(flow, path, start)
    if (target, path.id) != (state.stage, state.path):
        state.stage, state.path = target, path.id
        state.world.forget()
        derive(state)
    return Standing(path, start, target, before)


def path_of(app: CompiledApp, snapshot: Snapshot, moment: Moment) -> str:
    """The path on which an app sees the record of `snapshot`, of an entity with a flow, as it is stored: where its next act
    would find it, if it changed nothing."""
    record = snapshot.record
    assert record is not None
    state = own(as_stored(World(app, snapshot, None, moment), record))
    flow = state.entity.flow
    assert flow is not None
    derive(state)
    return choose_path(state, flow).id


def blocked(state: State, standing: Standing | None, admits: Admits) -> Deny | None:
    """no_transition when no permitted chain leads where the record is to go."""
    if standing is None or not standing.moves or state.entity.flow is None:
        return None
    if reachable(state.entity.flow, standing.path, standing.start, standing.goal, admits):
        return None
    return Deny("no_transition", {"from": standing.start, "to": standing.goal})


def missing_on_way(
    state: State, standing: Standing | None, admits: Admits, done: Milestones, base: Lacks | None = None
) -> Lacks:
    """What is missing for a record that is created or moved: `base` anyway, its start when created, then every step."""
    flow = state.entity.flow
    lacks = base or {}
    if standing is None or flow is None:
        return lacks
    if state.before is None or not standing.moves:
        lacks = merge((lacks, lacks_at(state, gates_at(flow, standing.path.id, standing.start), done)))
    if standing.moves:
        standing.walk = walk(state, standing.path, standing.start, standing.goal, admits, done, lacks)
        assert standing.walk is not None, "`blocked` has found a chain"
        lacks = standing.walk.lacks
    return lacks


def missing_in_place(state: State, standing: Standing | None, mode: Mode, done: Milestones) -> Lacks:
    """What is missing for a stored record that stays in its stage (docs/gates.md, section 3, "every act")."""
    flow, before = state.entity.flow, state.before
    if standing is None or flow is None or before is None:
        return {}
    now = lacks_at(state, gates_at(flow, standing.path.id, standing.goal), done)
    if not now or (before.stage, before.path) != (standing.goal, standing.path.id):
        return now
    old = debts(state)
    if mode is Mode.PLACE:
        return newly(now, old)
    return {} if _pays(state, before, old, now) else now


def newly(now: Lacks, old: Lacks) -> Lacks:
    """What is missing now and was not before; an action of which more is owed than before is new."""
    return {key: lack for key, lack in now.items() if key not in old or lack.owed > old[key].owed}


def debts(state: State) -> Lacks:
    """What the stored record already lacked in its stage, judged at the same moment, before the act."""
    before, flow = state.before, state.entity.flow
    if before is None or flow is None or before.stage is None or before.stage not in flow.stages:
        return {}
    was = as_stored(state.world, before)
    path = before.path if before.path is not None and before.path in flow.paths else choose_path(was, flow).id
    return lacks_at(was, gates_at(flow, path, before.stage), was.milestones)


def _pays(state: State, before: Record, old: Lacks, now: Lacks) -> bool:
    """Whether the edit only fills what was asked for, and less is missing than before."""
    if not now.keys() < old.keys():
        return False
    asked: set[str] = set()
    for key, lack in old.items():
        if key[0] == "field" and lack.state.key == state.key and lack.field:
            asked.add(lack.field)
        elif lack.statement is not None:
            asked |= {path.partition(".")[0] for path in lack.statement.rule.reads}
    writable = state.entity.writable
    return all(name in asked for name in writable if state.values.get(name) != before.values.get(name))
