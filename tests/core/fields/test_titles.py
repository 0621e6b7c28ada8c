"""References, persons and files by the titles people write, and their titles in print."""

from typing import Any

import pytest

from followthrough.core.fields import KINDS, FieldIssue, PrintContext, ReadContext
from tests.support.props import prop

KNOWN = {
    ("customer", "市立医院"): ["c1"],
    ("customer", "GTX Pro"): ["c2", "c3"],
    ("lead", "GTX Pro"): ["l1"],
    ("lead", "仁和诊所"): ["l2"],
    ("_person", "王芳"): ["p1"],
    ("_unit", "华东大区"): ["u1"],
    ("_file", "合同.pdf"): ["f1"],
    ("_file", "现场.jpg"): ["f2"],
}
READ = ReadContext(resolve=lambda target, text: KNOWN.get((target, text), []))
TITLES = {(target, found): title for (target, title), ids in KNOWN.items() for found in ids}
PRINT = PrintContext(title=lambda target, found: TITLES.get((target, found)))

POLY: dict[str, Any] = {"targets": {"lead": {}, "customer": {}}}
FOUND: list[tuple[str, dict[str, Any], str, Any, str]] = [
    ("reference", {"target": "customer"}, " 市立医院 ", "c1", "by title"),
    ("reference", {"target": "customer"}, "", None, "blank"),
    ("person", {}, "王芳", "p1", "by name"),
    ("unit", {}, "华东大区", "u1", "by name"),
    ("poly_reference", POLY, "仁和诊所", {"entity": "lead", "id": "l2"}, "whichever has it"),
    ("file", {}, "合同.pdf、现场.jpg", ["f1", "f2"], "in the order written"),
]


@pytest.mark.parametrize(("kind", "members", "text", "value", "why"), FOUND, ids=[f"{r[0]}: {r[4]}" for r in FOUND])
def test_found_by_title(kind: str, members: dict[str, Any], text: str, value: Any, why: str) -> None:
    assert KINDS[kind].parse(text, prop(kind, **members), READ) == value, why


REFUSED: list[tuple[str, dict[str, Any], str, str, dict[str, Any]]] = [
    ("reference", {"target": "customer"}, "GTX Pro", "ambiguous_reference", {"text": "GTX Pro", "count": 2}),
    ("reference", {"target": "customer"}, "GTXPro", "reference_not_found", {"target": "customer", "text": "GTXPro"}),
    ("person", {}, "李雷", "person_not_found", {"target": "_person", "text": "李雷"}),
    ("unit", {}, "火星大区", "unit_not_found", {"target": "_unit", "text": "火星大区"}),
    ("poly_reference", POLY, "GTX Pro", "ambiguous_reference", {"text": "GTX Pro", "count": 3}),
    ("poly_reference", POLY, "没有", "reference_not_found", {"target": "customer", "text": "没有"}),
    ("file", {}, "没有.pdf", "file_not_found", {"file": "没有.pdf"}),
]


@pytest.mark.parametrize(
    ("kind", "members", "text", "code", "params"), REFUSED, ids=[f"{r[0]} {r[2]}" for r in REFUSED]
)
def test_not_found_or_not_the_only_one(
    kind: str, members: dict[str, Any], text: str, code: str, params: dict[str, Any]
) -> None:
    with pytest.raises(FieldIssue) as caught:
        KINDS[kind].parse(text, prop(kind, **members), READ)
    assert (caught.value.code, caught.value.params) == (code, params)


PRINTED: list[tuple[str, dict[str, Any], Any, str]] = [
    ("reference", {"target": "customer"}, "c1", "市立医院"),
    ("reference", {"target": "customer"}, "c9", "c9"),
    ("person", {}, "p1", "王芳"),
    ("poly_reference", POLY, {"entity": "lead", "id": "l2"}, "仁和诊所"),
    ("image", {}, ["f2", "f1"], "现场.jpg、合同.pdf"),
    ("rows", {"target": "line"}, [{"qty": 1}, {"qty": 2}], "2 行"),
]


@pytest.mark.parametrize(("kind", "members", "value", "text"), PRINTED, ids=[f"{r[0]} {r[2]}" for r in PRINTED])
def test_printed_by_title(kind: str, members: dict[str, Any], value: Any, text: str) -> None:
    assert KINDS[kind].format(value, prop(kind, **members), "zh", PRINT) == text
