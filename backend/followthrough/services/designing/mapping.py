"""Records whose stage a new version no longer has: which there are, where they go, and taking them there.

A few are moved in the transaction of the publication. Many would hold the app for minutes: they are moved by a worker, a
batch at a time, right after it (`services/resettling`), and whoever acts on one before that moves it first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from followthrough.core.compile import CompiledApp, CompiledFlow
from followthrough.services.refusal import Abandoned, refuse
from followthrough.services.resettling import resettle
from followthrough.services.views_design import StageToMap
from followthrough.store import recomputes, standing
from followthrough.store.recomputes import Left
from followthrough.store.tx import Tx

Stages = Mapping[str, Mapping[str, str]]
"""Entity -> "stage" or "stage/path" that is no more ("": none yet) -> stage in which its records stand from now on."""
AT_ONCE = 200
"""So many records are moved in the transaction of the publication."""


def stages_to_map(tx: Tx, live: CompiledApp | None, new: CompiledApp) -> list[StageToMap]:
    """Where records of the version in force stand in stages that `new` has no more (or has archived), with their number.
    Where the paths on which they stand do not lead through the same stages, each path is asked for by itself. A stage whose
    records are about to be moved already, all to where they may stay, is not asked for; it is asked for whole otherwise."""
    found: list[StageToMap] = []
    for name, entity in new.entities.items():
        known = live.entities.get(name) if live is not None else None
        if live is None or known is None or entity.flow is None:
            continue
        there = set(offered_stages(entity.flow))
        counted = standing.by_place(tx, live, name)
        lost = {stage or "" for stage, _ in counted} - there
        going = _under_way(tx, new, name) if lost else {}
        for stage in sorted(lost):
            on = {path: number for (here, path), number in counted.items() if (here or "") == stage}
            if not all(_cared_for(entity.flow, going, stage, path) for path in on):
                found += _of_stage(entity.flow, name, stage, on)
    return found


def _cared_for(flow: CompiledFlow, going: Mapping[Left, str], stage: str, path: str | None) -> bool:
    """Whether records that wait to be moved from a stage, standing on a path, go to where they may stay."""
    return going.get(Left(stage, path), going.get(Left(stage))) in offered_stages(flow, path)


def _of_stage(flow: CompiledFlow, entity: str, stage: str, on: Mapping[str | None, int]) -> Iterator[StageToMap]:
    offers = {path: offered_stages(flow, path) for path in on}
    if len({tuple(one) for one in offers.values()}) == 1:
        offered = next(iter(offers.values()))
        yield StageToMap(entity=entity, stage=stage, records=sum(on.values()), offered=offered)
        return
    for path in sorted(on, key=lambda one: (one is None, one)):  # None means all the others: it comes last
        yield StageToMap(entity=entity, stage=stage, path=path, records=on[path], offered=offers[path])


def _under_way(tx: Tx, new: CompiledApp, entity: str) -> dict[Left, str]:
    """Where records of an entity are about to be moved, by an earlier publication."""
    waiting = recomputes.settling(tx, new.key)
    return {one.left: one.target for one in waiting if one.left is not None and one.entity == entity}


def offered_stages(flow: CompiledFlow, path: str | None = None) -> list[str]:
    """The stages records may stand in, in order; on a path only those it leads through, won, lost and hold ones besides
    (docs/gates.md, section 3: any other would take them to its first)."""
    alive = [name for name, stage in flow.stages.items() if not stage.archived]
    known = flow.paths.get(path) if path is not None else None
    if known is None:
        return alive
    return [name for name in alive if flow.stages[name].kind != "open" or name in known.position]


def require_mapped(needed: list[StageToMap], mapping: Stages) -> None:
    """Raises Abandoned(mapping_needed) with those that the mapping does not say, or takes where nothing stands."""
    open_ = [one for one in needed if _target(one, mapping) not in one.offered]
    if open_:
        raise Abandoned(refuse("mapping_needed", mappings_needed=msgspec.to_builtins(open_)))


def _target(one: StageToMap, mapping: Stages) -> str | None:
    """Where records go: as is said for their path, else for their stage."""
    said = mapping.get(one.entity, {})
    return said.get(f"{one.stage}/{one.path}", said.get(one.stage)) if one.path is not None else said.get(one.stage)


def settle_all(tx: Tx, new: CompiledApp, zone: str, needed: list[StageToMap], mapping: Stages) -> tuple[int, int]:
    """Take every record of those stages where the mapping says, each through the command path as an act of the app itself:
    how many were moved, and how many a worker will."""
    total = sum(one.records for one in needed)
    _let_be(tx, new, {(one.entity, one.stage) for one in needed})
    for one in needed:
        left, to = Left(one.stage, one.path), str(_target(one, mapping))
        if total > AT_ONCE:
            recomputes.add_settling(tx, new.key, new.version, one.entity, left, to)
        else:
            ids = standing.in_place(tx, new, one.entity, left, "", one.records)
            resettle(tx, new, zone, one.entity, ids, to, new.version)
    return (0, total) if total > AT_ONCE else (total, 0)


def _let_be(tx: Tx, new: CompiledApp, anew: set[tuple[str, str]]) -> None:
    """What an earlier publication left to be moved is let be where the mapping says it `anew`, where the stage is there again,
    or its target is not."""
    for work in recomputes.settling(tx, new.key):
        flow = new.entities[work.entity].flow if work.entity in new.entities else None
        there = offered_stages(flow) if flow is not None else []
        assert work.left is not None
        if (work.entity, work.left.stage) in anew or work.left.stage in there or work.target not in there:
            recomputes.drop(tx, work)


def moving(tx: Tx, app: CompiledApp) -> int:
    """How many records wait to be moved to the stage that a mapping says."""
    waiting = recomputes.settling(tx, app.key)
    known = [(one.entity, one.left) for one in waiting if one.entity in app.entities and one.left is not None]
    return sum(standing.number_in(tx, app, entity, left) for entity, left in known)
