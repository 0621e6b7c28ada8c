"""A refusal as a value: the problem, the issues and the needs, all in words. Services return it; nothing raises it outward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from followthrough.core.kit.errors import ERRORS, Problem, fill
from followthrough.store.findings import Finding

from .views import IssueView, NeedView


@dataclass(frozen=True, slots=True)
class Worded(Problem):
    """A problem whose texts quote labels instead of ids: per language what replaces a param. `params` stay ids."""

    labels: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def message(self) -> dict[str, str]:
        """What happened, in the words of the app."""
        return {lang: fill(text, self._quoted(lang)) for lang, text in ERRORS[self.code].text.items()}

    def remedy(self) -> dict[str, str]:
        """What to do about it, in the words of the app."""
        return {lang: fill(text, self._quoted(lang)) for lang, text in ERRORS[self.code].remedy.items()}

    def _quoted(self, lang: str) -> dict[str, Any]:
        return {**self.params, **self.labels.get(lang, {})}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Nothing was stored, and why."""

    problem: Problem
    issues: tuple[IssueView, ...] = ()
    needs: tuple[NeedView, ...] = ()
    reused: tuple[Finding, ...] = ()
    """Evidence handed in before, for which the act was refused: kept even though nothing else is."""

    @property
    def code(self) -> str:
        """The code of schemas/errors.json."""
        return self.problem.code


def refuse(code: str, **params: Any) -> Refusal:
    """A refusal with nothing but a code and what its texts quote."""
    return Refusal(Problem(code, params))


NOT_FOUND = refuse("not_found")
"""The one answer to what is not there and to what may not be seen."""


class Abandoned(Exception):
    """Ends a transaction without storing anything; carries the refusal (or another result) out of it. Caught in here."""

    def __init__(self, result: Any) -> None:
        super().__init__()
        self.result = result
