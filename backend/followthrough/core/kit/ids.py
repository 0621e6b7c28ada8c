"""Ids, canonical bytes and digests: what makes two documents or records the same one.

Making a new id needs randomness and therefore lives in the services.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

ID_PATTERN = r"^[a-z][a-z0-9_]{0,39}$"
"""Identity of documents and their parts: never shown, never changed, at most 40 characters."""

FIELD_PATH_PATTERN = r"^_?[a-z][a-z0-9_]{0,39}(\._?[a-z][a-z0-9_]{0,39}){0,2}$"
"""A field: own, system (`_stage`), or through one or two references (`customer.level`, `contact.customer._stage`)."""

RECORD_ID_PATTERN = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
"""Identity of records, people, units and files: a UUID (version 7) in lower case."""

_ID = re.compile(ID_PATTERN[1:-1])
_FIELD_PATH = re.compile(FIELD_PATH_PATTERN[1:-1])
_RECORD_ID = re.compile(RECORD_ID_PATTERN[1:-1])


def is_id(text: str) -> bool:
    """Whether `text` may name a document or a part of one (a trailing newline does not pass)."""
    return _ID.fullmatch(text) is not None


def is_field_path(text: str) -> bool:
    """Whether `text` has the form of a field path; whether the field exists is the checker's business."""
    return _FIELD_PATH.fullmatch(text) is not None


def is_record_id(text: str) -> bool:
    """Whether `text` has the form of a record's, person's, unit's or file's id."""
    return _RECORD_ID.fullmatch(text) is not None


def canonical_json(obj: Any) -> bytes:
    """`obj` as the one byte string that stands for it: UTF-8, keys sorted by code point, no spaces.

    Takes what JSON can say (dict with str keys, list, str, int, float, bool, None); a number
    that is not finite raises ValueError. An integral float is written without a fraction, so that
    1 and 1.0, which JSON Schema and JavaScript hold for the same number, give the same bytes.
    """
    return plain_json(integral(obj))


def plain_json(obj: Any) -> bytes:
    """As `canonical_json`, for a value that is known to hold no whole floats."""
    return json.dumps(obj, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def digest(data: bytes) -> str:
    """SHA-256 of `data` as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def integral(obj: Any) -> Any:
    """`obj` with whole floats as ints: JSON Schema and JavaScript hold 1.0 and 1 for the same number."""
    if isinstance(obj, dict):
        return {key: integral(value) for key, value in obj.items()}
    if isinstance(obj, list | tuple):
        return [integral(value) for value in obj]
    if isinstance(obj, float) and obj.is_integer():
        return int(obj)
    return obj
