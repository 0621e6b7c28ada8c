"""What the columns of a file are likely to be: kind, required, options, the title and the stages, each with why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from followthrough.core.fields import KINDS, FieldIssue, ReadContext
from followthrough.core.model.entity import Property
from followthrough.services.importing.columns import describe, order_of, text_of_cell
from followthrough.services.importing.suggesting import OWNERS, STAGES
from followthrough.services.importing.wire import ImportColumn
from followthrough.services.sheets.reading import Table, as_cell

from .properties import property_of

Text = dict[str, str]
MOST_OPTIONS = 30
REPEATED = 5
"""A choice: its values come back so often on average."""
LONGEST_OPTION = 40
MOST_TEXTS = 200
LOOKED_AT = 400
_CODES = ("编号", "编码", "代码", "单号", "序号", "工号", "code", "id", "no", "number")
_MONEY = ("金额", "合同额", "价", "款", "费", "营收", "预算", "amount", "price", "value", "revenue", "cost", "budget")
_TITLES = ("名称", "标题", "姓名", "name", "title", "subject")
_YES_NO = frozenset({"是", "否", "有", "无", "对", "没有", "不是", "yes", "no", "y", "n", "true", "false", "√", "×"})
_CURRENCY = re.compile(r"^[¥￥$€£]|元$")
_WORDS: dict[str, Text] = {
    "empty": {"zh": "这一列没有内容", "en": "The column is empty"},
    "date": {"zh": "内容都是日期", "en": "All cells are dates"},
    "instant": {"zh": "内容都是日期和时间", "en": "All cells are dates with a time"},
    "percent": {"zh": "内容都带百分号", "en": "All cells carry a percent sign"},
    "money": {"zh": "内容都是数，列名或符号像金额", "en": "All cells are numbers, and name or sign speak of money"},
    "number": {"zh": "内容都是数", "en": "All cells are numbers"},
    "code": {"zh": "像编号，按文字保存，不丢开头的 0", "en": "Looks like a code; kept as text, so no zero is lost"},
    "phone": {"zh": "内容都是电话号码", "en": "All cells are phone numbers"},
    "email": {"zh": "内容都是邮箱", "en": "All cells are e-mail addresses"},
    "url": {"zh": "内容都是网址", "en": "All cells are web addresses"},
    "boolean": {"zh": "内容只有“是”和“否”", "en": "All cells are yes or no"},
    "choice": {"zh": "只有 {n} 种内容反复出现", "en": "Only {n} different texts come back again and again"},
    "person": {"zh": "内容是同事的名字", "en": "The cells are names of colleagues"},
    "long_text": {"zh": "有的内容很长或分行", "en": "Some cells are long or have several lines"},
    "text": {"zh": "内容各不相同", "en": "No two cells are the same"},
    "many": {"zh": "不同的内容太多，不适合做选项", "en": "Too many different texts to be options"},
    "seldom": {
        "zh": "内容不常重复，看不出是固定的选项",
        "en": "Its texts seldom come back; they do not look like fixed options",
    },
    "one": {"zh": "只有一种内容，看不出有哪些选项", "en": "Only one text; other options cannot be told from it"},
    "name": {"zh": "列名像人名，按文字保存", "en": "Its name speaks of people; kept as text"},
    "wordy": {"zh": "内容太长，不适合做选项", "en": "The texts are too long to be options"},
    "stage": {"zh": "列名像阶段", "en": "Its name speaks of stages"},
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it is guessed. `options` are the texts of a choice, in order of how often they come."""

    index: int
    name: str
    kind: str
    why: Text
    samples: list[str]
    required: bool
    filled: int
    distinct: int
    options: list[str] = field(default_factory=list)
    decimals: int | None = None
    longest: int = 0
    date_order: str | None = None
    decimal: str | None = None
    stages: bool = False
    """Whether it may be the stages of a flow."""
    texts: list[str] = field(default_factory=list)
    """The different texts, those that come most often first; none where they are too many to be options."""


def columns_of(table: Table, known: Collection[str]) -> list[Column]:
    """Every column of a table with its guess; `known` are names of people of the organisation."""
    return [_column(one, [row[one.index] for row in table.rows], frozenset(known)) for one in describe(table)]


def options_of(kind: str, texts: Sequence[str]) -> list[str]:
    """The options a column of that kind needs; of several choices in one cell each by itself."""
    if kind == "choice":
        return list(texts)
    if kind != "choices":
        return []
    parts = [part.strip() for text in texts for part in re.split(r"[、,，;；|\n]", text)]
    return list(dict.fromkeys(part for part in parts if part))[:MOST_TEXTS]


def title_of(columns: Sequence[Column], rows: int) -> int | None:
    """The column whose text tells the records apart best; None: there is none of text."""
    texts = [one for one in columns if one.kind == "text" and one.filled == rows]
    if not texts:
        return None
    unique = [one for one in texts if one.distinct == rows]
    named = [one for one in texts if _says(one.name, _TITLES) and one.distinct * 2 > rows]
    return (named or unique or texts)[0].index


def stage_column(columns: Sequence[Column]) -> int | None:
    """The column offered as the stages of a flow."""
    return next((one.index for one in columns if one.stages), None)


