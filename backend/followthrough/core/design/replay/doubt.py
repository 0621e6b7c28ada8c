"""What a version reads of a record that could not be filled when an act was judged: unknown, not empty (docs/replay.md,
section 3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from followthrough.core.compile.app import PARENT, CompiledApp, CompiledEntity, CompiledField
from followthrough.core.compile.rule import CompiledRule
from followthrough.core.kit.ids import plain_json
from followthrough.core.model.decode import to_json
from followthrough.core.run.acts import Record
from followthrough.core.run.world import Key, State, behind, stored_state

from .shape import Shape, ShapeField

Answer = bool | None
"""True, False, or None: it depends on what is unknown."""
LOGIC = frozenset({"and", "or", "not"})


@dataclass(frozen=True, slots=True)
class _Part:
    """A rule taken apart at its ands, ors and nots, where what is unknown may not matter."""

    op: str
    rule: CompiledRule
    parts: tuple[_Part, ...]


class Doubt:
    """What is unknown to the version `app` about an act that was judged by a version of `shape`."""

    def __init__(self, app: CompiledApp, shape: Shape) -> None:
        self.app = app
        self.shape = shape
        self.suspects = _suspects(app, shape)
        self.of_act: frozenset[str] = frozenset()
        """Paths `act.<key>` that are unknown of the act that is being looked at."""
        self.stored: Callable[[Key], Record | None] = lambda _: None
        """The record as it was stored, for conditions of that time."""
        self._rules: dict[int, tuple[CompiledRule, tuple[str, ...]]] = {}
        self._parts: dict[int, _Part] = {}
        self._ruled: dict[str, tuple[tuple[str, CompiledField], ...]] = {}

    def ruled(self, entity: CompiledEntity) -> tuple[tuple[str, CompiledField], ...]:
        """The fields of which an entity's own rules ask something, and those that hold detail rows."""
        known = self._ruled.get(entity.id)
        if known is None:
            found = tuple((key, field) for key, field in entity.fields.items() if field.rows is not None or asks(field))
            known = self._ruled[entity.id] = found
        return known

    def then(self, entity: str, name: str) -> ShapeField | None:
        """The field as it was."""
        return self.shape.fields.get(entity, {}).get(name)

    def done_then(self, entity: str, action: str) -> bool:
        """Whether the action could be done."""
        found = self.shape.actions.get(action)
        return found is not None and found.entity == entity

    def holds(self, rule: CompiledRule, state: State) -> Answer:
        """Whether a condition is true of the record, whatever is unknown."""
        doubtful = self.unknown_of(rule, state)
        if not doubtful:
            return rule.holds(state.env)
        part = self._parts.get(id(rule))
        if part is None:
            part = self._parts[id(rule)] = _apart(rule)
        return _value(part, state, doubtful)

    def unknown_of(self, rule: CompiledRule, state: State) -> frozenset[str]:
        """Which of the paths that a rule reads are unknown on the record."""
        known = self._rules.get(id(rule))
        if known is None:
            found = tuple(path for path in sorted(rule.reads) if self.suspect(state.entity, path))
            known = self._rules[id(rule)] = (rule, found)
        return frozenset(path for path in known[1] if self.unknown(state, path)) if known[1] else frozenset()

    def suspect(self, entity: CompiledEntity, path: str) -> bool:
        """Whether a path may be unknown on some record of the entity."""
        return _suspect(self.app, self.suspects, entity, path)

    def shown(self, state: State, found: CompiledField) -> Answer:
        """Whether the field is relevant."""
        return True if found.relevance is None else self.holds(found.relevance, state)

    def unknown(self, state: State, path: str) -> bool:
        """Whether what a path leads to is unknown on the record."""
        head, dot, rest = path.partition(".")
        if dot:
            return self._through(state, head, rest, path)
        if head not in self.suspects.get(state.entity.id, ()):
            return False
        found = state.entity.fields[head]
        shown = self.shown(state, found)
        if shown is False:  # empty, whatever it might hold
            return False
        if found.lookup is not None:
            return shown is None or self.unknown(state, f"{found.lookup.via}.{found.lookup.value}")
        if found.rollup is not None:
            return shown is None or self._rolled(state, found)
        if found.compute is not None:
            return shown is None or bool(self.unknown_of(found.compute, state))
        if state.raw.get(head) is not None:
            return shown is None
        return not self.open_then(state, head)

    def _through(self, state: State, head: str, rest: str, path: str) -> bool:
        if head == "act":
            return path in self.of_act
        if head == "new":
            return state.made is not None and self.unknown(state.made, rest)
        if head != PARENT and self.unknown(state, head):
            return True
        target = behind(state, head)
        return target is not None and self.unknown(target, rest)

    def _rolled(self, state: State, found: CompiledField) -> bool:
        """A sum over other records is known when it added up the same; one over detail rows is worked out anew."""
        rollup = found.rollup
        assert rollup is not None
        if rollup.via != PARENT:
            return _rollup_changed(self.then(state.entity.id, found.id), found)
        for name, child in state.entity.rows.items():
            if child != rollup.child:
                continue
            if self.unknown(state, name):
                return True
            for row in state.rows.get(name, ()):
                if rollup.where is not None and self.unknown_of(rollup.where, row):
                    return True
                if rollup.value is not None and self.unknown(row, rollup.value):
                    return True
        return False

    def open_then(self, state: State, name: str) -> bool:
        """Whether a field could be filled on the record at that time: it was there, in use, and shown."""
        then = self.then(state.entity.id, name)
        if then is None or then.archived:
            return False
        if then.relevance is None:
            return True
        record = self.stored(state.key)
        as_it_was = stored_state(state.world, state.entity, record) if record is not None else state
        return then.relevance.holds(as_it_was.env)


