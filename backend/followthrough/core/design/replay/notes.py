"""What a replay cannot know, or does not look at, said with the report (docs/replay.md, section 6)."""

from __future__ import annotations

from collections.abc import Iterator

from followthrough.core.compile.app import PARENT, CompiledApp
from followthrough.core.model.trigger import AssignRecord, CreateRecord, MoveRecord, SetField

from .report import Note
from .scope import Scope
from .side import Side

WRITING = (AssignRecord, CreateRecord, MoveRecord, SetField)


def notes_of(old: CompiledApp, new: CompiledApp, scope: Scope, was: Side, now: Side, strays: int) -> tuple[Note, ...]:
    """In order of their code."""
    found = [
        *_people(scope),
        *_effects(old, new, scope),
        *_unknown(now, scope),
        *_rollups(now),
        *_others(old, new, scope),
    ]
    found += _nightly(was, scope)
    if strays:
        found.append(Note("strays", {"count": strays}))
    seen: dict[str, Note] = {f"{note.code} {sorted(note.params.items())}": note for note in found}
    return tuple(seen[key] for key in sorted(seen))


def _people(scope: Scope) -> Iterator[Note]:
    if scope.entities or scope.duties:
        yield Note("people_of_today")
    if scope.duties:
        yield Note("calendars_of_today")


def _effects(old: CompiledApp, new: CompiledApp, scope: Scope) -> Iterator[Note]:
    """Effects that write were not carried out: what would have followed from them is not known."""
    for app in (old, new):
        for name, trigger in app.running.triggers.items():
            if name in scope.triggers and any(isinstance(effect, WRITING) for effect in trigger.effects.values()):
                yield Note("effects_not_run", {"trigger": name})


def _unknown(side: Side, scope: Scope) -> Iterator[Note]:
    """Duties that read what could not be filled: there it counted as empty."""
    for entity in side.app.entities.values():
        for duty in entity.duties.all.values():
            if duty.id not in scope.duties:
                continue
            if any(doubt.suspect(entity, path) for doubt in side.doubts for path in duty.reads):
                yield Note("duty_reads_unknown", {"duty": duty.id})
            if any(not doubt.done_then(entity.id, duty.action) for doubt in side.doubts):
                yield Note("action_not_there", {"duty": duty.id, "action": duty.action})


def _rollups(side: Side) -> Iterator[Note]:
    for entity in side.app.entities.values():
        for name, found in entity.fields.items():
            rollup = found.rollup
            outside = rollup is not None and rollup.via != PARENT
            if outside and any(name in doubt.suspects[entity.id] for doubt in side.doubts):
                yield Note("rollup_not_rebuilt", {"entity": entity.id, "field": name})


def _others(old: CompiledApp, new: CompiledApp, scope: Scope) -> Iterator[Note]:
    """Approvals are not played again."""
    for name in scope.entities:
        for app in (old, new):
            entity = app.entities.get(name)
            if entity is not None and any(action.approval is not None for action in entity.actions.values()):
                yield Note("approvals_not_run", {"entity": name})


def _nightly(side: Side, scope: Scope) -> Iterator[Note]:
    for name in side.app.nightly:
        if any(duty in scope.duties for duty in side.app.entities[name].duties.all):
            yield Note("not_asked_nightly", {"entity": name})
