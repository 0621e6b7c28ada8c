"""What a value becomes in a field of another kind."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthrough.core.fields import KINDS
from followthrough.core.fields.convert import asks_elsewhere, becomes, called_by, convert, fits, option_names
from followthrough.core.fields.elsewhere import Asked
from tests.support.props import prop

OPTIONS = {
    "a": {"label": {"zh": "A 类", "en": "Class A"}, "order": 10},
    "b": {"label": {"zh": "B 类", "en": "Class B"}, "order": 20},
    "old": {"label": {"zh": "旧的", "en": "Old"}, "order": 30, "archived": True},
    "five": {"label": {"zh": "5", "en": "5"}, "order": 40},
    "named": {"label": {"zh": "恒达精密", "en": "Hengda"}, "order": 50},
}
PEOPLE = {"named": {"label": {"zh": "李四", "en": "Li"}}}
TREE = {"price": {"label": {"zh": "价格"}}, "high": {"label": {"zh": "太贵"}, "parent": "price"}}
OTHERS = {"x": {"label": {"zh": "Ａ 类"}}, "b": {"label": {"zh": "换了意思"}}, "yes": {"label": {"zh": "是"}}}

CASES: list[tuple[str, Any, str, Any]] = [
    ("text", "1,234.5", "number", 1234.5),
    ("text", "１２", "number", 12.0),
    ("text", "3.2万", "money", 3_200_000),
    ("text", "¥1,234.50", "money", 123_450),
    ("text", "$12", "money", None),
    ("text", "3%", "percent", 0.03),
    ("text", "3", "percent", 0.03),
    ("text", "★★★", "rating", 3),
    ("text", "大约三个", "number", None),
    ("text", "2026年3月5日", "date", "2026-03-05"),
    ("text", "03/04/2026", "date", None),
    ("text", "今天", "date", None),
    ("text", "2026-03-05 09:30", "instant", "2026-03-05T01:30:00Z"),
    ("text", "1小时30分", "duration", 5400),
    ("text", "有", "boolean", True),
    ("text", "也许", "boolean", None),
    ("text", "ａ 类", "choice", "a"),
    ("text", "a", "choice", "a"),
    ("text", "旧的", "choice", None),
    ("text", "A 类、B 类", "choice", None),
    ("text", "B 类，a;", "choices", ["a", "b"]),
    ("text", "A 类、没有的", "choices", None),
    ("text", "价格/太贵", "tags", ["high"]),
    ("text", "138 0013 8000", "phone", "13800138000"),
    ("text", "12", "phone", None),
    ("text", "li@example.cn", "email", "li@example.cn"),
    ("text", "不是邮箱", "email", None),
    ("text", "浙江省杭州市", "region", "3301"),
    ("text", "一行", "long_text", "一行"),
    ("long_text", "12", "number", 12.0),
    ("number", 1234.5, "text", "1234.5"),
    ("number", 1200.0, "text", "1200"),
    ("number", 1234.5, "money", 123_450),
    ("number", 0.125, "money", None),
    ("number", 3.0, "percent", 0.03),
    ("number", 90.0, "duration", 90),
    ("number", 4.0, "rating", 4),
    ("number", 4.5, "rating", None),
    ("number", 5.0, "choice", "five"),
    ("number", 1.0, "boolean", True),
    ("money", 123_450, "number", 1234.5),
    ("money", 123_450, "text", "¥1,234.50"),
    ("percent", 0.035, "number", 3.5),
    ("percent", 0.035, "text", "3.5%"),
    ("rating", 4, "text", "4"),
    ("rating", 5, "choice", "five"),
    ("duration", 5400, "number", 5400.0),
    ("duration", 5400, "text", "01:30:00"),
    ("boolean", True, "text", "是"),
    ("boolean", True, "others", "yes"),
    ("boolean", False, "others", None),
    ("date", "2026-03-05", "text", "2026-03-05"),
    ("date", "2026-03-05", "instant", "2026-03-04T16:00:00Z"),
    ("instant", "2026-03-04T17:00:00Z", "date", "2026-03-05"),
    ("instant", "2026-03-04T17:00:00Z", "text", "2026-03-05 01:00:00"),
    ("choice", "a", "text", "A 类"),
    ("choice", "a", "choices", ["a"]),
    ("choice", "old", "choices", ["old"]),
    ("choice", "five", "number", 5.0),
    ("choice", "a", "number", None),
    ("choice", "a", "others", "x"),
    ("choice", "b", "others", None),
    ("choices", ["a", "b"], "text", "A 类、B 类"),
    ("choices", ["b"], "choice", "b"),
    ("choices", ["a", "b"], "choice", None),
    ("tags", ["high"], "text", "价格/太贵"),
    ("phone", "13800138000", "text", "13800138000"),
    ("region", "3301", "address", {"region": "3301", "detail": None}),
    ("address", {"region": "3301", "detail": "文三路 1 号"}, "region", "3301"),
    ("address", {"detail": "文三路 1 号"}, "region", None),
    ("serial", "HT2026-0001", "text", "HT2026-0001"),
    ("serial", "HT2026-0001", "number", None),
    ("text", "li@x", "email", None),
    ("email", "li@example.cn", "text", "li@example.cn"),
    ("url", "https://example.cn/", "text", "https://example.cn/"),
    ("person", "p1", "text", "李四"),
    ("person", "p1", "person", "p1"),
    ("person", "gone", "text", None),
    ("person", "p1", "unit", None),
    ("unit", "u1", "text", "华东"),
    ("unit", "u1", "unit", "u1"),
    ("reference", "c1", "text", "恒达精密"),
    ("reference", "p1", "text", None),
    ("reference", "c1", "reference", "c1"),
    ("reference", "c1", "poly_reference", {"entity": "customer", "id": "c1"}),
    ("reference", "c1", "person", None),
    ("poly_reference", {"entity": "customer", "id": "c1"}, "reference", "c1"),
    ("poly_reference", {"entity": "lead", "id": "l1"}, "reference", None),
    ("poly_reference", {"entity": "lead", "id": "l1"}, "poly_reference", {"entity": "lead", "id": "l1"}),
    ("poly_reference", {"entity": "order", "id": "o1"}, "poly_reference", None),
    ("poly_reference", {"entity": "lead", "id": "l1"}, "text", "恒达"),
    ("text", " 恒达精密 ", "reference", "c1"),
    ("text", "恒达精", "reference", None),
    ("text", "双胞胎", "reference", None),
    ("text", "李四", "person", "p1"),
    ("text", "王五", "person", None),
    ("text", "华东", "unit", "u1"),
    ("text", "恒达", "poly_reference", {"entity": "lead", "id": "l1"}),
    ("text", "双胞胎", "poly_reference", None),
    ("long_text", "恒达精密", "reference", "c1"),
    ("choice", "named", "reference", "c1"),
    ("choice", "named", "person", "p1"),
    ("choice", "a", "reference", None),
    ("file", ["f1", "f2"], "file", ["f1", "f2"]),
    ("file", ["f1", "f2"], "image", None),
    ("file", ["f1"], "image", ["f1"]),
    ("file", ["gone"], "image", None),
    ("image", ["f1"], "file", ["f1"]),
    ("image", ["f1"], "image", ["f1"]),
    ("file", ["f1"], "text", None),
    ("text", None, "number", None),
]


TITLES = {
    ("customer", "c1"): "恒达精密",
    ("customer", "c2"): "双胞胎",
    ("customer", "c3"): "双胞胎",
    ("lead", "l1"): "恒达",
    ("_person", "p1"): "李四",
    ("_person", "p2"): "王五",
    ("_person", "p3"): "王五",
    ("_unit", "u1"): "华东",
}
FILES = {"f1": "image", "f2": "pdf"}


class Town:
    """Who and what there is."""

    def title(self, target: str, key: str) -> str | None:
        return TITLES.get((target, key))

    def called(self, target: str, title: str) -> list[str]:
        return [key for (where, key), name in TITLES.items() if (where, name) == (target, title)]

    def file_kind(self, file: str) -> str | None:
        return FILES.get(file)


POINTERS: dict[str, dict[str, Any]] = {
    "reference": {"target": "customer"},
    "poly_reference": {"targets": {"customer": {}, "lead": {}}},
}


def of(kind: str) -> Any:
    """A property of a kind with options, or targets, of its own."""
    if kind in POINTERS:
        return prop(kind, **POINTERS[kind])
    if kind == "others":
        return prop("choice", options=OTHERS)
    options = {"choice": OPTIONS, "choices": OPTIONS, "tags": TREE}.get(kind)
    return prop(kind, **({"options": options} if options else {}))


@pytest.mark.parametrize(("was", "value", "now", "wanted"), CASES, ids=str)
def test_a_value_becomes(was: str, value: Any, now: str, wanted: Any) -> None:
    source = prop(was, options=PEOPLE) if value == "named" and now == "person" else of(was)
    assert convert(value, source, of(now), elsewhere=Town()) == wanted


def test_every_kind_with_values_of_its_own_is_shown_and_becomes_what_people_fill() -> None:
    shown = {(was, "choice" if now == "others" else now) for was, _, now, wanted in CASES if wanted is not None}
    assert {was for was in KINDS if becomes(was)} == {was for was, _ in shown}
    pointers = {"person", "unit", "reference", "poly_reference", "file", "image"}
    pairs = {(was, now) for was in pointers for now in becomes(was) if now != "long_text"}
    pairs |= {("text", now) for now in becomes("text") if now in pointers}
    assert pairs <= shown
    for was in KINDS:
        assert set(becomes(was)) <= KINDS.keys()
        assert all(not KINDS[now].server_set for now in becomes(was))


def test_money_of_another_currency_and_what_is_too_long_have_no_form() -> None:
    assert convert(100, prop("money", currency="USD"), prop("money", currency="CNY")) is None
    assert convert(100, prop("money", currency="CNY"), prop("money")) == 100
    assert convert("一二三四", prop("long_text"), prop("text", maxLength=3)) is None
    assert convert(7.0, prop("number"), prop("number", maximum=5)) is None


def test_a_reference_goes_on_pointing_at_the_same_records_alone_and_files_keep_to_what_is_taken() -> None:
    customer, lead = (prop("reference", target=one) for one in ("customer", "lead"))
    leads = prop("poly_reference", targets={"lead": {}})
    assert (fits(customer, customer), fits(customer, lead), fits(customer, leads), fits(lead, leads)) == (
        True,
        False,
        False,
        True,
    )
    assert convert("c1", customer, lead) is None
    both = of("poly_reference")
    assert called_by(both, of("text")) == called_by(of("text"), both) == {"customer", "lead"}
    assert (
        called_by(customer, both) == called_by(of("person"), of("text")) == called_by(of("text"), of("unit")) == set()
    )
    few = prop("file", maxItems=1)
    assert convert(["f1", "f2"], of("file"), few) is None
    papers = prop("file", accept={"pdf": {}, "image": {}})
    assert convert(["f1", "f2"], of("image"), papers, elsewhere=Town()) == ["f1", "f2"]
    assert convert(["f1"], of("image"), prop("file", accept={"pdf": {}}), elsewhere=Town()) is None


def test_what_has_to_be_known_elsewhere_is_asked_before_and_nothing_else() -> None:
    for was in KINDS:
        for now in becomes(was):
            values = [
                value for source, value, target, _ in CASES if (source, target) == (was, now) and value is not None
            ]
            for value in values:
                asked = Asked()
                convert(value, of(was), of(now), elsewhere=asked)
                if asked.titles or asked.names or asked.files:
                    assert asks_elsewhere(of(was), of(now)), (was, now)
    asked = Asked()
    convert("恒达", of("text"), of("poly_reference"), elsewhere=asked)
    convert("u1", of("unit"), of("text"), elsewhere=asked)
    convert(["f1"], of("file"), of("image"), elsewhere=asked)
    assert (asked.names, asked.titles, asked.files) == (
        {("customer", "恒达"), ("lead", "恒达")},
        {("_unit", "u1")},
        {"f1"},
    )


NUMBERS = st.integers(-(10**12), 10**12).map(lambda n: n / 1000)
PERCENTS = st.integers(-(10**6), 10**6).map(lambda n: n / 10**6)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(date.isoformat)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("number", NUMBERS), ("percent", PERCENTS), ("money", st.integers(-(10**13), 10**13)), ("date", DAYS),
        ("rating", st.integers(1, 5)), ("duration", st.integers(0, 10**9)), ("boolean", st.booleans()),
        ("choice", st.sampled_from(["a", "b", "five"])),
        ("choices", st.sets(st.sampled_from(["a", "b", "five"]), min_size=1).map(sorted)),
    ],
)  # fmt: skip
def test_what_becomes_a_text_comes_back_from_it(kind: str, values: Any) -> None:
    @given(values)
    def back(value: Any) -> None:
        text = convert(value, of(kind), of("text"))
        assert isinstance(text, str)
        assert convert(text, of("text"), of(kind)) == value

    back()


@given(st.text(max_size=30), st.sampled_from([kind for kind in becomes("text") if kind != "text"]))
def test_whatever_a_text_says_it_has_a_form_that_is_stored_or_none(text: str, kind: str) -> None:
    stored = KINDS["text"].normalise(text, of("text")) if text.isprintable() else None
    found = convert(stored, of("text"), of(kind))
    assert found is None or KINDS[kind].normalise(found, of(kind)) == found


NAMED: list[tuple[str, Any, str, list[str]]] = [
    ("text", " 恒达\t精密 ", "choice", ["恒达 精密"]),
    ("text", "恒达、顺丰", "choice", ["恒达、顺丰"]),
    ("text", "恒达、 顺丰 ;", "choices", ["恒达", "顺丰"]),
    ("text", "价格/太贵，售后", "tags", ["价格/太贵", "售后"]),
    ("long_text", "恒达\n顺丰", "choices", ["恒达", "顺丰"]),
    ("long_text", "恒达\n顺丰", "choice", ["恒达 顺丰"]),
    ("text", "、", "choices", []),
    ("number", 1200.0, "choices", ["1200"]),
    ("rating", 3, "choice", ["3"]),
    ("boolean", True, "tags", ["是"]),
    ("choice", "a", "tags", []),
    ("phone", "13800138000", "choice", []),
    ("text", "12", "number", []),
    ("text", None, "choice", []),
]


@pytest.mark.parametrize(("source", "value", "target", "names"), NAMED)
def test_options_that_are_called_so_are_found_for_the_value(
    source: str, value: Any, target: str, names: list[str]
) -> None:
    was = prop(source, options=OPTIONS if source == "choice" else {})
    assert option_names(value, was, target) == names
    options = {f"option_{n}": {"label": {"zh": name}} for n, name in enumerate(names)}
    if names:
        taken = convert(value, was, prop(target, options=options))
        assert taken == ("option_0" if target == "choice" else sorted(options))
