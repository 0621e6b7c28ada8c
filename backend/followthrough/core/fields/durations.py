"""Lengths of time, to the second."""

from __future__ import annotations

import re
from datetime import time, timedelta
from decimal import Decimal

from .cells import Cell, cell_text
from .characters import narrow
from .issues import FieldIssue

_CLOCK = re.compile(r"([+-]?)(\d{1,7}):(\d{1,2})(?::(\d{1,2}))?", re.ASCII)
_PART = re.compile(r"(\d{1,9}(?:\.\d{1,6})?) ?(天|日|d|小时|时|h|分钟|分|min|m|秒钟|秒|s)?", re.ASCII)
_SECONDS: dict[str | None, int] = {
    **dict.fromkeys(("天", "日", "d"), 86_400),
    **dict.fromkeys(("小时", "时", "h"), 3_600),
    **dict.fromkeys(("分钟", "分", "min", "m"), 60),
    **dict.fromkeys(("秒钟", "秒", "s", None), 1),
}


def seconds_of_cell(cell: Cell) -> Decimal | None:
    """A cell as seconds; None when blank. Raises not_a_duration.

    1:02:03 and 1:30 (hours and minutes) · 1小时30分 · 1.5小时 · 2d 4h · a bare number of seconds.
    """
    if isinstance(cell, timedelta):
        return Decimal(round(cell.total_seconds()))
    if isinstance(cell, time):
        return Decimal(cell.hour * 3600 + cell.minute * 60 + cell.second)
    text = " ".join(narrow(cell_text(cell)).lower().split())
    if not text:
        return None
    clock = _CLOCK.fullmatch(text)
    total = _of_clock(clock) if clock else _of_parts(text)
    if total is None:
        raise FieldIssue("not_a_duration")
    return total


def duration_text(seconds: int) -> str:
    """Seconds as hh:mm:ss; hours run on past a day."""
    minutes, second = divmod(abs(seconds), 60)
    hour, minute = divmod(minutes, 60)
    return f"{'-' if seconds < 0 else ''}{hour:02d}:{minute:02d}:{second:02d}"


def _of_clock(found: re.Match[str]) -> Decimal | None:
    hour, minute, second = int(found[2]), int(found[3]), int(found[4] or 0)
    if minute > 59 or second > 59:
        return None
    total = Decimal(hour * 3600 + minute * 60 + second)
    return -total if found[1] == "-" else total


def _of_parts(text: str) -> Decimal | None:
    """Parts from large to small, each unit at most once; only a lone number may go without a unit."""
    sign = Decimal(-1) if text.startswith("-") else Decimal(1)
    at, total, before = int(text[:1] in "+-"), Decimal(0), 10**9
    while at < len(text):
        found = _PART.match(text, at)
        if found is None or (found[2] is None and (at > 1 or found.end() < len(text))):
            return None
        size = _SECONDS[found[2]]
        if size >= before:
            return None
        total, before, at = total + Decimal(found[1]) * size, size, found.end()
        at += text[at : at + 1] == " "
    return sign * total if before < 10**9 else None
