"""Dates of import columns: which order a column has, Excel's day counts, and what is refused."""

from datetime import date, datetime

import pytest

from followthrough.core.fields import Cell, DateOrder, FieldIssue, guess_date_order
from followthrough.core.fields.dates import date_of_cell

COLUMNS: list[tuple[str, str, list[Cell], str | None]] = [
    ("day first proved", "25 is no month", ["05/03/2026", "25/03/2026"], "dmy"),
    ("month first proved", "25 is no month", ["05/03/2026", "03/25/2026"], "mdy"),
    ("no proof", "each could be either: ask", ["05/03/2026", "01/02/2026"], "ambiguous"),
    ("proofs contradict", "a column put together from two: ask", ["25/03/2026", "03/25/2026"], "ambiguous"),
    ("year first", "no question", ["2026-03-05", "2026/3/6"], "ymd"),
    ("real date cells", "a sheet's dates have no order", [date(2026, 3, 5), datetime(2026, 3, 6)], "ymd"),
    ("date cells beside proof", "the texts decide", [date(2026, 3, 5), "13/02/2026"], "dmy"),
    ("same day and month", "03/03 is one day either way", ["03/03/2026", "04/04/2026"], "ymd"),
    ("two-digit years", "proved by the day", ["25/03/26", "05/03/26"], "dmy"),
    ("with times", "the clock does not matter", ["3/25/2026 14:30", "3/5/2026 9:00"], "mdy"),
    ("no dates", "names", ["张三", "李四"], None),
    ("empty", "nothing to tell", ["", None], None),
    ("rubbish between", "one bad cell does not spoil the column", ["尽快", "25/03/2026"], "dmy"),
    ("Excel day counts", "numbers have no order", [46086.0, 46087.0], "ymd"),
]


@pytest.mark.parametrize(("name", "why", "column", "order"), COLUMNS, ids=[row[0] for row in COLUMNS])
def test_order_of_a_column(name: str, why: str, column: list[Cell], order: str | None) -> None:
    assert guess_date_order(column) == order, why


READ: list[tuple[str, str, Cell, DateOrder | None, str]] = [
    ("Excel day count", "a date cell without a format", 46086.0, None, "2026-03-05"),
    ("Excel day 60", "its 29 February 1900 never was; day 61 is 1 March", 61, None, "1900-03-01"),
    ("yyyymmdd as a number", "exported from other systems", 20260305.0, None, "2026-03-05"),
    ("midnight", "a date cell comes with a clock", datetime(2026, 3, 5), None, "2026-03-05"),
    ("two-digit year of a told order", "as in many exports", "5/3/26", "dmy", "2026-03-05"),
    ("two-digit year of the last century", "70 and later", "5/3/98", "dmy", "1998-03-05"),
    ("English month", "as English sheets print it", "5 Mar 2026", None, "2026-03-05"),
    ("English month with dashes", "as English sheets print it", "5-Mar-2026", None, "2026-03-05"),
    ("American words", "as people write it", "March 5, 2026", None, "2026-03-05"),
    ("year first in a day-first column", "the year decides", "2026-03-05", "dmy", "2026-03-05"),
    ("last day", "inclusive", "2200-12-31", None, "2200-12-31"),
    ("first day", "inclusive", "1900-01-01", None, "1900-01-01"),
    ("Chinese with spaces", "pasted", "2026 年 3 月 5 日", None, "2026-03-05"),
]


@pytest.mark.parametrize(("name", "why", "cell", "order", "day"), READ, ids=[row[0] for row in READ])
def test_read(name: str, why: str, cell: Cell, order: DateOrder | None, day: str) -> None:
    assert date_of_cell(cell, order) == date.fromisoformat(day), why


REFUSED: list[tuple[str, str, Cell, DateOrder | None, str]] = [
    ("time of day", "it would be lost silently", datetime(2026, 3, 5, 14, 30), None, "not_a_date"),
    ("fraction of a day", "it would be lost silently", 46086.5, None, "not_a_date"),
    ("too early", "before 1900", "1899-12-31", None, "not_a_date"),
    ("too late", "after 2200", "2201-01-01", None, "not_a_date"),
    ("far future cell", "a placeholder", datetime(9999, 12, 31), None, "not_a_date"),
    ("truth value", "no date", True, None, "not_a_date"),
    ("against the told order", "the column is day first", "03/25/2026", "dmy", "not_a_date"),
    ("two-digit year without order", "26/03/05 has three readings", "26/03/05", None, "ambiguous_date"),
    ("word without today", "nobody says which day it is", "今天", None, "not_a_date"),
    ("mixed separators", "a slip", "2026-03/05", None, "not_a_date"),
    ("other digits", "Arabic-Indic digits are no ASCII", "٢٠٢٦-٠٣-٠٥", None, "not_a_date"),
]


@pytest.mark.parametrize(("name", "why", "cell", "order", "code"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused(name: str, why: str, cell: Cell, order: DateOrder | None, code: str) -> None:
    with pytest.raises(FieldIssue) as caught:
        date_of_cell(cell, order)
    assert caught.value.code == code, why


@pytest.mark.parametrize("cell", [None, "", " 　"])
def test_blank_is_no_date(cell: Cell) -> None:
    assert date_of_cell(cell) is None
