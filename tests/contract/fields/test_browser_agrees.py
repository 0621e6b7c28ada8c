"""The browser's kinds answer as the server's do: same value, same issue, same print, for generated input."""

import json
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followthrough.core.fields import KINDS, FieldIssue, PropertyLike, ReadContext
from tests.support.field_values import JSON_VALUES, KIND_VALUES, properties
from tests.support.tree import ROOT

Ask = Callable[[dict[str, Any]], dict[str, Any]]

# The browser finds no titles, and reads a division by its code only.
SERVER_ONLY = {"region", "address"}
BY_TITLE = {"person", "unit", "reference", "poly_reference", "file", "image", "rows"}
TODAY, ZONE = "2026-03-05", "Asia/Shanghai"
SAME_PROCESS = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def browser() -> Iterator[Ask]:
    """Asks the browser's kinds, run by Node, one question after the other."""
    command = ["node", str(ROOT / "frontend/scripts/fields-worker.mjs")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdin is not None
        assert worker.stdout is not None
        into, out = worker.stdin, worker.stdout

        def ask(question: dict[str, Any]) -> dict[str, Any]:
            into.write(json.dumps(question) + "\n")
            into.flush()
            answer: dict[str, Any] = json.loads(out.readline())
            return answer

        yield ask
        into.close()


def question(fn: str, property_: PropertyLike, value: Any, **more: Any) -> dict[str, Any]:
    return {"fn": fn, "prop": msgspec.to_builtins(property_), "input": value, "today": TODAY, "zone": ZONE, **more}


def outcome(read: Callable[[], Any]) -> dict[str, Any]:
    try:
        return {"value": read()}
    except FieldIssue as issue:
        return {"issue": {"code": issue.code, "params": issue.params}}


@pytest.mark.parametrize("kind", sorted(set(KIND_VALUES) - SERVER_ONLY))
@SAME_PROCESS
@given(data=st.data())
def test_normalise_and_format_agree(browser: Ask, kind: str, data: st.DataObject) -> None:
    property_ = data.draw(properties(kind))
    made = KIND_VALUES[kind]
    finite = st.one_of(made.values, made.noise, JSON_VALUES).filter(
        lambda value: repr(value) not in ("nan", "inf", "-inf")
    )
    value = data.draw(finite)
    here = outcome(lambda: KINDS[kind].normalise(value, property_))
    assert browser(question("normalise", property_, value)) == here
    if here.get("value") is not None and kind not in BY_TITLE:
        lang = data.draw(st.sampled_from(["zh", "en"]))
        shown = {"text": KINDS[kind].format(here["value"], property_, lang)}  # type: ignore[arg-type]  # one of both
        assert browser(question("format", property_, here["value"], lang=lang)) == shown


NUMBERS = st.from_regex(
    r"[+\-−]?[¥$]?([0-9]{1,4}|[0-9]{1,3}(,[0-9]{3}){1,2})(\.[0-9]{0,3})? ?(万|亿|k|w|%|‰|元)?", fullmatch=True
)
DATES = st.from_regex(
    r"[0-9]{1,4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,4}日?( [0-9]{1,2}:[0-9]{1,2}(:[0-9]{2})?)?", fullmatch=True
)
LENGTHS = st.from_regex(r"[0-9]{1,2}(天|小时|h|:)[0-9]{1,2}(分|m|:[0-9]{1,2})?", fullmatch=True)
WORDS = st.sampled_from(
    ["是", "No", "A类", "class b", "B类/C类", "旧类", "A类、C类", "今天", "★★", "５", "12.5万元", "下午2:30"]
)
TYPED = st.one_of(NUMBERS, DATES, LENGTHS, WORDS, st.text(st.characters(exclude_categories=["Cs"]), max_size=8))


@pytest.mark.parametrize("kind", sorted(set(KIND_VALUES) - SERVER_ONLY - BY_TITLE))
@SAME_PROCESS
@given(data=st.data())
def test_typed_text_is_read_alike(browser: Ask, kind: str, data: st.DataObject) -> None:
    property_, text = data.draw(properties(kind)), data.draw(TYPED)
    order = data.draw(st.sampled_from([None, "dmy", "mdy"]))
    reading = ReadContext(today=TODAY, zone=ZONE, date_order=order)  # type: ignore[arg-type]  # one of the orders
    here = outcome(lambda: KINDS[kind].parse(text, property_, reading))
    asked = question("parse", property_, text, **({"order": order} if order else {}))
    assert browser(asked) == here
