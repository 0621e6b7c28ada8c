"""Every finding: one app that has it, and one that nearly has it (schemas/conformance/check)."""

import json
from typing import Any

import msgspec
import pytest

from followthrough.core.check import CATALOGUE, Finding, check
from followthrough.core.model.trigger import SetField
from tests.support.documents import CHECK_CASES, TEMPLATES, base_app, template

ROWS: list[dict[str, Any]] = [
    case
    for path in sorted(CHECK_CASES.glob("*.json"))
    if path.stem != "base"
    for case in json.loads(path.read_text("utf-8"))["cases"]
]
CASES = [pytest.param(case, id=f"{number}-{case['code']}") for number, case in enumerate(ROWS)]


def findings_of(patch: dict[str, Any]) -> list[Finding]:
    return check(base_app(patch))


def test_the_base_app_has_nothing_to_find() -> None:
    assert findings_of({}) == []


@pytest.mark.parametrize("case", CASES)
def test_found_where_it_is(case: dict[str, Any]) -> None:
    found = [finding for finding in findings_of(case["has"]) if finding.code == case["code"]]
    assert case["path"] in [finding.path for finding in found], case["why"]
    here = next(finding for finding in found if finding.path == case["path"])
    if "example" in case:
        assert here.example is not None
        assert case["example"].items() <= here.example.items(), here.example
    for texts in (here.message(), here.remedy()):
        assert set(texts) == {"zh", "en"}
        assert all(text and "{" not in text and "–" not in text for text in texts.values()), texts


@pytest.mark.parametrize("case", CASES)
def test_not_found_where_it_nearly_is(case: dict[str, Any]) -> None:
    found = [finding for finding in findings_of(case["nearly"]) if finding.code == case["code"]]
    assert found == [], case["why"]


@pytest.mark.parametrize("empty", [None, "", []])
@pytest.mark.parametrize("made", ["action", "trigger"])
def test_no_spelling_of_nothing_is_put_into_a_title(made: str, empty: Any) -> None:
    app = base_app({})
    if made == "action":
        offer = msgspec.structs.replace(app.actions["offer"], writes={"title": {"v": empty}})
        app = msgspec.structs.replace(app, actions={**app.actions, "offer": offer})
    else:
        tell = app.triggers["tell"]
        sets = msgspec.structs.replace(tell, effects={"mark": SetField(field="title", value={"v": empty})})
        app = msgspec.structs.replace(app, triggers={"tell": sets})
    assert "write_empties" in {one.code for one in check(app)}


def test_every_code_of_the_catalogue_has_a_case() -> None:
    shown = {case["code"] for case in ROWS}
    rules = {code for code in CATALOGUE if code.startswith("rule_")}  # shown by the corpus of the rule language
    assert set(CATALOGUE) - rules - shown == set()


@pytest.mark.parametrize("name", TEMPLATES)
def test_shipped_templates_have_no_errors(name: str) -> None:
    assert [finding for finding in check(template(name)) if finding.severity == "error"] == []
