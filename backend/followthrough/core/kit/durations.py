"""ISO 8601 durations as days and seconds, which are counted apart: a day is a day of the calendar, not 24 hours."""

from __future__ import annotations

import re
from typing import NamedTuple

_FORM = re.compile(r"(-?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_UNITS = (("周", "week"), ("天", "day"), ("小时", "hour"), ("分钟", "minute"), ("秒", "second"))
_WORKING = (
    ("周", "week"),
    ("个工作日", "working day"),
    ("个工作小时", "working hour"),
    ("分钟工作时间", "working minute"),
    ("秒工作时间", "working second"),
)


class Span(NamedTuple):
    """A length of time, or (both negative) an offset backwards: whole days, and the seconds beside them."""

    days: int = 0
    seconds: int = 0

    def back(self) -> Span:
        """The same length in the other direction."""
        return Span(-self.days, -self.seconds)


def span_of(text: str) -> Span:
    """ "P1W", "P5D", "PT90M", "-P1DT2H": a week is seven days. Raises ValueError for what is no duration."""
    found = _FORM.fullmatch(text)
    if found is None or not any(found.groups()[1:]):
        raise ValueError(text)
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    span = Span(weeks * 7 + days, (hours * 60 + minutes) * 60 + seconds)
    return span.back() if found[1] else span


def duration_words(text: str, lang: str, working: bool = False) -> str:
    """An ISO 8601 duration in words, `working`: counted on a working calendar; "" for none."""
    found = _FORM.fullmatch(text)
    if not text or found is None:
        return text
    parts = []
    for count, (zh, en) in zip(found.groups()[1:], _WORKING if working else _UNITS, strict=True):
        if count is not None and int(count):
            parts.append(f"{int(count)} {zh}" if lang == "zh" else f"{int(count)} {en}{'s' if int(count) != 1 else ''}")
    return " ".join(parts) or ("0 秒" if lang == "zh" else "0 seconds")