def asks(found: CompiledField) -> bool:
    """Whether the record's own rules demand a value of the field, or one of a certain kind."""
    ruled = found.required or found.required_when is not None or bool(found.constraints)
    return ruled and not found.archived and found.kind.id != "serial"


def _apart(rule: CompiledRule) -> _Part:
    op = str(rule.node.get("op", ""))
    if op not in LOGIC:
        return _Part("", rule, ())
    return _Part(op, rule, tuple(_apart(CompiledRule(node, rule.scope)) for node in rule.node["a"]))


def _value(part: _Part, state: State, doubtful: frozenset[str]) -> Answer:
    if doubtful.isdisjoint(part.rule.reads):
        return part.rule.holds(state.env)
    found = [_value(one, state, doubtful) for one in part.parts]
    match part.op:
        case "and":
            return False if False in found else None if None in found else True
        case "or":
            return True if True in found else None if None in found else False
        case "not":
            return None if found[0] is None else not found[0]
    return None


def _rollup_changed(then: ShapeField | None, found: CompiledField) -> bool:
    assert found.rollup is not None
    return then is None or then.rollup != plain_json(to_json(found.rollup.spec))


def _suspect(app: CompiledApp, suspects: dict[str, set[str]], entity: CompiledEntity, path: str) -> bool:
    head, dot, rest = path.partition(".")
    if head == "act":
        return True
    if head == "new" or head == PARENT:
        return bool(dot)
    if not dot:
        return head in suspects[entity.id]
    if head in suspects[entity.id]:
        return True
    found = entity.fields.get(head)
    return found is not None and any(_suspect(app, suspects, app.entities[one], rest) for one in found.targets)


def _suspects(app: CompiledApp, shape: Shape) -> dict[str, set[str]]:
    """By entity the fields that may be unknown: those that could not be filled, and whatever follows from them."""
    made: dict[str, set[str]] = {
        name: {key for key, field in entity.fields.items() if _absent(shape.fields.get(name, {}).get(key), field)}
        for name, entity in app.entities.items()
    }
    grown = True
    while grown:
        grown = False
        for name, entity in app.entities.items():
            for key, found in entity.fields.items():
                if key not in made[name] and _touched(app, made, entity, found):
                    made[name].add(key)
                    grown = True
    return made


def _absent(then: ShapeField | None, found: CompiledField) -> bool:
    if found.rollup is not None:
        return found.rollup.via != PARENT and _rollup_changed(then, found)
    if found.compute is not None or found.lookup is not None:
        return False
    return then is None or then.archived or then.relevance is not None


def _touched(app: CompiledApp, made: dict[str, set[str]], entity: CompiledEntity, found: CompiledField) -> bool:
    reads: set[str] = set()
    if found.relevance is not None:
        reads |= found.relevance.reads
    if found.compute is not None:
        reads |= found.compute.reads
    if found.lookup is not None:
        reads.add(f"{found.lookup.via}.{found.lookup.value}")
    if any(_suspect(app, made, entity, path) for path in reads):
        return True
    rollup = found.rollup
    if rollup is not None and rollup.via == PARENT:
        child = app.entities[rollup.child]
        inner = set(rollup.where.reads if rollup.where is not None else ())
        inner |= {rollup.value} if rollup.value is not None else set()
        rows = {name for name, target in entity.rows.items() if target == rollup.child}
        return bool(rows & made[entity.id]) or any(_suspect(app, made, child, path) for path in inner)
    return False
