"""Why a value cannot be stored, as a code and its parameters; never as prose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class FieldIssue(Exception):
    """A value its kind refuses.

    `code` stands in `schemas/errors.json`; `params` fill the placeholders of its message, in
    stored units (fen, ratio, seconds): `validation.readable_params` makes them readable.
    """

    def __init__(self, code: str, params: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params: dict[str, Any] = dict(params or {})

    def __repr__(self) -> str:
        return f"FieldIssue({self.code!r}, {self.params!r})"


def wrong_type(expected: str) -> FieldIssue:
    """The JSON value is of another type than `expected` (text, number, boolean, list, address, reference or rows)."""
    return FieldIssue("wrong_type", {"expected": expected})
