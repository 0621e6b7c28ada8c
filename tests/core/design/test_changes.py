"""What two versions say differently: the corpus, and that no change of a real app is passed over or told in ids."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from followthrough.core.design.changes import Change, changes
from followthrough.core.design.operations import Operation, apply, read
from followthrough.core.model.app import AppDocument
from followthrough.core.model.decode import DocumentError, decode_app, to_json
from followthrough.services.catalogue import read_folder
from tests.support import edits

FILES = [Path(f"schemas/conformance/design/{name}.json") for name in ("changes", "changes_named")]
CASES = [case for file in FILES for case in json.loads(file.read_text("utf-8"))["cases"]]
BASE = json.loads(Path("schemas/conformance/check/base.json").read_text("utf-8"))
SALES = to_json(decode_app(read_folder(Path("templates_catalog/sales"))[0]))


def edited(app: dict[str, Any], edit: list[dict[str, Any]]) -> AppDocument:
    return decode_app(edits.edited(app, {one["path"]: one["value"] for one in edit}))


def shown(change: Change) -> dict[str, Any]:
    words = [change.words["zh"], change.words["en"]]
    return {"path": change.path, "weight": change.weight, "place": change.place["zh"], "words": words}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_corpus(case: dict[str, Any]) -> None:
    before, after = decode_app(BASE), edited(BASE, case["edit"])
    assert [shown(change) for change in changes(before, after)] == case["changes"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_nothing_differs_from_itself(case: dict[str, Any]) -> None:
    after = edited(BASE, case["edit"])
    assert changes(after, after) == []
    there = {change.path for change in changes(decode_app(BASE), after)}
    back = {change.path for change in changes(after, decode_app(BASE))}
    assert there == back, "what came one way goes the other"


def working(edit: list[dict[str, Any]], then: list[dict[str, Any]]) -> list[str]:
    """What the second edit of the sales app changes after the first."""
    before = edited(SALES, edit)
    return [change.words["zh"] for change in changes(before, edited(to_json(before), then))]


def test_what_a_calendar_counts_is_told_in_working_time() -> None:
    """Of a duty's limit, of its variants by their own calendar, of its repetition, of a step of an approval."""
    due, variant = "duty/first_follow_up/due", {"when": {"v": True}, "after": "PT8H"}
    every = {"period": "since_last", "every": "P5D"}
    step = {"label": {"zh": "审批"}, "approvers": {"owner": {"person": {"to": "owner"}}}, "within": "P1D"}
    approved = {"steps": {"one": {**step, "calendar": "organisation"}}}
    edit = [
        {"path": f"{due}/variants", "value": {"a": {**variant, "calendar": "organisation"}, "b": variant}},
        {"path": "duty/first_follow_up/repeats", "value": every},
        {"path": "action/log_follow_up/approval", "value": approved},
    ]
    then = [
        {"path": f"{due}/after", "value": "P2D"},
        {"path": f"{due}/variants/a/after", "value": "PT4H"},
        {"path": f"{due}/variants/b/after", "value": "PT4H"},
        {"path": "duty/first_follow_up/repeats/every", "value": "P4D"},
        {"path": "action/log_follow_up/approval/steps/one/within", "value": "PT30M"},
    ]
    assert sorted(word.partition("：")[2] for word in working(edit, then)) == [
        "1 个工作日 → 2 个工作日",
        "1 个工作日 → 30 分钟工作时间",
        "5 个工作日 → 4 个工作日",
        "8 个工作小时 → 4 个工作小时",
        "8 小时 → 4 小时",
    ]
    assert "5 个工作日" in working([], edit[1:2])[0]


def leaves(value: Any, path: str) -> list[str]:
    """Every place of the app's JSON that an edit may name, rules whole."""
    if not isinstance(value, dict) or not value or {"op", "f", "v", "p"} & value.keys() or "zh" in value:
        return [path]
    return [place for key, part in value.items() for place in leaves(part, f"{path}/{key}")]


def places() -> list[str]:
    kinds = {"entities": "entity", "flows": "flow", "actions": "action", "duties": "duty", "triggers": "trigger"}
    kinds |= {"decision_tables": "decision_table", "forms": "form", "lists": "list", "queues": "queue"}
    found = leaves(SALES["access"], "access")
    for member, kind in kinds.items():
        for key, document in SALES[member].items():
            found += leaves(document, f"{kind}/{key}")
    return found


def taken_out_one_by_one(step: int) -> int:
    """Takes every `step`-th place out of the sales template where it can be taken out; how many changes were told."""
    before = decode_app(SALES)
    told = 0
    for place in places()[::step]:
        done = apply(SALES, [Operation(place, read(SALES, place), None)])
        try:
            after = decode_app(done.app)
        except DocumentError:  # a member that must be there
            continue
        if after == before:
            continue
        found = changes(before, after)
        assert found, place
        for change in found:
            told += 1
            for lang in ("zh", "en"):
                assert change.words[lang], place
                assert not re.search(r"[{}]|\bNone\b|Struct|_[a-z]+_", change.words[lang]), (place, change.words)
    return told


def test_no_place_is_passed_over_or_told_in_ids() -> None:
    assert taken_out_one_by_one(step=37) > 20


@pytest.mark.fuzz
def test_no_place_at_all_is_passed_over_or_told_in_ids() -> None:
    assert taken_out_one_by_one(step=1) > 1000
