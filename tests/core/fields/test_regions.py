"""Divisions of China: the vendored table is whole, every code reads back from its names."""

from collections import Counter

import pytest

from followthrough.core.fields import FieldIssue
from followthrough.core.fields.regions import (
    divisions,
    find_region,
    parent_of,
    region_text,
    split_address,
)


def test_the_table_is_whole() -> None:
    table = divisions()
    assert all(len(code) in (2, 4, 6) and code.isdigit() and code.isascii() for code in table)
    assert all(table.values())
    assert Counter(map(len, table))[2] == 34, "23 provinces, 5 regions, 4 municipalities, 2 special regions"
    assert all(parent_of(code) in table for code in table if len(code) > 2)


def test_every_code_reads_back_from_its_names() -> None:
    unread = [code for code in divisions() if find_region(region_text(code)) != code]
    assert not unread
    assert not [code for code in divisions() if find_region(region_text(code, " ")) != code]
    assert not [code for code in divisions() if split_address(region_text(code)) != (code, "")]


FOUND = [
    ("330106", "330106", "a code"),
    ("３３０１", "3301", "full-width digits"),
    ("浙江省", "33", "a province"),
    ("浙江", "33", "without suffix"),
    ("广西", "45", "short for 广西壮族自治区"),
    ("恩施", "4228", "short for 恩施土家族苗族自治州"),
    ("杭州", "3301", "a city alone"),
    ("浙江省/杭州市/西湖区", "330106", "as other systems export"),
    ("北京市朝阳区", "110105", "no level between"),
    ("北京朝阳", "110105", "all short"),
    ("吉林市", "2202", "the city, not the province 吉林 and 市"),
    ("吉林", "22", "the province comes before the city"),
    ("浙江省余杭区", "330110", "the city left out"),
    ("东莞", "4419", "a city without counties"),
    ("仙桃市", "429004", "a county directly below its province"),
    ("苏州工业园区", "320576", "development zones are where customers are"),
    ("香港", "81", "special region"),
]


@pytest.mark.parametrize(("text", "code", "why"), FOUND, ids=[row[0] for row in FOUND])
def test_found(text: str, code: str, why: str) -> None:
    assert find_region(text) == code, why


REFUSED = [
    ("火星", "not_a_region", "no place"),
    ("99", "not_a_region", "no such code"),
    ("浙江省海淀区", "not_a_region", "海淀 is not in Zhejiang"),
    ("鼓楼区", "ambiguous_region", "in four cities"),
]


@pytest.mark.parametrize(("text", "code", "why"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused(text: str, code: str, why: str) -> None:
    with pytest.raises(FieldIssue) as caught:
        find_region(text)
    assert caught.value.code == code, why


ADDRESSES = [
    ("浙江省杭州市西湖区文三路1号", ("330106", "文三路1号"), "full"),
    ("浙江杭州西湖区文三路1号", ("330106", "文三路1号"), "short names before a full one"),
    ("北京市海淀区 中关村大街5号", ("110108", "中关村大街5号"), "a space between"),
    ("南京东路100号", (None, "南京东路100号"), "a road named after a city"),
    ("鼓楼区中山路1号", (None, "鼓楼区中山路1号"), "which 鼓楼区?"),
    ("文三路1号", (None, "文三路1号"), "no region"),
    ("浙江省", ("33", ""), "region alone"),
    ("甘肃省嘉峪关市雄关街道1号", ("6202", "雄关街道1号"), "a city whose only county has its name"),
]


@pytest.mark.parametrize(("text", "parts", "why"), ADDRESSES, ids=[row[0] for row in ADDRESSES])
def test_address(text: str, parts: tuple[str | None, str], why: str) -> None:
    assert split_address(text) == parts, why
