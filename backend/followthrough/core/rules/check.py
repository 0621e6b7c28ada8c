"""The type check: run at publish and whenever a field changes, so that no rule meets a surprise at run time."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal

from followthrough.core.kit.fieldtype import FieldType

from .env import Scope
from .issues import RuleIssue
from .magnitude import RangeLeft, smallest
from .operators import OPERATORS, Operator
from .shape import shape_issues
from .tree import Node, child, parameter_key, walk
from .types import Ty, anchor_of, infer, same_kind, strange_options, ty_of, values_of

Expect = FieldType | Literal["condition"] | None

_ACCEPTS: dict[str, frozenset[str]] = {
    "any": frozenset({"text", "number", "boolean", "date", "instant", "choice", "set", "ref", "opaque"}),
    "value": frozenset({"text", "number", "boolean", "date", "instant", "choice", "set", "ref"}),
    "boolean": frozenset({"boolean"}),
    "comparable": frozenset({"text", "number", "boolean", "date", "instant", "choice", "ref"}),
    "ordered": frozenset({"number", "date", "instant"}),
    "listable": frozenset({"text", "number", "choice", "ref"}),
    "list": frozenset({"set", "numbers"}),
    "element": frozenset({"text", "choice", "ref"}),
    "digits": frozenset({"number"}),
    "calendar": frozenset({"text"}),
}
_DIGITS = range(7)
_INEXACT = frozenset({"add", "sub", "mul", "div", "sum", "avg", "hours_between", "work_hours_between"})
_EXACT_FOR_MONEY = frozenset({"add", "sub", "sum"})
_SAME_UNIT = frozenset(
    {"eq", "ne", "lt", "le", "gt", "ge", "between", "add", "sub", "sum", "avg", "min", "max", "if_empty"}
)


def check_rule(
    node: Any, scope: Scope, expect: Expect = None, calendars: Collection[str] | None = None
) -> list[RuleIssue]:
    """What is wrong with a rule, errors and warnings, by place; [] means it may be compiled.

    `expect` is what the rule has to give: "condition", a type (a number of any unit, text literals for a choice
    as far as they are its options), or None for anything. `calendars` are the names of the working calendars
    there are, None when that is not known. Codes: schemas/rules/issues.json.
    """
    issues = shape_issues(node)
    if not issues:
        issues = _Check(scope, calendars).run(node, expect)
    return sorted(set_of(issues), key=lambda issue: (issue.path, issue.code))


def set_of(issues: list[RuleIssue]) -> list[RuleIssue]:
    """The issues, each once."""
    return [issue for index, issue in enumerate(issues) if issue not in issues[:index]]


class _Check:
    def __init__(self, scope: Scope, calendars: Collection[str] | None) -> None:
        self.scope = scope
        self.calendars = calendars
        self.issues: list[RuleIssue] = []

    def run(self, node: Node, expect: Expect) -> list[RuleIssue]:
        for at, part in walk(node):
            self._name(at, part)
        result = infer(node, self.scope, self._operation)
        self._result(result, expect)
        try:
            smallest(node)
        except RangeLeft as left:
            self._add(left.at, "rule_number_range")
        return self.issues

    def _add(self, at: str, code: str, **params: Any) -> None:
        self.issues.append(RuleIssue(at, code, params))

    def _name(self, at: str, node: Node) -> None:
        if "f" in node and self.scope.lookup(node["f"]) is None:
            self._add(at, "rule_unknown_field", field=node["f"])
        if "p" in node and self.scope.lookup(parameter_key(node["p"])) is None:
            self._add(at, "rule_unknown_parameter", name=node["p"])

    def _operation(self, at: str, node: Node, args: list[Ty]) -> None:
        op = OPERATORS[node["op"]]
        good = True
        for index, (part, ty) in enumerate(zip(node["a"], args, strict=True)):
            good &= self._argument(child(at, index), op, op.kind_of(index, len(args)), part, ty)
        if not good:
            return
        if op.id in ("in", "not_in"):
            self._list(at, args)
        elif op.id == "has":
            self._element(at, args)
        elif op.unify:
            self._unify(at, op, args)
        if op.id in _SAME_UNIT:
            self._units(at, op, args)
        if op.id in ("eq", "ne", "in", "not_in"):
            self._float_equality(at, node, args)

    def _argument(self, at: str, op: Operator, kind: str, node: Node, ty: Ty) -> bool:
        if kind in ("list", "digits", "calendar"):
            return self._constant(at, op, kind, node, ty)
        if ty.base == "opaque" and kind != "any":
            self._add(at, "rule_opaque_field", op=op.id)
            return False
        accepted = _ACCEPTS.get(kind, frozenset({kind}))
        if ty.wild or ty.base in accepted:
            return True
        self._add(at, "rule_type_mismatch", op=op.id, expected=kind, got=ty.base)
        return False

    def _constant(self, at: str, op: Operator, kind: str, node: Node, ty: Ty) -> bool:
        if "v" not in node:
            self._add(at, "rule_literal_required", op=op.id)
            return False
        value = node["v"]
        good = ty.base in _ACCEPTS[kind] and (kind != "digits" or value in _DIGITS)
        if not good:
            self._add(at, "rule_type_mismatch", op=op.id, expected=kind, got=ty.base)
        elif kind == "calendar" and self.calendars is not None and value not in self.calendars:
            self._add(at, "rule_unknown_calendar", calendar=value)
        return good

    def _list(self, at: str, args: list[Ty]) -> None:
        value, members = args
        if value.wild:
            return
        if (value.base == "number") != (members.base == "numbers"):
            self._add(at, "rule_types_differ", left=value.base, right=members.base)
        self._options(child(at, 1), members, value)

    def _element(self, at: str, args: list[Ty]) -> None:
        whole, element = args
        if element.literal or whole.wild or element.wild:
            self._options(child(at, 1), element, whole)
            return
        target = whole.target and element.target and whole.target != element.target
        apart = whole.options is not None and element.options is not None and whole.options.isdisjoint(element.options)
        mixed = (whole.target is None) != (element.base != "ref") and not whole.literal
        if target or apart or mixed:
            self._add(at, "rule_types_differ", left=_shown(whole), right=_shown(element))

    def _unify(self, at: str, op: Operator, args: list[Ty]) -> None:
        values = values_of(op.id, args)
        anchor = anchor_of(values)
        places = values_of(op.id, [child(at, index) for index in range(len(args))])
        if anchor is None:
            return
        for place, ty in zip(places, values, strict=True):
            if not same_kind(ty, anchor):
                self._add(at, "rule_types_differ", left=_shown(anchor), right=_shown(ty))
                return
            self._options(place, ty, anchor)

    def _options(self, at: str, literal: Ty, to: Ty) -> None:
        for option in sorted(strange_options(literal, to)):
            self._add(at, "rule_unknown_option", option=option)

    def _units(self, at: str, op: Operator, args: list[Ty]) -> None:
        units = {ty.unit for ty in values_of(op.id, args) if ty.base == "number" and not ty.literal}
        if len(units) > 1:
            self._add(at, "rule_unit_mismatch", units=sorted(unit or "number" for unit in units))

    def _float_equality(self, at: str, node: Node, args: list[Ty]) -> None:
        for part, ty in zip(node["a"], args, strict=True):
            inexact = part.get("op") in _INEXACT and not (ty.unit == "money" and part["op"] in _EXACT_FOR_MONEY)
            if inexact:
                self._add(at, "rule_float_equality", op=node["op"])

    def _result(self, result: Ty, expect: Expect) -> None:
        if result.base == "opaque":
            self._add("$", "rule_opaque_field", op="")
            return
        if result.base == "numbers":
            self._add("$", "rule_wrong_result", expected=_expected(expect), got="numbers")
            return
        if expect is None or result.wild:
            return
        wanted = Ty("boolean") if expect == "condition" else ty_of(expect)
        if not same_kind(result, wanted):
            self._add("$", "rule_wrong_result", expected=_expected(expect), got=_shown(result))
        self._options("$", result, wanted)
        extra = (result.options or frozenset()) - (wanted.options or result.options or frozenset())
        if extra and not result.literal and result.base == wanted.base:
            self._add("$", "rule_wrong_result", expected=_expected(expect), got=_shown(result))


def _expected(expect: Expect) -> str:
    if expect is None:
        return "value"
    return expect if isinstance(expect, str) else expect.base


def _shown(ty: Ty) -> str:
    return f"{ty.base}:{ty.target}" if ty.target else ty.base
