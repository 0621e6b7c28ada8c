"""Records as one JSON Schema, and issues in words: quantities printed, types named."""

from dataclasses import dataclass
from typing import Any

import pytest

from followthrough.core.fields import Column, Lang, PropertyLike
from followthrough.core.fields.computed import stands_for
from followthrough.core.fields.formula import FormulaKind, asks_clock
from followthrough.core.fields.serial import serial_period, serial_text
from followthrough.core.fields.validation import readable_params, record_schema
from followthrough.core.model.entity import Serial
from tests.support.props import prop
from tests.support.validators import oracle


@dataclass(frozen=True)
class Made:
    properties: dict[str, PropertyLike]


QUOTE = Made(
    {
        "name": prop("text", maxLength=5),
        "amount": prop("money", minimum=0),
        "lines": prop("rows", target="line", maxItems=2),
        "level": prop("lookup", lookup={"via": "customer", "value": "level"}),
    }
)
LINE = Made({"qty": prop("number", minimum=1)})

RECORDS: list[tuple[str, dict[str, Any], bool]] = [
    ("all well", {"name": "报价", "amount": 100, "lines": [{"_id": "r1", "qty": 2}]}, True),
    ("nothing filled: required is a matter of rules", {}, True),
    ("text too long", {"name": "报价报价报价"}, False),
    ("unknown field", {"colour": "red"}, False),
    ("lookup is never stored", {"level": "a"}, False),
    ("row below its minimum", {"lines": [{"qty": 0}]}, False),
    ("unknown column of a row", {"lines": [{"price": 1}]}, False),
    ("too many rows", {"lines": [{"qty": 1}] * 3}, False),
    ("empty values are left out", {"name": None}, False),
]


@pytest.mark.parametrize(("why", "values", "valid"), RECORDS, ids=[row[0] for row in RECORDS])
def test_record_schema(why: str, values: dict[str, Any], valid: bool) -> None:
    assert oracle(record_schema(QUOTE, {"line": LINE}))(values) is valid, why


def test_rows_of_an_unknown_entity_are_any_objects() -> None:
    assert oracle(record_schema(QUOTE))({"lines": [{"price": 1}]})


READABLE: list[tuple[str, dict[str, Any], str, dict[str, Any], Lang, dict[str, Any]]] = [
    ("money", {}, "too_small", {"minimum": 10000}, "zh", {"minimum": "¥100.00"}),
    ("percent", {}, "too_large", {"maximum": 0.03}, "zh", {"maximum": "3%"}),
    ("duration", {}, "too_large", {"maximum": 90}, "en", {"maximum": "00:01:30"}),
    ("number", {}, "too_large", {"maximum": 10**15}, "zh", {"maximum": "1,000,000,000,000,000"}),
    ("rating", {}, "too_large", {"maximum": 5}, "zh", {"maximum": 5}),
    ("text", {}, "too_long", {"max": 15, "length": 16}, "zh", {"max": 15, "length": 16}),
    ("rows", {"target": "line"}, "wrong_type", {"expected": "rows"}, "zh", {"expected": "若干行明细"}),
    ("number", {}, "wrong_type", {"expected": "number"}, "en", {"expected": "a number"}),
]


@pytest.mark.parametrize(
    ("kind", "members", "code", "params", "lang", "shown"), READABLE, ids=[f"{r[0]} {r[2]}" for r in READABLE]
)
def test_params_are_readable(
    kind: str, members: dict[str, Any], code: str, params: dict[str, Any], lang: Lang, shown: dict[str, Any]
) -> None:
    assert readable_params(code, params, prop(kind, **members), lang) == shown


SERIALS = [
    ("year", "HT2026-0007", "2026"),
    ("month", "HT202603-0007", "202603"),
    ("day", "HT20260305-0007", "20260305"),
    ("none", "HT0007", ""),
]


@pytest.mark.parametrize(("reset", "number", "period"), SERIALS)
def test_running_number(reset: Any, number: str, period: str) -> None:
    spec = Serial(prefix="HT", reset=reset)
    assert serial_text(spec, "2026-03-05", 7) == number
    assert serial_period(spec, "2026-03-05") == period


def test_a_counter_may_outgrow_its_digits() -> None:
    assert serial_text(Serial(digits=2, reset="none"), "2026-03-05", 123) == "123"


TYPES: list[tuple[dict[str, Any], str, Column]] = [
    ({"type": "number"}, "number", Column.DOUBLE),
    ({"type": "number", "format": "percent"}, "percent", Column.DOUBLE),
    ({"type": "integer"}, "number", Column.BIGINT),
    ({"type": "integer", "currency": "CNY"}, "money", Column.BIGINT),
    ({"type": "integer", "format": "duration"}, "duration", Column.BIGINT),
    ({"type": "string"}, "text", Column.TEXT),
    ({"type": "string", "format": "date"}, "date", Column.DATE),
    ({"type": "string", "format": "date-time"}, "instant", Column.INSTANT),
    ({"type": "boolean"}, "boolean", Column.BOOLEAN),
]


@pytest.mark.parametrize(("members", "kind", "column"), TYPES, ids=[str(row[0]) for row in TYPES])
def test_a_formula_is_what_its_type_says(members: dict[str, Any], kind: str, column: Column) -> None:
    made = prop("formula", compute={"f": "x"}, **members)
    assert stands_for(made).id == kind
    assert FormulaKind().column(made) is column
    assert FormulaKind().rule_type(made) == stands_for(made).rule_type(made)


def test_a_formula_that_asks_the_clock_has_no_column() -> None:
    aged = {"op": "days_between", "a": [{"f": "signed_on"}, {"op": "today", "a": []}]}
    assert asks_clock(aged)
    assert FormulaKind().column(prop("formula", type="number", compute=aged)) is Column.NONE
