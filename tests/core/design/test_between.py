"""From one app to another: nothing is passed over, a mark in a set least of all."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from followthrough.core.design.between import between
from followthrough.core.design.operations import apply

BASE = json.loads(Path("schemas/conformance/check/base.json").read_text("utf-8"))


def changed(change: Any) -> dict[str, Any]:
    made: dict[str, Any] = copy.deepcopy(BASE)
    change(made)
    return made


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("a mark goes from a set", lambda app: app["flows"]["deal"]["transitions"]["to_lost"]["roles"].pop("rep")),
        ("a mark comes to a set", lambda app: app["flows"]["deal"]["transitions"]["to_won"]["from"].update(demo={})),
        ("a set of marks comes", lambda app: app["flows"]["deal"]["transitions"]["to_won"].update(roles={"boss": {}})),
        ("a rule", lambda app: app["flows"]["deal"]["paths"]["short"].update(when={"f": "customer.vip"})),
        ("a document goes", lambda app: app["duties"].pop("follow")),
    ],
)
def test_there_and_back(name: str, change: Any) -> None:
    other = changed(change)
    for one, two in ((BASE, other), (other, BASE)):
        steps = between(one, two)
        assert steps, name
        done = apply(one, steps)
        assert not done.conflicts
        assert between(done.app, two) == (), name
        if name != "a set of marks comes":  # taken out again it leaves an empty set, which is none
            assert done.app == two


def test_nothing_lies_between_an_app_and_itself() -> None:
    assert between(BASE, copy.deepcopy(BASE)) == ()
