"""Sheets in and out: what cells of calamine and CSV become, and what is written back."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from followthrough.core.fields import KINDS, Cell, FieldIssue, PrintContext, ReadContext
from tests.support.props import prop

LEVELS = {"a": {"label": {"zh": "A类, 重点", "en": "A, key"}}, "b": {"label": {"zh": "B类", "en": "B"}}}
TREE = {
    "price": {"label": {"zh": "价格"}},
    "other_price": {"label": {"zh": "其他"}, "parent": "price"},
    "term": {"label": {"zh": "账期"}},
    "other_term": {"label": {"zh": "其他"}, "parent": "term"},
}
READ: list[tuple[str, str, str, dict[str, Any], Cell, Any]] = [
    ("phone as float", "sheets keep numbers as doubles", "phone", {}, 13812345678.0, "13812345678"),
    ("code as float", "no .0 behind it", "text", {}, 1001.0, "1001"),
    ("small float as text", "as the sheet shows it", "text", {}, 0.1 + 0.2, "0.3"),
    ("date cell into text", "as one reads it", "text", {}, date(2026, 3, 5), "2026-03-05"),
    ("percent cell", "a sheet keeps 3 % as 0.03", "percent", {}, 0.03, 0.03),
    ("money cell", "yuan with cents", "money", {}, 1234.5, 123450),
    ("money cell with noise", "a sum of doubles", "money", {}, 99.99000000000001, 9999),
    ("rating cell", "a whole double", "rating", {}, 4.0, 4),
    ("number of a sum", "15 digits, as sheets show", "number", {"decimals": 1}, 0.1 + 0.2, 0.3),
    ("number with decimal comma", "the column is written so", "number", {}, "1.234,5", 1234.5),
    ("boolean cell", "true", "boolean", {}, True, True),
    ("boolean one", "1 and 0 columns", "boolean", {}, 1.0, True),
    ("time cell as duration", "1:30 typed into a sheet", "duration", {}, time(1, 30), 5400),
    ("timedelta cell", "[h]:mm:ss cells over a day", "duration", {}, timedelta(days=1, seconds=1), 86401),
    ("datetime cell", "local clock", "instant", {}, datetime(2026, 3, 5, 14, 30), "2026-03-05T06:30:00Z"),
    ("datetime count", "an unformatted cell", "instant", {}, 46086.604166666664, "2026-03-05T06:30:00Z"),
    ("afternoon", "as exports write it", "instant", {}, "2026/3/5 下午2:30", "2026-03-05T06:30:00Z"),
    ("PM", "as exports write it", "instant", {}, "2026-03-05 2:30 PM", "2026-03-05T06:30:00Z"),
    ("midnight AM", "12 AM is 0 o'clock", "instant", {}, "2026-03-05 12:00 am", "2026-03-04T16:00:00Z"),
    ("half past", "as people write", "instant", {}, "2026-03-05 9点半", "2026-03-05T01:30:00Z"),
    ("label with a comma", "one option, not two", "choices", {"options": LEVELS}, "A类, 重点", ["a"]),
    ("several options", "split by ；", "choices", {"options": LEVELS}, "B类；a", ["a", "b"]),
    ("same label in two branches", "the way tells them apart", "tags", {"options": TREE}, "账期>其他", ["other_term"]),
    ("region by names", "levels with spaces", "region", {}, "浙江 杭州 西湖区", "330106"),
    ("address", "the region is found at its head", "address", {}, "杭州市西湖区文三路1号",
     {"region": "330106", "detail": "文三路1号"}),
    ("blank rows", "nothing there", "rows", {"target": "line"}, "", None),
    ("blank serial", "the server gives it", "serial", {}, "", None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "why", "kind", "members", "cell", "value"), READ, ids=[row[0] for row in READ])
def test_cell_becomes_value(name: str, why: str, kind: str, members: dict[str, Any], cell: Cell, value: Any) -> None:
    ctx = ReadContext(today="2026-03-05", decimal="," if "comma" in name and kind == "number" else ".")
    assert KINDS[kind].parse(cell, prop(kind, **members), ctx) == value, why


REFUSED: list[tuple[str, str, str, dict[str, Any], Cell, str]] = [
    ("truth as a number", "a column of another kind", "number", {}, True, "not_a_number"),
    ("infinite", "no number", "number", {}, float("inf"), "wrong_type"),
    ("huge digits", "a bar code in a number column", "number", {}, "9" * 40, "too_large"),
    ("only a sign", "¥ alone", "money", {}, "¥", "not_a_number"),
    ("another currency", "dollars in a yuan column would be wrong sevenfold", "money", {}, "$100", "not_a_number"),
    ("only percent", "% alone", "percent", {}, "%", "not_a_number"),
    ("label of two branches", "which one?", "tags", {"options": TREE}, "其他", "ambiguous_option"),
    ("county of that name twice", "朝阳区 is in Beijing and in Changchun", "region", {}, "朝阳区", "ambiguous_region"),
    ("control character", "cannot be stored alike everywhere", "text", {}, "a\x00b", "control_character"),
    ("lone surrogate", "no Unicode text", "long_text", {}, "a\ud800", "control_character"),
    ("rows in a cell", "they do not fit", "rows", {"target": "line"}, "1x笔", "wrong_type"),
    ("serial given", "the server gives it", "serial", {}, "HT-1", "computed_field"),
    ("formula given", "it is computed", "formula", {"type": "number"}, 5.0, "computed_field"),
    ("clock of 25", "no such hour", "instant", {}, "2026-03-05 25:00", "not_an_instant"),
    ("14 PM", "either 14 or PM", "instant", {}, "2026-03-05 14:00 am", "not_an_instant"),
    ("time without a day", "and nobody says today", "instant", {}, time(9, 5), "not_an_instant"),
    ("unit twice", "a slip", "duration", {}, "1h 2h", "not_a_duration"),
    ("number after a unit", "of what?", "duration", {}, "1h30", "not_a_duration"),
]


@pytest.mark.parametrize(("name", "why", "kind", "members", "cell", "code"), REFUSED, ids=[row[0] for row in REFUSED])
def test_cell_is_refused(name: str, why: str, kind: str, members: dict[str, Any], cell: Cell, code: str) -> None:
    with pytest.raises(FieldIssue) as caught:
        KINDS[kind].parse(cell, prop(kind, **members))
    assert caught.value.code == code, why


WRITTEN: list[tuple[str, str, dict[str, Any], Any, Cell]] = [
    ("number", "a number cell adds up", {}, 12.5, 12.5),
    ("money", "in yuan", {}, 123450, 1234.5),
    ("money", "JPY has no minor unit", {"currency": "JPY"}, 1500, 1500.0),
    ("percent", "a sheet formats 0.03 as 3 %", {}, 0.03, 0.03),
    ("date", "a real date", {}, "2026-03-05", date(2026, 3, 5)),
    ("instant", "on the organisation's clock", {}, "2026-03-05T06:30:05Z", datetime(2026, 3, 5, 14, 30, 5)),
    ("boolean", "a word", {}, False, "否"),
    ("choice", "the label", {"options": LEVELS}, "b", "B类"),
    ("region", "names", {}, "330106", "浙江省杭州市西湖区"),
    ("rating", "the number", {}, 3, 3),
    ("formula", "as its type", {"type": "integer", "currency": "CNY"}, 100, 1.0),
    ("rows", "have a sheet of their own", {"target": "line"}, [{"qty": 1}], None),
    ("text", "empty stays blank", {}, None, None),
]


@pytest.mark.parametrize(
    ("kind", "why", "members", "value", "cell"), WRITTEN, ids=[f"{row[0]}: {row[1]}" for row in WRITTEN]
)
def test_value_becomes_cell(kind: str, why: str, members: dict[str, Any], value: Any, cell: Cell) -> None:
    written = KINDS[kind].to_cell(value, prop(kind, **members), "zh", PrintContext())
    assert (written, type(written)) == (cell, type(cell)), why
