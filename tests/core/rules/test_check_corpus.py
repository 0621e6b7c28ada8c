"""The cases of the type check, and what its findings are made of."""

from __future__ import annotations

import re
from typing import Any

import pytest

from followthrough.core.rules import ISSUES, Expect, check_rule
from tests.core.rules.corpus import Case, case_id, corpus, field_type


def _expect(data: Any) -> Expect:
    return data if data is None or data == "condition" else field_type(data)


@pytest.mark.parametrize("case", corpus("check"), ids=case_id)
def test_the_check_finds_what_is_wrong_and_where(case: Case) -> None:
    calendars = case.more.get("calendars")
    found = check_rule(case.rule, case.scope, _expect(case.more.get("expect_type")), calendars)
    assert [{"at": issue.path, "code": issue.code} for issue in found] == case.expect, case.why
    for issue in found:
        assert set(issue.params) == set(ISSUES[issue.code]["params"]), issue


def test_every_code_has_a_case() -> None:
    assert {row["code"] for case in corpus("check") for row in case.expect} == set(ISSUES)


@pytest.mark.parametrize("code", sorted(ISSUES))
def test_texts_quote_only_their_parameters(code: str) -> None:
    row = ISSUES[code]
    texts = [row["zh"], row["en"], row["remedy"]["zh"], row["remedy"]["en"]]
    assert all(texts)
    assert {name for text in texts for name in re.findall(r"\{(\w+)\}", text)} <= set(row["params"])
    assert row["severity"] in ("error", "warning")
