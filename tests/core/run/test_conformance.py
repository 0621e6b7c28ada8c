"""Every case of schemas/conformance/flow comes out as told, by the decision code alone."""

import pytest
from msgspec.structs import replace

from followthrough.core.model.scenario import CreateStep, EditStep, MoveStep
from tests.support.flow_cases import Case, cases, difference


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_case(case: Case) -> None:
    assert difference(case) == [], case.why


WAYS_IN = ("form", "list", "board", "bulk", "api")


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_the_way_in_changes_nothing(case: Case) -> None:
    """Form, list edit, drag, bulk and API come to the same answer (an import row asks for one right more)."""
    step = case.story.steps[0]
    if isinstance(step, CreateStep | EditStep | MoveStep) and step.entry != "import":
        for entry in WAYS_IN:
            assert difference(case, replace(step, entry=entry)) == [], entry


def test_cases_have_distinct_names_and_reasons() -> None:
    found = cases()
    assert len({case.id for case in found}) == len(found) >= 80
    assert all(case.why for case in found)
