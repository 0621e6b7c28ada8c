"""What the rules of an entity may name: its fields, system fields, and fields through one or two references.

One place answers "what is behind this path" for the checker, the compiler and the list filters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol, TypeVar

from followthrough.core.fields import KINDS
from followthrough.core.kit.fieldtype import BOOLEAN, INSTANT, PERSON, UNIT, FieldType

from .app import AppDocument
from .entity import Entity, Property
from .flow import Action, ActionField, Flow, Path

PARENT = "_parent"
"""The reference of a detail row to the record it is a row of."""

SYSTEM = ("_id", "_stage", "_path", "_owner", "_unit", "_created_at", "_created_by", "_updated_at")
"""System fields of every record; detail rows have `_parent` too."""

_PLAIN_SYSTEM = {
    "_owner": FieldType("ref", target=PERSON),
    "_created_by": FieldType("ref", target=PERSON),
    "_unit": FieldType("ref", target=UNIT),
    "_created_at": INSTANT,
    "_updated_at": INSTANT,
}


class _Ordered(Protocol):
    @property
    def order(self) -> int: ...


T = TypeVar("T", bound=_Ordered)


def in_order(parts: Mapping[str, T]) -> Iterator[tuple[str, T]]:
    """The members of a collection as people see them: by `order`, then by id."""
    return iter(sorted(parts.items(), key=lambda item: (item[1].order, item[0])))


def archived_entities(app: AppDocument) -> frozenset[str]:
    """The entities whose records nobody meets: those that say so, and the detail rows of such."""
    found = {name for name, entity in app.entities.items() if entity.entity.archived}
    while more := {
        name for name, entity in app.entities.items() if name not in found and entity.entity.rows_of in found
    }:
        found |= more
    return frozenset(found)


def fields_in_order(entity: Entity) -> list[tuple[str, Property]]:
    """The fields of an entity by `field.order`, then id."""
    return sorted(entity.properties.items(), key=lambda item: (item[1].field.order, item[0]))


def flow_of(app: AppDocument, entity: str) -> Flow | None:
    """The flow of an entity, None when it has none (the first by id when a document wrongly has two)."""
    return next((flow for _, flow in sorted(app.flows.items()) if flow.entity == entity), None)


def path_stages(flow: Flow, path: Path) -> tuple[str, ...]:
    """The open and won stages of a path: by the order given on the path, then the stage's own, then id."""
    known = [name for name in path.stages if name in flow.stages and flow.stages[name].kind in ("open", "won")]
    return tuple(sorted(known, key=lambda name: (path.stages[name].order, flow.stages[name].order, name)))


def side_stages(flow: Flow) -> set[str]:
    """Lost and hold stages: off every path, open to all."""
    return {name for name, stage in flow.stages.items() if stage.kind in ("lost", "hold")}


class EntityScope:
    """The scope of an entity's rules. `lookup` answers None for a path that leads nowhere."""

    __slots__ = ("_app", "_entity", "_found", "_prefixes")

    def __init__(self, app: AppDocument, entity: str, prefixes: Mapping[str, Mapping[str, FieldType]] | None = None):
        self._app = app
        self._entity = entity
        self._prefixes = prefixes or {}
        self._found: dict[str, FieldType | None] = {}

    def lookup(self, path: str) -> FieldType | None:
        """The type behind `path`: `amount`, `_stage`, `customer.level`, `contact.customer.level`, `act.note`."""
        if path not in self._found:
            self._found[path] = self._resolve(path)
        return self._found[path]

    def _resolve(self, path: str) -> FieldType | None:
        first, _, rest = path.partition(".")
        if first in self._prefixes:
            return self._prefixes[first].get(rest)
        if first.startswith("@"):
            return None
        return type_at(self._app, self._entity, path)


def type_at(app: AppDocument, entity: str, path: str) -> FieldType | None:
    """The type behind a field path of `entity`, two references at most; None when it leads nowhere."""
    *hops, last = path.split(".")
    if len(hops) > 2:
        return None
    here = entity
    for hop in hops:
        target = target_of(app, here, hop)
        if target is None:
            return None
        here = target
    return own_type(app, here, last)


