"""Comparison: eq is null-safe and ne exactly not eq; order and membership with an empty side are false.

A field beside a literal is by far the most frequent comparison and gets a closure of its own.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from followthrough.core.rules.closures.base import Closure, Maker, holds2
from followthrough.core.rules.env import Env
from followthrough.core.rules.literals import list_values, literal_value
from followthrough.core.rules.tree import Node


def _eq(args: list[Closure], node: Node) -> Closure:
    left, right = args
    constant = _literal(node)
    if constant is None:
        return lambda env: left(env) == right(env)
    return lambda env: left(env) == constant


def _ne(args: list[Closure], node: Node) -> Closure:
    left, right = args
    constant = _literal(node)
    if constant is None:
        return lambda env: left(env) != right(env)
    return lambda env: left(env) != constant


def _literal(node: Node) -> Any:
    """The filled literal on the right hand, in inner form; None when there is none."""
    right = node["a"][1]
    return literal_value(right) if "v" in right else None


def _order(work: Callable[[Any, Any], bool]) -> Maker:
    general = holds2(work)

    def make(args: list[Closure], node: Node) -> Closure:
        constant = _literal(node)
        if constant is None:
            return general(args, node)
        left = args[0]

        def run(env: Env) -> bool:
            value = left(env)
            return value is not None and work(value, constant)

        return run

    return make


def _between(args: list[Closure], _node: Node) -> Closure:
    value, low, high = args

    def run(env: Env) -> bool:
        x, a, b = value(env), low(env), high(env)
        return x is not None and a is not None and b is not None and a <= x <= b

    return run


def _in(args: list[Closure], node: Node) -> Closure:
    members = frozenset(list_values(node["a"][1]))
    value = args[0]
    return lambda env: value(env) in members


def _not_in(args: list[Closure], node: Node) -> Closure:
    members = frozenset(list_values(node["a"][1]))
    value = args[0]
    return lambda env: value(env) not in members


COMPARE: dict[str, Maker] = {
    "eq": _eq,
    "ne": _ne,
    "lt": _order(operator.lt),
    "le": _order(operator.le),
    "gt": _order(operator.gt),
    "ge": _order(operator.ge),
    "between": _between,
    "in": _in,
    "not_in": _not_in,
}
