"""Records whose stage a new version no longer has, or no more on their path: which there are, where they go, and taking
them there.

A few are moved in the transaction of the publication. Many would hold the app for minutes: they are moved by a worker, a
batch at a time, right after it (`services/resettling`), and whoever acts on one before that moves it first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import msgspec

from followthrough.core.compile import CompiledApp, CompiledFlow
from followthrough.core.run.acts import Moment
from followthrough.services.refusal import Abandoned, refuse
from followthrough.services.resettling import resettle
from followthrough.services.views_design import StageToMap
from followthrough.store import recomputes, standing
from followthrough.store.recomputes import Left, Work
from followthrough.store.tx import Tx

from .places import Group, offered_stages, places

Stages = Mapping[str, Mapping[str, str]]
"""Entity -> "stage" or "stage/path" where records may stand no more ("": none yet) -> stage in which they stand from now on."""
AT_ONCE = 200
"""So many records are moved in the transaction of the publication."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """Records that have to go, and what is asked of them; `ids`: which, where what they say of their path does not tell
    (None: it does); `to`: where, as an earlier publication was told (None: it has to be asked)."""

    asked: StageToMap
    ids: tuple[str, ...] | None = None
    to: str | None = None

    @property
    def left(self) -> Left:
        """Where they stand."""
        return Left(self.asked.stage, self.asked.path)


def stages_to_map(tx: Tx, live: CompiledApp | None, new: CompiledApp, moment: Moment) -> list[Leaving]:
    """Where records of the version in force stand in stages that `new` has no more (or has archived), or that the path on
    which it sees them does not lead through, with their number. Where the paths on which they stand do not lead through the
    same stages, each path is asked for by itself. A stage whose records are about to be moved already, all to where they may
    stay, is not asked for; it is asked for whole otherwise. Those that had to be asked for their path are found anew."""
    found: list[Leaving] = []
    for name, entity in new.entities.items():
        known = live.entities.get(name) if live is not None else None
        if live is None or known is None or entity.flow is None or entity.info.archived:
            continue  # records of an archived entity rest where they are
        lost: dict[str, dict[str | None, Group]] = {}
        for left, group in places(tx, live, new, name, moment).items():
            if left.stage not in offered_stages(entity.flow, left.path):
                lost.setdefault(left.stage, {})[left.path] = group
        going = _under_way(tx, new, name) if lost else {}
        for stage, on in sorted(lost.items()):
            to = {path: going.get(Left(stage, path), going.get(Left(stage))) for path in on}
            if any(target not in offered_stages(entity.flow, path) for path, target in to.items()):
                found += _of_stage(entity.flow, name, stage, on)
            else:
                asked = (one for one in _by_path(entity.flow, name, stage, on) if one.ids is not None)
                found += [replace(one, to=to[one.asked.path]) for one in asked]
    return found


def _of_stage(flow: CompiledFlow, entity: str, stage: str, on: Mapping[str | None, Group]) -> list[Leaving]:
    offers = {tuple(offered_stages(flow, path)) for path in on}
    if stage in offered_stages(flow) or len(offers) > 1:
        return list(_by_path(flow, entity, stage, on))
    number = sum(group.number for group in on.values())
    return [Leaving(StageToMap(entity=entity, stage=stage, records=number, offered=list(offers.pop())))]


def _by_path(flow: CompiledFlow, entity: str, stage: str, on: Mapping[str | None, Group]) -> Iterator[Leaving]:
    for path in sorted(on, key=lambda one: (one is None, one)):  # None means all the others: it comes last
        offered = offered_stages(flow, path)
        asked = StageToMap(entity=entity, stage=stage, path=path, records=on[path].number, offered=offered)
        yield Leaving(asked, on[path].ids)


def _under_way(tx: Tx, new: CompiledApp, entity: str) -> dict[Left, str]:
    """Where records of an entity are about to be moved, by an earlier publication, as far as that still holds."""
    waiting = recomputes.settling(tx, new.key)
    return {
        one.left: one.target for one in waiting if one.left is not None and one.entity == entity and _holds(new, one)
    }


def _holds(new: CompiledApp, work: Work) -> bool:
    """Whether what an earlier publication left to be moved is still to be: not where the stage is there again, or its target
    is not."""
    flow = new.entities[work.entity].flow if work.entity in new.entities else None
    if flow is None or work.left is None:
        return False
    there = offered_stages(flow, work.left.path)
    return work.left.stage not in there and work.target in there


def require_mapped(needed: list[Leaving], mapping: Stages) -> None:
    """Raises Abandoned(mapping_needed) with those that the mapping does not say, or takes where nothing stands."""
    open_ = [one.asked for one in needed if _target(one, mapping) not in one.asked.offered]
    if open_:
        raise Abandoned(refuse("mapping_needed", mappings_needed=msgspec.to_builtins(open_)))


def _target(one: Leaving, mapping: Stages) -> str | None:
    """Where records go: as is known, else as is said for their path, else for their stage."""
    asked, said = one.asked, mapping.get(one.asked.entity, {})
    whole = said.get(asked.stage)
    return one.to or (said.get(f"{asked.stage}/{asked.path}", whole) if asked.path is not None else whole)


def note_all(tx: Tx, new: CompiledApp, needed: list[Leaving], mapping: Stages) -> None:
    """Write down where every record of those stages goes, before anything is done to any: one that is counted by another, or
    takes over a value first, is taken home then, not to the first stage of its path."""
    _let_be(tx, new, {(one.asked.entity, one.asked.stage) for one in needed})
    for one in needed:
        to = str(_target(one, mapping))
        recomputes.add_settling(tx, new.key, new.version, one.asked.entity, one.left, to, one.ids)


def settle_all(tx: Tx, new: CompiledApp, zone: str, needed: list[Leaving]) -> tuple[int, int]:
    """Take every record of those stages where it was noted to go, each through the command path as an act of the app itself:
    how many were moved, and how many a worker will."""
    total = sum(one.asked.records for one in needed)
    if total > AT_ONCE:
        return 0, total
    for work in recomputes.settling(tx, new.key) if needed else ():
        if work.version == new.version and work.left is not None:
            ids = standing.to_settle(tx, new, work, work.left, "", AT_ONCE)
            resettle(tx, new, zone, work.entity, ids, work.target, work.version)
            recomputes.drop(tx, work)
    return total, 0


def _let_be(tx: Tx, new: CompiledApp, anew: set[tuple[str, str]]) -> None:
    """What an earlier publication left to be moved is let be where that is said `anew`, or it is not to be any more."""
    for work in recomputes.settling(tx, new.key):
        found = work.left is not None and (work.entity, work.left.stage) in anew
        if found or work.listed or not _holds(new, work):
            recomputes.drop(tx, work)


def moving(tx: Tx, app: CompiledApp) -> int:
    """How many records wait to be moved to the stage that a mapping says."""
    waiting = recomputes.settling(tx, app.key)
    known = [(one, one.left) for one in waiting if one.entity in app.entities and one.left is not None]
    return sum(standing.number_to_settle(tx, app, one, left) for one, left in known)
