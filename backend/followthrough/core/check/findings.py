"""Findings: what the check says of an app, each with its place, its words and, where there is one, an example record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from followthrough.core.kit.contract import contract_json
from followthrough.core.kit.errors import fill

Severity = Literal["error", "warning"]
CATALOGUE: dict[str, dict[str, Any]] = {**contract_json("rules/issues.json"), **contract_json("findings.json")}
"""Every code: severity, words, remedy; those of rules (`rule_…`) come from the rule language."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `path` is a place in the app ("flow/opportunity/stages/quote/entry/fields/amount").

    `params` fill its texts; `example` is a record (values by field path, as stored) that shows the
    trouble, None where none was found or none exists. An error forbids publishing.
    """

    code: str
    path: str
    params: dict[str, Any] = field(default_factory=dict)
    example: dict[str, Any] | None = None

    @property
    def severity(self) -> Severity:
        """ "error" or "warning", by the code."""
        return "error" if CATALOGUE[self.code]["severity"] == "error" else "warning"

    def message(self) -> dict[str, str]:
        """What is wrong, {"zh", "en"}."""
        return {lang: fill(CATALOGUE[self.code][lang], self.params) for lang in ("zh", "en")}

    def remedy(self) -> dict[str, str]:
        """What to do about it, {"zh", "en"}."""
        return {lang: fill(text, self.params) for lang, text in CATALOGUE[self.code]["remedy"].items()}
