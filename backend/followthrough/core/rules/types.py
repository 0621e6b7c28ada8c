"""Types inside a rule: literals that still adapt to their neighbours, and how several types become one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

from followthrough.core.kit.fieldtype import FieldType, Unit

from .env import Scope
from .operators import OPERATORS
from .tree import Node, is_empty_literal, parameter_key

Base = Literal[
    "text", "number", "boolean", "date", "instant", "choice", "set", "ref", "opaque", "null", "numbers", "unknown"
]
T = TypeVar("T")
NULL: Base = "null"
UNKNOWN: Base = "unknown"


@dataclass(frozen=True, slots=True)
class Ty:
    """The type of a node. `literal`: made of literals only, still adapts; then `options` are the texts it may be.

    Beside the types of fields: "null" (an empty literal), "numbers" (a literal list of numbers) and "unknown"
    (already reported, agrees with everything).
    """

    base: Base
    unit: Unit = ""
    options: frozenset[str] | None = None
    target: str | None = None
    literal: bool = False

    @property
    def wild(self) -> bool:
        """Whether it agrees with every type."""
        return self.base in (NULL, UNKNOWN)


def ty_of(kind: FieldType) -> Ty:
    """The type of a field."""
    return Ty(kind.base, kind.unit, kind.options, kind.target)


def literal_ty(node: Node) -> Ty:
    """The type of a literal node."""
    value = node["v"]
    if is_empty_literal(value):
        return Ty(NULL, literal=True)
    if "t" in node:
        return Ty(node["t"], literal=True)
    if isinstance(value, bool):
        return Ty("boolean", literal=True)
    if isinstance(value, str):
        return Ty("text", options=frozenset({value}), literal=True)
    if isinstance(value, list):
        texts = isinstance(value[0], str)
        return Ty("set", options=frozenset(value), literal=True) if texts else Ty("numbers", literal=True)
    return Ty("number", literal=True)


def adapts(literal: Ty, to: Ty) -> bool:
    """Whether a literal may stand where a value of type `to` is meant; options are looked at elsewhere."""
    if literal.base == "text":
        return to.base in ("text", "choice", "ref")
    return literal.base == to.base


def same_kind(a: Ty, b: Ty) -> bool:
    """Whether two types compare: same base, same target, and options that have something in common."""
    if a.wild or b.wild:
        return True
    if a.literal or b.literal:
        return adapts(a, b) if a.literal else adapts(b, a)
    if a.base != b.base or (a.target and b.target and a.target != b.target):
        return False
    return a.options is None or b.options is None or not a.options.isdisjoint(b.options)


def strange_options(literal: Ty, to: Ty) -> frozenset[str]:
    """The texts of a literal that are no options of `to`."""
    if not literal.literal or literal.options is None or to.literal or to.options is None:
        return frozenset()
    return literal.options - to.options


def anchor_of(types: Sequence[Ty]) -> Ty | None:
    """The type the others have to agree with: the first that is no literal, else the first filled literal."""
    filled = [ty for ty in types if not ty.wild]
    return next((ty for ty in filled if not ty.literal), filled[0] if filled else None)


def united(types: Sequence[Ty]) -> Ty:
    """The one type of values that agree: options united, the first unit there is among fields."""
    anchor = anchor_of(types)
    if anchor is None:
        return types[0]
    same = [ty for ty in types if not ty.wild and ty.literal == anchor.literal]
    options: frozenset[str] | None = frozenset()
    for ty in same:
        options = None if options is None or ty.options is None else options | ty.options
    unit = next((ty.unit for ty in same if ty.unit), anchor.unit)
    target = next((ty.target for ty in same if ty.target), None)
    return replace(anchor, options=options, unit=unit, target=target)


def result_ty(op: str, args: Sequence[Ty]) -> Ty:
    """The type of an operation whose arguments have passed the check."""
    operator = OPERATORS[op]
    if operator.result == "same":
        return united(values_of(op, args))
    if operator.result == "number":
        return Ty("number", unit_of(op, args))
    base: Any = operator.result
    return Ty(base)


def values_of(op: str, args: Sequence[T]) -> list[T]:
    """The arguments that are values (for case: without its conditions)."""
    if OPERATORS[op].rest == "case":
        return [arg for index, arg in enumerate(args) if index % 2 or index == len(args) - 1]
    return list(args)


_KEEPS_UNIT = frozenset({"add", "sub", "neg", "abs", "round", "floor", "ceil", "sum", "avg"})


def unit_of(op: str, args: Sequence[Ty]) -> Unit:
    """What the result of a number operation counts."""
    if op in _KEEPS_UNIT:
        return next((ty.unit for ty in args if not ty.literal and ty.unit), "")
    if op == "mul":
        units = {ty.unit for ty in args if ty.unit not in ("", "percent")}
        counted = [ty for ty in args if ty.unit in units]
        return counted[0].unit if len(counted) == 1 else ""
    if op == "div":
        return args[0].unit if args[1].unit in ("", "percent") else ""
    return ""


def infer(node: Node, scope: Scope, visit: Callable[[str, Node, list[Ty]], None] | None = None, at: str = "$") -> Ty:
    """The type of a well-shaped node. `visit(at, node, argument types)` sees every operation, arguments first."""
    if "v" in node:
        return literal_ty(node)
    if "op" not in node:
        kind = scope.lookup(node["f"] if "f" in node else parameter_key(node["p"]))
        return Ty(UNKNOWN) if kind is None else ty_of(kind)
    args = [infer(part, scope, visit, f"{at}.a[{index}]") for index, part in enumerate(node["a"])]
    if visit:
        visit(at, node, args)
    return result_ty(node["op"], args)


def type_of(node: Node, scope: Scope) -> FieldType | None:
    """The type of a checked rule's value; None when it is always empty. A rule of literal texts only is text."""
    ty = infer(node, scope)
    if ty.base in ("null", "unknown", "numbers"):
        return None
    base: Any = ty.base
    return FieldType(base, unit=ty.unit, options=None if ty.literal else ty.options, target=ty.target)
