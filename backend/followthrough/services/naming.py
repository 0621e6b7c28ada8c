"""Which records, people, units and files an act and a record's values name: what has to be loaded before judging."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from followthrough.core.compile import CompiledApp, CompiledEntity
from followthrough.core.kit.ids import is_record_id
from followthrough.core.model.entity import Property
from followthrough.core.run.acts import Act, Assign, Create, Edit, Move, Perform, Record, Sign
from followthrough.core.run.world import Key, target_key


@dataclass(slots=True)
class Named:
    """What is named; whether it exists is not asked here. Text that cannot be an id names nothing."""

    records: set[Key] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    units: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)

    def update(self, other: Named) -> None:
        """What the other names, too."""
        self.records |= other.records
        self.people |= other.people
        self.units |= other.units
        self.files |= other.files


def named_by_act(app: CompiledApp, entity: CompiledEntity, act: Act) -> Named:
    """All that an act on a record of `entity` (or its creation) names."""
    into = Named()
    match act:
        case Create():
            _values(app, entity, act.values, into)
            _id(act.owner, into.people)
            _id(act.unit, into.units)
        case Edit() | Move():
            _values(app, entity, act.values, into)
        case Assign():
            _id(act.owner, into.people)
            _id(act.unit, into.units)
        case Perform():
            action = entity.actions.get(act.action)
            for key, value in act.inputs.items() if action else ():
                found = action.inputs.get(key) if action else None
                if found is not None:
                    _value(app, found.property, value, into)
            for file in act.files:
                _id(file, into.files)
        case Sign():
            for signed in entity.actions.values():
                for key, part in (signed.approval.inputs if signed.approval else {}).items():
                    _value(app, part.property, act.inputs.get(key), into)
    return into


def references_of(app: CompiledApp, record: Record) -> set[Key]:
    """The records behind a record's own references, those of its detail rows included."""
    entity = app.entities[record.entity]
    found = _references(entity, record.values)
    for name, child in entity.rows.items():
        for row in record.values.get(name) or ():
            found |= _references(app.entities[child], row)
    return found


def written_through(entity: CompiledEntity, act: Perform, record: Record) -> set[Key]:
    """The records behind references that an action writes to: those must be locked before it is judged.

    A reference given in the same act counts as given.
    """
    action = entity.actions.get(act.action)
    if action is None:
        return set()
    given = {part.field: act.inputs.get(key) for key, part in action.inputs.items() if part.where == "own"}
    ways = {part.via for part in action.inputs.values() if part.where == "ref"}
    ways |= {write.via for write in action.writes}
    found: set[Key] = set()
    for way in ways:
        compiled = entity.fields.get(way or "")
        if compiled is None:
            continue
        for value in (record.values.get(compiled.id), given.get(compiled.id)):
            if isinstance(value, str) and is_record_id(value.strip()):
                key = target_key(compiled, value.strip())
                found |= {key} if key else set()
    return found


def handed_on(entity: CompiledEntity, act: Perform, record: Record) -> set[str]:
    """The persons of the record whom a rule of the action may write elsewhere: its owner, its author, those in its fields."""
    action = entity.actions.get(act.action)
    if action is None:
        return set()
    rules = [write.rule for write in action.writes]
    rules += list(action.creates.values.values()) if action.creates is not None else []
    held = {"_owner": record.owner, "_created_by": record.created_by, **record.values}
    found = (held.get(path) for rule in rules for path in rule.reads if _of_person(entity, path))
    return {person for person in found if isinstance(person, str)}


def _of_person(entity: CompiledEntity, path: str) -> bool:
    field_ = entity.fields.get(path)
    return path in ("_owner", "_created_by") or (field_ is not None and field_.property.field.kind == "person")


def relied_on(app: CompiledApp, entity: CompiledEntity, act: Act, named: Named, record: Record | None) -> set[Key]:
    """The records that gates will read behind references the act newly sets: those must be locked before it is judged.

    Whoever changes such a record at the same time does not see this one pointing to it yet, and so could not be refused
    for what he takes back. Behind a reference that stays he finds it, and waits for it.
    """
    judged, near = {entity.id}, references_of(app, record) if record is not None else set()
    wanted = named.records - near
    action = entity.actions.get(act.action) if isinstance(act, Perform) else None
    if action is not None and action.creates is not None:  # its references are set from what the acted record names
        judged.add(action.creates.entity)
        wanted |= near
    read = {target for target, readers in app.readers.items() if any(one.entity in judged for one in readers)}
    return {key for key in wanted if key[0] in read}


def file_fields(app: CompiledApp, entity: CompiledEntity, values: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """(path, file ids) of a record's own file fields (`photos`) and of those in its detail rows (`lines.drawing`)."""
    for name, found in entity.fields.items():
        held = values.get(name)
        if not held:
            continue
        if found.kind.id in ("file", "image"):
            yield name, held
        elif found.rows is not None:
            child = app.entities[found.rows]
            for row in held:
                for column, ids in file_fields(app, child, row):
                    yield f"{name}.{column}", ids


def _references(entity: CompiledEntity, values: Mapping[str, Any]) -> set[Key]:
    keys = (target_key(entity.fields[name], values.get(name)) for name in entity.references)
    return {key for key in keys if key is not None}


def _values(app: CompiledApp, entity: CompiledEntity, values: Mapping[str, Any], into: Named) -> None:
    for name, value in values.items():
        found = entity.fields.get(name)
        if found is not None:
            _value(app, found.property, value, into)


def _value(app: CompiledApp, prop: Property, value: Any, into: Named) -> None:
    match prop.field.kind:
        case "reference":
            _reference(prop.field.target, value, into)
        case "poly_reference":
            if isinstance(value, dict) and value.get("entity") in prop.field.targets:
                _reference(value["entity"], value.get("id"), into)
        case "person":
            _id(value, into.people)
        case "unit":
            _id(value, into.units)
        case "file" | "image":
            for file in value if isinstance(value, list) else ():
                _id(file, into.files)
        case "rows":
            child = app.entities.get(prop.field.target or "")
            for row in value if isinstance(value, list) and child is not None else ():
                if isinstance(row, dict) and child is not None:
                    _values(app, child, row, into)


def _reference(target: str | None, value: Any, into: Named) -> None:
    if target is not None and isinstance(value, str) and is_record_id(value.strip()):
        into.records.add((target, value.strip()))


def _id(value: Any, into: set[str]) -> None:
    if isinstance(value, str) and is_record_id(value.strip()):
        into.add(value.strip())
