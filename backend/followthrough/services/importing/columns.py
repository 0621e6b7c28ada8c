"""What the columns of a sheet hold: samples, how full they are, and how their dates and numbers are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from followthrough.core.fields import Cell, DateOrder, FieldIssue, guess_date_order
from followthrough.core.fields.cells import cell_text
from followthrough.core.fields.characters import narrow
from followthrough.services.sheets.reading import Table, as_cell

from .wire import ImportColumn

SAMPLES = 5
SHOWN = 80
_PART = r"\d{1,3}"
_COMMA_DECIMAL = re.compile(rf"-?(?:{_PART}(?:\.\d{{3}})+,\d+|\d+,(?:\d{{1,2}}|\d{{4,}})|0,\d+)", re.ASCII)
_POINT_DECIMAL = re.compile(rf"-?(?:{_PART}(?:,\d{{3}})+\.\d+|\d+\.(?:\d{{1,2}}|\d{{4,}})|0\.\d+)", re.ASCII)
_GROUPED_BY_POINT = re.compile(rf"-?{_PART}(?:\.\d{{3}}){{2,}}", re.ASCII)
_GROUPED_BY_COMMA = re.compile(rf"-?{_PART}(?:,\d{{3}}){{2,}}", re.ASCII)


def text_of_cell(stored: Any) -> str:
    """The text of a stored cell as people read it, trimmed; what cannot be read is marked."""
    cell = as_cell(stored)
    try:
        text = cell_text(cell)
    except FieldIssue:
        text = "".join(char if char.isprintable() else "�" for char in str(cell))
    return text.removesuffix(" 00:00:00").strip()


def describe(table: Table) -> list[ImportColumn]:
    """Every column of the table, without suggestions."""
    return [_describe(index, name, [row[index] for row in table.rows]) for index, name in enumerate(table.header)]


def _describe(index: int, name: str, stored: Sequence[Any]) -> ImportColumn:
    cells = [as_cell(cell) for cell in stored if cell not in (None, "")]
    texts = dict.fromkeys(text for cell in stored if (text := text_of_cell(cell)))
    order = guess_date_order(cells)
    return ImportColumn(
        index=index,
        name=name,
        samples=[text[:SHOWN] for text in list(texts)[:SAMPLES]],
        filled=len(cells),
        distinct=len(texts),
        date_order=order,
        decimal=guess_decimal(cells),
    )


def order_of(said: str | None) -> DateOrder | None:
    """The order of a column's dates, None when it is not decided."""
    orders: dict[str, DateOrder] = {"ymd": "ymd", "dmy": "dmy", "mdy": "mdy"}
    return orders.get(said or "")


def guess_decimal(cells: Iterable[Cell]) -> Literal[".", ",", "ambiguous"] | None:
    """The decimal sign of a column of typed numbers.

    "." or "," when a number proves it and none contradicts, "ambiguous" when two prove different ones; None when
    nothing says anything (then "." is meant, and a comma groups thousands).
    """
    proofs: set[Literal[".", ","]] = set()
    for cell in cells:
        if not isinstance(cell, str):
            continue
        text = narrow(cell).strip().lstrip("¥$€£ ").replace(" ", "")
        if _COMMA_DECIMAL.fullmatch(text) or _GROUPED_BY_POINT.fullmatch(text):
            proofs.add(",")
        elif _POINT_DECIMAL.fullmatch(text) or _GROUPED_BY_COMMA.fullmatch(text):
            proofs.add(".")
    if len(proofs) == 2:
        return "ambiguous"
    return next(iter(proofs), None)
