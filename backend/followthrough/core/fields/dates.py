"""Calendar dates as people and sheets write them, and which order a column of them uses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Literal

from .cells import Cell, DateOrder, Lang, cell_text
from .characters import narrow
from .issues import FieldIssue

FIRST_YEAR, LAST_YEAR = 1900, 2200
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

_STORED = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d\d)(\d\d)|年(\d{1,2})月(\d{1,2})[日号]?)", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)", re.ASCII)
_NO_YEAR = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?", re.ASCII)
_NAMED = re.compile(r"(\d{1,2})[ -]([a-z]{3})[a-z]*\.?,?[ -](\d{4})|([a-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})", re.ASCII)
_TIME_TAIL = re.compile(r"[ t]+0{1,2}:00(:00(\.0+)?)?", re.ASCII)
_WORDS = {
    **dict.fromkeys(("今天", "今日", "today"), 0),
    **dict.fromkeys(("明天", "明日", "tomorrow"), 1),
    **dict.fromkeys(("昨天", "昨日", "yesterday"), -1),
    **dict.fromkeys(("后天",), 2),
    **dict.fromkeys(("前天",), -2),
}
_SERIAL_DAY_ZERO = date(1899, 12, 30)
_TURN = 70  # 69 is 2069, 70 is 1970


def stored_date(text: str) -> date | None:
    """A date in its stored form "YYYY-MM-DD" within 1900 to 2200, else None."""
    found = _STORED.fullmatch(text)
    return _real(int(found[1]), int(found[2]), int(found[3])) if found else None


def date_of_cell(cell: Cell, order: DateOrder | None = None, today: str = "") -> date | None:
    """A cell as a date; None when blank. Raises not_a_date, or ambiguous_date when the text can be two dates.

    `order` is that of the whole column; None: a text must prove its own. A sheet's number is a
    day count from 1899-12-30, or yyyymmdd. A time of day other than midnight is refused: it
    would be lost.
    """
    if isinstance(cell, datetime):
        if (cell.hour, cell.minute, cell.second) != (0, 0, 0):
            raise FieldIssue("not_a_date")
        return _bounded(cell.date())
    if isinstance(cell, date):
        return _bounded(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _of_number(float(cell), order, today)
    return date_of_text(cell_text(cell), order, today)


def date_of_text(text: str, order: DateOrder | None = None, today: str = "") -> date | None:
    """Typed text as a date; see `date_of_cell`."""
    plain = " ".join(narrow(text).lower().split())
    plain = re.sub(r"(?<=[年月]) | (?=[年月日号])", "", plain)
    tail = _TIME_TAIL.search(plain)
    if tail and tail.end() == len(plain) and tail.start() > 0:
        plain = plain[: tail.start()]
    if not plain:
        return None
    day = _year_first(plain) or _named(plain) or _year_last(plain, order) or _by_today(plain, today)
    if day is None:
        raise FieldIssue("not_a_date")
    return day


def guess_date_order(samples: Iterable[Cell]) -> DateOrder | Literal["ambiguous"] | None:
    """The order a whole column of dates is written in.

    "dmy" or "mdy" when at least one value proves it and none contradicts; "ambiguous" when no value
    proves one or two values prove different ones: ask. "ymd" when no value is written day or
    month first (real date cells included); None when no value is a date at all.
    """
    proofs: set[DateOrder] = set()
    seen = open_question = False
    for cell in samples:
        orders = _orders(cell)
        seen = seen or bool(orders)
        if orders == {"dmy", "mdy"}:
            open_question = True
        elif "ymd" not in orders:
            proofs |= orders
    if len(proofs) == 1:
        return next(iter(proofs))
    if proofs or open_question:
        return "ambiguous"
    return "ymd" if seen else None


def date_text(day: str, lang: Lang) -> str:
    """A stored date for reading: "2026-03-05", in English "5 Mar 2026"."""
    if lang == "zh":
        return day
    year, month, number = day.split("-")
    return f"{int(number)} {MONTHS[int(month) - 1]} {year}"


def _orders(cell: Cell) -> set[DateOrder]:
    """The orders in which a cell is a date; {"ymd"} when the question does not arise."""
    if not isinstance(cell, str):
        try:
            return set() if date_of_cell(cell) is None else {"ymd"}
        except FieldIssue:
            return {"ymd"} if isinstance(cell, datetime) else set()
    day = narrow(cell).strip().split(" ")[0].split("T")[0]
    found = _YEAR_LAST.fullmatch(day)
    if found is None:
        try:
            return set() if date_of_text(day, today="2000-01-01") is None else {"ymd"}
        except FieldIssue:
            return set()
    fits: set[DateOrder] = {order for order in _DAY_FIRST_OR_MONTH_FIRST if _fits(found, order)}
    return {"ymd"} if found[1] == found[3] and fits else fits


_DAY_FIRST_OR_MONTH_FIRST: tuple[DateOrder, ...] = ("dmy", "mdy")


def _year_first(text: str) -> date | None:
    found = _YEAR_FIRST.fullmatch(text)
    if found is None:
        return None
    month, day = (found[3], found[4]) if found[3] else (found[5], found[6]) if found[5] else (found[7], found[8])
    return _real(int(found[1]), int(month), int(day))


def _named(text: str) -> date | None:
    found = _NAMED.fullmatch(text)
    if found is None:
        return None
    day, month, year = (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
    name = month.capitalize()
    return _real(int(year), MONTHS.index(name) + 1, int(day)) if name in MONTHS else None


def _year_last(text: str, order: DateOrder | None) -> date | None:
    found = _YEAR_LAST.fullmatch(text)
    if found is None:
        return None
    if order in _DAY_FIRST_OR_MONTH_FIRST:
        return _fits(found, order)
    days = {day for day in (_fits(found, order) for order in _DAY_FIRST_OR_MONTH_FIRST) if day}
    if len(days) == 2 or (days and len(found[4]) == 2):
        raise FieldIssue("ambiguous_date")  # two digits may be a year on either side
    return days.pop() if days else None


def _fits(found: re.Match[str], order: DateOrder | None) -> date | None:
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if len(found[4]) == 2:
        year += 2000 if year < _TURN else 1900
    return _real(year, second, first) if order == "dmy" else _real(year, first, second)


def _by_today(text: str, today: str) -> date | None:
    base = stored_date(today)
    if base is None:
        return None
    if text in _WORDS:
        return base + timedelta(days=_WORDS[text])
    found = _NO_YEAR.fullmatch(text)
    return _real(base.year, int(found[1]), int(found[2])) if found else None


def _of_number(number: float, order: DateOrder | None, today: str) -> date:
    if not number.is_integer():
        raise FieldIssue("not_a_date")
    if 1 <= number < 110_000:
        return _bounded(_SERIAL_DAY_ZERO + timedelta(days=int(number)))
    day = date_of_text(str(int(number)), order, today)
    if day is None:
        raise FieldIssue("not_a_date")
    return day


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def _bounded(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise FieldIssue("not_a_date")
    return day
