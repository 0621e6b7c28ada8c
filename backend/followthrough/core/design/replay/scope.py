"""What of two versions has to be looked at over history, worked out once (docs/replay.md, section 5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from followthrough.core.compile.app import CompiledApp, CompiledEntity
from followthrough.core.compile.duty import CompiledDuty
from followthrough.core.kit.ids import plain_json
from followthrough.core.model.decode import to_json
from followthrough.core.model.trigger import OpenObligation

from .differing import Signatures, changed, meaning
from .owing import watched_of


@dataclass(frozen=True, slots=True)
class Scope:
    """`entities`: whose acts may be answered differently. `changed_duties`: those that mean something else or stand on
    something else; `duties`: those that are run; likewise `triggers` and `tables`."""

    entities: frozenset[str]
    changed_duties: frozenset[str]
    duties: frozenset[str]
    triggers: frozenset[str]
    tables: frozenset[str]

    def rebuilt(self, old: CompiledApp, new: CompiledApp) -> frozenset[str]:
        """The entities whose records are needed."""
        found = set(self.entities)
        for app in (old, new):
            for entity in app.entities.values():
                if any(name in self.duties for name in entity.duties.all):
                    found.add(entity.id)
                if any(one.id in self.triggers for part in entity.triggers.values() for one in part):
                    found.add(entity.id)
                if any(name in self.tables for name in entity.tables):
                    found.add(entity.id)
        for app in (old, new):
            for _ in range(2):
                for name in list(found):
                    entity_of = app.entities.get(name)
                    if entity_of is not None:
                        found |= {one for targets in entity_of.references.values() for one in targets}
                        found |= _made_by(entity_of)
        return frozenset(found)


def _made_by(entity: CompiledEntity) -> set[str]:
    return {action.creates.entity for action in entity.actions.values() if action.creates is not None}


def scope_of(old: CompiledApp, new: CompiledApp) -> Scope:
    """What two versions differ in."""
    was, now = Signatures(old), Signatures(new)
    names = old.entities.keys() | new.entities.keys()
    records = {name for name in names if _record(old, was, name) != _record(new, now, name)}
    acts = {name for name in names if name in records or _acts(old, name) != _acts(new, name)}
    duties = changed(dict(old.running.duties), dict(new.running.duties)) | frozenset(
        duty.id
        for app in (old, new)
        for entity in app.entities.values()
        for duty in entity.duties.all.values()
        if _stands_on(old, new, entity.id, duty, entity.id in records)
    )
    watched = set(duties)
    for app in (old, new):
        for name in acts & app.entities.keys():
            watched |= {part.duty.id for parts in app.entities[name].duties.blocks.values() for part in parts}
    run = watched_of(old, watched) | watched_of(new, watched) | duties
    triggers = changed(dict(old.running.triggers), dict(new.running.triggers)) | {
        trigger.id
        for app in (old, new)
        for entity in app.entities.values()
        for part in entity.triggers.values()
        for trigger in part
        if (entity.id in records and trigger.reads)
        or (trigger.doc.on.kind == "breached" and (trigger.doc.on.duty in run or trigger.doc.on.duty is None))
        or any(isinstance(effect.doc, OpenObligation) and effect.doc.duty in run for effect in trigger.effects)
    }
    tables = changed(dict(old.doc.decision_tables), dict(new.doc.decision_tables)) | {
        table.id
        for app in (old, new)
        for entity in app.entities.values()
        for table in entity.tables.values()
        if entity.id in records
    }
    return Scope(frozenset(acts), frozenset(duties), run, frozenset(triggers), frozenset(tables))


def _record(app: CompiledApp, signatures: Signatures, name: str) -> bytes | None:
    entity = app.entities.get(name)
    return None if entity is None else plain_json(signatures.record(entity))


def _acts(app: CompiledApp, name: str) -> bytes | None:
    entity = app.entities.get(name)
    return None if entity is None else plain_json(list(_act_docs(app, entity)))


def _act_docs(app: CompiledApp, entity: CompiledEntity) -> Iterator[object]:
    yield None if entity.flow is None else meaning(to_json(entity.flow.doc))
    for action in sorted(entity.actions):
        yield meaning(to_json(entity.actions[action].doc))
    for duty in sorted(entity.duties.all):
        if entity.duties.all[duty].doc.blocks:
            yield meaning(to_json(entity.duties.all[duty].doc))
    for role in sorted(app.roles):
        access = app.roles[role].entities.get(entity.id)
        yield None if access is None else [role, access.edit, access.create]


def _stands_on(old: CompiledApp, new: CompiledApp, entity: str, duty: CompiledDuty, records: bool) -> bool:
    """Whether an unchanged duty may come to something else: by what its rules read, by where its action is offered."""
    if records and duty.reads:
        return True
    return _ground(old, entity, duty.action) != _ground(new, entity, duty.action)


def _ground(app: CompiledApp, name: str, action: str) -> object:
    """In which lost and won stages its action is not offered, and what is kept with the act."""
    entity = app.entities.get(name)
    if entity is None:
        return None
    found = entity.actions.get(action)
    if found is None:
        return None
    stages = {} if entity.flow is None else entity.flow.stages
    ends = [name for name, stage in stages.items() if stage.kind in ("lost", "won")]
    nowhere = sorted(name for name in ends if found.stages is not None and name not in found.stages)
    return nowhere, sorted((key, part.where, part.kind.id) for key, part in found.inputs.items())
