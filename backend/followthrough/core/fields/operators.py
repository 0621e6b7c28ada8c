"""Rule operators offered in filters, by what a value can be compared with; the most used first.

Ids of `schemas/rules/operators.json`; a contract test holds every one against it.
"""

from __future__ import annotations

FILLED: tuple[str, ...] = ("is_empty", "not_empty")
TEXTUAL: tuple[str, ...] = ("contains", "eq", "ne", "starts", "ends", "in", "not_in", *FILLED)
CODED: tuple[str, ...] = ("eq", "starts", "ne", "in", "not_in", *FILLED)
ORDERED: tuple[str, ...] = ("eq", "ne", "gt", "ge", "lt", "le", "between", *FILLED)
TIMED: tuple[str, ...] = ("eq", "ge", "le", "gt", "lt", "between", *FILLED)
INSTANTS: tuple[str, ...] = ("ge", "le", "between", *FILLED)
TRUTH: tuple[str, ...] = ("eq", "ne", *FILLED)
ONE_OF: tuple[str, ...] = ("eq", "in", "ne", "not_in", *FILLED)
SETS: tuple[str, ...] = ("has_any", "has_all", "has", *FILLED)
OPAQUE = FILLED
