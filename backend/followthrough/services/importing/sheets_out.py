"""Sheets that leave: the template to fill in, and the bad rows to be mended. Text stays text; nothing in them runs."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter

from followthrough.core.kit.errors import fill
from followthrough.services.sheets.reading import as_cell
from followthrough.store.imports import ImportRow

from .columns import text_of_cell
from .jobs import Desk
from .targets import Target
from .wire import ImportColumn
from .wording import told

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_LIST = 250
"""A spreadsheet takes a list of choices of at most 255 characters beside the cell; longer ones go to a second sheet."""
_FILLED_TO = 2000
_PROBLEM = {"zh": "问题（改好后可直接重新导入）", "en": "Problem (mend and upload again)"}
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_MADE = datetime(2020, 1, 1)  # noqa: DTZ001 - a fixed mark, so that the same rows give the same bytes


@dataclass(frozen=True, slots=True)
class Sheet:
    """A workbook and what to call it."""

    name: str
    data: bytes


def template(at: Desk, lang: str) -> Sheet:
    """Headers of all fields the person may write, required ones marked, with lists of the choices."""
    out = io.BytesIO()
    book = _book(out)
    sheet = book.add_worksheet(_sheet_name(at.app.entities[at.entity].label.get(lang) or at.entity))
    lists = book.add_worksheet("lists")
    lists.hide()
    plain, needed = book.add_format({"bold": True}), book.add_format({"bold": True, "font_color": "#b42318"})
    offered = [target for target in at.targets.values() if target.kind != "poly_reference"]
    for column, target in enumerate(offered):
        sheet.write_string(0, column, target.label[lang], needed if target.required else plain)
        sheet.set_column(column, column, max(12, min(32, 2 * len(target.label[lang]) + 4)))
        _offer(sheet, lists, column, [one[lang] for one in (target.options or {}).values()])
        if _is_date(target):
            sheet.set_column(column, column, 14, book.add_format({"num_format": "yyyy-mm-dd"}))
    sheet.freeze_panes(1, 0)
    book.close()
    return Sheet(f"{at.app.key}-{at.entity}.xlsx", out.getvalue())


def errors(name: str, columns: Sequence[ImportColumn], rows: Sequence[ImportRow], lang: str) -> Sheet:
    """The rows with the columns of the file, and what is wrong with each in front."""
    out = io.BytesIO()
    book = _book(out)
    sheet = book.add_worksheet("errors")
    bold = book.add_format({"bold": True})
    for place, title in enumerate([*(column.name for column in columns), _PROBLEM[lang if lang in _PROBLEM else "zh"]]):
        sheet.write_string(0, place, title, bold)
    for line, row in enumerate(rows, 1):
        for place, cell in enumerate(row.cells):
            _write(sheet, line, place, cell)
        said = "; ".join(dict.fromkeys(_said(problem, columns, lang) for problem in told(row.problems)))
        sheet.write_string(line, len(columns), said)
    sheet.freeze_panes(1, 0)
    book.close()
    stem = name.rsplit(".", 1)[0] or "import"
    return Sheet(f"{stem}-errors.xlsx", out.getvalue())


def _said(problem: Any, columns: Sequence[ImportColumn], lang: str) -> str:
    message = problem.message.get(lang) or problem.message["zh"]
    if problem.column is None:
        return str(message)
    return fill("{column}: {message}", {"column": columns[problem.column].name, "message": message})


def _book(out: io.BytesIO) -> Any:
    book = xlsxwriter.Workbook(out, _PLAIN)
    book.set_properties({"created": _MADE})
    return book


def _sheet_name(text: str) -> str:
    return "".join(char for char in text if char not in "[]:*?/\\'")[:31] or "sheet"


def _is_date(target: Target) -> bool:
    return target.kind == "date"


def _offer(sheet: Any, lists: Any, column: int, choices: Sequence[str]) -> None:
    if not choices:
        return
    for row, text in enumerate(choices):
        lists.write_string(row, column, text)
    letter = xlsxwriter.utility.xl_col_to_name(column)
    source = f"=lists!${letter}$1:${letter}${len(choices)}"
    sheet.data_validation(
        1, column, _FILLED_TO, column, {"validate": "list", "source": source, "error_type": "warning"}
    )


def _write(sheet: Any, line: int, place: int, stored: Any) -> None:
    cell = as_cell(stored)
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        sheet.write_string(line, place, text_of_cell(stored))
    else:
        sheet.write_number(line, place, cell)
