"""Every record in the flow, judged by the version in force and by the draft: which of them the draft touches.

All of them are looked at, a batch at a time, in one read of the database; entities whose fields, flow and tables are the
same are left out, since nothing is judged otherwise there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec.structs import replace

from followthrough.core.compile import CompiledApp
from followthrough.core.design.affected import Affected, affected, touched_entities
from followthrough.core.model.scope import flow_of
from followthrough.core.run.access import field_level, in_scope
from followthrough.core.run.acts import Actor, Issue, Moment, Record, Snapshot
from followthrough.core.run.world import Key
from followthrough.services import wording
from followthrough.services.designing.mapping import stages_to_map
from followthrough.services.loading import Surroundings
from followthrough.services.naming import references_of
from followthrough.services.registry import Registry
from followthrough.services.titling import record_title
from followthrough.services.views_foresee import InFlightView, StageChoice, StageLeft, TouchedCount, TouchedRecord
from followthrough.services.wording import both
from followthrough.store import recomputes
from followthrough.store.recomputes import Work
from followthrough.store.tx import Tx

BATCH = 500
NAMED = 50
"""Records named per entity; the counts are of all."""


def in_flight_of(tx: Tx, registry: Registry, actor: Actor, old: CompiledApp, new: CompiledApp) -> InFlightView:
    """What `new` means for the records that `old` has judged, as the actor's role may be told of them."""
    moment = registry.moment(tx)
    counts, touched = [], []
    for entity in touched_entities(old, new):
        if new.entities[entity].rows_of is not None:
            continue
        count, named = _of_entity(tx, actor, moment, old, new, entity)
        counts.append(count)
        touched += named
    return InFlightView(counts=counts, touched=touched, mappings_needed=_left(tx, old, new))


def _of_entity(
    tx: Tx, actor: Actor, moment: Moment, old: CompiledApp, new: CompiledApp, entity: str
) -> tuple[TouchedCount, list[TouchedRecord]]:
    """The counts are of all records; named are those the actor sees in force."""
    counted: Counter[str] = Counter()
    named: list[TouchedRecord] = []
    for around, records in _batches(tx, old, entity, moment.zone):
        counted["looked_at"] += len(records)
        for record in records:
            snapshot = Snapshot(
                record=record, refs=around.records, milestones=around.milestones[entity, record.id],
                ref_milestones=around.milestones,
            )  # fmt: skip
            one = affected(old, new, snapshot, moment)
            if one is None:
                continue
            counted.update(name for name, so in _kinds(one) if so)
            if len(named) < NAMED and in_scope(old, snapshot, actor, record):
                told = _touched(actor, old, new, record, one)
                if told is not None:
                    named.append(told)
    count = TouchedCount(
        entity=entity,
        label=both(new.entities[entity].label),
        looked_at=counted["looked_at"],
        stage_lost=counted["stage_lost"],
        path=counted["path"],
        needs=counted["needs"],
        issues=counted["issues"],
    )
    return count, named


def _kinds(one: Affected) -> tuple[tuple[str, bool], ...]:
    return (
        ("stage_lost", one.stage_lost),
        ("path", one.path is not None),
        ("needs", bool(one.needs)),
        ("issues", bool(one.issues)),
    )


def _batches(tx: Tx, app: CompiledApp, entity: str, zone: str) -> Iterator[tuple[Surroundings, list[Record]]]:
    """All records of an entity that are not archived, in order of id, each batch with what stands behind its references."""
    work, after = Work("", app.key, entity, "", ""), ""
    while ids := recomputes.records(tx, app, work, after, BATCH):
        around = Surroundings(tx, app, None, zone)
        around.read_many((entity, one) for one in ids)
        records = [found for one in ids if (found := around.records.get((entity, one))) is not None]
        # The draft may read through references that the version in force does not: all of them, two hops deep.
        first: set[Key] = {key for record in records for key in references_of(app, record)}
        around.fetch(first)
        behind = (around.records.get(key) for key in first)
        around.fetch({key for record in behind if record is not None for key in references_of(app, record)})
        around.chains({(entity, one) for one in ids})
        yield around, records
        after = ids[-1]


def _touched(actor: Actor, old: CompiledApp, new: CompiledApp, record: Record, one: Affected) -> TouchedRecord | None:
    """The record as the actor may be told of it: no values, and nothing of fields hidden from his role; None: nothing is
    left to tell."""
    issues = [issue for issue in one.issues if not _hidden(old, actor.role, one.entity, issue)]
    if not (one.stage_lost or one.path or one.needs or issues):
        return None
    drawn = flow_of(new.doc, one.entity)
    path = drawn.paths[one.path[1]].label if drawn is not None and one.path is not None else None
    stage = drawn.stages[one.stage].label if drawn is not None and one.stage is not None else None
    return TouchedRecord(
        entity=one.entity,
        record=one.record,
        title=record_title(old, actor.role, record),
        stage_lost=one.stage_lost,
        path=both(path) if path else None,
        stage=both(stage) if stage else None,
        # Why a statement does not hold is explained by the values it reads.
        needs=[replace(wording.need_view(new, need, one.record), explain=None) for need in one.needs],
        issues=[wording.issue_view(new, one.entity, issue) for issue in issues],
    )


def _hidden(live: CompiledApp, role: str, entity: str, issue: Issue) -> bool:
    """Whether an issue is of a field in force that the role does not see; a new field holds nothing to see."""
    here = live.entities[entity]
    for part in issue.path.split("."):
        name = part.partition("[")[0]
        if name not in here.fields:
            return False
        if field_level(live, role, here.id, name) == "none":
            return True
        child = here.fields[name].rows
        if child is None:
            return False
        here = live.entities[child]
    return False


def _left(tx: Tx, old: CompiledApp, new: CompiledApp) -> list[StageLeft]:
    """Stages whose records need a place, in words."""
    made = []
    for one in stages_to_map(tx, old, new):
        flow, was = new.entities[one.entity].flow, old.entities[one.entity].flow
        label = was.stages[one.stage].label if was is not None and one.stage in was.stages else {"zh": one.stage}
        offered = (
            [] if flow is None else [StageChoice(id=name, label=both(flow.stages[name].label)) for name in one.offered]
        )
        made.append(
            StageLeft(entity=one.entity, stage=one.stage, label=both(label), records=one.records, offered=offered)
        )
    return made
