"""Decoding whole apps and folders: every fault with its place; what is written is read back the same."""

from typing import Any

import pytest

from followthrough.core.model.decode import DocumentError, decode_app, decode_document, to_json
from followthrough.core.model.folder import from_files, to_files
from tests.support.documents import base_app, merged

BASE: dict[str, Any] = to_json(base_app())


def faults(obj: Any) -> list[tuple[str, str]]:
    with pytest.raises(DocumentError) as refused:
        decode_app(obj)
    return [(issue.path, issue.code) for issue in refused.value.issues]


@pytest.mark.parametrize(
    ("patch", "expected", "why"),
    [
        ({"extra": {}}, [("", "document_unknown_member")], "an app has no other parts"),
        ({"access": None}, [("", "document_missing_member")], "deny by default needs a word on who may"),
        ({"forms": []}, [("forms", "document_wrong_type")], "collections are objects"),
        ({"app": {"key": "Sales App"}}, [("app/key", "document_bad_id")], "the key is an id"),
        ({"flows": {"deal": {"id": "other"}}}, [("flow/deal/id", "document_wrong_id")], "filed under another id"),
        (
            {"entities": {"deal": {"entity": {"id": "x"}}}},
            [("entity/deal/entity/id", "document_wrong_id")],
            "entities too",
        ),
        (
            {"flows": {"deal": {"stages": {"demo": {"kind": "opened", "order": "2"}}}}},
            [
                ("flow/deal/stages/demo/kind", "document_bad_value"),
                ("flow/deal/stages/demo/order", "document_wrong_type"),
            ],
            "all faults of a document",
        ),
        (
            {"duties": {"follow": {"due": {"after": "24h"}}}},
            [("duty/follow/due/after", "document_bad_duration")],
            "durations are ISO 8601",
        ),
        (
            {"entities": {"deal": {"properties": {"days": {"field": {"kind": "numeral"}}}}}},
            [("entity/deal/properties/days/field/kind", "document_bad_value")],
            "kinds are a closed list",
        ),
        (
            {"entities": {"deal": {"properties": {"days": {"field": {"target": "customer"}}}}}},
            [("entity/deal/properties/days/field", "document_unknown_member")],
            "a number refers to nothing",
        ),
        (
            {"lists": {"deal": {"views": {"big": {"filter": {"a": None}}}}}},
            [("list/deal/views/big/filter", "document_bad_rule")],
            "a rule without its arguments",
        ),
        (
            {"actions": {"visit": {"fields": {"how": {"property": {"field": {"kind": "serial"}}}}}}},
            [("action/visit/fields/how/property/field/kind", "document_bad_value")],
            "nobody types a serial number",
        ),
    ],
)
def test_faults(patch: dict[str, Any], expected: list[tuple[str, str]], why: str) -> None:
    assert sorted(faults(merged(BASE, patch))) == sorted(expected), why


@pytest.mark.parametrize("obj", [None, [], "x", 3])
def test_what_is_no_object_is_no_app(obj: Any) -> None:
    assert faults(obj) == [("", "document_not_object")]


def test_written_and_read_back() -> None:
    app = decode_app(BASE)
    assert to_json(app) == BASE
    assert decode_app(to_json(app)) == app


def test_defaults_are_not_written_but_marks_are() -> None:
    flow = BASE["flows"]["deal"]
    assert "kind" not in flow["stages"]["start"], "open is the default"
    assert "entry" not in flow["stages"]["start"], "no requirement"
    assert flow["transitions"]["to_lost"]["roles"] == {"boss": {}, "rep": {}}, "membership is an empty object"


def test_whole_floats_are_whole_numbers() -> None:
    assert (
        decode_app(merged(BASE, {"flows": {"deal": {"stages": {"demo": {"order": 2.0}}}}}))
        .flows["deal"]
        .stages["demo"]
        .order
        == 2
    )


def test_kinds_of_documents_are_a_closed_list() -> None:
    with pytest.raises(ValueError):
        decode_document("screen", {})


def test_an_app_as_files_and_back() -> None:
    files = to_files(BASE)
    assert {"app.json", "access.json", "entities/customer.json", "decision_tables/risk.json"} <= set(files)
    again, misplaced = from_files(files)
    assert misplaced == []
    assert decode_app(again) == decode_app(BASE)


@pytest.mark.parametrize(
    ("path", "placed", "why"),
    [
        ("scenarios/one.json", True, "stories stand beside the app"),
        ("demo/people.json", True, "so does demo data"),
        ("screens/one.json", False, "no such folder"),
        ("forms/Deal.json", False, "the name is no id"),
        ("forms/old/deal.json", False, "folders are flat"),
        ("forms/deal.yaml", False, "documents are JSON"),
        ("readme.json", False, "nor at the top"),
    ],
)
def test_files_that_have_no_place(path: str, placed: bool, why: str) -> None:
    app, misplaced = from_files({**to_files(BASE), path: {}})
    assert ([issue.path for issue in misplaced] == []) is placed, why
    assert {name: part for name, part in app.items() if part} == {name: part for name, part in BASE.items() if part}
