"""The error catalogue (`schemas/errors.json`) as data: every code with its status, its words and its remedy.

Codes are stable; words may change. A problem travels as (code, params) and becomes words
here and nowhere else, so that both languages and every way in say the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from .contract import contract_json

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_UNKNOWN = "–"


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """A row of the catalogue. `status` is an HTTP status; `params` names what the texts may quote."""

    code: str
    status: int
    text: Mapping[str, str]
    remedy: Mapping[str, str]
    params: frozenset[str]


@dataclass(frozen=True, slots=True)
class Problem:
    """A failure on its way out: a code of the catalogue and what its texts quote."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The HTTP status of the code."""
        return ERRORS[self.code].status

    def message(self) -> dict[str, str]:
        """What happened, {"zh", "en"}."""
        return {lang: fill(text, self.params) for lang, text in ERRORS[self.code].text.items()}

    def remedy(self) -> dict[str, str]:
        """What to do about it, {"zh", "en"}."""
        return {lang: fill(text, self.params) for lang, text in ERRORS[self.code].remedy.items()}


def fill(template: str, params: Mapping[str, Any]) -> str:
    """`template` with each `{name}` replaced by that param as text; one that is absent shows as a dash.

    Placeholders are replaced once: text inside a param is never read as a template.
    """
    return _PLACEHOLDER.sub(lambda match: _shown(params.get(match[1])), template)


def _shown(value: Any) -> str:
    if value is None:
        return _UNKNOWN
    if isinstance(value, list | tuple | set | frozenset):
        return "、".join(str(part) for part in value)
    return str(value)


def _load() -> Mapping[str, ErrorRow]:
    rows: dict[str, ErrorRow] = {}
    for code, row in contract_json("errors.json").items():
        if code.startswith("$"):
            continue
        rows[code] = ErrorRow(
            code=code,
            status=row["status"],
            text=MappingProxyType({"zh": row["zh"], "en": row["en"]}),
            remedy=MappingProxyType(dict(row["remedy"])),
            params=frozenset(row.get("params", {})),
        )
    return MappingProxyType(rows)


ERRORS: Mapping[str, ErrorRow] = _load()
"""Every code of the catalogue."""
