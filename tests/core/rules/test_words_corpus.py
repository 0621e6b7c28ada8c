"""The cases of sentences and of explanations."""

from __future__ import annotations

import pytest

from followthrough.core.rules import Env, bind, check_rule, errors, explain, sentence
from tests.core.rules.corpus import Case, case_id, corpus, labels_of


@pytest.mark.parametrize("case", corpus("sentence"), ids=case_id)
def test_a_rule_reads_as_expected(case: Case) -> None:
    assert errors(check_rule(case.rule, case.scope)) == []
    labels = labels_of(case)
    found = {lang: sentence(case.rule, case.scope, labels, lang, case.env.zone) for lang in ("zh", "en")}
    assert found == case.expect, case.why


@pytest.mark.parametrize("case", corpus("explain"), ids=case_id)
def test_an_explanation_names_the_least_that_is_missing(case: Case) -> None:
    assert errors(check_rule(case.rule, case.scope, "condition")) == []
    around = case.env
    values = bind(case.record, case.scope, case.fields)
    env = Env(values, around.now, around.today, around.zone, around.calendars)
    found = explain(case.rule, case.scope, env).to_json()
    assert found["result"] == case.expect["result"]
    assert found["needed"] == case.expect["needed"], case.why
    if "tree" in case.expect:
        assert found["tree"] == case.expect["tree"]
