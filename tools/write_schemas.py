"""Writes schemas/<kind>.schema.json (after a change of a struct, a field kind or words.json)."""

from __future__ import annotations

import json
from pathlib import Path

from followthrough.core.model.schema import DOCUMENT_KINDS, document_schema

SCHEMAS = Path(__file__).resolve().parents[1] / "schemas"


def text_of(kind: str) -> str:
    """The file's text: two spaces, a final newline."""
    return json.dumps(document_schema(kind), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    for name in (*DOCUMENT_KINDS, "entity"):
        (SCHEMAS / f"{name}.schema.json").write_text(text_of(name), encoding="utf-8")
