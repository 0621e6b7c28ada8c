"""Literal values inside sentences."""

from __future__ import annotations

from typing import Literal

from followthrough.core.kit.fieldtype import Unit

from .closures.number import round_half_away
from .dates import instant_text, second_of
from .zones import ZoneTable, offset_at

Lang = Literal["zh", "en"]

EMPTY = {"zh": "空", "en": "empty"}
COMMA = {"zh": "、", "en": ", "}
_BOOLEAN = {("zh", True): "是", ("zh", False): "否", ("en", True): "yes", ("en", False): "no"}
_SPANS = ((3600, "小时", "h"), (60, "分钟", "min"), (1, "秒", "s"))
_DECIMALS = 10


def boolean_text(value: bool, lang: Lang) -> str:
    """是/否, yes/no."""
    return _BOOLEAN[lang, value]


def number_text(value: float, unit: Unit, lang: Lang) -> str:
    """A number in its unit: money in yuan, a percentage, a length of time in the largest whole unit."""
    if unit == "percent":
        return f"{_plain(value * 100)}%"
    if unit == "seconds":
        size, zh, en = next(span for span in _SPANS if value % span[0] == 0 or span[0] == 1)
        return f"{_plain(value / size)} {zh if lang == 'zh' else en}"
    if unit != "money":
        return _plain(value)
    yuan = _plain(value / 100)
    if lang == "zh":
        return f"{yuan} 元"
    return f"-¥{yuan[1:]}" if yuan.startswith("-") else f"¥{yuan}"


def moment_text(value: str, kind: str, zone: ZoneTable) -> str:
    """A date as it is; an instant on the clock of the zone table, its seconds only when there are any."""
    if kind == "date":
        return value
    second = second_of(value)
    local = instant_text(second + offset_at(zone, second))
    time = local[11:16] if local.endswith(":00Z") else local[11:19]
    return f"{local[:10]} {time}" if zone else f"{local[:10]} {time} UTC"


def _plain(value: float) -> str:
    """At most 10 decimals, no trailing zeros, thousands separated."""
    text = f"{abs(round_half_away(float(value), 10.0**_DECIMALS)):,.{_DECIMALS}f}".rstrip("0").rstrip(".")
    return f"-{text}" if value < 0 and text != "0" else text
