"""Where two versions can come to different answers at all, so that nothing else need be judged (docs/replay.md, section 5).

A signature holds everything that an answer is made of, as canonical JSON without labels: same signatures, same answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from followthrough.core.compile.app import CompiledApp, CompiledEntity, CompiledFlow, CompiledTransition
from followthrough.core.kit.ids import plain_json
from followthrough.core.model.decode import to_json

from .judging import Asked

WORDS = frozenset({"label", "help", "placeholder", "icon", "color", "message", "subtitle", "text"})
"""Members of documents that say and decide nothing."""
Signature = Any


def meaning(document: Any) -> Any:
    """A document's JSON without what is only words."""
    if isinstance(document, dict):
        return {name: meaning(part) for name, part in document.items() if not _words(name, part)}
    return [meaning(part) for part in document] if isinstance(document, list) else document


def _words(name: str, part: Any) -> bool:
    """Whether a member is only words: a text or a label (a field, too, may be called "text")."""
    return name in WORDS and (isinstance(part, str) or (isinstance(part, dict) and "zh" in part))


def _doc(document: Any) -> Any:
    return meaning(to_json(document))


class Signatures:
    """Of one version."""

    def __init__(self, app: CompiledApp) -> None:
        self._app = app
        self._entities: dict[str, Any] = {}
        self._asked: dict[Asked, bytes] = {}
        self._docs: dict[int, Any] = {}

    def _doc(self, document: Any) -> Any:
        """A document's meaning, worked out once."""
        found = self._docs.get(id(document))
        if found is None:
            found = self._docs[id(document)] = _doc(document)
        return found

    def of(self, asked: Asked) -> bytes:
        """What the answer about an act is made of."""
        found = self._asked.get(asked)
        if found is None:
            found = self._asked[asked] = plain_json(self._of(asked))
        return found

    def _of(self, asked: Asked) -> Signature:
        entity = self._app.entities.get(asked.entity)
        if entity is None:
            return None
        flow = entity.flow
        if asked.kind == "action":
            return [self.record(entity), *self._action(entity, asked)]
        if flow is None:
            return [self.record(entity)]
        return [self.record(entity), self._way(entity, flow, asked.source, asked.goal if asked.walked else None)]

    def record(self, entity: CompiledEntity) -> Signature:
        """What follows from values of a record, and what its own rules ask: fields with rules, those of its detail rows
        and of records it reads."""
        found = self._entities.get(entity.id)
        if found is None:
            read = dict.fromkeys((entity.id, *self._read_by(entity)))
            found = [[name, self._fields(self._app.entities[name])] for name in sorted(read)]
            self._entities[entity.id] = found
        return found

    def _read_by(self, entity: CompiledEntity, depth: int = 2) -> Iterator[str]:
        yield from entity.rows.values()
        if entity.rows_of is not None:
            yield entity.rows_of[0]
        ways = entity.reads_through if depth == 2 else frozenset(entity.references)
        for target in {one for way in ways for one in entity.references.get(way, ())}:
            yield target
            if depth > 1:
                yield from self._read_by(self._app.entities[target], depth - 1)

    def _fields(self, entity: CompiledEntity) -> Signature:
        ruled = ("required", "relevance", "required_when", "constraint", "compute", "rollup", "lookup", "archived")
        made: dict[str, Any] = {}
        for name, found in entity.fields.items():
            doc = self._doc(found.property)
            if found.compute is not None or any(doc["field"].get(part) for part in ruled):
                made[name] = doc
        return [
            made,
            [[table.id, self._doc(table.doc)] for table in entity.tables.values() if table.output is not None],
        ]

    def _way(self, entity: CompiledEntity, flow: CompiledFlow, source: str | None, goal: str | None) -> Signature:
        """The paths, and of each the way from `source` to `goal` (None: where it stands), with the gates on it."""
        stages = {name: flow.stages[name].kind if name in flow.stages else None for name in (source, goal) if name}
        roles = [[role.id, access.edit, access.create] for role, access in self._rights(entity)]
        paths: list[Any] = []
        for path in flow.paths.values():
            start = source if source is not None else path.first
            if source is not None and source in flow.stages and source not in path.position:
                start = source if flow.stages[source].kind != "open" else path.first
            end = goal or start
            steps = list(self._steps(flow, path.id, end)) if end in flow.stages else []
            place = [start in path.position, end in path.position, path.first]
            entered = [
                self._gates(flow, path.id, stage) for stage in dict.fromkeys((start, end)) if stage in flow.stages
            ]
            when = None if path.when is None else path.when.node
            walked = [[self._step(entity, step), self._gates(flow, path.id, step.to)] for step in steps]
            paths.append([path.id, when, start, place, entered, walked])
        return [stages, roles, paths]

    def _rights(self, entity: CompiledEntity) -> Iterator[tuple[Any, Any]]:
        for role in self._app.roles.values():
            access = role.entities.get(entity.id)
            if access is not None:
                yield role, access

    def _gates(self, flow: CompiledFlow, path: str, stage: str) -> Signature:
        if stage in flow.paths[path].position or flow.side(stage):
            gates: Iterable[Any] = flow.gates[path].get(stage, ())
        else:
            own = flow.entry.get(stage)
            gates = () if own is None else (own,)
        return [[gate.at, self._demands(flow, gate.at.partition(":")[2])] for gate in gates]

    def _demands(self, flow: CompiledFlow, stage: str) -> Signature:
        return self._doc(flow.stages[stage].entry)

    def _steps(self, flow: CompiledFlow, path: str, goal: str) -> list[CompiledTransition]:
        """The transitions that may be part of a chain to `goal`."""
        found: dict[str, CompiledTransition] = {}
        ends, todo = {goal}, [goal]
        while todo:
            end = todo.pop()
            for step in flow.transitions.values():
                if step.to != end:
                    continue
                found[step.id] = step
                for before in step.sources - ends:
                    if before in flow.paths[path].position and flow.stages[before].kind == "open":
                        ends.add(before)
                        todo.append(before)
        return [step for name, step in flow.transitions.items() if name in found]

    def _step(self, entity: CompiledEntity, step: CompiledTransition) -> Signature:
        blocks = entity.duties.blocks.get(step.id, ())
        return [
            [step.id, self._doc(step.doc)],
            [[part.duty.id, part.when, self._doc(part.duty.doc)] for part in blocks],
        ]

    def _action(self, entity: CompiledEntity, asked: Asked) -> Signature:
        action = entity.actions.get(asked.name)
        if action is None:
            return [None]
        parts: list[Any] = [self._doc(action.doc)]
        if action.creates is not None:
            made = self._app.entities[action.creates.entity]
            parts += [self.record(made), None if made.flow is None else self._doc(made.flow.doc)]
        roles = [[role.id, access.edit] for role, access in self._rights(entity)]
        flow = entity.flow
        if flow is None:
            return [*parts, roles]
        ways = [self._way(entity, flow, asked.source, None)]
        if action.advances is not None:
            ways.append(self._way(entity, flow, asked.source, action.advances))
        return [*parts, roles, ways]


def changed(old: dict[str, Any], new: dict[str, Any]) -> frozenset[str]:
    """The ids whose documents say something else, or stand in one version alone."""
    names = old.keys() | new.keys()
    return frozenset(name for name in names if _of(old.get(name)) != _of(new.get(name)))


def _of(document: Any) -> bytes | None:
    return None if document is None else plain_json(_doc(document))
