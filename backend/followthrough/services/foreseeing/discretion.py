"""What of a look ahead its asker may be told: whether a rule holds over fields hidden from his role is nobody's to tell him."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from followthrough.core.compile import CompiledApp, CompiledField, CompiledRule, Gate
from followthrough.core.design.mentions import mentions, steps
from followthrough.core.run.acts import Issue, Need
from followthrough.services.designing.reading import hidden


class Discretion:
    """Of role `role` in the version in force, about what `app` asks for."""

    def __init__(self, live: CompiledApp, role: str, app: CompiledApp) -> None:
        self._live, self._role, self._app = live, role, app

    @property
    def withholds(self) -> bool:
        """Whether the app has rules that it says nothing of."""
        found = mentions(self._app.doc).values()
        return any(hidden(self._live, self._role, *read) for one in found for read in one.reads)

    def need(self, acted: str, need: Need) -> bool:
        """Whether a need of a record of entity `acted` may be told."""
        name = need.field or need.statement or need.input or need.action or ""
        return self.want(acted, need.kind, need.at, need.entity, name)

    def issue(self, entity: str, issue: Issue) -> bool:
        """Whether a broken field rule of a record may be told."""
        return self.want(entity, "constraint", f"entity:{entity}", entity, issue.path)

    def want(self, acted: str, kind: str, at: str, entity: str, name: str) -> bool:
        """Whether something that was missing for a record of `acted` may be told: `kind`, `at`, `name` as in a replay's Want."""
        if kind in ("field", "constraint") and not self._sees(entity, name):
            return False
        rules = self._own(entity, name) if at.startswith("entity:") else self._asked(acted, kind, at, name)
        return all(self._reads(entity if at.startswith("entity:") else acted, rule) for rule in rules)

    def table(self, name: str) -> bool:
        """Whether the answers of a decision table may be told."""
        table = self._app.doc.decision_tables.get(name)
        if table is None or table.entity not in self._app.entities:
            return True
        if table.output is not None:
            return not hidden(self._live, self._role, table.entity, table.output)
        return all(self._path(table.entity, path) for path in self._app.entities[table.entity].tables[name].reads)

    def _sees(self, entity: str, path: str) -> bool:
        """Whether the role sees the field at `path` (`lines[0].price`) in force; a new field holds nothing to see."""
        here = entity
        for part in path.split("."):
            name = part.partition("[")[0]
            if hidden(self._live, self._role, here, name):
                return False
            known = self._live.entities[here].fields.get(name) if here in self._live.entities else None
            if known is None or known.rows is None:
                return True
            here = known.rows
        return True

    def _reads(self, entity: str, rule: CompiledRule) -> bool:
        return all(self._path(entity, path) for path in rule.reads)

    def _path(self, entity: str, path: str) -> bool:
        found = [] if path.partition(".")[0] in ("act", "new") else steps(self._app.doc, entity, path)
        return not any(hidden(self._live, self._role, *step) for step in found)

    def _own(self, entity: str, path: str) -> Iterator[CompiledRule]:
        """The rules of a field that say when it is asked for and what it accepts."""
        found = self._app.entities[entity].fields.get(path.partition("[")[0]) if entity in self._app.entities else None
        if found is not None:
            yield from _rules(found)

    def _asked(self, acted: str, kind: str, at: str, name: str) -> Iterator[CompiledRule]:
        """The rules by which a gate asks for it."""
        gate = self._gate(acted, at)
        if kind == "field":
            yield from _given(one.when for one in gate.fields if one.field == name)
        elif kind == "action":
            yield from _given(one.when for one in gate.actions if one.action == name)
        elif kind in ("statement", "offered"):
            yield from (one.rule for one in gate.statements if one.id == name)
            if name == "when":
                yield from _given([self._when(acted, at)])
        elif kind == "input":
            action = self._app.entities[acted].actions.get(at.partition(":")[2])
            part = action.inputs.get(name) if action is not None else None
            yield from _given([part.relevance, part.required_when] if part is not None else [])

    def _gate(self, acted: str, at: str) -> Gate:
        entity, (kind, _, name) = self._app.entities.get(acted), at.partition(":")
        if entity is None:
            return Gate(at)
        if kind == "action":
            return entity.actions[name].gate if name in entity.actions else Gate(at)
        flow = entity.flow
        if flow is None:
            return Gate(at)
        if kind == "transition":
            return flow.transitions[name].gate if name in flow.transitions else Gate(at)
        return flow.entry.get(name, Gate(at))

    def _when(self, acted: str, at: str) -> CompiledRule | None:
        """The condition of the transition or action of that name itself."""
        entity, (kind, _, name) = self._app.entities[acted], at.partition(":")
        if kind == "action":
            return entity.actions[name].when if name in entity.actions else None
        known = entity.flow.transitions.get(name) if entity.flow is not None and kind == "transition" else None
        return known.when if known is not None else None


def _rules(found: CompiledField) -> Iterator[CompiledRule]:
    yield from _given([found.relevance, found.required_when])
    yield from (one.rule for one in found.constraints)


def _given(rules: Iterable[CompiledRule | None]) -> Iterator[CompiledRule]:
    return (rule for rule in rules if rule is not None)
