"""Places a clone must leave as they are."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from followthrough.core.design.operations import Operation, apply, read
from followthrough.core.design.places import is_place, locked_place

BASE = json.loads(Path("schemas/conformance/check/base.json").read_text("utf-8"))
LINEAGE = {"template": "base", "version": "1", "base": "0" * 64}


def app(**manifest: Any) -> dict[str, Any]:
    made: dict[str, Any] = copy.deepcopy(BASE)
    made["app"] |= manifest
    return made


def after(before: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    done = apply(before, [Operation(path, read(before, path), value)])
    assert not done.conflicts
    return done.app


AMOUNT = "entity/deal/properties/amount/field/label"


@pytest.mark.parametrize(
    ("name", "before", "path", "value", "want"),
    [
        ("the original locks nothing for its owner", app(), AMOUNT, {"zh": "合同额"}, None),
        ("its owner may lift a lock", app(), "app/locks", None, None),
        ("nobody becomes a clone by an edit", app(), "app/lineage", LINEAGE, "app/lineage"),
        ("a clone leaves what is locked", app(lineage=LINEAGE), AMOUNT, {"zh": "合同额"}, "entity/deal/amount"),
        ("a clone changes the rest", app(lineage=LINEAGE), "flow/deal/stages/quote/label", {"zh": "正式报价"}, None),
        ("a clone does not lift the lock", app(lineage=LINEAGE), "app/locks", None, "app/locks"),
        (
            "where something is named, only that may change",
            app(lineage=LINEAGE, locks={}, clone_may_change={"entity/deal/grade": {}}),
            "flow/deal/stages/quote/label",
            {"zh": "正式报价"},
            "flow/deal/stages/quote/label/zh",
        ),
        (
            "and what is named may",
            app(lineage=LINEAGE, locks={}, clone_may_change={"entity/deal/grade": {}}),
            "entity/deal/properties/grade/field/label",
            {"zh": "客户分级"},
            None,
        ),
        (
            "its name is its own",
            app(lineage=LINEAGE, clone_may_change={"entity/deal/grade": {}}),
            "app/name",
            {"zh": "华东"},
            None,
        ),
    ],
)
def test_what_a_clone_may_change(name: str, before: dict[str, Any], path: str, value: Any, want: str | None) -> None:
    found = locked_place(before, after(before, path, value))
    assert found == want, name


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("entity/customer/properties/name/field/label", True),
        ("app/name", True),
        ("entity", False),
        ("entity/__proto__/x", False),
        ("app/__proto__", False),
        ("metric/won/where", True),
        ("nothing/x", False),
    ],
)
def test_what_a_path_may_name(path: str, is_one: bool) -> None:
    assert is_place(path) is is_one
