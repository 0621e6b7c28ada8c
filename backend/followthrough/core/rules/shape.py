"""First half of the check: is this a tree at all, of known nodes, within its caps, with literals that can be stored?

Works on whatever JSON came in, without recursion beyond the depth cap.
"""

from __future__ import annotations

import re
from typing import Any

from .dates import day_of, second_of
from .issues import RuleIssue
from .operators import LARGEST, MAX_DEPTH, MAX_LIST, MAX_NODES, MAX_TEXT, OPERATORS, TINIEST
from .tree import child

_STEP = r"_?[a-z][a-z0-9_]{0,39}"
_PATH = re.compile(rf"{_STEP}(\.{_STEP}){{0,2}}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


def shape_issues(node: Any) -> list[RuleIssue]:
    """What is wrong with the form of a tree; when this is not empty, nothing else can be said about it."""
    issues: list[RuleIssue] = []
    waiting: list[tuple[str, Any, int]] = [("$", node, 1)]
    seen = 0
    while waiting:
        at, part, depth = waiting.pop()
        seen += 1
        if seen > MAX_NODES:
            return [RuleIssue("$", "rule_too_large", {"limit": MAX_NODES})]
        if depth > MAX_DEPTH:
            return [RuleIssue("$", "rule_too_deep", {"limit": MAX_DEPTH})]
        issue = _node_issue(at, part)
        if issue:
            issues.append(issue)
        elif "op" in part:
            waiting.extend((child(at, index), arg, depth + 1) for index, arg in enumerate(part["a"]))
    return issues


def _node_issue(at: str, node: Any) -> RuleIssue | None:
    broken = RuleIssue(at, "rule_shape")
    if not isinstance(node, dict):
        return broken
    keys = set(node)
    if keys == {"f"}:
        return None if isinstance(node["f"], str) and _PATH.fullmatch(node["f"]) else broken
    if keys == {"p"}:
        return None if isinstance(node["p"], str) and _NAME.fullmatch(node["p"]) else broken
    if keys == {"op", "a"}:
        return _operation_issue(at, node)
    if "v" in keys and keys <= {"v", "t"}:
        good = _stamped(node["v"], node["t"]) if "t" in keys else _literal(node["v"])
        return None if good else RuleIssue(at, "rule_literal_invalid", {"value": _short(node["v"])})
    return broken


def _operation_issue(at: str, node: dict[str, Any]) -> RuleIssue | None:
    name, args = node["op"], node["a"]
    if not isinstance(name, str) or not isinstance(args, list):
        return RuleIssue(at, "rule_shape")
    op = OPERATORS.get(name)
    if op is None:
        return RuleIssue(at, "rule_unknown_operator", {"op": _short(name)})
    count = len(args)
    if count < op.minimum or (op.maximum is not None and count > op.maximum) or (op.rest == "case" and count % 2 == 0):
        return RuleIssue(at, "rule_wrong_arity", {"op": name, "min": op.minimum, "max": op.maximum, "got": count})
    return None


def _stamped(value: Any, kind: Any) -> bool:
    if not isinstance(value, str) or kind not in ("date", "instant"):
        return False
    try:
        (day_of if kind == "date" else second_of)(value)
    except ValueError:
        return False
    return True


def _literal(value: Any) -> bool:
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, str):
        return len(value) <= MAX_TEXT
    if isinstance(value, int | float):
        return _number(value)
    if not isinstance(value, list) or len(value) > MAX_LIST:
        return False
    members: list[Any] = value
    texts = all(isinstance(part, str) and 0 < len(part) <= MAX_TEXT for part in members)
    return texts or all(_listed_number(part) for part in members)


def _listed_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and _number(value)


def _number(value: float) -> bool:
    return value == 0 or TINIEST <= abs(value) <= LARGEST  # neither NaN nor infinity passes


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"
