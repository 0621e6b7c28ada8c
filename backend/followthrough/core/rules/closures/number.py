"""Numbers: IEEE doubles computed left to right as written; a result beyond 1e15 is empty."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from followthrough.core.rules.closures.base import Closure, Maker, strict1, strict2
from followthrough.core.rules.env import Env
from followthrough.core.rules.operators import LARGEST, TINIEST
from followthrough.core.rules.tree import Node

ROUND_NUDGE = 1 + 2.0**-50
"""Lifts what people read as an exact half (2.675) over it; too small to show on 15 digits."""
ROUND_LIMIT = 2.0**48
"""From here on the nudge would itself be worth a quarter: numbers come back unchanged."""


def capped(value: float) -> float | None:
    """The number, or None beyond the cap."""
    return value if -LARGEST <= value <= LARGEST else None


def storable(value: float) -> float | None:
    """A computed number as a record keeps it: None beyond the cap, 0 below 1e-9 (no stored number is smaller, so that
    products in SQL cannot underflow)."""
    return capped(value) if abs(value) >= TINIEST else 0.0


def round_half_away(value: float, scale: float) -> float:
    """`value` to a power of ten (`scale`, 100.0 for two decimals), halves away from zero, judged on 15 digits."""
    size = abs(value) * scale
    if size >= ROUND_LIMIT:
        return value
    rounded = math.floor(size * ROUND_NUDGE + 0.5) / scale
    return -rounded if value < 0 else rounded


def _divide(a: float, b: float) -> float | None:
    return None if b == 0 else capped(a / b)


def _round(args: list[Closure], node: Node) -> Closure:
    value = args[0]
    scale = 10.0 ** int(node["a"][1]["v"]) if len(node["a"]) == 2 else 1.0

    def run(env: Env) -> float | None:
        number = value(env)
        return None if number is None else round_half_away(number, scale)

    return run


def _filled(work: Callable[[list[Any]], Any]) -> Maker:
    """An operator over its filled arguments, empty when there are none."""

    def make(args: list[Closure], _node: Node) -> Closure:
        parts = tuple(args)

        def run(env: Env) -> Any:
            values = [value for part in parts if (value := part(env)) is not None]
            return work(values) if values else None

        return run

    return make


def _sum(values: list[float]) -> float | None:
    return capped(_total(values))


def _avg(values: list[float]) -> float | None:
    return capped(_total(values) / len(values))


def _total(values: list[float]) -> float:
    # Not sum(): from Python 3.12 on it compensates rounding errors, which no other executor does.
    total = 0.0
    for value in values:
        total += value
    return total


NUMBER: dict[str, Maker] = {
    "add": strict2(lambda a, b: capped(a + b)),
    "sub": strict2(lambda a, b: capped(a - b)),
    "mul": strict2(lambda a, b: capped(a * b)),
    "div": strict2(_divide),
    "neg": strict1(lambda a: -a),
    "abs": strict1(abs),
    "round": _round,
    "floor": strict1(lambda a: float(math.floor(a))),
    "ceil": strict1(lambda a: float(math.ceil(a))),
    "min": _filled(min),
    "max": _filled(max),
    "sum": _filled(_sum),
    "avg": _filled(_avg),
}
