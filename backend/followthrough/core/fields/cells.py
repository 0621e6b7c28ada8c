"""Cells of a sheet, and what reading and printing a value needs to know from outside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from .characters import refuse_control

Lang = Literal["zh", "en"]
DateOrder = Literal["ymd", "dmy", "mdy"]
Cell = str | int | float | bool | date | datetime | time | timedelta | None
"""One cell as python-calamine or a CSV reader gives it; times are local to the organisation."""


def _nobody(_target: str, _text: str) -> Sequence[str]:
    return ()


def _untitled(_target: str, _id: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class ReadContext:
    """What `Kind.parse` may use.

    `today` ("YYYY-MM-DD") completes dates without a year and words such as 今天; "" : these are
    refused. `date_order` is the order decided for the whole column (None: each value must prove
    its own). `decimal` is the decimal sign of the column. `resolve(target, title)` gives the ids
    of the records (target: entity id), persons (`_person`), units (`_unit`) or files (`_file`)
    with that title, as far as the actor may see them.
    """

    today: str = ""
    zone: str = "Asia/Shanghai"
    date_order: DateOrder | None = None
    decimal: Literal[".", ","] = "."
    lang: Lang = "zh"
    resolve: Callable[[str, str], Sequence[str]] = _nobody


@dataclass(frozen=True, slots=True)
class PrintContext:
    """What `Kind.format` and `Kind.to_cell` may use: the reader's zone, and titles by (target, id)."""

    zone: str = "Asia/Shanghai"
    title: Callable[[str, str], str | None] = _untitled


PLAIN_READ = ReadContext()
PLAIN_PRINT = PrintContext()


def cell_text(cell: Cell) -> str:
    """A cell as the text a person would read in it; "" for an empty one. Raises control_character.

    A whole number has no ".0": telephone numbers and codes come as floats from sheets. The byte order
    mark with which some files begin is dropped.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(int(cell.total_seconds()))
    if isinstance(cell, int):
        return str(cell)
    refuse_control(cell)
    return cell.replace("\ufeff", "")
