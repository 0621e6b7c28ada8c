"""Can a chain of multiplications leave the range of doubles? PostgreSQL raises an error there, others do not.

Every stored number is 0 or at least 1e-9 (and at most 1e15), so the smallest size other than 0 that a node can
have follows from the tree alone. A rule that could come near 1e-290 or 1e290 is refused at publish: no real
formula does, and no database ever has to say "overflow".
"""

from __future__ import annotations

from .operators import LARGEST, TINIEST
from .tree import Node

_FLOOR = 1e-290
_HOUR = 1 / 3600


class RangeLeft(Exception):
    """A node may come out smaller than 1e-290 or larger than 1e290. `at` is its place."""

    def __init__(self, at: str) -> None:
        super().__init__(at)
        self.at = at


def smallest(node: Node, at: str = "$") -> float:
    """The smallest size other than 0 the node's number can have. Raises RangeLeft where doubles may not reach."""
    if "v" in node:
        value = node["v"]
        return abs(value) or 1.0 if isinstance(value, int | float) and not isinstance(value, bool) else 1.0
    if "op" not in node:
        return TINIEST
    sizes = [smallest(part, f"{at}.a[{index}]") for index, part in enumerate(node["a"])]
    found = _size(node, sizes)
    if found < _FLOOR or (node["op"] == "div" and sizes[1] < _FLOOR * LARGEST):
        raise RangeLeft(at)
    return found


def _size(node: Node, sizes: list[float]) -> float:
    op = node["op"]
    if op == "mul":
        return sizes[0] * sizes[1]
    if op == "div":
        return sizes[0] / LARGEST
    if op in ("add", "sub", "sum", "avg"):
        # What is left when two nearly equal numbers cancel: half a unit in the last place of the smaller one.
        return min(sizes) * 2.0**-60
    if op == "round":
        return min(sizes[0], 1e-6)
    if op in ("neg", "abs", "min", "max", "if_empty", "case"):
        return min(sizes)
    return _HOUR if op == "hours_between" else 1.0
