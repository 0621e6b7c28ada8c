"""What an app asks for where, which of it could wait, and what is typed only to get past."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from followthrough.core.design.asking import Later, asking, could_wait
from followthrough.core.design.junk import is_junk
from followthrough.core.model.app import AppDocument
from followthrough.core.model.decode import decode_app
from tests.support.edits import edited

BASE = json.loads(Path("schemas/conformance/check/base.json").read_text("utf-8"))


def app(edit: dict[str, Any] | None = None) -> AppDocument:
    return decode_app(edited(BASE, edit or {}))


def test_places_that_ask() -> None:
    found = {(one.kind, one.name): one for one in asking(app())}
    assert found["stage", "quote"].required == ("amount",)
    assert ("form", "line") not in found, "detail rows have no form of their own"
    assert found["form", "customer"].required == ("name",)
    assert not {"deals"} & set(found["form", "customer"].fields), "nobody fills a rollup"


def test_what_rests_asks_for_nothing() -> None:
    gone = app({"entity/deal/entity/archived": True})
    assert {one.entity for one in asking(gone)} & {"deal", "line"} == set()
    assert {one.entity for one in asking(app())} >= {"deal"}
    assert could_wait(gone) == []


NOTE = {"type": "string", "field": {"kind": "text", "label": {"zh": "备注"}, "required": True, "order": 900}}
AT_QUOTE = {"op": "not_empty", "a": [{"f": "note"}]}


@pytest.mark.parametrize(
    ("name", "edit", "want"),
    [
        ("nothing reads it", {}, Later("deal", "note", "form", None)),
        (
            "a later stage is the first to read it",
            {"flow/deal/stages/quote/entry/statements/noted": {"rule": AT_QUOTE}},
            Later("deal", "note", "form", "quote"),
        ),
        ("another field is shown by it", {"entity/deal/properties/days/field/relevance": AT_QUOTE}, None),
        ("a duty is owed while it is filled", {"duty/follow/owed_while": AT_QUOTE}, None),
        ("the list shows it", {"list/deal/columns/note": {}}, None),
    ],
)
def test_fields_that_could_wait(name: str, edit: dict[str, Any], want: Later | None) -> None:
    found = could_wait(app({"entity/deal/properties/note": NOTE, **edit}))
    assert [one for one in found if one.field == "note"] == ([want] if want else []), name


SAMPLE: dict[str, Any] = {"label": {"zh": "送样"}, "order": 15, "entry": {"fields": {"note": {}}}}
ON_SHORT = {
    "entity/deal/properties/note": {**NOTE, "field": {"kind": "text", "label": {"zh": "备注"}, "order": 900}},
    "flow/deal/stages/sample": SAMPLE,
    "flow/deal/paths/short/stages/sample": {"order": 1},
}


@pytest.mark.parametrize(
    ("name", "edit", "want"),
    [
        ("a stage of the shorter path alone asks", {}, Later("deal", "note", "stage:sample", None)),
        (
            "and a later one reads it",
            {"flow/deal/stages/won/entry": {"statements": {"noted": {"rule": AT_QUOTE}}}},
            Later("deal", "note", "stage:sample", "won"),
        ),
        (
            "the stage that asks reads it",
            {
                "flow/deal/stages/sample": {
                    **SAMPLE,
                    "entry": {**SAMPLE["entry"], "statements": {"noted": {"rule": AT_QUOTE}}},
                }
            },
            None,
        ),
        (
            "the longer path asks too, elsewhere and as early",
            {"flow/deal/stages/demo/entry/fields/note": {}},
            Later("deal", "note", "stage:demo", None),
        ),
    ],
)
def test_whatever_path_asks_for_it(name: str, edit: dict[str, Any], want: Later | None) -> None:
    found = could_wait(app({**ON_SHORT, **edit}))
    assert [one for one in found if one.field == "note"] == ([want] if want else []), name


@pytest.mark.parametrize(
    ("text", "junk"),
    [
        ("无", True), ("。。。", True), ("1111", True), ("aaa", True), (" N/A ", True), ("-", True),
        ("待定！", True), ("？", True),
        ("客户要求下周三前报价", False), ("A1", False), ("无锡", False), ("No. 5 plant", False), ("3 台", False), ("好的", False),
    ],
)  # fmt: skip
def test_what_says_nothing(text: str, junk: bool) -> None:
    assert is_junk(text) is junk
