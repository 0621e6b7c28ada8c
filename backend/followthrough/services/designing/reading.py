"""A formula, lookup, rollup or decision table shows what it reads: nobody draws one over what his role does not see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from followthrough.core.compile import CompiledApp
from followthrough.core.design.mentions import steps
from followthrough.core.model.app import AppDocument
from followthrough.core.model.base import Node
from followthrough.core.model.entity import Field
from followthrough.core.model.table import DecisionTable
from followthrough.core.rules.tree import fields_of
from followthrough.core.run.access import field_level


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a document works out: the entity on which the value stands, its field (None: read by name), how it is worked out,
    and every (entity, field) that it reads on the way."""

    entity: str
    field: str | None
    how: tuple[Any, ...]
    reads: frozenset[tuple[str, str]]


def reads_beyond(live: CompiledApp, mine: str, before: AppDocument, after: AppDocument) -> Iterator[str]:
    """The places at which an edit lets a value be worked out from what role `mine` does not see in force. One that stands
    where the role does not see it either shows it nothing; what says the same as before or in force is let be."""
    known, in_force = _shown(before), _shown(live.doc)
    for place, one in sorted(_shown(after).items()):
        if one in (known.get(place), in_force.get(place)) or hidden(live, mine, one.entity, one.field):
            continue
        if any(hidden(live, mine, *read) for read in one.reads):
            yield place


def hidden(live: CompiledApp, mine: str, entity: str, name: str | None) -> bool:
    """Whether a role does not see a field in force; one of an entity it does not see is hidden with it."""
    if entity not in live.entities:
        return False
    if entity not in live.roles[mine].entities:
        return True
    return name in live.entities[entity].fields and field_level(live, mine, entity, str(name)) == "none"


def _shown(app: AppDocument) -> Mapping[str, _Shown]:
    """Every value an app works out, by the place of the property or table that says how."""
    found: dict[str, _Shown] = {}
    for entity, document in app.entities.items():
        for name, prop in document.properties.items():
            field = prop.field
            how = (field.compute, field.default_rule, field.lookup, field.rollup)
            if any(part is not None for part in how):
                reads = frozenset(_of_field(app, entity, field))
                found[f"entity/{entity}/properties/{name}"] = _Shown(entity, name, how, reads)
    for name, table in app.decision_tables.items():
        rules = list(_rules(table))
        reads = frozenset(_behind(app, table.entity, rules))
        found[f"decision_table/{name}"] = _Shown(table.entity, table.output, tuple(rules), reads)
    return found


def _of_field(app: AppDocument, entity: str, field: Field) -> Iterator[tuple[str, str]]:
    yield from _behind(app, entity, (field.compute, field.default_rule))
    if field.lookup is not None:
        yield from steps(app, entity, f"{field.lookup.via}.{field.lookup.value}")
    if field.rollup is not None:
        child = field.rollup.entity
        yield from _behind(app, child, (field.rollup.where,))
        for path in (field.rollup.via, field.rollup.value):
            if path is not None:
                yield from steps(app, child, path)


def _rules(table: DecisionTable) -> Iterator[Node]:
    for _, column in sorted(table.inputs.items()):
        yield column.rule
    for _, row in sorted(table.rows.items()):
        yield row.output
        yield from (cell for _, cell in sorted(row.cells.items()))
    if table.otherwise is not None:
        yield table.otherwise


def _behind(app: AppDocument, entity: str, rules: Iterable[Node | None]) -> Iterator[tuple[str, str]]:
    for rule in rules:
        for path in fields_of(rule) if rule is not None else ():
            yield from steps(app, entity, path)
