"""Why a rule is false, and the least that would make it true (阻塞原因)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .compile import compile_rule
from .env import Env, Scope, outer
from .tree import Node, child, fields_of, parameter_key, walk
from .types import type_of

FIXED = 1000
"""Cost of an atom that reads no field: nobody can change it."""
_GROUPS = ("and", "or", "not")


@dataclass(frozen=True, slots=True)
class Part:
    """A condition inside a rule. `parts` of and, or, not; an atom has `values` (what it read, by path and `@name`)
    and, when it is an operation, `args` (the values of its arguments), all as records hold them."""

    at: str
    op: str | None
    result: bool
    parts: tuple[Part, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)
    args: tuple[Any, ...] | None = None

    def to_json(self) -> dict[str, Any]:
        """As the corpus writes it."""
        made: dict[str, Any] = {"at": self.at, "result": self.result}
        if self.op is not None:
            made["op"] = self.op
        if self.op in _GROUPS:
            return made | {"parts": [part.to_json() for part in self.parts]}
        made["values"] = self.values
        return made if self.args is None else made | {"args": list(self.args)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """An atom that must change: the node at `at` must become `want`."""

    at: str
    want: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """`needed`: the least set of atoms that must change for the rule to be true; () when it is true."""

    result: bool
    needed: tuple[Wanted, ...]
    tree: Part

    def to_json(self) -> dict[str, Any]:
        """As the corpus writes it."""
        needed = [{"at": one.at, "want": one.want} for one in self.needed]
        return {"result": self.result, "needed": needed, "tree": self.tree.to_json()}


def explain(node: Node, scope: Scope, env: Env) -> Explanation:
    """Explains a checked rule, used as a condition, on the record bound in `env`.

    `and` wants all its false parts, `or` its cheapest branch (the first on a tie), `not` the opposite of its part.
    """
    tree = _part(node, "$", scope, env)
    return Explanation(tree.result, _plan(node, tree, True)[1], tree)


def _part(node: Node, at: str, scope: Scope, env: Env) -> Part:
    result = compile_rule(node)(env) is True
    op = node.get("op")
    if op in _GROUPS:
        parts = tuple(_part(part, child(at, index), scope, env) for index, part in enumerate(node["a"]))
        return Part(at, op, result, parts)
    args = None if op is None else tuple(_argument(part, scope, env) for part in node["a"])
    return Part(at, op, result, values=_values(node, scope, env), args=args)


def _argument(node: Node, scope: Scope, env: Env) -> Any:
    if isinstance(node.get("v"), list):
        return node["v"]
    kind = type_of(node, scope)
    return None if kind is None else outer(compile_rule(node)(env), kind)


def _values(node: Node, scope: Scope, env: Env) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for _, part in walk(node):
        path = part["f"] if "f" in part else parameter_key(part["p"]) if "p" in part else None
        kind = None if path is None else scope.lookup(path)
        if path is not None and kind is not None:
            found[path] = outer(env.values.get(path), kind)
    return found


_Plan = tuple[int, tuple[Wanted, ...]]


def _plan(node: Node, part: Part, want: bool) -> _Plan:
    """The cheapest change that gives the node at `part` the value `want`, with its cost."""
    if part.result is want:
        return 0, ()
    if part.op not in _GROUPS:
        return (1 if fields_of(node) else FIXED), (Wanted(part.at, want),)
    inner = want is (part.op != "not")
    plans = [_plan(arg, below, inner) for arg, below in zip(node["a"], part.parts, strict=True)]
    if part.op == "not" or (part.op == "and") is want:
        return sum(cost for cost, _ in plans), tuple(one for _, wanted in plans for one in wanted)
    return min(plans, key=lambda plan: plan[0])
