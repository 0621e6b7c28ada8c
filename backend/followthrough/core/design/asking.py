"""Where an app asks people for what: the fields of its forms, stages and actions, and which of them could wait.

A field that nothing reads before a later stage need not be asked for before it (docs/designing.md, "Form burden").
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from math import inf
from typing import Literal

from followthrough.core.compile import running
from followthrough.core.model.app import AppDocument
from followthrough.core.model.base import Node
from followthrough.core.model.entity import Field
from followthrough.core.model.flow import Flow, Requirement
from followthrough.core.model.scope import archived_entities, in_order, path_stages, side_stages
from followthrough.core.rules import fields_of

COMPUTED = frozenset({"formula", "rollup", "lookup", "serial"})


@dataclass(frozen=True, slots=True)
class Asking:
    """A place that asks: `kind` "form" (a new record of the entity), "stage" or "action", and its id; the fields it shows
    or demands, in order, and those of them that must be filled, some always, some by a rule."""

    kind: Literal["form", "stage", "action"]
    entity: str
    name: str
    fields: tuple[str, ...]
    required: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Later:
    """A field that is asked for before anything needs it: `stage` is the first that does, None when nothing reads it."""

    entity: str
    field: str
    asked_at: str
    stage: str | None


def asking(app: AppDocument) -> list[Asking]:
    """Every place that asks for fields of records, in the order of its documents."""
    app = running(app)
    found = [*_forms(app), *_stages(app), *_actions(app)]
    return [one for one in found if one.fields]


def _forms(app: AppDocument) -> Iterator[Asking]:
    """The form of a new record: the first of the entity, or all fields people fill."""
    gone = archived_entities(app)
    for name, entity in app.entities.items():
        if entity.entity.rows_of is not None or name in gone:
            continue
        forms = [form for _, form in in_order(app.forms) if form.entity == name]
        listed = [key for _, part in in_order(forms[0].sections) for key, _ in in_order(part.fields)] if forms else []
        fields = listed or [key for key, prop in entity.properties.items() if _filled_in(prop.field)]
        shown = [key for key in fields if key in entity.properties and _filled_in(entity.properties[key].field)]
        must = tuple(key for key in shown if _must(entity.properties[key].field))
        yield Asking("form", name, forms[0].id if forms else name, tuple(shown), must)


def _filled_in(field: Field) -> bool:
    return not field.archived and field.kind not in COMPUTED


def _must(field: Field) -> bool:
    return field.required or field.required_when is not None


def _stages(app: AppDocument) -> Iterator[Asking]:
    for flow in app.flows.values():
        for name, stage in in_order(flow.stages):
            fields = tuple(key for key, _ in in_order(stage.entry.fields))
            if not stage.archived:
                yield Asking("stage", flow.entity, name, fields, fields)


def _actions(app: AppDocument) -> Iterator[Asking]:
    for name, action in in_order(app.actions):
        parts = in_order(action.fields)
        keys = [(part.target or key, part.required or part.required_when is not None) for key, part in parts]
        must = tuple(key for key, required in keys if required)
        yield Asking("action", action.entity, name, tuple(key for key, _ in keys), must)


def could_wait(app: AppDocument) -> list[Later]:
    """Required fields that nothing needs where they are asked for, with the first stage that does: whatever path a record
    takes, told where it is asked earliest and needed earliest. Only of entities with a flow: without stages there is no
    later."""
    found: list[Later] = []
    gone = archived_entities(app)
    for flow in app.flows.values():
        entity = app.entities.get(flow.entity)
        if entity is None or flow.entity in gone:
            continue
        told: dict[str, dict[str, _Wait | None]] = {}
        for _, path in in_order(flow.paths):
            for key, where, wait in _on_path(app, flow, path_stages(flow, path)):
                known = told.setdefault(key, {}).get(where, wait)
                # What one path needs just there is asked for rightly, whichever other paths lead through it.
                told[key][where] = min(known, wait) if known is not None and wait is not None else None
        for key, places in told.items():
            waits = [(wait, where) for where, wait in places.items() if wait is not None]
            if key != entity.entity.title and "." not in key and waits:
                wait, where = min(waits)
                found.append(Later(flow.entity, key, where, wait.stage))
    return found


@dataclass(frozen=True, slots=True, order=True)
class _Wait:
    """A field asked for as the `at`-th thing on a path (-1: in the form) and first needed at its `needed`-th stage."""

    at: int
    needed: float
    stage: str | None


def _on_path(app: AppDocument, flow: Flow, stages: tuple[str, ...]) -> Iterator[tuple[str, str, _Wait | None]]:
    """The fields that a path asks for, where it first does, and until when each could wait on it (None: it cannot)."""
    needed = _first_need(app, flow, stages)
    asked = {
        key: (-1, "form")
        for key, prop in app.entities[flow.entity].properties.items()
        if _filled_in(prop.field) and _always(prop.field)
    }
    for place, stage in enumerate(stages[1:], 1):
        for key in flow.stages[stage].entry.fields:
            asked.setdefault(key, (place, f"stage:{stage}"))
    for key, (at, where) in asked.items():
        first = needed.get(key)
        if first is None:
            yield key, where, _Wait(at, inf, None)
        else:
            yield key, where, _Wait(at, first, stages[first]) if first > max(at, 0) else None


def _always(field: Field) -> bool:
    return field.required and field.relevance is None


def _first_need(app: AppDocument, flow: Flow, main: tuple[str, ...]) -> dict[str, int]:
    """Per field of the flow's entity the place on the path `main` at which something first reads it. What is read at any
    time (another field's rule, a path, a duty, a table, a list that is filtered by it) is needed from the start."""
    first: dict[str, int] = {}

    def need(fields: Iterable[str], place: int | None) -> None:
        if place is None:
            return
        for name in fields:
            key = name.partition(".")[0]
            first[key] = min(first.get(key, place), place)

    for node in _at_any_time(app, flow.entity):
        need(fields_of(node), 0)
    for path in flow.paths.values():
        need(_of(path.when), 0)
    for index, stage in enumerate(main):
        need(_of_requirement(flow.stages[stage].entry), index)
    for transition in flow.transitions.values():
        place = _earliest(flow, main, transition.source)
        need((*_of(transition.when), *_of_requirement(transition.requires)), place)
    for action in app.actions.values():
        if action.entity != flow.entity:
            continue
        place = _earliest(flow, main, action.stages)
        rules = [action.when, action.effective, *action.writes.values()]
        rules += list(action.creates.values.values()) if action.creates is not None else []
        rules += [
            rule for part in action.fields.values() for rule in (part.relevance, part.required_when, part.default_rule)
        ]
        need((name for rule in rules for name in _of(rule)), place)
        need(_of_requirement(action.requires), place)
    return first


def _earliest(flow: Flow, main: tuple[str, ...], stages: Collection[str]) -> int | None:
    """Where on a path something is first possible that is possible in `stages` (none: in all); None: never on this path."""
    if not stages or side_stages(flow).intersection(stages):
        return 0
    return min((main.index(one) for one in stages if one in main), default=None)


def _of(node: Node | None) -> frozenset[str]:
    return frozenset() if node is None else frozenset(fields_of(node))


def _of_requirement(requirement: Requirement) -> set[str]:
    """What the conditions of a requirement read; the fields it demands are what is asked, not what is needed."""
    rules = [part.when for part in requirement.fields.values()] + [part.when for part in requirement.actions.values()]
    rules += [statement.rule for statement in requirement.statements.values()]
    return {name for rule in rules for name in _of(rule)}


def _at_any_time(app: AppDocument, entity: str) -> Iterator[Node]:
    """Rules over records of an entity that may be asked at any time."""
    for prop in app.entities[entity].properties.values():
        field = prop.field
        rules = (field.relevance, field.required_when, field.default_rule, field.compute)
        yield from (rule for rule in rules if rule is not None)
        yield from (statement.rule for statement in field.constraint.values())
    for duty in app.duties.values():
        if duty.entity == entity:
            yield from (rule for rule in (duty.opens_when.when, duty.counts, duty.owed_while) if rule is not None)
            if duty.due.field is not None:
                yield {"f": duty.due.field}
    for trigger in app.triggers.values():
        if trigger.on.entity == entity and trigger.on.when is not None:
            yield trigger.on.when
    for table in app.decision_tables.values():
        if table.entity == entity:
            yield from (column.rule for column in table.inputs.values())
    for listed in app.lists.values():
        if listed.entity == entity:
            yield from (view.filter for view in listed.views.values() if view.filter is not None)
            yield from ({"f": column} for column in listed.columns)
