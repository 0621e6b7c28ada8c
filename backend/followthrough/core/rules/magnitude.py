"""Can a chain of multiplications leave the range of doubles? PostgreSQL raises an error there, others do not.

Every stored number is 0 or at least 1e-9 (and at most 1e15), so the smallest size other than 0 that a node can
have follows from the tree alone. A rule that could come near 1e-290 or 1e290 is refused at publish: no real
formula does, and no database ever has to say "overflow".
"""

from __future__ import annotations

from typing import NamedTuple

from .operators import LARGEST, TINIEST
from .tree import Node, child

_FLOOR = 1e-290
_LAST_PLACE = 2.0**-53


class RangeLeft(Exception):
    """A node may come out smaller than 1e-290 or larger than 1e290. `at` is its place."""

    def __init__(self, at: str) -> None:
        super().__init__(at)
        self.at = at


class Size(NamedTuple):
    """The smallest size other than 0 of a number, and a power of two of which it is a multiple (at least that)."""

    size: float
    grain: float


def _of(size: float) -> Size:
    return Size(size, size * _LAST_PLACE)


def smallest(node: Node, at: str = "$") -> Size:
    """The smallest size the node's number can have. Raises RangeLeft where doubles may not reach."""
    if "v" in node:
        value = node["v"]
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return _of((abs(value) if number else 0.0) or 1.0)
    if "op" not in node:
        return _of(TINIEST)
    parts = [smallest(part, child(at, index)) for index, part in enumerate(node["a"])]
    found = _result(node["op"], parts)
    if found.size < _FLOOR or (node["op"] == "div" and parts[1].size < _FLOOR * LARGEST):
        raise RangeLeft(at)
    return found


def _result(op: str, parts: list[Size]) -> Size:
    if op == "mul":
        return _of(parts[0].size * parts[1].size)
    if op == "div":
        return _of(parts[0].size / LARGEST)
    if op in ("add", "sub", "sum", "avg"):
        # Two nearly equal numbers may cancel, but what is left is a multiple of what both are multiples of.
        grain = min(part.grain for part in parts)
        return _of(grain / 32) if op == "avg" else Size(grain, grain)
    if op == "round":
        return _of(min(parts[0].size, 1e-6))
    if op in ("neg", "abs", "min", "max", "if_empty", "case"):
        return Size(min(part.size for part in parts), min(part.grain for part in parts))
    return _of(1 / 3600 if op in ("hours_between", "work_hours_between") else 1.0)
