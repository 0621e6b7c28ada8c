"""Which records follow another: their decision tables and duties read it through a reference, or follow the calendar.

A gate that reads another record refuses what would break it (readers.py); a table or a duty has nothing to refuse: what
follows is worked out again, by a worker.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .app import CompiledEntity, Follower
from .readers import stored_paths
from .rule import CompiledRule


def followers_of(entities: Mapping[str, CompiledEntity]) -> Mapping[str, tuple[Follower, ...]]:
    """Per entity whose records others follow: who, by which references, and which fields. Detail rows follow nobody:
    they are worked out with their record."""
    found: dict[str, dict[tuple[str, str], set[str]]] = {}
    for entity in (one for one in entities.values() if one.rows_of is None):
        for path in _followed(entity):
            for target, via, field in _behind(entities, entity, path):
                found.setdefault(target, {}).setdefault((entity.id, via), set()).add(field)
    return {
        target: tuple(Follower(entity, via, frozenset(fields)) for (entity, via), fields in sorted(by.items()))
        for target, by in found.items()
    }


def nightly_of(entities: Mapping[str, CompiledEntity]) -> frozenset[str]:
    """The entities with a table that uses now or today, or a duty owed only while such a rule holds."""
    return frozenset(
        entity.id
        for entity in entities.values()
        if entity.rows_of is None
        if any(table.clock or _reads_clock(entity, table.rule) for table in entity.tables.values() if table.output)
        or any(_reads_clock(entity, duty.owed_while) for duty in entity.duties.all.values())
    )


def _followed(entity: CompiledEntity) -> Iterator[str]:
    """The paths that decide what its tables say, and what its duties come to between two writes of the record."""
    for table in entity.tables.values():
        if table.output is not None:
            yield from table.reads
    for duty in entity.duties.all.values():
        for rule in (duty.owed_while, *(limit.when for limit in duty.due.limits)):
            yield from rule.reads if rule is not None else ()
        for path in (duty.due.field, duty.assign.field):
            if path is not None:
                yield path


def _behind(
    entities: Mapping[str, CompiledEntity], entity: CompiledEntity, path: str, via: str = ""
) -> Iterator[tuple[str, str, str]]:
    """What is read outside of the record: (entity, references that lead there, field)."""
    for stored in stored_paths(entity, path):
        head, dot, rest = stored.partition(".")
        if via:
            yield entity.id, via, head
        if not dot or via.count(".") > 0:
            continue
        for target in entity.references.get(head, ()):
            yield from _behind(entities, entities[target], rest, f"{via}.{head}" if via else head)


def _reads_clock(entity: CompiledEntity, rule: CompiledRule | None) -> bool:
    """Whether the rule, or a live formula it reads, uses now or today."""
    if rule is None:
        return False
    return rule.clock or any(
        found.live and _reads_clock(entity, found.compute)
        for path in rule.reads
        if (found := entity.fields.get(path)) is not None
    )
