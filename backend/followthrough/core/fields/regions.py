"""Administrative divisions of China: codes, names, and finding one in what people write.

A province has 2 digits, a city 4, a county 6 (GB/T 2260; data: schemas/fields/regions.json).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from followthrough.core.kit.contract import contract_json

from .characters import narrow
from .issues import FieldIssue

_BETWEEN = " /,，、-·>"
_SUFFIXES = ("特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区", "省", "市", "区", "县", "盟", "旗")
_PEOPLES = re.compile(
    "(?<=..)(?:维吾尔|壮族|回族|土家族|苗族|藏族|羌族|彝族|布依族|侗族|哈尼族|傣族|白族|景颇族|傈僳族|朝鲜族|蒙古族|满族|瑶族"
    "|畲族|黎族|土族|撒拉族|东乡族|保安族|裕固族|拉祜族|佤族|布朗族|纳西族|普米族|怒族|独龙族|仡佬族|水族|毛南族|仫佬族|各族"
    "|达斡尔族|鄂伦春|鄂温克族|锡伯|塔吉克|哈萨克族|哈萨克|蒙古|柯尔克孜)+$"
)


@dataclass(frozen=True, slots=True)
class _Name:
    code: str
    text: str
    full: bool


@dataclass(frozen=True, slots=True)
class _Reading:
    """A way to read a text: the division found, how much is left, and whether it surely ends there."""

    code: str
    rest: str
    sure: bool


def divisions() -> Mapping[str, str]:
    """Every division, code -> name."""
    table: Mapping[str, str] = contract_json("fields/regions.json")["divisions"]
    return table


def parent_of(code: str) -> str | None:
    """The division above; None for a province. Counties of a municipality stand directly below it."""
    if len(code) <= 2:
        return None
    return code[:4] if len(code) == 6 and code[:4] in divisions() else code[:2]


def region_text(code: str, between: str = "") -> str:
    """The names from the province down, 浙江省杭州市西湖区; the code itself when it is unknown."""
    names, at = [], code if code in divisions() else None
    while at is not None:
        names.append(divisions()[at])
        at = parent_of(at)
    return between.join(reversed(names)) or code


def find_region(text: str) -> str:
    """The code of a division given by code or by name; levels may be left out, suffixes too (浙江 杭州).

    Raises not_a_region, or ambiguous_region when several places have the name.
    """
    plain = narrow(text).strip()
    if plain in divisions():
        return plain
    codes = _highest(reading for reading in _readings(plain) if not reading.rest)
    if not codes:
        raise FieldIssue("not_a_region")
    if len(codes) > 1:
        raise FieldIssue("ambiguous_region", {"value": text.strip()})
    return codes.pop()


def split_address(text: str) -> tuple[str | None, str]:
    """The division at the head of an address and what follows it; (None, the text) when none is sure.

    A short name counts only before another division or a separator: 南京东路 is a road, not in 南京.
    """
    plain = narrow(text).strip()
    sure = [reading for reading in _readings(plain) if reading.sure]
    if not sure:
        return None, plain
    rest = min((reading.rest for reading in sure), key=len)
    codes = _highest(reading for reading in sure if reading.rest == rest)
    return (codes.pop(), rest) if len(codes) == 1 else (None, plain)


def _highest(readings: Iterable[_Reading]) -> set[str]:
    """The codes of the highest level among them: 嘉峪关市 is a city before it is its only county."""
    codes = {reading.code for reading in readings}
    return {code for code in codes if len(code) == min(map(len, codes))}


def _readings(text: str, parent: str = "") -> Iterator[_Reading]:
    for name in _names().get((parent, text[:1]), ()):
        if text.startswith(name.text):
            tail = text[len(name.text) :]
            rest = tail.lstrip(_BETWEEN)
            yield _Reading(name.code, rest, name.full or tail != rest or not rest)
            yield from _readings(rest, name.code)


@cache
def _names() -> Mapping[tuple[str, str], list[_Name]]:
    """Names by (division above, first character). "" above: a text may begin with a province, a city or a county."""
    found: dict[tuple[str, str], list[_Name]] = {}
    for code, name in divisions().items():
        short = _short(name)
        above = {"", parent_of(code) or "", code[:2] if len(code) > 2 else ""}
        for parent in sorted(above):
            found.setdefault((parent, name[0]), []).append(_Name(code, name, full=True))
            if short != name and (parent or len(code) < 6):
                found.setdefault((parent, short[0]), []).append(_Name(code, short, full=False))
    return found


def _short(name: str) -> str:
    """杭州 for 杭州市, 恩施 for 恩施土家族苗族自治州; the name itself when too little would be left."""
    short = next((name[: -len(suffix)] for suffix in _SUFFIXES if name.endswith(suffix)), name)
    if name.endswith(("自治区", "自治州", "自治县", "自治旗")):
        short = _PEOPLES.sub("", short)
    return short if len(short) >= 2 else name