def target_of(app: AppDocument, entity: str, reference: str) -> str | None:
    """The entity behind a reference field (or `_parent`); None when it is no reference or its target is not there."""
    document = app.entities.get(entity)
    if document is None:
        return None
    if reference == PARENT:
        parent = document.entity.rows_of
        return parent if parent in app.entities else None
    prop = document.properties.get(reference)
    if prop is None or prop.field.kind != "reference":
        return None
    target = prop.field.target
    return target if target in app.entities else None


def own_type(
    app: AppDocument, entity: str, name: str, seen: frozenset[tuple[str, str]] = frozenset()
) -> FieldType | None:
    """The type of an own or system field; a lookup has the type of the field it reads."""
    document = app.entities.get(entity)
    if document is None:
        return None
    if name.startswith("_"):
        return _system_type(app, entity, name)
    prop = document.properties.get(name)
    if prop is None:
        return None
    if prop.field.kind == "lookup":
        spec = prop.field.lookup
        target = target_of(app, entity, spec.via) if spec else None
        if spec is None or target is None or (entity, name) in seen:
            return None
        return own_type(app, target, spec.value, seen | {(entity, name)})
    return KINDS[prop.field.kind].rule_type(prop)


def property_at(app: AppDocument, entity: str, path: str) -> tuple[str, Property] | None:
    """The (entity, property) a field path ends at; None for system fields and paths that lead nowhere."""
    *hops, last = path.split(".")
    here = entity
    for hop in hops:
        target = target_of(app, here, hop)
        if target is None:
            return None
        here = target
    prop = app.entities[here].properties.get(last) if here in app.entities else None
    return (here, prop) if prop is not None else None


def action_prefixes(app: AppDocument, action: Action) -> dict[str, dict[str, FieldType]]:
    """What an action's rules may name beside its record: `act.<key>` (inputs), `new.<field>` (what it creates) and the
    parameter `@actor` (who does it)."""
    inputs: dict[str, FieldType] = {}
    for key in (*action.fields, *signed_fields(action)):
        kind = input_type(app, action, key)
        if kind is not None:
            inputs[key] = kind
    created: dict[str, FieldType] = {}
    if action.creates is not None and action.creates.entity in app.entities:
        for name in app.entities[action.creates.entity].properties:
            kind = own_type(app, action.creates.entity, name)
            if kind is not None:
                created[name] = kind
    return {"act": inputs, "new": created, "@actor": {"": FieldType("ref", target=PERSON)}}


def kept_inputs(app: AppDocument, action: Action) -> dict[str, dict[str, FieldType]]:
    """What a rule about a done act may name beside its record: `act.<key>` for the inputs kept with the act itself, and
    `act._effective` where the action says what makes it effective."""
    own = action_prefixes(app, action)["act"]
    kept = {key: kind for key, kind in own.items() if input_of(action, key).target is None}
    return {"act": {**kept, "_effective": BOOLEAN} if action.effective is not None else kept}


def signed_fields(action: Action) -> dict[str, ActionField]:
    """What the approvers of an action give with their decisions, by key, in the order of its steps."""
    steps = in_order(action.approval.steps) if action.approval is not None else []
    return {key: part for _, step in steps for key, part in in_order(step.fields)}


def input_of(action: Action, key: str) -> ActionField:
    """An input of the action's mini form, or of its approvers."""
    return action.fields[key] if key in action.fields else signed_fields(action)[key]


def input_type(app: AppDocument, action: Action, key: str) -> FieldType | None:
    """The type of an action's input: of the field it writes, or of its own property."""
    part = input_of(action, key)
    if part.target is None:
        return KINDS[part.property.field.kind].rule_type(part.property) if part.property else None
    if part.target.startswith("new."):
        entity = action.creates.entity if action.creates else ""
        return own_type(app, entity, part.target.removeprefix("new."))
    return type_at(app, action.entity, part.target)


def roots(paths: Iterable[str]) -> frozenset[str]:
    """The own fields that a set of paths begins with."""
    return frozenset(path.partition(".")[0] for path in paths)


def _system_type(app: AppDocument, entity: str, name: str) -> FieldType | None:
    if name == "_id":
        return FieldType("ref", target=entity)
    if name == PARENT:
        parent = app.entities[entity].entity.rows_of
        return FieldType("ref", target=parent) if parent else None
    if name in ("_stage", "_path"):
        flow = flow_of(app, entity)
        if flow is None:
            return None
        return FieldType("choice", options=frozenset(flow.stages if name == "_stage" else flow.paths))
    return _PLAIN_SYSTEM.get(name)
