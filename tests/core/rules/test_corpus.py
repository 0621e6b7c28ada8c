"""The corpus on the Python executor."""

import pytest

from followthrough.core.rules import check_rule, errors, evaluate
from tests.core.rules.corpus import Case, case_id, corpus


@pytest.mark.parametrize("case", corpus("evaluate"), ids=case_id)
def test_python_gives_the_expected_value(case: Case) -> None:
    found = evaluate(case.rule, case.scope, case.record, case.env)
    assert found == case.expect, case.why
    assert isinstance(found, bool) == isinstance(case.expect, bool), case.why


@pytest.mark.parametrize("case", corpus("evaluate"), ids=case_id)
def test_every_case_passes_the_type_check(case: Case) -> None:
    assert errors(check_rule(case.rule, case.scope)) == []


def test_the_corpus_is_large_and_its_names_are_unique() -> None:
    cases = corpus("evaluate")
    assert len(cases) >= 300
    assert len({case.name for case in cases}) == len(cases)
