"""Text and sets: containment with an empty side is false; len and count of empty are 0."""

from __future__ import annotations

from typing import Any

from followthrough.core.rules.closures.base import Closure, Maker, holds2
from followthrough.core.rules.env import Env
from followthrough.core.rules.tree import Node


def _concat(args: list[Closure], _node: Node) -> Closure:
    parts = tuple(args)

    def run(env: Env) -> str | None:
        return "".join([value for part in parts if (value := part(env)) is not None]) or None

    return run


def _size(args: list[Closure], _node: Node) -> Closure:
    (part,) = args

    def run(env: Env) -> float:
        value = part(env)
        return 0.0 if value is None else float(len(value))

    return run


def _has(values: Any, member: Any) -> bool:
    return member in values


def _has_any(values: Any, members: Any) -> bool:
    return not set(values).isdisjoint(members)


def _has_all(values: Any, members: Any) -> bool:
    return set(values).issuperset(members)


TEXT: dict[str, Maker] = {
    "contains": holds2(lambda text, part: part in text),
    "starts": holds2(lambda text, part: text.startswith(part)),
    "ends": holds2(lambda text, part: text.endswith(part)),
    "concat": _concat,
    "len": _size,
    "has": holds2(_has),
    "has_any": holds2(_has_any),
    "has_all": holds2(_has_all),
    "count": _size,
}
