"""The shared cases: what the browser shows of a form is what the server makes of it (schemas/conformance/forms/state.json)."""

import pytest

from followthrough.core.kit.contract import contract_json
from tests.support.form_cases import Case, run

CASES: list[Case] = contract_json("conformance/forms/state.json")["cases"]
SERVER_CASES = [case for case in CASES if case.get("only") != "browser"]


@pytest.mark.parametrize("case", SERVER_CASES, ids=lambda case: case["name"])
def test_form_state(case: Case) -> None:
    found, expect = run(case), case["expect"]
    assert found["values"] == expect["values"], case["why"]
    assert found["errors"] == expect["errors"], case["why"]
    assert found["hidden"] == expect.get("hidden", found["hidden"]), case["why"]


def test_cases_are_named_and_say_why() -> None:
    assert len({case["name"] for case in CASES}) == len(CASES)
    assert all(case["why"] for case in CASES)
