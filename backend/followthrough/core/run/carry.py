"""Giving a field what the field it came in place of holds."""

from __future__ import annotations

from followthrough.core.compile.app import CompiledApp, CompiledEntity
from followthrough.core.fields.convert import convert
from followthrough.core.model.entity import Property

from .acts import Carry, Decision, Deny, EventDraft, Values
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
        field, _, column = path.partition(".")
        if not column:
            _fill(state, field)
            continue
        open_rows(state)
        for row in state.rows.get(field, ()):
            _fill(row, column)
    world.forget()
    derive(state)
    return allow(world, state, EventDraft(*state.key, "edited", data={"carried": act.publish}), None)


def _fill(state: State, name: str) -> None:
    found = copied(state.entity, name, state.raw, state.world.moment.zone)
    if found is not None:
        state.raw[name] = state.values[name] = found


def copied(entity: CompiledEntity, name: str, values: Values, zone: str) -> object:
    """What a field takes over from stored values of its record (or row); None: nothing, or nothing that fits."""
    found = entity.fields[name].property if name in entity.fields else None
    source = found.field.copied_from if found is not None else None
    if found is None or source is None or source not in entity.fields or values.get(name) is not None:
        return None
    was: Property = entity.fields[source].property
    return convert(values.get(source), was, found, zone)


def waiting(app: CompiledApp, entity: str, values: Values) -> frozenset[str]:
    """The fields of a record ("level", "lines.price") that are empty while what they came in place of is not."""
    found = app.entities[entity]
    own = {name for name, source in found.copies.items() if _wants(values, name, source)}
    rows = {
        f"{field}.{name}"
        for field, child in found.rows.items()
        for name, source in app.entities[child].copies.items()
        if any(_wants(row, name, source) for row in values.get(field) or ())
    }
    return frozenset(own | rows)


def _wants(values: Values, name: str, source: str) -> bool:
    return values.get(name) is None and values.get(source) is not None
