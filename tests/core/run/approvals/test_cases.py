"""The cases of schemas/conformance/approvals come out as told, in memory."""

import pytest

from tests.support.approval_cases import Case, cases, difference

ALL = cases()


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.id)
def test_it_comes_out_as_told(case: Case) -> None:
    assert difference(case) == [], case.why


def test_there_are_cases_enough() -> None:
    assert len(ALL) >= 40
    assert len({case.id for case in ALL}) == len(ALL)
    assert all(len(case.why) > 10 for case in ALL)
