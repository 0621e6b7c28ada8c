"""Which gates read a record from the other side: an opportunity's gate that demands a field of its customer.

Emptying that field on the customer would undo what the gate demanded, so whoever writes the
customer has to know who reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .app import CompiledEntity, GateReader


def gate_readers(entities: Mapping[str, CompiledEntity]) -> Mapping[str, tuple[GateReader, ...]]:
    """Per entity that gates read through a reference: who reads it, by which reference, and which fields."""
    found: dict[str, dict[tuple[str, str], set[str]]] = {}
    for entity in entities.values():
        for path in _paths(entity):
            via, _, name = path.partition(".")
            for target in entity.references.get(via, ()) if name else ():
                read = {one for one in stored_paths(entities[target], name) if "." not in one}
                found.setdefault(target, {}).setdefault((entity.id, via), set()).update(read)
    return {
        target: tuple(GateReader(entity, via, frozenset(fields)) for (entity, via), fields in sorted(readers.items()))
        for target, readers in found.items()
    }


def _paths(entity: CompiledEntity) -> Iterator[str]:
    """Every path that a stage's entry reads, down to stored values of the record and what lies behind its references."""
    for path in _asked(entity):
        yield from stored_paths(entity, path)


def _asked(entity: CompiledEntity) -> Iterator[str]:
    for gate in entity.flow.entry.values() if entity.flow else ():
        for need in gate.fields:
            yield need.path
            yield from need.when.reads if need.when else ()
        for action in gate.actions:
            yield from action.when.reads if action.when else ()
        for statement in gate.statements:
            yield from statement.rule.reads


def stored_paths(entity: CompiledEntity, path: str) -> Iterator[str]:
    """A path of the entity as those it is worked out from: a lookup stands for what it reads, a live formula for all that."""
    field = entity.fields.get(path)
    if field is not None and field.lookup is not None:
        yield f"{field.lookup.via}.{field.lookup.value}"
    elif field is not None and field.live and field.compute is not None:
        for read in field.compute.reads:
            yield from stored_paths(entity, read)
    else:
        yield path
