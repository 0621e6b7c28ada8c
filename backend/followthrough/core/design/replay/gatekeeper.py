"""The gates of a version read on a past record, with what is unknown kept apart (docs/replay.md, section 3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from followthrough.core.compile.app import (
    CompiledField,
    CompiledFlow,
    CompiledPath,
    CompiledTransition,
    FieldNeed,
    Gate,
)
from followthrough.core.run.acts import Milestones
from followthrough.core.run.duties.blocks import blocking
from followthrough.core.run.flow import Admits, gates_at, reachable, walk, when_lack
from followthrough.core.run.lacks import Lack, Lacks, statement_lack
from followthrough.core.run.world import State, behind

from .doubt import Answer, Doubt, asks
from .found import OPEN, Found, Verdict, verdict, wants_of

Acts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Gatekeeper:
    """Asks what a version asks."""

    doubt: Doubt

    # -- what a gate demands --------------------------------------------------------------------------------------------

    def gate(self, state: State, gate: Gate, acts: Acts, into: Found) -> None:
        """Add what a gate finds missing."""
        doubt = self.doubt
        for demand in gate.fields:
            asked = True if demand.when is None else doubt.holds(demand.when, state)
            if asked is not False:
                self._demanded(state, demand, gate.at, asked is True, into)
        for action in gate.actions:
            count = acts.get(action.action, 0)
            if count < action.min:
                asked = True if action.when is None else doubt.holds(action.when, state)
                if asked is not False:
                    sure = asked is True and doubt.done_then(state.entity.id, action.action)
                    key = ("action", *state.key, action.action)
                    into.add(Lack(key, gate.at, state, min=action.min, done=count), sure)
        for statement in gate.statements:
            told = doubt.holds(statement.rule, state)
            if told is not True:
                into.add(statement_lack(state, gate.at, statement), told is False)

    def gates(self, state: State, gates: Iterable[Gate], acts: Acts, into: Found) -> None:
        """Add what these gates find missing, in their order."""
        for gate in gates:
            self.gate(state, gate, acts, into)

    def _demanded(self, state: State, demand: FieldNeed, at: str, sure: bool, into: Found) -> None:
        if demand.via is None:
            self.field(state, demand.field, at, sure, into)
            return
        sure = sure and not self.doubt.unknown(state, demand.via)
        target = behind(state, demand.via)
        if target is None:
            self.field(state, demand.via, at, sure, into, unless_filled=False)
        else:
            self.field(target, demand.field, at, sure, into)

    def field(self, state: State, name: str, at: str, sure: bool, into: Found, *, unless_filled: bool = True) -> None:
        """Add the need for an empty, relevant field; a lookup stands for what it reads."""
        doubt, found = self.doubt, state.entity.fields.get(name)
        if found is None:
            return
        unknown = doubt.unknown(state, name)
        if unless_filled and self._filled(state, found, unknown):
            return
        shown = doubt.shown(state, found)
        if shown is False:
            return
        sure = sure and shown is True and not unknown
        if found.lookup is not None:
            sure = sure and not doubt.unknown(state, found.lookup.via)
            target = behind(state, found.lookup.via)
            if target is None:
                self.field(state, found.lookup.via, at, sure, into, unless_filled=False)
            else:
                self.field(target, found.lookup.value, at, sure, into)
            return
        into.add(Lack(("field", *state.key, name), at, state, field=name), sure)

    @staticmethod
    def _filled(state: State, found: CompiledField, unknown: bool) -> bool:
        """Whether a field is filled, be it shown or not."""
        if not unknown:
            return state.filled(found.id)
        return not found.computed and state.raw.get(found.id) is not None

    # -- a record's own rules -------------------------------------------------------------------------------------------

    def rules(self, state: State, into: Found, at: str = "", place: State | None = None) -> None:
        """Add the fields of a record (and of its detail rows) that its own rules require, and broken constraints."""
        doubt, here = self.doubt, place or state
        gate = f"entity:{state.entity.id}"
        for name, found in doubt.ruled(state.entity):
            for index, row in enumerate(state.rows.get(name, ())) if found.rows is not None else ():
                self.rules(row, into, f"{at}{name}[{index}].", here)
            if not asks(found):
                continue
            demanded = found.required or found.required_when is not None
            shown = doubt.shown(state, found)
            if shown is False:
                continue
            unknown = doubt.unknown(state, name)
            kept = unknown and state.raw.get(name) is not None
            if found.constraints and (state.filled(name) or kept):
                self._constraints(state, here, found, at, shown is True and not unknown, into)
            if self._filled(state, found, unknown) or not demanded:
                continue
            asked: Answer = True
            if not found.required and found.required_when is not None:
                asked = doubt.holds(found.required_when, state)
            if asked is not False:
                sure = asked is True and shown is True and not unknown
                into.add(Lack(("field", *here.key, at + name), gate, here, field=at + name), sure)

    def _constraints(self, state: State, here: State, found: CompiledField, at: str, sure: bool, into: Found) -> None:
        for statement in found.constraints:
            told = self.doubt.holds(statement.rule, state)
            if told is not True:
                into.miss("constraint", f"entity:{state.entity.id}", here, at + found.id, sure and told is False)

    # -- the way --------------------------------------------------------------------------------------------------------

    def path(self, state: State, flow: CompiledFlow) -> tuple[CompiledPath, bool]:
        """The path the record is on, and whether that is certain."""
        default: CompiledPath | None = None
        sure = True
        for path in flow.paths.values():
            told = None if path.when is None else self.doubt.holds(path.when, state)
            if path.when is None:
                default = default or path
            elif told is True:
                return path, sure
            else:
                sure = sure and told is False
        return default or flow.paths.get(state.path or "") or next(iter(flow.paths.values())), sure

    def step(self, state: State, transition: CompiledTransition, path: str, acts: Acts) -> Found:
        """What is missing to take one step: its condition, what is owed, its requirements, the gates of the stage it enters."""
        into, flow = Found(), state.entity.flow
        assert flow is not None
        told = None if transition.when is None else self.doubt.holds(transition.when, state)
        if transition.when is not None and told is not True:
            into.add(when_lack(state, transition), told is False)
        for duty in blocking(state, transition.id):
            lack = Lack(("obligation", *state.key, duty.id), transition.gate.at, state, duty=duty)
            into.add(lack, self.doubt.done_then(state.entity.id, duty.action))
        self.gate(state, transition.gate, acts, into)
        self.gates(state, gates_at(flow, path, transition.to), acts, into)
        return into

    def walked(
        self, state: State, path: CompiledPath, start: str, goal: str, admits: Admits, acts: Acts, base: Found
    ) -> Verdict:
        """Whether a chain of transitions leads from `start` to `goal`, and what is missing on the one with the fewest
        needs; `base` is missing whatever chain is taken."""
        flow = state.entity.flow
        assert flow is not None
        if not reachable(flow, path, start, goal, admits):
            role = reachable(flow, path, start, goal, lambda _: True)
            base.miss("role" if role else "transition", f"stage:{goal}", state, f"{start}>{goal}")
            return verdict(base)
        steps = _Steps(self, state, path.id, acts)
        first = walk(state, path, start, goal, admits, NOTHING, base.sure, steps.sure)
        assert first is not None, "a chain was found"
        if first.lacks:
            return Verdict("blocked", wants_of(first.lacks))
        if not (base.unsure or steps.doubtful):
            return OPEN
        second = walk(state, path, start, goal, admits, NOTHING, base.both, steps.both)
        assert second is not None, "a chain was found"
        return Verdict("undetermined", wants_of(second.lacks)) if second.lacks else OPEN


NOTHING = Milestones()


class _Steps:
    """Each step looked at once."""

    def __init__(self, keeper: Gatekeeper, state: State, path: str, acts: Acts) -> None:
        self._keeper, self._state, self._path, self._acts = keeper, state, path, acts
        self._known: dict[str, Found] = {}

    def _of(self, transition: CompiledTransition) -> Found:
        found = self._known.get(transition.id)
        if found is None:
            found = self._known[transition.id] = self._keeper.step(self._state, transition, self._path, self._acts)
        return found

    def sure(self, transition: CompiledTransition) -> Lacks:
        """What is missing for certain."""
        return self._of(transition).sure

    def both(self, transition: CompiledTransition) -> Lacks:
        """With what may be missing."""
        found = self._of(transition)
        return found.both if found.unsure else found.sure

    @property
    def doubtful(self) -> bool:
        """Whether anything was unsure."""
        return any(found.unsure for found in self._known.values())
