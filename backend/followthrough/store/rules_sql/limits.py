"""Which results could pass the cap of 1e15: only those are written with a guard, which costs a scan its speed.

Numbers of records are at most 1e15. Rounding never turns an order around, so a bound computed in doubles holds for
everything below it.
"""

from __future__ import annotations

import math

from followthrough.core.rules import Node
from followthrough.core.rules.operators import LARGEST

_SMALL = {
    "year": 9999.0,
    "month": 12.0,
    "day": 31.0,
    "weekday": 7.0,
    "len": 1e9,
    "count": 1e9,
    "days_between": 4e6,
    "months_between": 2e5,
    "hours_between": 1e9,
    "workdays_between": 1e7,
    "work_hours_between": 1e9,
}


def needs_cap(node: Node) -> bool:
    """Whether an add, sub, mul, div, sum or avg may come out larger than 1e15."""
    return _raw(node) > LARGEST


def largest(node: Node) -> float:
    """No smaller than the size of any value the node's number can have."""
    if "v" in node:
        value = node["v"]
        return abs(value) if isinstance(value, int | float) else 0.0
    return min(_raw(node), LARGEST) if "op" in node else LARGEST


def _raw(node: Node) -> float:
    op, parts = node["op"], node["a"]
    if op in _SMALL:
        return _SMALL[op]
    if op == "mul":
        return largest(parts[0]) * largest(parts[1])
    if op == "div":
        divisor = parts[1]
        return largest(parts[0]) / abs(divisor["v"]) if divisor.get("v") else math.inf
    if op in ("add", "sub", "sum"):
        return sum(largest(part) for part in parts)
    sizes = [largest(part) for part in parts]
    if op in ("round", "floor", "ceil"):
        return sizes[0] + 1
    # The sum behind an average may have been rounded up.
    return max(sizes, default=LARGEST) * (1 + 1e-9 if op == "avg" else 1)
