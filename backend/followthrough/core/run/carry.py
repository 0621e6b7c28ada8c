"""Giving a field what the field it came in place of holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from followthrough.core.compile.app import CompiledApp, CompiledEntity
from followthrough.core.fields.convert import asks_elsewhere, convert
from followthrough.core.fields.elsewhere import Elsewhere
from followthrough.core.model.entity import Property

from .acts import Carry, Decision, Deny, EventDraft, Record, Values
from .change import open_record
from .derive import derive, open_rows
from .permit import SYSTEM
from .verdict import allow
from .world import State, World


def carry(world: World, act: Carry) -> Decision:
    """Copy over what the record holds, told as `edited` with {carried: the publication}. Stage and path stay, nothing is
    judged: the record stands as records stand whose rules changed, and the next act on it meets them."""
    if world.actor is None or world.actor.role != SYSTEM:
        return Deny("not_permitted", {"right": "edit"})
    state = open_record(world)
    for path in act.fields:
        for holder, name in _holders(state, path):
            _put(holder, name, carried(holder.entity, name, holder.raw, world.moment.zone, world.snapshot.elsewhere))
    for path in act.options:
        for holder, name in _holders(state, path):
            _put(holder, name, merged(holder.entity, name, holder.raw.get(name)))
    world.forget()
    derive(state)
    made = allow(world, state, EventDraft(*state.key, "edited", data={"carried": act.publish}), None)
    # Nothing was judged: by which version it was last still says whether the record waits to be moved.
    writes = (
        replace(one, after=replace(one.after, judged_by=one.before.judged_by)) if one.before is not None else one
        for one in made.writes
    )
    return replace(made, writes=tuple(writes))


def _holders(state: State, path: str) -> Iterator[tuple[State, str]]:
    """The record with the field, or each of its detail rows with the column."""
    field, _, column = path.partition(".")
    if not column:
        yield state, field
        return
    open_rows(state)
    for row in state.rows.get(field, ()):
        yield row, column


def _put(state: State, name: str, value: object) -> None:
    if value is not None:
        state.raw[name] = state.values[name] = value


def carried(entity: CompiledEntity, name: str, values: Values, zone: str, elsewhere: Elsewhere) -> object:
    """What a field holds once it took over what it was to: a value of its own stays but for merged options. None: nothing."""
    found = copied(entity, name, values, zone, elsewhere)
    return merged(entity, name, values.get(name) if found is None else found)


def as_carried(app: CompiledApp, record: Record, fields: Iterable[str], zone: str, elsewhere: Elsewhere) -> Record:
    """A record as it will be once these of its fields ("level", "lines.price"), in this order, took over what they are to;
    what is computed is left as stored."""
    entity = app.entities[record.entity]
    values = dict(record.values)
    for path in fields:
        field, _, column = path.partition(".")
        if not column:
            values |= _taken(entity, field, values, zone, elsewhere)
        elif values.get(field):
            child = app.entities[entity.rows[field]]
            values[field] = [{**row, **_taken(child, column, row, zone, elsewhere)} for row in values[field]]
    return replace(record, values=values)


def _taken(entity: CompiledEntity, name: str, values: Values, zone: str, elsewhere: Elsewhere) -> Values:
    found = carried(entity, name, values, zone, elsewhere)
    return {} if found is None else {name: found}


def merged(entity: CompiledEntity, name: str, value: object) -> object:
    """A value of a field with the options that took the place of merged ones; options that become one count once."""
    into = entity.merges.get(name, {})
    if isinstance(value, list):
        return sorted({into.get(one, one) for one in value}) if into else value
    return into.get(value, value) if isinstance(value, str) else value


def copied(entity: CompiledEntity, name: str, values: Values, zone: str, elsewhere: Elsewhere) -> object:
    """What a field takes over from stored values of its record (or row); None: nothing, or nothing that fits."""
    found = entity.fields[name].property if name in entity.fields else None
    source = found.field.copied_from if found is not None else None
    if found is None or source is None or source not in entity.fields or values.get(name) is not None:
        return None
    was: Property = entity.fields[source].property
    return convert(values.get(source), was, found, zone, elsewhere)


def copies_by_name(entity: CompiledEntity, name: str) -> bool:
    """Whether what a field takes over has to be asked for elsewhere: what things are called, or of which kind files are."""
    source, found = entity.fields.get(entity.copies.get(name, "")), entity.fields.get(name)
    return source is not None and found is not None and asks_elsewhere(source.property, found.property)


def waiting(app: CompiledApp, entity: str, values: Values) -> tuple[frozenset[str], frozenset[str]]:
    """The fields of a record ("level", "lines.price") that are empty while what they came in place of is not, and those that
    hold an option that was merged."""
    found = app.entities[entity]
    empty, stale = _wants(found, values)
    for field, child in found.rows.items():
        for row in values.get(field) or ():
            for mine, theirs in zip((empty, stale), _wants(app.entities[child], row), strict=True):
                mine |= {f"{field}.{name}" for name in theirs}
    return frozenset(empty), frozenset(stale)


def _wants(entity: CompiledEntity, values: Values) -> tuple[set[str], set[str]]:
    empty = {
        name for name, source in entity.copies.items() if values.get(name) is None and values.get(source) is not None
    }
    return empty, {name for name in entity.merges if merged(entity, name, values.get(name)) != values.get(name)}
