"""Values given by people become values of a record: known, permitted, of their kind, pointing at what exists."""

from __future__ import annotations

from typing import Any

from followthrough.core.compile.app import CompiledField
from followthrough.core.fields import FieldIssue
from followthrough.core.kit.fieldtype import FILE, PERSON, UNIT
from followthrough.core.model.entity import Property
from followthrough.core.rules import outer

from .acts import Issue, Values
from .permit import levels, sees
from .world import State, World

Issues = list[Issue]

IMAGE = frozenset({"image"})


def take(state: State, given: Values, issues: Issues, at: str = "", granted: bool = False) -> None:
    """Let given values replace the state's own (keys absent stay). What cannot be stored is an issue and changes nothing.

    `at` goes before every issue's path. `granted`: the values come from an action, whose declaration is the
    permission; else a field the role may not see is an unknown one. Issues: unknown_field, computed_field, what the
    kinds refuse, and those of `_exists` and `take_rows`.
    """
    allowed = None if granted else levels(state.world, state.entity.id)
    for name, value in given.items():
        found = state.entity.fields.get(name)
        hidden = allowed is not None and allowed.get(name, "none") == "none"
        if found is None or hidden or found.archived:
            issues.append(Issue(at + name, "unknown_field", {"field": name}))
        elif found.computed:
            issues.append(Issue(at + name, "computed_field", {"field": name}))
        elif found.rows is not None:
            take_rows(state, found, value, issues, at + name, granted)
        else:
            accept(state, found, value, issues, at + name)
    state.world.forget()


def accept(state: State, found: CompiledField, value: Any, issues: Issues, path: str) -> None:
    """Normalise one value and set it, or say at `path` why it cannot be stored."""
    try:
        value = found.kind.normalise(value, found.property)
        if value is not None:
            exists(state.world, found.property, found.type.target, value, state.raw.get(found.id))
    except FieldIssue as issue:
        issues.append(Issue(path, issue.code, issue.params))
        state.bad.add(found.id)
        return
    state.raw[found.id] = state.values[found.id] = value


def exists(world: World, prop: Property, target: str | None, value: Any, old: Any) -> None:
    """Raise FieldIssue when a value newly names an archived option or something that is not there for the actor.

    `target` is that of the value's rule type. What the record already holds (`old`) is not asked again, so that
    old records stay editable.
    """
    if value == old:
        return
    if prop.field.options:
        _options(prop, value, old)
    elif target == PERSON:
        if value not in world.snapshot.people:
            raise FieldIssue("person_not_found")
    elif target == UNIT:
        if value not in world.snapshot.units:
            raise FieldIssue("unit_not_found")
    elif target == FILE:
        kinds = frozenset(prop.field.accept) or (IMAGE if prop.field.kind == "image" else frozenset())
        for file in value:
            if file not in (old or ()):
                use_file(world, file, kinds)
    elif prop.field.kind in ("reference", "poly_reference"):
        key = (value["entity"], value["id"]) if isinstance(value, dict) else (str(prop.field.target), value)
        if not sees(world, key):
            raise FieldIssue("reference_not_found", {"target": key[0]})


def _options(prop: Property, value: Any, old: Any) -> None:
    kept = {old} if isinstance(old, str) else set(old or ())
    for option in [value] if isinstance(value, str) else value:
        if option not in kept and prop.field.options[option].archived:
            raise FieldIssue("option_archived", {"value": option})


def use_file(world: World, file: str, kinds: frozenset[str]) -> None:
    """Take an uploaded file into use, once: FieldIssue file_not_found (also another's), file_used, file_kind."""
    info = world.snapshot.files.get(file)
    if info is None or world.actor is None or info.owner != world.actor.person:
        raise FieldIssue("file_not_found", {"file": file})
    if (info.linked and file not in world.taken) or file in world.files:
        raise FieldIssue("file_used", {"file": info.name})
    if kinds and info.kind not in kinds:
        raise FieldIssue("file_kind", {"kind": info.kind, "accept": sorted(kinds)})
    world.files.append(file)


def take_rows(state: State, found: CompiledField, value: Any, issues: Issues, path: str, granted: bool) -> None:
    """Detail rows: a list that replaces the rows; a row with the `_id` of a stored one changes it, others are new.

    Issues: what the kind refuses, row_not_found for an `_id` this record has no (or no second) row of, and those
    of each row under `field[index].`.
    """
    try:
        given: list[dict[str, Any]] = found.kind.normalise(value, found.property) or []
    except FieldIssue as issue:
        issues.append(Issue(path, issue.code, issue.params))
        state.bad.add(found.id)
        return
    child = state.world.app.entities[str(found.rows)]
    stored = {row["_id"]: row for row in state.raw.get(found.id) or ()}
    made: list[State] = []
    for index, row in enumerate(given):
        values = dict(row)
        identity = values.pop("_id", None)
        old = stored.pop(identity, None) if identity is not None else {}
        row_state = row_of(state, child, old or {})
        if old is None:
            issues.append(Issue(f"{path}[{index}]", "row_not_found"))
            row_state.bad.update(child.fields)
        take(row_state, values, issues, f"{path}[{index}].", granted)
        if identity is None:
            defaults(row_state, values)
        made.append(row_state)
    state.rows[found.id] = made


def row_of(state: State, child: Any, stored: Values) -> State:
    """A detail row of the state, holding the stored values (none for a new row)."""
    values = {name: value for name, value in stored.items() if name != "_id"}
    return State(state.world, child, stored.get("_id", ""), values, dict(values), parent=state)


def defaults(state: State, given: Values) -> None:
    """On create: `default`, else `default_rule`, for writable fields of which no value was given, in field order.

    A default its kind or the actor's sight refuses is left out.
    """
    for name in state.entity.writable:
        if name in given or state.raw.get(name) is not None:
            continue
        found = state.entity.fields[name]
        value = found.default
        if value is None and found.default_rule is not None:
            value = outer(found.default_rule.value(state.env), found.type)
        if value is not None and found.rows is None:
            dropped: Issues = []
            accept(state, found, value, dropped, name)
            state.bad.discard(name)
            state.world.forget()
