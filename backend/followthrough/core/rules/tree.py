"""The stored tree of a rule: what a node is, how places in it are written, what it reads.

A node is one of `{"f": path}`, `{"v": literal, "t"?}`, `{"p": name}`, `{"op": id, "a": [...]}`
(schemas/rules/rule.schema.json). Places are written `$`, `$.a[1]`, `$.a[1].a[0]`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Node = dict[str, Any]

CLOCK = frozenset({"now", "today"})


def parameter_key(name: str) -> str:
    """The key under which a scope, an environment or a list of labels holds parameter `name`."""
    return f"@{name}"


def child(at: str, index: int) -> str:
    """The place of argument `index` of the node at `at`."""
    return f"{at}.a[{index}]"


def walk(node: Node, at: str = "$") -> Iterator[tuple[str, Node]]:
    """Every node with its place, parents first, arguments in order. The tree must be well shaped and within its caps."""
    yield at, node
    for index, part in enumerate(node.get("a", ())):
        yield from walk(part, child(at, index))


def _nodes(node: Node) -> list[Node]:
    """Every node, parents first, without its place."""
    found = [node]
    for part in found:  # grows while it is read
        found.extend(part.get("a", ()))
    return found


def node_at(node: Node, at: str) -> Node:
    """The node at place `at`; raises LookupError where there is none."""
    for step in at.split(".a[")[1:]:
        node = node["a"][int(step.removesuffix("]"))]
    return node


def fields_of(node: Node) -> frozenset[str]:
    """The field paths a rule reads, as written; parameters are not fields."""
    return frozenset(part["f"] for part in _nodes(node) if "f" in part)


def parameters_of(node: Node) -> frozenset[str]:
    """The names of the parameters a rule reads, without their `@`."""
    return frozenset(part["p"] for part in _nodes(node) if "p" in part)


BY_CALENDAR = frozenset({"add_workdays", "workdays_between", "add_work_time", "work_hours_between"})
"""The operators that count by the working calendar their third argument names."""


def calendars_of(node: Node) -> frozenset[str]:
    """The names of the working calendars a rule counts by."""
    return frozenset(part["a"][2]["v"] for part in _nodes(node) if part.get("op") in BY_CALENDAR)


def uses_clock(node: Node) -> bool:
    """Whether the rule's value may change with time alone: it uses now or today."""
    return any(part.get("op") in CLOCK for part in _nodes(node))


def is_empty_literal(value: Any) -> bool:
    """Whether a value as written is the empty value: null, "" or []."""
    return value is None or value == "" or value == []
