"""An uploaded file as a table: header and rows, read by the child and checked here."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from followthrough.core.fields.cells import Cell
from followthrough.services.refusal import Refusal, refuse

from .child import MAX_ROWS, SECONDS

MAX_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Table:
    """Column names in order (unique, never blank) and rows of cells, each as wide as the header."""

    header: list[str]
    rows: list[list[Any]]


def read_table(data: bytes) -> Table | Refusal:
    """The first sheet that holds anything; its first row names the columns.

    Codes: import_too_large, import_unreadable {reason}, import_empty.
    """
    if len(data) > MAX_BYTES:
        return refuse("import_too_large", limit=MAX_ROWS)
    raw = _in_child(data)
    if isinstance(raw, str):
        return refuse("import_too_large", limit=MAX_ROWS) if raw == "rows" else refuse("import_unreadable", reason=raw)
    while raw and not _filled(raw[0]):
        raw.pop(0)
    rows = [row for row in raw[1:] if _filled(row)]
    if not rows:
        return refuse("import_empty")
    width = max(len(row) for row in (raw[0], *rows))
    return Table(_names(raw[0], width), [[*row, *[None] * (width - len(row))] for row in rows])


def _in_child(data: bytes) -> list[list[Any]] | str:
    command = [sys.executable, "-I", "-c", "from followthrough.services.sheets.child import main; main()"]
    try:
        ran = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS + 15, check=False)  # noqa: S603 - fixed words
    except subprocess.TimeoutExpired:
        return "bomb"
    if ran.returncode != 0:
        return "bomb" if ran.returncode < 0 else "workbook"
    answer = msgspec.msgpack.decode(ran.stdout)
    rows: list[list[Any]] | str = answer["rows"] if "rows" in answer else answer["refused"]
    return rows


def _filled(row: list[Any]) -> bool:
    return any(cell not in (None, "") and str(cell).strip() for cell in row)


def _names(header: list[Any], width: int) -> list[str]:
    names: list[str] = []
    for n in range(width):
        cell = header[n] if n < len(header) else None
        text = str(cell[1] if isinstance(cell, list) else cell if cell is not None else "").strip()[:100]
        name, again = text or f"#{n + 1}", 2
        while name in names:
            name, again = f"{text or '#'} ({again})", again + 1
        names.append(name)
    return names


def as_cell(stored: Any) -> Cell:
    """A cell as field kinds parse it, from its stored form."""
    if isinstance(stored, list):
        kind, text = stored
        return date.fromisoformat(text) if kind == "date" else datetime.fromisoformat(text)
    cell: Cell = stored
    return cell
