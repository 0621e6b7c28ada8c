"""A hypothesis strategy of well-typed rules, built from the list of operators itself: a new operator is fuzzed at once."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from followthrough.core.kit.fieldtype import FieldType
from followthrough.core.rules import OPERATORS, FieldScope, Node, Operator, check_rule, errors
from tests.fuzz.rules import worlds

_SAME = ("number", "text", "boolean", "date", "instant", "choice", "set", "ref")
_ORDERED = ("number", "date", "instant")
_DEPTH = 6


class _Maker:
    def __init__(self, random: Random, fields: dict[str, FieldType]) -> None:
        self.random = random
        self.fields = fields

    def pick(self, options: Any) -> Any:
        return self.random.choice(list(options))

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def root(self, depth: int, among: Sequence[Operator] = ()) -> Node:
        """Every operator is as likely as any other at the root: none is left out by chance."""
        op = self.pick(among or OPERATORS.values())
        base = self.pick(_SAME) if op.result == "same" else op.result
        if op.id in ("min", "max"):
            base = self.pick(_ORDERED)
        return self.operation(op, base, None, depth)

    def node(self, base: str, like: FieldType | None, depth: int) -> Node:
        """An expression of a type; `like` narrows choice, ref and set to options and targets that compare."""
        ops = [op for op in OPERATORS.values() if op.result == base]
        if base != "opaque" and (not ops or self.chance(25)):
            names = ("case", "if_empty", "min", "max") if base in _ORDERED else ("case", "if_empty")
            ops = [OPERATORS[name] for name in names]
        if depth <= 0 or not ops or self.chance(25):
            return self.leaf(base, like)
        return self.operation(self.pick(ops), base, like, depth)

    def leaf(self, base: str, like: FieldType | None) -> Node:
        paths = [path for path, kind in self.fields.items() if kind.base == base and _fits(kind, like)]
        if paths and self.chance(75):
            path = self.pick(paths)
            return {"p": path[1:]} if path.startswith("@") else {"f": path}
        if self.chance(8):
            return {"v": self.pick([None, "", []])}
        kind = like or FieldType(base)  # type: ignore[arg-type]  # base is a name of a type here
        literal = worlds.value(self.random, kind)
        return {"v": literal, "t": base} if base in ("date", "instant") else {"v": literal}

    def operation(self, op: Operator, base: str, like: FieldType | None, depth: int) -> Node:
        most = op.minimum + 2 if op.maximum is None else op.maximum
        count = self.random.randint(op.minimum, min(most, 4))
        if op.rest == "case":
            count = self.pick([3, 3, 5])
        shared = self.shared(op, base, like)
        args = [self.argument(op.kind_of(index, count), base, shared, depth - 1) for index in range(count)]
        return {"op": op.id, "a": args}

    def shared(self, op: Operator, base: str, like: FieldType | None) -> FieldType:
        """The one type of the values of an operator that wants one."""
        if op.result == "same":
            return like or self.kind(base)
        allowed = {
            "comparable": ("number", "text", "boolean", "date", "instant", "choice", "ref"),
            "ordered": ("number", "number", "date", "instant"),
            "listable": ("number", "text", "choice", "ref"),
        }.get(op.args[0] if op.args else "", ("set",))
        return self.kind(self.pick(allowed))

    def kind(self, base: str) -> FieldType:
        kinds = [kind for kind in self.fields.values() if kind.base == base]
        found: FieldType = self.pick(kinds) if kinds else FieldType(base)  # type: ignore[arg-type]  # as in leaf
        return found

    def argument(self, kind: str, base: str, shared: FieldType, depth: int) -> Node:
        if kind in ("comparable", "ordered", "listable", "value"):
            return self.node(shared.base, shared, depth)
        if kind == "set":
            return self.node("set", shared if shared.base == "set" else None, depth)
        if kind == "element":
            return self.element(shared)
        if kind == "any":
            return self.node(self.pick(("number", "text", "date", "set", "boolean", "choice", "opaque")), None, depth)
        if kind == "digits":
            return {"v": self.pick(range(7))}
        if kind == "calendar":
            return {"v": self.pick(["cn", "shop", "none"])}
        if kind == "list":
            return {"v": [worlds.value(self.random, shared) for _ in range(self.random.randint(1, 3))]}
        return self.node(kind, None, depth)

    def element(self, shared: FieldType) -> Node:
        base = "ref" if shared.target else "choice"
        return self.leaf(base, FieldType(base, options=shared.options, target=shared.target))  # type: ignore[arg-type]  # as in leaf


def _fits(kind: FieldType, like: FieldType | None) -> bool:
    return like is None or (kind.target == like.target and kind.options == like.options)


BY_CALENDAR = tuple(op for op in OPERATORS.values() if "calendar" in op.args)
"""The operators that ask a working calendar."""


@st.composite
def rules(draw: Any, fields: dict[str, FieldType], among: Sequence[Operator] = ()) -> Node:
    """A rule over these fields that passes the type check (warnings allowed); `among`: the operators at its root."""
    # The random source is hypothesis's own, so that a failing rule shrinks; a sample of its strategies would be
    # mostly leaves.
    maker = _Maker(draw(st.randoms(use_true_random=False)), fields)
    rule = maker.root(maker.pick(range(1, _DEPTH + 1)), among)
    assume(not errors(check_rule(rule, FieldScope(fields))))
    return rule
