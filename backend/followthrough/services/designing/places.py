"""Where the records of an entity stand in the eyes of a new version: in which stage, and on which path by its rules.

A record says on which path its last act left it. Where the new version chooses paths by other rules, or what they read
elsewhere has changed since, its next act may take it to another: where it loses its stage by that, or has to leave it
anyhow, it is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from followthrough.core.compile import CompiledApp, CompiledFlow
from followthrough.core.design.mentions import steps
from followthrough.core.run.acts import Milestones, Moment, Snapshot
from followthrough.core.run.settle import path_of
from followthrough.core.run.world import Key
from followthrough.services.loading import Surroundings
from followthrough.services.naming import references_of
from followthrough.store import recomputes, standing
from followthrough.store.recomputes import Left
from followthrough.store.tx import Tx

from .copying import Records, carrying_by

BATCH = 500


@dataclass(frozen=True, slots=True)
class Group:
    """Records that stand together: how many, and which where each had to be asked (None: what they say of themselves holds)."""

    number: int
    ids: tuple[str, ...] | None = None


def places(tx: Tx, live: CompiledApp, new: CompiledApp, entity: str, moment: Moment) -> Mapping[Left, Group]:
    """How many records `live` has in each stage ("": in none) and on each path, archived ones too. Asked for their path are
    those of a stage that some have to leave, where it matters on which path they are, or may have to by other rules."""
    flow = new.entities[entity].flow
    assert flow is not None
    standing_in: dict[str, dict[str | None, int]] = {}
    for (stage, path), number in standing.by_place(tx, live, entity).items():
        standing_in.setdefault(stage or "", {})[path] = number
    anew = _chosen_anew(tx, live, new, entity)
    several = len({tuple(offered_stages(flow, path)) for path in flow.paths}) > 1
    found: dict[Left, Group] = {}
    for stage, on in sorted(standing_in.items()):
        left_by_some = any(stage not in offered_stages(flow, path) for path in on)
        if (anew and not _on_every_path(flow, stage)) or (several and left_by_some):
            found |= _asked(tx, live, new, entity, stage, moment)
        else:
            found |= {Left(stage, path): Group(number) for path, number in on.items()}
    return found


def offered_stages(flow: CompiledFlow, path: str | None = None) -> list[str]:
    """The stages records may stand in, in order; on a path only those it leads through, won, lost and hold ones besides
    (docs/gates.md, section 3: any other would take them to its first)."""
    alive = [name for name, stage in flow.stages.items() if not stage.archived]
    known = flow.paths.get(path) if path is not None else None
    if known is None:
        return alive
    return [name for name in alive if flow.stages[name].kind != "open" or name in known.position]


def _on_every_path(flow: CompiledFlow, stage: str) -> bool:
    """Whether a record keeps its stage, whichever path it is on."""
    known = flow.stages.get(stage)
    if known is None or known.archived:
        return False
    return known.kind != "open" or all(stage in path.position for path in flow.paths.values())


def _chosen_anew(tx: Tx, live: CompiledApp, new: CompiledApp, entity: str) -> bool:
    """Whether the new version may choose another path for a record than it is on."""
    was, now = live.entities[entity].flow, new.entities[entity].flow
    assert now is not None
    if was is None:
        return len(now.paths) > 1
    if _rules(was) != _rules(now):
        return True
    if any(one.listed and one.entity == entity for one in recomputes.settling(tx, new.key)):
        return True  # an earlier version did, and they have not been moved
    paths = {path for one in now.paths.values() if one.when is not None for path in one.when.reads}
    return any(_differs(live, new, *step) for path in sorted(paths) for step in steps(new.doc, entity, path))


def _rules(flow: CompiledFlow) -> list[object]:
    return [(name, path.doc.when) for name, path in flow.paths.items()]


def _differs(live: CompiledApp, new: CompiledApp, entity: str, name: str) -> bool:
    """Whether a field may have another value in the new version, of the same record."""
    before, after = (app.entities.get(entity) for app in (live, new))
    if before is None or after is None:
        return True
    was, now = before.fields.get(name), after.fields.get(name)
    if was is None or now is None:
        return was is not now
    if was.property != now.property or was.archived != now.archived:
        return True
    # What it is worked out from is not followed: any change of what is stored may be one of it.
    known = live.doc.entities, live.doc.decision_tables
    return (now.computed or now.live) and known != (new.doc.entities, new.doc.decision_tables)


def _asked(tx: Tx, live: CompiledApp, new: CompiledApp, entity: str, stage: str, moment: Moment) -> dict[Left, Group]:
    """The records in a stage, by their path by the rules of the new version."""
    found: dict[str, list[str]] = {}
    taken = carrying_by(tx, live, new, moment.zone)
    after = ""
    while ids := standing.in_place(tx, live, entity, Left(stage), after, BATCH):
        around = Surroundings(tx, live, None, moment.zone)
        _read(around, entity, ids)
        records = taken(around)
        for one in ids:
            found.setdefault(path_of(new, _snapshot(around, records, (entity, one)), moment), []).append(one)
        after = ids[-1]
    return {Left(stage, path): Group(len(ids), tuple(ids)) for path, ids in found.items()}


def _read(around: Surroundings, entity: str, ids: list[str]) -> None:
    """Records and what stands behind their references, two hops deep: the new version may read through others."""
    around.read_many((entity, one) for one in ids)
    reached = {(entity, one) for one in ids}
    for _ in range(2):
        records = [found for key in reached if (found := around.records.get(key)) is not None]
        reached = {key for record in records for key in references_of(around.app, record)}
        around.fetch(reached)


def _snapshot(around: Surroundings, records: Records, key: Key) -> Snapshot:
    milestones = around.milestones.get(key, Milestones())
    return Snapshot(record=records[key], refs=records, milestones=milestones, ref_milestones=around.milestones)
