"""The search for a record: what it finds is true, what it calls impossible is impossible."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthrough.core.check.satisfy import TODAY, find
from followthrough.core.kit.fieldtype import BOOLEAN, DATE, NUMBER, TEXT, FieldType
from followthrough.core.rules import Env, FieldScope, evaluate

LEVEL = FieldType("choice", options=frozenset({"a", "b", "c"}))
TAGS = FieldType("set", options=frozenset({"x", "y", "z"}))
SCOPE = FieldScope(
    {
        "level": LEVEL,
        "vip": BOOLEAN,
        "n": NUMBER,
        "m": NUMBER,
        "d": DATE,
        "t": TEXT,
        "tags": TAGS,
        "c": FieldType("ref"),
        "c.n": NUMBER,
    }
)
MOMENT = Env({}, now=TODAY * 86_400, today=TODAY)


def call(op: str, *args: Any) -> dict[str, Any]:
    return {"op": op, "a": [arg if isinstance(arg, dict) else {"v": arg} for arg in args]}


def f(name: str) -> dict[str, Any]:
    return {"f": name}


@pytest.mark.parametrize(
    ("rules", "possible", "why"),
    [
        ([call("eq", f("level"), "a")], True, "one option"),
        ([call("eq", f("level"), "a"), call("eq", f("level"), "b")], False, "two at once"),
        ([call("gt", f("n"), 5), call("lt", f("n"), 6)], True, "between two literals"),
        ([call("gt", f("n"), 5), call("lt", f("n"), 5)], False, "neither above nor below"),
        ([call("not", call("lt", f("n"), 5)), call("not", call("ge", f("n"), 5))], True, "empty is neither"),
        ([call("has_all", f("tags"), ["x", "y"]), call("not", call("has", f("tags"), "z"))], True, "a pair of three"),
        ([call("has", f("tags"), "x"), call("is_empty", f("tags"))], False, "filled and empty"),
        ([call("not_empty", f("c.n")), call("is_empty", f("c"))], False, "nothing behind an empty reference"),
        ([call("not_in", f("level"), ["a", "b", "c"]), call("not_empty", f("level"))], False, "no other option"),
        ([call("eq", f("vip"), True), f("vip")], True, "a boolean as a condition"),
    ],
)
def test_possible_or_proved_impossible(rules: list[dict[str, Any]], possible: bool, why: str) -> None:
    answer = find(rules, SCOPE)
    assert (answer.record is not None) is possible, why
    assert answer.never is not possible, why


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        (call("and", call("gt", f("n"), f("m")), call("gt", f("m"), f("n"))), "two fields compared with each other"),
        (call("gt", call("mul", f("n"), 0), 1), "arithmetic"),
        (call("and", call("contains", f("t"), "x"), call("contains", f("t"), "y")), "texts are only sampled"),
        (call("lt", f("d"), call("add_days", call("today"), -9)), "the clock"),
    ],
)
def test_where_not_every_case_can_be_tried_nothing_is_called_impossible(rule: dict[str, Any], why: str) -> None:
    assert not find([rule], SCOPE).never, why


def test_false_rules_and_filled_fields() -> None:
    level_a = call("eq", f("level"), "a")
    assert find([level_a], SCOPE, false=[level_a]).never
    assert find([], SCOPE, false=[call("not_empty", f("level"))]).record == {}
    assert find([], SCOPE, false=[call("not_empty", f("level"))], filled=["level"]).never


ATOMS = st.one_of(
    st.builds(
        lambda o, v: call(o, f("level"), v), st.sampled_from(["eq", "ne"]), st.sampled_from(["a", "b", "c", None])
    ),
    st.builds(
        lambda o, v: call(o, f("n"), v), st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge"]), st.integers(0, 3)
    ),
    st.builds(lambda v: call("has_any", f("tags"), v), st.lists(st.sampled_from("xyz"), min_size=1, unique=True)),
    st.builds(lambda v: call("eq", f("vip"), v), st.booleans()),
)
CONDITIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds(lambda parts: call("and", *parts), st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: call("or", *parts), st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda part: call("not", part), inner),
    ),
    max_leaves=8,
)
RECORDS = st.fixed_dictionaries(
    {},
    optional={
        "level": st.sampled_from(["a", "b", "c"]),
        "n": st.sampled_from([-1, 0, 0.5, 1, 1.5, 2, 3, 4, 99]),
        "tags": st.lists(st.sampled_from("xyz"), unique=True).map(sorted),
        "vip": st.booleans(),
    },
)


@given(CONDITIONS, CONDITIONS, RECORDS)
def test_what_is_found_holds_and_what_holds_is_found(true: Any, false: Any, record: dict[str, Any]) -> None:
    answer = find([true], SCOPE, false=[false])
    if answer.record is not None:
        assert evaluate(true, SCOPE, answer.record, MOMENT) is True
        assert evaluate(false, SCOPE, answer.record, MOMENT) is not True
    if evaluate(true, SCOPE, record, MOMENT) is True and evaluate(false, SCOPE, record, MOMENT) is not True:
        assert not answer.never
