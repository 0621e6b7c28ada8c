"""Logic and choice: two-valued; an empty boolean counts as false where a condition is needed."""

from __future__ import annotations

from typing import Any

from followthrough.core.rules.closures.base import Closure, Maker
from followthrough.core.rules.env import Env
from followthrough.core.rules.tree import Node


def _and(args: list[Closure], _node: Node) -> Closure:
    if len(args) == 2:
        left, right = args
        return lambda env: left(env) is True and right(env) is True
    parts = tuple(args)

    def run(env: Env) -> bool:
        for part in parts:  # noqa: SIM110  (a generator in all() costs twice as much)
            if part(env) is not True:
                return False
        return True

    return run


def _or(args: list[Closure], _node: Node) -> Closure:
    if len(args) == 2:
        left, right = args
        return lambda env: left(env) is True or right(env) is True
    parts = tuple(args)

    def run(env: Env) -> bool:
        for part in parts:  # noqa: SIM110  (as in _and)
            if part(env) is True:
                return True
        return False

    return run


def _not(args: list[Closure], _node: Node) -> Closure:
    (part,) = args
    return lambda env: part(env) is not True


def _case(args: list[Closure], _node: Node) -> Closure:
    pairs = tuple(zip(args[:-1:2], args[1:-1:2], strict=True))
    otherwise = args[-1]

    def run(env: Env) -> Any:
        for condition, value in pairs:
            if condition(env) is True:
                return value(env)
        return otherwise(env)

    return run


def _if_empty(args: list[Closure], _node: Node) -> Closure:
    first, second = args

    def run(env: Env) -> Any:
        value = first(env)
        return second(env) if value is None else value

    return run


def _is_empty(args: list[Closure], _node: Node) -> Closure:
    (part,) = args
    return lambda env: part(env) is None


def _not_empty(args: list[Closure], _node: Node) -> Closure:
    (part,) = args
    return lambda env: part(env) is not None


LOGIC: dict[str, Maker] = {
    "and": _and,
    "or": _or,
    "not": _not,
    "case": _case,
    "if_empty": _if_empty,
    "is_empty": _is_empty,
    "not_empty": _not_empty,
}
