"""Writes schemas/fields/kinds.json (after a change of a field kind)."""

from __future__ import annotations

import json
from pathlib import Path

from followthrough.core.fields.describe import describe_kinds

TARGET = Path(__file__).resolve().parents[1] / "schemas/fields/kinds.json"


def text_of() -> str:
    """The file's text: two spaces, a final newline."""
    return json.dumps(describe_kinds(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text_of(), encoding="utf-8")
