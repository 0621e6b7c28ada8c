"""Columns find their fields by name, in either language, by pinyin and by what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from followthrough.core.compile import compile_app
from followthrough.services.importing.columns import describe, guess_decimal
from followthrough.services.importing.matching import Named, loose
from followthrough.services.importing.suggesting import suggest
from followthrough.services.importing.targets import targets_of
from followthrough.services.sheets.reading import Table
from tests.services.house import template

SALES = compile_app(template("sales"))


@dataclass(frozen=True)
class Case:
    """`columns`: header -> cells; `wanted`: header -> target (absent: none). `known`: entity -> titles there are."""

    name: str
    why: str
    entity: str
    columns: dict[str, Sequence[str]]
    wanted: dict[str, str]
    known: dict[str, Sequence[str]] = field(default_factory=dict)


CASES = [
    Case(
        "labels",
        "the header is the label",
        "customer",
        {"客户名称": ["恒达精密"], "客户等级": ["A类"]},
        {"客户名称": "name", "客户等级": "level"},
    ),
    Case(
        "ids",
        "an export of another system has ids for headers",
        "customer",
        {"name": ["恒达精密"], "level": ["a"]},
        {"name": "name", "level": "level"},
    ),
    Case(
        "full width and case",
        "people type what they type",
        "customer",
        {"ＮＡＭＥ": ["恒达精密"], " Level ": ["A"]},
        {"ＮＡＭＥ": "name", " Level ": "level"},
    ),
    Case(
        "pinyin",
        "columns named by those who could not type Chinese",
        "customer",
        {"kehumingcheng": ["恒达精密"]},
        {"kehumingcheng": "name"},
    ),
    Case(
        "other words",
        "公司名称 is the customer's name",
        "customer",
        {"公司名称": ["恒达精密"]},
        {"公司名称": "name"},
    ),
    Case(
        "a remark in brackets",
        "units stand behind the name",
        "opportunity",
        {"预计金额（万元）": ["12"]},
        {"预计金额（万元）": "amount"},
    ),
    Case(
        "stage and owner",
        "they are no fields, and every sheet has them",
        "opportunity",
        {"销售阶段": ["报价", "签约"], "负责人": ["li"]},
        {"销售阶段": "_stage", "负责人": "_owner"},
        {"_person": ["li"]},
    ),
    Case(
        "references by what they hold",
        "a column of customers is one, whatever it is called",
        "opportunity",
        {"甲方": ["恒达精密", "市一医院", "恒达精密"]},
        {"甲方": "customer"},
        {"customer": ["恒达精密", "市一医院"]},
    ),
    Case(
        "a column of another matter",
        "what fits nowhere is left out, not squeezed in",
        "customer",
        {"天气": ["晴", "雨"]},
        {},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_suggestions(case: Case) -> None:
    height = max(len(cells) for cells in case.columns.values())
    rows = [[cells[n] if n < len(cells) else "" for cells in case.columns.values()] for n in range(height)]
    table = Table(list(case.columns), rows)
    targets = targets_of(SALES, "supervisor", case.entity)
    names = {target.names: Named() for target in targets.values() if target.names}
    for entity, titles in case.known.items():
        for n, title in enumerate(titles):
            names[entity].add(f"{entity}-{n}", title)
    own = (case.entity, SALES.entities[case.entity].info.title)
    found = suggest(describe(table), rows, targets, names, "2026-03-02", own)
    assert {column.name: column.suggestion for column in found if column.suggestion} == case.wanted, case.why
    assert all(0 <= column.confidence <= 1 for column in found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GTXPro", "GTX Pro"),
        ("gtx-pro", "GTX Pro"),
        ("ＧＴＸ　Ｐｒｏ", "GTX Pro"),
        ("恒达精密（集团）", "恒达精密集团"),
    ],
)
def test_names_that_are_loosely_the_same(one: str, other: str) -> None:
    named = Named()
    named.add("it", other)
    assert loose(one) == loose(other)
    assert named.find(one) == [], "a guess is never taken for the thing itself"
    assert named.like(one) == ["it"]


def test_a_misspelt_name_is_suggested_a_far_one_is_not() -> None:
    named = Named()
    named.add("tech", "technology")
    named.add("food", "食品")
    assert named.like("technolgy") == ["tech"]
    assert named.like("technolgy", close=False) == []
    assert named.like("retail") == []
    assert named.like("-") == []


@pytest.mark.parametrize(
    ("cells", "sign"),
    [
        (["1,234.50", "3"], "."),
        (["1.234,50", "3"], ","),
        (["12,5"], ","),
        (["12.5"], "."),
        (["1,234", "5,678"], None),
        (["1.234.567"], ","),
        (["1,234,567"], "."),
        (["1.5", "1,5"], "ambiguous"),
        (["¥12.50"], "."),
        (["abc", "", 12.5], None),
    ],
)
def test_decimal_signs(cells: list[str], sign: str | None) -> None:
    assert guess_decimal(cells) == sign