def _column(one: ImportColumn, stored: list[Any], known: frozenset[str]) -> Column:
    filled = [cell for cell in stored if cell not in (None, "")]
    texts = [text_of_cell(cell) for cell in filled]
    counted = Counter(text for text in texts if text)
    kind, why = _kind(one, filled, texts, counted, known)
    often = sorted(counted, key=lambda text: (-counted[text], text)) if len(counted) <= MOST_TEXTS else []
    options = options_of(kind, often)
    said = {lang: text.format(n=len(options)) for lang, text in _WORDS[why].items()}
    return Column(
        index=one.index,
        name=one.name,
        kind=kind,
        why=said,
        samples=one.samples,
        required=len(filled) == len(stored) and kind != "boolean",
        filled=one.filled,
        distinct=one.distinct,
        options=options,
        decimals=max((_decimals(text) for text in texts), default=0) if kind == "number" else None,
        longest=max(map(len, texts), default=0),
        date_order=one.date_order,
        decimal=one.decimal,
        texts=often,
        stages=kind == "choice" and _is_named(one.name, STAGES) and 2 <= len(options) <= 15,
    )


def _kind(
    one: ImportColumn, filled: list[Any], texts: list[str], counted: Counter[str], known: frozenset[str]
) -> tuple[str, str]:
    """The kind, and the word in which it is told why."""
    if not filled:
        return "text", "empty"
    some = filled[:: max(1, len(filled) // LOOKED_AT)]
    fits = _reader(one, some)
    if fits("number"):
        return _numeric(one, filled, texts, counted, fits)
    for kind in ("date", "instant", "email", "url", "phone"):
        if fits(kind):
            return kind, kind
    if all(text.endswith(("%", "％")) for text in texts) and fits("percent"):
        return "percent", "percent"
    if fits("money") and all(_CURRENCY.search(text) for text in texts):
        return "money", "money"
    if {text.lower() for text in counted} <= _YES_NO and len(counted) <= 2:
        return "boolean", "boolean"
    if (
        known
        and sum(counted[text] for text in counted if text in known) * 2 > len(texts)
        and _is_named(one.name, OWNERS)
    ):
        return "person", "person"
    return _words(one, filled, texts, counted)


def _numeric(
    one: ImportColumn, filled: list[Any], texts: list[str], counted: Counter[str], fits: Callable[[str], bool]
) -> tuple[str, str]:
    if any(len(text) > 1 and text[0] == "0" and text.isdigit() for text in texts):
        return "text", "code"
    if all(isinstance(cell, str) for cell in filled) and fits("phone") and all(len(text) >= 11 for text in texts):
        return "phone", "phone"
    if _says(one.name, _CODES) and len(counted) == len(texts):
        return "text", "code"
    if all(text.endswith(("%", "％")) for text in texts):
        return "percent", "percent"
    money = _says(one.name, _MONEY) or any(_CURRENCY.search(text) for text in texts)
    return ("money", "money") if money and fits("money") else ("number", "number")


def _words(one: ImportColumn, filled: list[Any], texts: list[str], counted: Counter[str]) -> tuple[str, str]:
    few = 1 < len(counted) <= MOST_OPTIONS and len(texts) >= REPEATED * len(counted)
    if few and max(map(len, counted)) <= LONGEST_OPTION and not _is_named(one.name, OWNERS):
        return "choice", "choice"
    if any(len(text) > 200 or "\n" in text for text in texts):
        return "long_text", "long_text"
    if _says(one.name, _CODES) and len(counted) == len(filled):
        return "text", "code"
    return "text", _why_text(one, texts, counted)


def _why_text(one: ImportColumn, texts: list[str], counted: Counter[str]) -> str:
    """Why words are no options, in the word that says so."""
    if len(counted) == len(texts) > 1:
        return "text"
    if len(counted) <= 1:
        return "one"
    if len(counted) > MOST_OPTIONS:
        return "many"
    if len(texts) < REPEATED * len(counted):
        return "seldom"
    return "name" if _is_named(one.name, OWNERS) else "wordy"


def _reader(one: ImportColumn, cells: list[Any]) -> Callable[[str], bool]:
    """Whether every cell reads as a kind."""
    context = ReadContext(
        today="2000-01-01", date_order=order_of(one.date_order) or "dmy", decimal="," if one.decimal == "," else "."
    )

    def reads(kind: str) -> bool:
        prop = msgspec.convert(property_of(kind, {"zh": "x"}, 0), Property)
        try:
            return all(KINDS[kind].parse(as_cell(cell), prop, context) is not None for cell in cells)
        except FieldIssue:
            return False

    return reads


def _decimals(text: str) -> int:
    return min(len(text.rpartition(".")[2]), 6) if "." in text else 0


def _says(name: str, words: Collection[str]) -> bool:
    """Whether a word is part of a column's name: Chinese ones anywhere, others as a word of their own."""
    parts = set(re.findall(r"[a-z]+", name.lower()))
    return any(word in parts if word.isascii() else word in name for word in words)


def _is_named(name: str, words: Collection[str]) -> bool:
    plain = re.sub(r"[\s_\-]+", " ", name).strip().lower()
    return plain in words
