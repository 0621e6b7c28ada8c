"""An action's mini form: inputs into their targets, what is hidden, what is missing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from followthrough.core.compile.app import CompiledAction, CompiledInput
from followthrough.core.fields import FieldIssue
from followthrough.core.rules import inner, outer

from .acts import Deny, Issue, Values
from .apply import Issues, exists, take_rows
from .derive import derive
from .lacks import Lack, Lacks, field_lack
from .permit import sees
from .world import Key, State, behind, own, relevant


@dataclass(slots=True)
class Form:
    """The inputs of one act on `acted`, with the record it creates (`made`).

    `values` are the normalised inputs that count, by key (an absent key leaves its target alone). What is `hidden` and
    what `required` is judged on the records as the inputs leave them, before the act counts or sets anything else.
    `touched` are the records behind references that got a value, with the reference.
    """

    action: CompiledAction
    acted: State
    made: State | None
    values: Values = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    required: set[str] = field(default_factory=set)
    touched: dict[Key, tuple[State, str]] = field(default_factory=dict)
    _was: dict[str, Any] = field(default_factory=dict)
    _refused: dict[str, Issue] = field(default_factory=dict)
    _rows: dict[str, Issues] = field(default_factory=dict)

    def fill(self, inputs: Values, issues: Issues) -> Deny | None:
        """Take the inputs: hidden ones are dropped, those not given take their default where their target is empty.

        Issues at `inputs.<key>`: unknown_input and what the kinds refuse. Deny not_permitted: the record behind a
        reference would be written to and the actor may not see it.
        """
        known = self.action.inputs
        issues.extend(Issue(f"inputs.{key}", "unknown_input", {"key": key}) for key in inputs if key not in known)
        given = {key: self._normalised(found, inputs[key]) for key, found in known.items() if key in inputs}
        late = sorted(
            known.values(), key=lambda found: found.where == "ref"
        )  # a reference may be given in the same act
        conditional = [found for found in late if found.relevance is not None]
        for _ in range(len(conditional) + 1):
            for found in late:
                refused = self._enter(found, given)
                if refused is not None:
                    return refused
            if not conditional:
                break
            self.settle()
            hidden = {f.key for f in conditional if f.relevance is not None and not f.relevance.holds(self.acted.env)}
            if hidden == self.hidden:
                break
            self.hidden = hidden
        self._check(issues)
        if any(found.required_when is not None for found in known.values()):
            self.settle()
        self.required = {found.key for found in known.values() if self._required(found)}
        return None

    def settle(self) -> None:
        """Let what the inputs change show in derived values, of the records behind references too."""
        for state, _ in self.touched.values():
            derive(state)
        derive(self.acted)

    def _normalised(self, found: CompiledInput, value: Any) -> Any:
        try:
            return found.kind.normalise(value, found.property)
        except FieldIssue as issue:
            self._refused[found.key] = Issue(f"inputs.{found.key}", issue.code, issue.params)
            return None

    def _enter(self, found: CompiledInput, given: Values) -> Deny | None:
        """Let one input count, or (hidden, refused, nothing given) leave its target as it was."""
        key, target = found.key, self.target(found)
        if found.field is not None and target is not None and key not in self._was:
            self._was[key] = target.raw.get(found.field)
        if key in self.hidden or key in self._refused:
            self.values.pop(key, None)
            self._put(found, target, self._was.get(key), None)
            return None
        if key in given:
            value = given[key]
        elif self._was.get(key) is None and found.default_rule is not None:
            value = self._normalised(found, outer(found.default_rule.value(self.acted.env), found.type))
        else:
            return None
        self.values[key] = value
        if found.where == "ref" and target is not None:
            refused = self._touch(target, str(found.via))
            if refused is not None:
                return refused
        self._put(found, target, value, inner(value, found.type))
        return None

    def _put(self, found: CompiledInput, target: State | None, value: Any, seen: Any) -> None:
        self.acted.extras[f"act.{found.key}"] = seen
        if found.field is not None and target is not None and (found.where != "ref" or target.key in self.touched):
            wanted = target.entity.fields[found.field]
            if wanted.rows is None:
                target.raw[found.field] = target.values[found.field] = value
            else:
                self._rows[found.key] = []
                path = f"inputs.{found.key}"
                take_rows(target, wanted, value, self._rows[found.key], path, granted=True)
        self.acted.world.forget()

    def _touch(self, target: State, via: str) -> Deny | None:
        if target is self.acted or target.key in self.touched:
            return None
        if not sees(self.acted.world, target.key):
            return Deny("not_permitted", {"right": "see", "field": via})
        self.touched[target.key] = (own(target), via)
        return None

    def target(self, found: CompiledInput) -> State | None:
        """The record an input writes to; None for an act-local input or an empty reference."""
        match found.where:
            case "own":
                return self.acted
            case "ref":
                return behind(self.acted, str(found.via))
            case "new":
                return self.made
        return None

    def write(self, path: str, via: str | None, name: str, value: Any, issues: Issues) -> Deny | None:
        """Set a field by a rule of the action; behind an empty reference there is nothing to set."""
        target = self.acted if via is None else behind(self.acted, via)
        if target is None:
            return None
        refused = None if via is None else self._touch(target, via)
        if refused is not None:
            return refused
        found = target.entity.fields[name]
        try:
            target.raw[name] = target.values[name] = found.kind.normalise(value, found.property)
        except FieldIssue as issue:
            issues.append(Issue(path, issue.code, issue.params))
        self.acted.world.forget()
        return None

    def _check(self, issues: Issues) -> None:
        """Collect what the kinds refused, and ask whether what the inputs name exists."""
        world = self.acted.world
        for key, found in self.action.inputs.items():
            if key in self.hidden:
                continue
            if key in self._refused:
                issues.append(self._refused[key])
            elif key in self._rows:
                issues.extend(self._rows[key])
            elif self.values.get(key) is not None:
                try:
                    exists(world, found.property, found.type.target, self.values[key], self._was.get(key))
                except FieldIssue as issue:
                    issues.append(Issue(f"inputs.{key}", issue.code, issue.params))

    def missing(self, into: Lacks) -> set[tuple[Key, str]]:
        """Add the required inputs that are empty; the fields they would fill are answered, so that they are asked for once.

        An input whose target is filled, hidden on its record, or itself hidden is not missing; behind an empty
        reference the reference is.
        """
        asked: set[tuple[Key, str]] = set()
        at = self.action.gate.at
        for key, found in self.action.inputs.items():
            if key in self.hidden or key not in self.required:
                continue
            target = self.target(found)
            if found.where == "ref" and target is None:
                lack = field_lack(self.acted, str(found.via), at, unless_filled=False)
                if lack is not None:
                    into.setdefault(lack.key, lack)
            elif self._empty(found, target):
                into[("input", at, key)] = Lack(("input", at, key), at, self.acted, field=found.doc.target)
                if target is not None and found.field is not None:
                    asked.add((target.key, found.field))
        return asked

    def _required(self, found: CompiledInput) -> bool:
        return found.required or (found.required_when is not None and found.required_when.holds(self.acted.env))

    def _empty(self, found: CompiledInput, target: State | None) -> bool:
        if target is None or found.field is None:
            return self.values.get(found.key) is None
        return not target.filled(found.field) and relevant(target, target.entity.fields[found.field])

    def told(self, issues: Issues) -> Issues:
        """The issues, each at the input that set the field it is about."""
        ways = {f.doc.target: key for key, f in self.action.inputs.items() if f.doc.target and key not in self.hidden}
        return [_at_input(issue, ways) for issue in issues]

    def own_values(self) -> Values:
        """The inputs kept with the act itself."""
        return {
            key: self.values[key]
            for key, found in self.action.inputs.items()
            if found.where == "act" and key not in self.hidden and self.values.get(key) is not None
        }


def _at_input(issue: Issue, ways: dict[str, str]) -> Issue:
    head, bracket, rest = issue.path.partition("[")
    key = ways.get(head)
    return issue if key is None else replace(issue, path=f"inputs.{key}{bracket}{rest}")
