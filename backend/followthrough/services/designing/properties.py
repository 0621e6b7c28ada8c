"""A new field of a kind, as its document says it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .naming import ids_for

GUESSED = (
    "text", "long_text", "number", "money", "percent", "date", "instant", "boolean", "choice", "choices", "phone", "email", "url",
    "person",
)  # fmt: skip
"""Kinds a column of a file can become."""
_TYPES = {"number": "number", "percent": "number", "money": "integer", "boolean": "boolean", "choices": "array"}


def property_of(
    kind: str,
    label: dict[str, str],
    order: int,
    *,
    required: bool = False,
    options: Sequence[str] = (),
    decimals: int | None = None,
    longest: int = 0,
) -> dict[str, Any]:
    """The property of a field, without any member that has its default."""
    said: dict[str, Any] = {"kind": kind, "label": dict(label), "order": order}
    made: dict[str, Any] = {"type": _TYPES.get(kind, "string"), "field": said}
    if required:
        said["required"] = True
    if kind in ("text", "long_text"):
        made["maxLength"] = _length(kind, longest)
    if kind == "instant":
        made["format"] = "date-time"
    if kind == "money":
        said["currency"] = "CNY"
    if kind == "number" and decimals is not None:
        made["decimals"] = decimals
    if kind in ("choice", "choices"):
        names = ids_for(options)
        said["options"] = {
            name: {"label": {"zh": text, "en": text}, "order": (n + 1) * 10}
            for n, (name, text) in enumerate(zip(names, options, strict=True))
        }
    if kind in ("choice", "date", "person", "number", "money"):
        said["filterable"] = True
    return made


def _length(kind: str, longest: int) -> int:
    if kind == "long_text":
        return max(2000, -(-longest // 1000) * 1000)
    return max(100, -(-longest // 100) * 100)
