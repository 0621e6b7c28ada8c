"""The catalogue as data, and problems becoming words."""

import pytest

from followthrough.core.kit.errors import ERRORS, Problem, fill
from followthrough.core.kit.text import both, say


def test_a_problem_says_what_happened_and_what_to_do() -> None:
    problem = Problem("too_many_attempts", {"seconds": 30})
    assert problem.status == 429
    assert problem.message() == {
        "zh": "尝试次数过多，请 30 秒后再试",
        "en": "Too many attempts; try again in 30 seconds",
    }
    assert set(problem.remedy()) == {"zh", "en"}


@pytest.mark.parametrize(
    ("template", "params", "expected", "why"),
    [
        ("{a}和{b}", {"a": 1, "b": "二"}, "1和二", "both"),
        ("{a}", {}, "–", "absent shows as a dash"),
        ("{a}", {"a": ["x", "y"]}, "x、y", "lists are joined"),
        ("{a}", {"a": "{b}", "b": "no"}, "{b}", "a param is never read as a template"),
        ("{A} {}", {"A": 1}, "{A} {}", "only ids are placeholders"),
    ],
)
def test_fill(template: str, params: dict[str, object], expected: str, why: str) -> None:
    assert fill(template, params) == expected, why


def test_the_catalogue_is_loaded() -> None:
    assert ERRORS["not_found"].status == 404
    assert "$schema" not in ERRORS


def test_labels_fall_back_to_chinese() -> None:
    assert say({"zh": "客户"}, "en") == "客户"
    assert say({"zh": "客户", "en": "Customer"}, "en") == "Customer"
    assert say(None, "zh", "?") == "?"
    assert both({"zh": "客户"}) == {"zh": "客户", "en": "客户"}
