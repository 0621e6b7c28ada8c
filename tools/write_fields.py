"""Writes schemas/fields/kinds.json (after a change of a field kind)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from followthrough.core.fields.describe import describe_kinds

TARGET = Path(__file__).resolve().parents[1] / "schemas/fields/kinds.json"


def text_of() -> str:
    """The file's text: a member of a kind a line."""
    found = describe_kinds()
    kinds = ",\n".join(f'    "{name}": {_members(kind)}' for name, kind in found.pop("kinds").items())
    head = "".join(f'  "{name}": {_line(value)},\n' for name, value in found.items())
    return f'{{\n{head}  "kinds": {{\n{kinds}\n  }}\n}}\n'


def _members(kind: dict[str, Any]) -> str:
    lines = ",\n".join(f'      "{name}": {_line(value)}' for name, value in kind.items())
    return f"{{\n{lines}\n    }}"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    TARGET.write_text(text_of(), encoding="utf-8")
