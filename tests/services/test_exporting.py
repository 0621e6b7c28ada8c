"""An export holds what the list shows, reads in a spreadsheet, and runs nothing."""

from __future__ import annotations

import csv
import io

import pytest

from followthrough.services import exporting
from followthrough.services.exporting import BOM, Export, safe
from followthrough.services.refusal import Refusal
from followthrough.services.watching import ListAsked
from tests.services.house import House


def exported(house: House, who: str, entity: str = "opportunity", asked: ListAsked | None = None) -> list[list[str]]:
    found = house.services.exporting.csv(house.people[who], "sales", entity, asked or ListAsked())
    assert isinstance(found, Export), found
    data = b"".join(found.chunks)
    assert data.startswith(BOM)
    return list(csv.reader(io.StringIO(data[len(BOM) :].decode())))


def test_the_columns_of_the_list_in_words(house: House) -> None:
    deal, _ = house.deal()
    house.edit("li", "opportunity", deal, amount=128_000_00, close_on="2026-05-01", title="=cmd|' /C calc'!A0")
    fields = ("title", "customer", "customer.level", "grade", "_stage", "amount", "close_on", "_owner", "_created_by")
    head, row = exported(house, "chen", asked=ListAsked(fields=fields))
    assert head == [
        "商机名称", "客户", "客户等级", "客户分级", "阶段", "预计金额", "预计成交日", "负责人", "创建人",
    ]  # fmt: skip
    assert row == [
        "'=cmd|' /C calc'!A0", "恒达精密", "A 类", "普通企业", "客户触达", "128000", "2026-05-01", "li", "li",
    ]  # fmt: skip


def test_all_pages_come(sqlite_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "PAGE", 3)
    customer = sqlite_house.create("li", "customer", name="恒达精密", grade="standard").id
    for number in range(8):
        sqlite_house.create("li", "contact", name=f"人{number}", customer=customer)
    rows = exported(sqlite_house, "chen", "contact")
    assert len({row[0] for row in rows[1:]}) == 8


WHO = [("li", "not_permitted"), ("wang", None)]


@pytest.mark.parametrize(("who", "code"), WHO)
def test_exporting_is_a_right(who: str, code: str | None, sqlite_house: House) -> None:
    found = sqlite_house.services.exporting.csv(sqlite_house.people[who], "sales", "opportunity", ListAsked())
    assert (found.code if isinstance(found, Refusal) else None) == code


RISKY = [
    ("=1+1", "'=1+1"), ("+86 21", "'+86 21"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "'\tx"), ("\rx", "'\rx"),
    ("＝1", "'＝1"), ("＠x", "'＠x"), ("张三", "张三"), ("1=1", "1=1"), ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "written"), RISKY)
def test_text_never_becomes_a_formula(text: str, written: str) -> None:
    assert safe(text) == written
