"""What means the same is spelled the same before two states of an app are compared."""

from __future__ import annotations

from followthrough.core.design.spelling import spelled_as


def test_a_default_written_out_is_no_difference_and_everything_else_is() -> None:
    plain = {"a": {"x": 1}, "b": {}, "list": [1]}
    written = {"a": {"x": 1, "digits": 4}, "b": {"reset": "year"}, "list": [1], "order": 0}
    assert spelled_as(plain, plain, written) == written
    other = {"a": {"x": 2}, "b": {"reset": "day"}, "list": [1, 2], "new": {}}
    assert spelled_as(other, plain, written) == {
        "a": {"x": 2, "digits": 4},
        "b": {"reset": "day"},
        "list": [1, 2],
        "order": 0,
        "new": {},
    }


def test_what_only_one_of_them_says_stays_a_difference() -> None:
    assert spelled_as({"a": 1}, {"a": 1, "b": 2}, {"a": 1, "b": 2}) == {"a": 1}
    assert spelled_as({}, {"b": {"c": 1}}, {"b": {"c": 1, "d": 0}}) == {}
