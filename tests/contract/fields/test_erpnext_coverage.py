"""Are the kinds enough? ERPNext's field types, each with the kind that holds its values, or why none does.

"whole": the value and what people do with it. "reduced": the value is kept, something named is lost. "none": not held.
Layout types hold no value; sections of a form and actions take their place.
"""

from collections import Counter
from typing import Any

import pytest

from followthrough.core.fields import KINDS
from tests.support.props import prop

LEVELS = {"options": {"a": {"label": {"zh": "A类"}}}}
WHOLE: dict[str, tuple[str, dict[str, Any], Any]] = {
    "Data": ("text", {"maxLength": 140}, "市立医院"),
    "Small Text": ("long_text", {}, "两行\n文字"),
    "Text": ("long_text", {}, "两行\n文字"),
    "Long Text": ("long_text", {}, "长" * 50_000),
    "Int": ("number", {"decimals": 0}, 2_147_483_647.0),
    "Float": ("number", {"decimals": 6}, 0.123456),
    "Currency": ("money", {"currency": "EUR"}, 123_456_789),
    "Percent": ("percent", {}, 0.035),
    "Check": ("boolean", {}, False),
    "Date": ("date", {}, "2026-03-05"),
    "Datetime": ("instant", {}, "2026-03-05T06:30:00Z"),
    "Duration": ("duration", {}, 90_061),
    "Select": ("choice", LEVELS, "a"),
    "Link": ("reference", {"target": "customer"}, "0190c3a2-0000-7000-8000-000000000001"),
    "Link to User": ("person", {}, "0190c3a2-0000-7000-8000-000000000002"),
    "Dynamic Link": ("poly_reference", {"targets": {"lead": {}}}, {"entity": "lead", "id": "l1"}),
    "Table": ("rows", {"target": "quote_line"}, [{"qty": 1.0}]),
    "Table MultiSelect": ("choices", LEVELS, ["a"]),
    "Attach": ("file", {}, ["f1"]),
    "Attach Image": ("image", {}, ["f1"]),
    "Phone": ("phone", {}, "+6561234567"),
}
FETCHED = {"Read Only": "lookup", "Naming Series": "serial"}
REDUCED: dict[str, tuple[str, dict[str, Any], Any, str]] = {
    "Rating": ("rating", {}, 4, "no half stars"),
    "Long Int": ("number", {"decimals": 0}, 1e15, "not above 1e15"),
    "Autocomplete": ("text", {}, "上海", "no suggestions while typing"),
    "Barcode": ("text", {}, "6901234567892", "no picture of the bars"),
    "Color": ("text", {}, "#1677ff", "no colour picker"),
    "Time": ("text", {}, "14:30", "a time of day without a date does not compare"),
    "Code": ("long_text", {}, "a = 1\nb = 2", "no highlighting"),
    "Markdown Editor": ("long_text", {}, "# 标题", "shown as typed"),
    "Text Editor": ("long_text", {}, "条款一\n条款二", "no bold, lists or pictures"),
    "Signature": ("image", {}, ["f1"], "a photograph of it; no drawing on the screen"),
}
NONE = {
    "Geolocation": "no map; an address says where",
    "Password": "secrets have no place in records",
    "JSON": "structure that nobody can fill in",
    "HTML Editor": "markup from people is never stored",
    "Icon": "decoration",
}
LAYOUT = {"Section Break", "Column Break", "Tab Break", "Fold", "Heading", "HTML", "Image", "Button"}

# What three of its sales forms are made of (fields that hold a value; version 15 and later).
FORMS: dict[str, Counter[str]] = {
    "Customer": Counter(
        {"Naming Series": 1, "Select": 1, "Link": 21, "Link to User": 1, "Data": 5, "Attach Image": 1, "Check": 5,
         "Table": 5, "Read Only": 2, "Text": 2, "Float": 1}
    ),
    "Contract": Counter(
        {"Select": 4, "Check": 2, "Dynamic Link": 2, "Link": 2, "Link to User": 2, "Date": 3, "Data": 2, "Datetime": 1,
         "Text Editor": 1, "Table": 1, "Signature": 1}
    ),
    "Appointment": Counter({"Data": 4, "Long Text": 1, "Datetime": 1, "Select": 1, "Link": 2, "Dynamic Link": 1}),
}  # fmt: skip


@pytest.mark.parametrize("type_", sorted(WHOLE))
def test_type_is_held_whole(type_: str) -> None:
    kind, members, value = WHOLE[type_]
    property_ = prop(kind, **members)
    assert KINDS[kind].normalise(value, property_) == value
    assert KINDS[kind].format(value, property_)


@pytest.mark.parametrize("type_", sorted(REDUCED))
def test_type_keeps_its_value(type_: str) -> None:
    kind, members, value, lost = REDUCED[type_]
    assert KINDS[kind].normalise(value, prop(kind, **members)) == value
    assert lost


def test_what_the_server_fills_in_has_a_kind() -> None:
    assert all(KINDS[kind].server_set for kind in FETCHED.values())


def test_five_types_in_six_keep_their_values_and_three_in_five_are_whole() -> None:
    whole, reduced = len(WHOLE) + len(FETCHED), len(REDUCED)
    total = whole + reduced + len(NONE)
    assert whole / total >= 0.6
    assert (whole + reduced) / total >= 5 / 6
    assert not {*WHOLE, *FETCHED} & {*REDUCED, *NONE, *LAYOUT}


def test_sales_forms_are_held_but_for_formatting_and_signatures() -> None:
    fields = sum(FORMS.values(), Counter())
    assert not set(fields) & set(NONE)
    whole = sum(count for type_, count in fields.items() if type_ in WHOLE or type_ in FETCHED)
    assert whole / fields.total() >= 0.97
    assert {type_ for type_ in fields if type_ in REDUCED} == {"Text Editor", "Signature"}
