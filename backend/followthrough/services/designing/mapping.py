"""Records whose stage a new version no longer has: which there are, where they go, and taking them there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from followthrough.core.compile import CompiledApp, CompiledFlow
from followthrough.core.run.acts import Resettle
from followthrough.core.run.permit import THE_SYSTEM
from followthrough.services.command import Command
from followthrough.services.refusal import Abandoned, Refusal, refuse
from followthrough.services.views_design import StageToMap
from followthrough.store import standing
from followthrough.store.tx import Tx

Stages = Mapping[str, Mapping[str, str]]
"""Entity -> stage that is no more ("": none yet) -> stage in which its records stand from now on."""
CHUNK = 200
"""Records remembered at a time; all are moved in the one transaction of the publication."""


def stages_to_map(tx: Tx, live: CompiledApp | None, new: CompiledApp) -> list[StageToMap]:
    """Where records of the version in force stand in stages that `new` has no more (or has archived), with their number."""
    found: list[StageToMap] = []
    for name, entity in new.entities.items():
        known = live.entities.get(name) if live is not None else None
        if live is None or known is None or entity.flow is None:
            continue
        offered = offered_stages(entity.flow)
        if known.flow is not None and set(known.flow.stages) <= set(offered):
            continue
        counted = standing.by_stage(tx, live, name)
        found += [
            StageToMap(entity=name, stage=stage or "", records=counted[stage], offered=offered)
            for stage in sorted(counted, key=lambda one: one or "")
            if stage not in offered
        ]
    return found


def offered_stages(flow: CompiledFlow) -> list[str]:
    """The stages records may stand in, in order."""
    return [name for name, stage in flow.stages.items() if not stage.archived]


def require_mapped(needed: list[StageToMap], mapping: Stages) -> None:
    """Raises Abandoned(mapping_needed) with those that the mapping does not say, or takes where nothing stands."""
    open_ = [one for one in needed if mapping.get(one.entity, {}).get(one.stage) not in one.offered]
    if open_:
        raise Abandoned(refuse("mapping_needed", mappings_needed=msgspec.to_builtins(open_)))


def resettle_all(tx: Tx, new: CompiledApp, zone: str, needed: list[StageToMap], mapping: Stages) -> int:
    """Take every record of those stages where the mapping says, each through the command path as an act of the app
    itself; how many. Raises Abandoned with the refusal of a parent whose own gate that would newly break."""
    moved = 0
    for one in needed:
        for chunk in _chunks(tx, new, one):
            command = Command(tx, new, THE_SYSTEM, zone)
            for record in chunk:
                done = command.run(one.entity, record, Resettle(mapping[one.entity][one.stage], new.version))
                if isinstance(done, Refusal):
                    raise Abandoned(done)
            moved += len(chunk)
    return moved


def _chunks(tx: Tx, app: CompiledApp, one: StageToMap) -> Iterator[list[str]]:
    while found := standing.in_stage(tx, app, one.entity, one.stage or None, CHUNK):
        yield found
