"""What a gate finds missing on a record, as it stands in a decision.

A `Lack` is cheap and compared by its key; it becomes a Need (needs.py) only when somebody has to be told.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from followthrough.core.compile.app import CompiledStatement, FieldNeed, Gate
from followthrough.core.kit.ids import canonical_json

from .acts import Milestones
from .world import State, behind, relevant

if TYPE_CHECKING:
    from followthrough.core.compile.duty import CompiledDuty

LackKey = tuple[str, ...]
"""What makes two lacks the same: ("field", entity, record, field), ("action", entity, record, action),
("statement", entity, record, its rule: two gates may ask the same), ("input", at, key) or ("evidence", at),
("obligation", entity, record, duty)."""


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing missing at gate `at`; `state` is the record it is missing on."""

    key: LackKey
    at: str
    state: State
    statement: CompiledStatement | None = None
    min: int = 1
    done: int = 0
    field: str | None = None
    duty: CompiledDuty | None = None

    @property
    def owed(self) -> int:
        """How many acts it takes: 1 for everything but an action asked for several times."""
        return self.min - self.done


Lacks = dict[LackKey, Lack]


def lacks_of(state: State, gate: Gate, done: Milestones, into: Lacks) -> Lacks:
    """Add to `into` what `gate` finds missing on the record, with `done` acts behind it. The first gate to ask names it."""
    for demand in gate.fields:
        if demand.when is None or demand.when.holds(state.env):
            lack = _field(state, demand, gate.at)
            if lack is not None:
                into.setdefault(lack.key, lack)
    for action in gate.actions:
        count = done.acts.get(action.action, 0)
        if count < action.min and (action.when is None or action.when.holds(state.env)):
            key = ("action", *state.key, action.action)
            _add(Lack(key, gate.at, state, min=action.min, done=count), into)
    for statement in gate.statements:
        if not statement.rule.holds(state.env):
            lack = statement_lack(state, gate.at, statement)
            into.setdefault(lack.key, lack)
    return into


def lacks_at(state: State, gates: Iterable[Gate], done: Milestones) -> Lacks:
    """What these gates find missing, in their order."""
    into: Lacks = {}
    for gate in gates:
        lacks_of(state, gate, done, into)
    return into


def merge(lacks: Iterable[Lacks]) -> Lacks:
    """All of them, each key once: the first gate names it, an action is owed as often as the most demanding asks."""
    into: Lacks = {}
    for part in lacks:
        for lack in part.values():
            _add(lack, into)
    return into


def cost(lacks: Lacks) -> int:
    """How many acts it takes to supply them all."""
    return sum(lack.owed for lack in lacks.values())


def _add(lack: Lack, into: Lacks) -> None:
    known = into.get(lack.key)
    if known is None:
        into[lack.key] = lack
    elif lack.owed > known.owed:
        into[lack.key] = replace(known, min=lack.min, done=lack.done)


def statement_lack(state: State, at: str, statement: CompiledStatement) -> Lack:
    """The lack of a statement that is false on the record."""
    key = ("statement", *state.key, canonical_json(statement.rule.node).decode())
    return Lack(key, at, state, statement=statement)


def _field(state: State, demand: FieldNeed, at: str) -> Lack | None:
    if demand.via is None:
        return field_lack(state, demand.field, at)
    target = behind(state, demand.via)
    if target is None:
        return field_lack(state, demand.via, at, unless_filled=False)
    return field_lack(target, demand.field, at)


def field_lack(state: State, name: str, at: str, unless_filled: bool = True) -> Lack | None:
    """The lack of an empty, relevant field; a lookup stands for the field it reads. None when nothing is missing.

    `unless_filled` False: the field is asked for even though it holds something (a reference to nothing).
    """
    found: Any = state.entity.fields.get(name)
    if found is None or (unless_filled and state.filled(name)) or not relevant(state, found):
        return None
    if found.lookup is not None:
        target = behind(state, found.lookup.via)
        if target is None:
            return field_lack(state, found.lookup.via, at, unless_filled=False)
        return field_lack(target, found.lookup.value, at)
    return Lack(("field", *state.key, name), at, state, field=name)
