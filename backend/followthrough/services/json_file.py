"""A file of JSON somebody wrote or packed: read within bounds, or at which line it is none."""

from __future__ import annotations

import json
from typing import Any

MAX_DEPTH = 64


class BadJson(ValueError):
    """No JSON, or nested deeper than any document; `line` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(f"no JSON from line {line} on")
        self.line = line


def read_json(data: bytes) -> Any:
    """What the bytes say, as UTF-8 with or without a mark. Raises BadJson."""
    line = 1
    try:
        found = json.loads(data.decode("utf-8-sig"))
        if not _too_deep(found, MAX_DEPTH):
            return found
    except json.JSONDecodeError as error:
        line = error.lineno
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    except (ValueError, RecursionError):
        pass  # a number beyond all measure, brackets within brackets: no line says it
    raise BadJson(line)


def _too_deep(value: Any, left: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    inside = value.values() if isinstance(value, dict) else value
    return left == 0 or any(_too_deep(one, left - 1) for one in inside)
