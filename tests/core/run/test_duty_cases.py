"""Every case of schemas/conformance/duties comes out as told, by the pure code alone."""

import pytest

from tests.support.duty_cases import Case, cases, difference


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_case(case: Case) -> None:
    assert difference(case) == [], case.why


def test_cases_have_distinct_names_and_reasons() -> None:
    found = cases()
    assert len({case.id for case in found}) == len(found) >= 60
    assert all(case.why for case in found)
