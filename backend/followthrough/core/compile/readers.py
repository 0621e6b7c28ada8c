"""Which gates read a record from the other side: an opportunity's gate that demands a field of its customer.

Emptying that field on the customer would undo what the gate demanded, so whoever writes the
customer has to know who reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from .app import CompiledEntity, Gate, GateReader


def gate_readers(entities: Mapping[str, CompiledEntity]) -> Mapping[str, tuple[GateReader, ...]]:
    """Per entity that gates read through a reference: who reads it, by which reference, and which fields."""
    found: dict[str, dict[tuple[str, str], set[str]]] = {}
    for entity in entities.values():
        for path in _paths(entity):
            via, _, name = _looked_through(entity, path).partition(".")
            for target in entity.references.get(via, ()) if name else ():
                found.setdefault(target, {}).setdefault((entity.id, via), set()).add(name.partition(".")[0])
    return {
        target: tuple(GateReader(entity, via, frozenset(fields)) for (entity, via), fields in sorted(readers.items()))
        for target, readers in found.items()
    }


def _paths(entity: CompiledEntity) -> Iterator[str]:
    """Every path that a stage's entry reads."""
    if entity.flow is None:
        return
    for gate in _gates(entity):
        for need in gate.fields:
            yield need.path
            yield from need.when.reads if need.when else ()
        for action in gate.actions:
            yield from action.when.reads if action.when else ()
        for statement in gate.statements:
            yield from statement.rule.reads


def _gates(entity: CompiledEntity) -> Iterable[Gate]:
    return entity.flow.entry.values() if entity.flow else ()


def _looked_through(entity: CompiledEntity, path: str) -> str:
    """A lookup's path as the path it reads."""
    field = entity.fields.get(path)
    return f"{field.lookup.via}.{field.lookup.value}" if field is not None and field.lookup is not None else path
