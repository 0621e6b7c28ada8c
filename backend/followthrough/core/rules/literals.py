"""Literals as written in a rule, and their inner form."""

from __future__ import annotations

from typing import Any

from .dates import day_of, second_of
from .tree import Node, is_empty_literal


def literal_value(node: Node) -> Any:
    """The inner form of a literal node: null, "" and [] are None, numbers floats, dates and instants integers.

    Raises ValueError for a malformed date or instant.
    """
    value = node["v"]
    if is_empty_literal(value):
        return None
    if "t" in node:
        return day_of(value) if node["t"] == "date" else second_of(value)
    if isinstance(value, bool) or not isinstance(value, int | list):
        return value
    return float(value) if isinstance(value, int) else list_values(node)


def list_values(node: Node) -> list[Any]:
    """The members of a literal list in inner form; a literal text set is kept sorted and distinct."""
    value = node["v"]
    if is_empty_literal(value):
        return []
    if all(isinstance(part, str) for part in value):
        return sorted(set(value))
    return [float(part) for part in value]
