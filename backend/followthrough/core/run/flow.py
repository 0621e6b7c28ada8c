"""Where a record stands in its flow, and by which steps it gets where it is wanted.

Stages of a path are walked by transitions that admit the role; of all chains the one with the fewest needs is
taken, then the shortest, then the first in the order of its transitions (docs/gates.md, section 3).
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass

from followthrough.core.compile.app import (
    CompiledFlow,
    CompiledPath,
    CompiledStatement,
    CompiledTransition,
    Gate,
)

from .acts import Milestones
from .duties.blocks import blocking
from .lacks import Lack, Lacks, cost, lacks_at, lacks_of, merge, statement_lack
from .world import State

Admits = Callable[[CompiledTransition], bool]
StepLacks = Callable[[CompiledTransition], Lacks]

MOST_CHAINS = 2000
"""Beyond so many looked-at chains each stage keeps only the first way in: a flow cannot make a submit slow."""


def choose_path(state: State, flow: CompiledFlow) -> CompiledPath:
    """The first path whose `when` is true on the record, else the first without `when`, else the present, else the first."""
    default: CompiledPath | None = None
    for path in flow.paths.values():
        if path.when is None:
            default = default or path
        elif path.when.holds(state.env):
            return path
    return default or flow.paths.get(state.path or "") or next(iter(flow.paths.values()))


def stage_on(flow: CompiledFlow, path: CompiledPath, stage: str | None) -> str:
    """The stage a record keeps on `path`: its own, unless that is open and not on the path (or unknown): then the first."""
    if stage is None or stage not in flow.stages:
        return path.first
    if stage in path.position or flow.stages[stage].kind != "open":
        return stage
    return path.first


def gates_at(flow: CompiledFlow, path: str, stage: str) -> tuple[Gate, ...]:
    """The gates a record on `path` stands behind in `stage`."""
    found = flow.gates.get(path, {}).get(stage)
    if found is not None:
        return found
    own = flow.entry.get(stage)  # a won stage kept though its path was left
    return () if own is None or own.empty else (own,)


@dataclass(frozen=True, slots=True)
class Walk:
    """A chain of transitions and what is missing to take it (nothing: its gates are open)."""

    steps: tuple[CompiledTransition, ...]
    lacks: Lacks


def exits(flow: CompiledFlow, path: CompiledPath, stage: str, goal: str, admits: Admits) -> list[CompiledTransition]:
    """Steps out of `stage` that may be part of a chain to `goal`."""
    found: list[CompiledTransition] = []
    for transition in flow.by_source.get(stage, ()):
        passes = transition.to in path.position and flow.stages[transition.to].kind == "open"
        if (transition.to == goal or passes) and admits(transition):
            found.append(transition)
    return found


def reachable(flow: CompiledFlow, path: CompiledPath, start: str, goal: str, admits: Admits) -> bool:
    """Whether any permitted chain leads from `start` to `goal`, gates open or not."""
    if not flow.on(path.id, goal):
        return False
    seen, queue = {start}, [start]
    while queue:
        for transition in exits(flow, path, queue.pop(), goal, admits):
            if transition.to == goal:
                return True
            if transition.to not in seen:
                seen.add(transition.to)
                queue.append(transition.to)
    return False


def walk(
    state: State,
    path: CompiledPath,
    start: str,
    goal: str,
    admits: Admits,
    done: Milestones,
    base: Lacks | None = None,
    asked: StepLacks | None = None,
) -> Walk | None:
    """The chain to take from `start` to `goal`, None when no permitted one exists.

    `done` are the acts behind the record; `base` is missing whatever chain is taken, and part of the answer. `asked` says
    what is missing to take a step, where that is not what the record lacks (a replay, for which some of it is unknown).
    """
    flow = state.entity.flow
    if flow is None or not flow.on(path.id, goal):
        return None
    order = {name: index for index, name in enumerate(flow.transitions)}
    of_step = asked or _Steps(state, flow, path, done).lacks
    queue: list[tuple[int, int, tuple[int, ...], str]] = [(0, 0, (), start)]
    found: dict[tuple[int, ...], tuple[tuple[CompiledTransition, ...], Lacks]] = {(): ((), base or {})}
    settled: dict[str, list[tuple[Lacks, int, tuple[int, ...]]]] = {}
    looked = 0
    while queue:
        _, hops, chain, stage = heapq.heappop(queue)
        taken, lacks = found.pop(chain)
        if stage == goal and taken:
            return Walk(taken, lacks)
        known = settled.setdefault(stage, [])
        if any((few, before) <= (hops, chain) and _within(less, lacks) for less, few, before in known):
            continue
        looked += 1
        if known and looked > MOST_CHAINS:
            continue
        known.append((lacks, hops, chain))
        for transition in exits(flow, path, stage, goal, admits):
            way = (*chain, order[transition.id])
            both = merge((lacks, of_step(transition)))
            found[way] = ((*taken, transition), both)
            heapq.heappush(queue, (cost(both), hops + 1, way, transition.to))
    return None


def _within(less: Lacks, more: Lacks) -> bool:
    """Whether whatever supplies `more` supplies `less`."""
    return all(key in more and lack.owed <= more[key].owed for key, lack in less.items())


class _Steps:
    """What each transition asks for, worked out once: its condition, its requirements, the gates of the stage it enters."""

    def __init__(self, state: State, flow: CompiledFlow, path: CompiledPath, done: Milestones) -> None:
        self._state, self._flow, self._path, self._done = state, flow, path, done
        self._known: dict[str, Lacks] = {}

    def lacks(self, transition: CompiledTransition) -> Lacks:
        """What is missing to take the step."""
        known = self._known.get(transition.id)
        if known is None:
            own = step_lacks(self._state, transition, self._done)
            entered = lacks_at(self._state, gates_at(self._flow, self._path.id, transition.to), self._done)
            known = self._known[transition.id] = merge((own, entered))
        return known


def step_lacks(state: State, transition: CompiledTransition, done: Milestones) -> Lacks:
    """What the transition itself finds missing: a false `when` is the statement "when"; what is owed on the record may
    keep it shut."""
    into: Lacks = {}
    if transition.when is not None and not transition.when.holds(state.env):
        lack = when_lack(state, transition)
        into[lack.key] = lack
    for duty in blocking(state, transition.id):
        lack = Lack(("obligation", *state.key, duty.id), transition.gate.at, state, duty=duty)
        into[lack.key] = lack
    return lacks_of(state, transition.gate, done, into)


def when_lack(state: State, transition: CompiledTransition) -> Lack:
    """The lack of a transition's own condition: the statement "when"."""
    assert transition.when is not None
    statement = CompiledStatement("when", transition.when, transition.doc.message)
    return statement_lack(state, transition.gate.at, statement)
