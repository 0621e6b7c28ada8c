"""Ids of other things inside a value, and finding them by title."""

from __future__ import annotations

import re

from .base import Json
from .cells import ReadContext
from .characters import clean_line
from .issues import FieldIssue, wrong_type

MAX_ID = 64
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
_NOT_FOUND = {"_person": "person_not_found", "_unit": "unit_not_found", "_file": "file_not_found"}

ID_SCHEMA = {"type": "string", "format": "id", "maxLength": MAX_ID}


def is_id(text: str) -> bool:
    """Whether a text can be an id: 1 to 64 ASCII letters, digits, "-" and "_"."""
    return _TOKEN.fullmatch(text) is not None


def id_of(value: Json) -> str | None:
    """An id; None when empty. What cannot be an id is wrong_type; whether it exists is the caller's question."""
    if value is None:
        return None
    text = clean_line(value)
    if text and not is_id(text):
        raise wrong_type("text")
    return text or None


def find_by_title(target: str, title: str, ctx: ReadContext) -> str:
    """The one id of `target` with that title. Raises ambiguous_reference or the target's not-found code."""
    found = list(ctx.resolve(target, title))
    if len(found) > 1:
        raise FieldIssue("ambiguous_reference", {"text": title, "count": len(found)})
    if not found:
        raise FieldIssue(_NOT_FOUND.get(target, "reference_not_found"), {"target": target, "text": title})
    return found[0]
