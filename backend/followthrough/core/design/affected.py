"""What a new version would mean for a record that stands in the flow now: its stage, its path, and what it newly lacks.

A record is judged as it is stored by the version in force, and as its publication leaves it by the new one, at the same
moment; what both find is an old debt and not told (docs/designing.md, section 2).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from followthrough.core.compile.app import CompiledApp
from followthrough.core.run.acts import Issue, Moment, Need, Snapshot
from followthrough.core.run.flow import gates_at
from followthrough.core.run.judge import judge
from followthrough.core.run.lacks import Lacks, lacks_at
from followthrough.core.run.needs import needs_of
from followthrough.core.run.settle import newly, settle
from followthrough.core.run.stored import as_stored
from followthrough.core.run.world import State, World, own

from .differences import Difference, differences
from .weights import weigh


@dataclass(frozen=True, slots=True)
class Affected:
    """A record that a new version touches. `stage_lost`: its stage is no more; `path` (old, new) where the new version takes
    it to another; `stage` the one it would then stand in (None: it stays); `needs` and `issues` what it newly lacks and
    breaks there."""

    entity: str
    record: str
    stage_lost: bool
    path: tuple[str | None, str] | None
    stage: str | None
    needs: tuple[Need, ...]
    issues: tuple[Issue, ...]


def affected(
    old: CompiledApp, new: CompiledApp, snapshot: Snapshot, moment: Moment, after: Snapshot | None = None
) -> Affected | None:
    """What `new` means for the record of `snapshot`, which `old` has judged; None: nothing. An archived record is let be.

    The snapshot holds the record, its milestones, and what stands behind its references, two hops deep; `after` the same as
    `new` will find it, where its publication fills fields of it (None: as it is).
    """
    record = snapshot.record
    assert record is not None
    entity = new.entities.get(record.entity)
    if record.archived or entity is None or record.entity not in old.entities:
        return None
    flow = entity.flow
    lost = flow is not None and (
        record.stage is None or record.stage not in flow.stages or flow.stages[record.stage].archived
    )
    was, now = _judged(old, snapshot, moment), _judged(new, after or snapshot, moment)
    path = (was.state.path, now.state.path) if flow is not None and now.state.path is not None else None
    moved = path is not None and path[0] != path[1]
    needs = needs_of(now.state.world, newly(now.lacks, was.lacks))
    issues = tuple(one for name, one in now.issues.items() if name not in was.issues)
    if not (lost or moved or needs or issues):
        return None
    stage = now.state.stage if now.state.stage != was.state.stage else None
    return Affected(
        record.entity, record.id, lost, (was.state.path, str(now.state.path)) if moved else None, stage, needs, issues
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    """The record as an app sees it: where it stands, what its gates find missing, which of its field rules it breaks."""

    state: State
    lacks: Lacks
    issues: dict[tuple[str, ...], Issue]


def _judged(app: CompiledApp, snapshot: Snapshot, moment: Moment) -> _Judged:
    record = snapshot.record
    assert record is not None
    state = own(as_stored(World(app, snapshot, None, moment), record))
    standing = settle(state)
    found: list[Issue] = []
    judge(state, found)
    flow = state.entity.flow
    gates = gates_at(flow, standing.path.id, standing.goal) if flow is not None and standing is not None else ()
    return _Judged(state, lacks_at(state, gates, snapshot.milestones), {_name(one): one for one in found})


def _name(issue: Issue) -> tuple[str, ...]:
    return issue.path, issue.code, str(issue.params.get("statement", ""))


def touched_entities(old: CompiledApp, new: CompiledApp) -> list[str]:
    """The entities whose records a new version may judge otherwise, in order of id: those with a difference in their
    fields, flow or tables that is more than words, and those whose rules read such an entity through a reference."""
    found = {one.entity for one in differences(old.doc, new.doc) if _matters(one)}
    readers = {name for name, entity in new.entities.items() if found & _read(new, name, entity.paths)}
    return sorted((found | readers) & old.entities.keys() & new.entities.keys())


_JUDGING = ("entity/", "flow/", "decision_table/")


def _matters(difference: Difference) -> bool:
    return difference.path.startswith(_JUDGING) and weigh(difference, (difference.kept, difference.kept)) != "wording"


def _read(app: CompiledApp, entity: str, paths: Iterable[str]) -> set[str]:
    """The entities that paths of an entity lead through."""
    found: set[str] = set()
    for path in paths:
        here = {entity}
        for hop in path.split(".")[:-1]:
            here = {
                target for one in here if one in app.entities for target in app.entities[one].references.get(hop, ())
            }
            found |= here
    return found
