"""Every record in the flow, judged by the version in force and by the draft: which of them the draft touches.

All of them are looked at, a slice to a request; entities whose fields, flow and tables are the same are left out, since
nothing is judged otherwise there. Rules over fields that the asker's role does not see are neither told nor counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace as replaced

from msgspec.structs import replace

from followthrough.core.compile import CompiledApp, CompiledFlow
from followthrough.core.design.affected import Affected, affected, touched_entities
from followthrough.core.model.scope import flow_of
from followthrough.core.run.access import in_scope
from followthrough.core.run.acts import Actor, Moment, Record, Snapshot
from followthrough.core.run.world import Key
from followthrough.services import wording
from followthrough.services.designing.copying import carrying_by
from followthrough.services.designing.mapping import stages_to_map
from followthrough.services.loading import Surroundings
from followthrough.services.naming import references_of
from followthrough.services.registry import Registry
from followthrough.services.titling import record_title
from followthrough.services.views_base import Text
from followthrough.services.views_foresee import InFlightView, StageChoice, StageLeft, TouchedCount, TouchedRecord
from followthrough.services.wording import both
from followthrough.store import recomputes, standing
from followthrough.store.recomputes import Work
from followthrough.store.tx import Tx

from .discretion import Discretion

BATCH = 500
SLICE = 2000
"""Records looked at in one request."""
NAMED = 500
"""Records named per entity in one request; the counts are of all."""
Place = tuple[str, str]
"""(entity, record) looked at last."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and what the draft may tell him."""

    actor: Actor
    moment: Moment
    discretion: Discretion


def in_flight_of(
    tx: Tx, registry: Registry, actor: Actor, old: CompiledApp, new: CompiledApp, after: Place | None, most: int = SLICE
) -> tuple[InFlightView, Place | None]:
    """What `new` means for the next records that `old` has judged, as the actor's role may be told of them; and where to go
    on from (None: that was all). The first slice (`after` None) tells what is to be looked at, and which stages need a place.
    """
    entities = [one for one in touched_entities(old, new) if _met(new, one)]
    asker = Asker(actor, registry.moment(tx), Discretion(old, actor.role, new))
    counts, touched, left, place = [], [], most, after
    for entity in entities:
        if after is not None and entity < after[0]:
            continue
        if left == 0:
            break
        since = after[1] if after is not None and after[0] == entity else ""
        count, named, last = _of_entity(tx, asker, old, new, entity, since, left)
        counts.append(count)
        touched += named
        left -= count.looked_at
        place = (entity, last)
    first = after is None
    view = InFlightView(
        counts=counts,
        touched=touched,
        mappings_needed=_left(tx, old, new, asker.moment) if first else [],
        total=sum(standing.alive(tx, old, one) for one in entities) if first else None,
        withheld=asker.discretion.withholds,
    )
    return view, place if left == 0 else None


def _met(new: CompiledApp, entity: str) -> bool:
    """Whether somebody meets records of an entity by themselves."""
    return new.entities[entity].rows_of is None and not new.entities[entity].info.archived


def _of_entity(
    tx: Tx, asker: Asker, old: CompiledApp, new: CompiledApp, entity: str, after: str, most: int
) -> tuple[TouchedCount, list[TouchedRecord], str]:
    """The counts are of all records looked at; named are those the actor sees in force. And the last record looked at."""
    counted: Counter[str] = Counter()
    named: list[TouchedRecord] = []
    taken = carrying_by(tx, old, new, asker.moment.zone)
    for around, records in _batches(tx, old, entity, asker.moment.zone, after, most):
        counted["looked_at"] += len(records)
        after = records[-1].id
        then = taken(around)
        for record in records:
            snapshot = Snapshot(
                record=record, refs=around.records, milestones=around.milestones[entity, record.id],
                ref_milestones=around.milestones,
            )  # fmt: skip
            filled = replaced(snapshot, record=then[entity, record.id], refs=then)
            one = _told(asker.discretion, affected(old, new, snapshot, asker.moment, filled))
            if one is None:
                continue
            counted["touched"] += 1
            counted.update(name for name, so in _kinds(one) if so)
            if len(named) < NAMED and in_scope(old, snapshot, asker.actor, record):
                named.append(_touched(asker.actor, old, new, record, one))
    count = TouchedCount(
        entity=entity,
        label=both(new.entities[entity].label),
        looked_at=counted["looked_at"],
        touched=counted["touched"],
        stage_lost=counted["stage_lost"],
        path=counted["path"],
        needs=counted["needs"],
        issues=counted["issues"],
    )
    return count, named, after


def _told(discretion: Discretion, one: Affected | None) -> Affected | None:
    """What may be told of a record; None: nothing."""
    if one is None:
        return None
    needs = tuple(need for need in one.needs if discretion.need(one.entity, need))
    issues = tuple(issue for issue in one.issues if discretion.issue(one.entity, issue))
    told = replaced(one, needs=needs, issues=issues)
    return told if any(so for _, so in _kinds(told)) else None


def _kinds(one: Affected) -> tuple[tuple[str, bool], ...]:
    return (
        ("stage_lost", one.stage_lost),
        ("path", one.path is not None),
        ("needs", bool(one.needs)),
        ("issues", bool(one.issues)),
    )


def _batches(
    tx: Tx, app: CompiledApp, entity: str, zone: str, after: str, most: int
) -> Iterator[tuple[Surroundings, list[Record]]]:
    """Records of an entity that are not archived, in order of id after `after`, `most` at most, each batch with what stands
    behind its references."""
    work = Work("", app.key, entity, "", "")
    while most > 0 and (ids := recomputes.records(tx, app, work, after, min(BATCH, most))):
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
        after, most = ids[-1], most - len(ids)


def _touched(actor: Actor, old: CompiledApp, new: CompiledApp, record: Record, one: Affected) -> TouchedRecord:
    """The record as the actor may be told of it, without values."""
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
        issues=[wording.issue_view(new, one.entity, issue) for issue in one.issues],
    )


def _left(tx: Tx, old: CompiledApp, new: CompiledApp, moment: Moment) -> list[StageLeft]:
    """Stages whose records need a place, in words."""
    made = []
    for one in (found.asked for found in stages_to_map(tx, old, new, moment) if found.to is None):
        flow, was = new.entities[one.entity].flow, old.entities[one.entity].flow
        label = was.stages[one.stage].label if was is not None and one.stage in was.stages else {"zh": one.stage}
        offered = (
            [] if flow is None else [StageChoice(id=name, label=both(flow.stages[name].label)) for name in one.offered]
        )
        made.append(
            StageLeft(
                entity=one.entity,
                stage=one.stage,
                label=both(label),
                path=one.path,
                path_label=_path_label(flow, one.path),
                records=one.records,
                offered=offered,
            )
        )
    return made


def _path_label(flow: CompiledFlow | None, path: str | None) -> Text | None:
    known = flow.paths.get(path) if flow is not None and path is not None else None
    return both(known.doc.label) if known is not None else None
