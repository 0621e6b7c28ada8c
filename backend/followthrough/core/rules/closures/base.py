"""The shape of closures, and what several groups of operators share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from followthrough.core.rules.env import Env
from followthrough.core.rules.tree import Node

Closure = Callable[[Env], Any]
Maker = Callable[[list[Closure], Node], Closure]


def strict1(work: Callable[[Any], Any]) -> Maker:
    """An operator of one argument that is empty when the argument is."""

    def make(args: list[Closure], _node: Node) -> Closure:
        (arg,) = args

        def run(env: Env) -> Any:
            value = arg(env)
            return None if value is None else work(value)

        return run

    return make


def strict2(work: Callable[[Any, Any], Any]) -> Maker:
    """An operator of two arguments that is empty when one of them is."""

    def make(args: list[Closure], _node: Node) -> Closure:
        left, right = args

        def run(env: Env) -> Any:
            a = left(env)
            if a is None:
                return None
            b = right(env)
            return None if b is None else work(a, b)

        return run

    return make


def holds2(work: Callable[[Any, Any], bool]) -> Maker:
    """A condition over two arguments that is false when one of them is empty."""

    def make(args: list[Closure], _node: Node) -> Closure:
        left, right = args

        def run(env: Env) -> bool:
            a = left(env)
            if a is None:
                return False
            b = right(env)
            return b is not None and work(a, b)

        return run

    return make
