"""Operations on documents: the corpus that the browser runs too."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from followthrough.core.design.operations import Operation, apply, invert

CASES = json.loads(Path("schemas/conformance/design/operations.json").read_text("utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_corpus(case: dict[str, Any]) -> None:
    before = copy.deepcopy(case["app"])
    operations = [Operation(**one) for one in case["operations"]]
    done = apply(case["app"], operations)
    assert case["app"] == before, "nothing is changed in place"
    assert [one.path for one in done.conflicts] == case.get("conflicts", [])
    assert done.app == case.get("after", before)
    if not done.conflicts:
        back = apply(done.app, invert(operations))
        assert not back.conflicts
        assert filled(back.app) == filled(before)


def filled(value: Any) -> Any:
    """Without the objects that were made on the way and stay behind empty."""
    if not isinstance(value, dict):
        return value
    inside = {key: filled(part) for key, part in value.items()}
    return {key: part for key, part in inside.items() if part != {}}
