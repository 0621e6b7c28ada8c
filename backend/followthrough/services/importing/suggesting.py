"""Which field a column is likely to be: by its name (labels, id, pinyin, other words for it) and by what its cells hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace
from pypinyin import lazy_pinyin

from followthrough.core.fields import FieldIssue, ReadContext
from followthrough.services.sheets.reading import as_cell

from .columns import order_of, text_of_cell
from .matching import Named, loose, options_of
from .targets import OWNER, STAGE, Target
from .wire import ImportColumn

SURE = 0.5
"""A suggestion below this is offered as an alternative only."""
_LOOKED_AT = 60
_TELLING = frozenset({"date", "instant", "choice", "email", "phone", "url", "reference", "region", "boolean", "person"})
"""Kinds of which the cells alone say something: a column of dates is hardly anything else."""
_WORDS: tuple[tuple[str, ...], ...] = (
    ("客户", "客户名称", "公司", "公司名称", "单位名称", "企业名称", "customer", "account", "company", "client"),
    ("名称", "姓名", "name", "title", "名字"),
    ("电话", "手机", "手机号", "联系电话", "phone", "mobile", "tel", "telephone"),
    ("邮箱", "电子邮件", "email", "mail", "e-mail"),
    ("地址", "address", "location", "所在地"),
    ("行业", "industry", "sector"),
    ("国家", "country", "office location"),
    ("金额", "合同额", "成交金额", "amount", "value", "price", "总价"),
    ("产品", "product", "商品", "品名"),
    ("备注", "说明", "remark", "note", "notes", "comment", "comments", "描述", "description"),
    ("来源", "source", "渠道"),
    ("等级", "级别", "level", "grade"),
    ("联系人", "contact", "contact person"),
    ("编号", "编码", "代码", "code", "no", "number", "id"),
    ("日期", "date", "时间", "time"),
)
STAGES = (
    "阶段",
    "状态",
    "销售阶段",
    "商机阶段",
    "进展",
    "stage",
    "deal stage",
    "status",
    "sales stage",
    "pipeline stage",
)
OWNERS = ("负责人", "销售员", "业务员", "销售", "跟进人", "owner", "sales agent", "sales rep", "salesperson", "rep")
_BRACKET = re.compile(r"[（(\[].*?[）)\]]")


@dataclass(frozen=True, slots=True)
class _Score:
    value: float
    column: int
    target: str


def suggest(
    columns: Sequence[ImportColumn],
    rows: Sequence[Sequence[Any]],
    targets: Mapping[str, Target],
    names: Mapping[str, Named],
    today: str,
    own: tuple[str, str],
) -> list[ImportColumn]:
    """The columns with a suggestion each, a target going to the column it fits best; and the next best for each.

    `own`: the entity and its title field. A column may name rows of the same file.
    """
    names = {**names, own[0]: _with_titles(names.get(own[0], Named()), columns, rows, targets.get(own[1]))}
    scores = [
        _Score(round(value, 3), column.index, target.id)
        for column in columns
        for target in targets.values()
        if (value := _score(column, _some(rows, column.index), target, names, today)) > 0.2
    ]
    scores.sort(key=lambda score: (-score.value, score.column, score.target))
    taken: dict[int, _Score] = {}
    used: set[str] = set()
    for score in scores:
        if score.value >= SURE and score.column not in taken and score.target not in used:
            taken[score.column] = score
            used.add(score.target)
    return [_with(column, taken.get(column.index), scores) for column in columns]


def _with_titles(
    known: Named, columns: Sequence[ImportColumn], rows: Sequence[Sequence[Any]], title: Target | None
) -> Named:
    """What records are called, the rows to come included, as far as a column is called as the title is."""
    best = max(columns, key=lambda column: _name_score(column.name, title), default=None) if title else None
    if title is None or best is None or _name_score(best.name, title) < SURE:
        return known
    made = Named(dict(known.titles), dict(known.exact), dict(known.loosely))
    for row in rows:
        text = text_of_cell(row[best.index])
        made.exact.setdefault(text, [""])
        made.loosely.setdefault(loose(text), [""])
    return made


def _with(column: ImportColumn, best: _Score | None, scores: Sequence[_Score]) -> ImportColumn:
    others = [s.target for s in scores if s.column == column.index and (best is None or s.target != best.target)]
    return replace(
        column,
        suggestion=best.target if best else None,
        confidence=best.value if best else 0.0,
        alternatives=others[:4],
    )


def _some(rows: Sequence[Sequence[Any]], index: int) -> list[Any]:
    """Some filled cells from the whole length of the column."""
    filled = [row[index] for row in rows if row[index] not in (None, "")]
    step = max(1, len(filled) // _LOOKED_AT)
    return filled[::step][:_LOOKED_AT]


def _score(column: ImportColumn, cells: list[Any], target: Target, names: Mapping[str, Named], today: str) -> float:
    by_name = _name_score(column.name, target)
    fit = _fit(cells, column, target, names, today)
    if fit is None:
        return by_name
    if by_name == 0:
        return 0.55 * fit if target.kind in _TELLING and fit > 0.8 and column.distinct > 1 else 0.0
    if fit == 0:
        return by_name * 0.55  # an exact name stands: the check tells what is wrong with the cells
    return by_name * (0.6 + 0.4 * fit)


def _name_score(header: str, target: Target) -> float:
    """1 for a column called as the field is, less the less alike."""
    plain = loose(_BRACKET.sub("", header)) or loose(header)
    if not plain:
        return 0.0
    own = [target.id.strip("_"), *target.label.values()]
    known = {loose(_BRACKET.sub("", name)) or loose(name) for name in own} | {loose(name) for name in own}
    if plain in known or loose(header) in known:
        return 1.0
    if plain in {"".join(lazy_pinyin(loose(name))) for name in own}:
        return 0.9
    if target.id in (STAGE, OWNER):
        words = STAGES if target.id == STAGE else OWNERS
        return 0.9 if plain in {loose(word) for word in words} else 0.0
    for group in _WORDS:
        alike = {loose(word) for word in group}
        if plain in alike and known & alike:
            return 0.8
    longest = max(
        (_shared(plain, name) for name in known if min(len(name), len(plain)) >= 2),
        default=0.0,
    )
    return 0.7 * longest


def _shared(one: str, other: str) -> float:
    """How much of the longer name the shorter one is, 0 when it is no part of it."""
    short, long = sorted((one, other), key=len)
    return len(short) / len(long) if short in long else 0.0


def _fit(
    cells: list[Any], column: ImportColumn, target: Target, names: Mapping[str, Named], today: str
) -> float | None:
    """The part of the cells that the target takes; None for an empty column."""
    if not cells:
        return None
    fits = _fits(column, target, names, today)
    return sum(1 for cell in cells if fits(cell)) / len(cells)


def _fits(column: ImportColumn, target: Target, names: Mapping[str, Named], today: str) -> Callable[[Any], bool]:
    if target.names is not None:
        named = names[target.names]
        return lambda cell: bool(named.find(text_of_cell(cell)) or named.loosely.get(loose(text_of_cell(cell))))
    if target.options is not None:
        options = options_of(target)
        return lambda cell: loose(text_of_cell(cell)) in options.loosely
    found = target.field
    assert found is not None
    context = ReadContext(
        today=today, date_order=order_of(column.date_order) or "dmy", decimal="," if column.decimal == "," else "."
    )

    def parses(cell: Any) -> bool:
        try:
            return found.kind.parse(as_cell(cell), found.property, context) is not None
        except FieldIssue:
            return False

    return parses
