"""Findings of the type check: where, which code, with which parameters; words are in `schemas/rules/issues.json`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from followthrough.core.kit.contract import contract_json


@dataclass(frozen=True, slots=True)
class RuleIssue:
    """A finding. `path` is a place in the tree (`$.a[1]`); `code` stands in issues.json; `params` fill its texts."""

    path: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def severity(self) -> str:
        """ "error" (the rule cannot be published) or "warning"."""
        return str(ISSUES[self.code]["severity"])


ISSUES: dict[str, dict[str, Any]] = contract_json("rules/issues.json")


def errors(issues: list[RuleIssue]) -> list[RuleIssue]:
    """Those that forbid publishing."""
    return [issue for issue in issues if issue.severity == "error"]
