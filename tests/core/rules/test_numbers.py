"""What a record keeps of a computed number, and the bound behind the range check."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthrough.core.rules import storable
from followthrough.core.rules.closures.number import ROUND_LIMIT, round_half_away
from followthrough.core.rules.magnitude import smallest

KEPT = [
    ("an ordinary number", "as it is", 2.5, 2.5),
    ("the cap", "still a number", 1e15, 1e15),
    ("beyond the cap", "empty", 1.0000000000000002e15, None),
    ("below the negative cap", "empty", -1.1e15, None),
    ("the smallest number", "as it is", -1e-9, -1e-9),
    ("smaller", "0, or products in SQL could underflow", 9.9e-10, 0.0),
    ("a denormal", "0", -5e-324, 0.0),
]


@pytest.mark.parametrize(("name", "why", "value", "kept"), KEPT, ids=[row[0] for row in KEPT])
def test_what_a_record_keeps(name: str, why: str, value: float, kept: float | None) -> None:
    assert storable(value) == kept, why


@given(st.integers(-(10**12), 10**12), st.integers(0, 3))
def test_rounding_gives_what_is_written_on_15_digits(units: int, digits: int) -> None:
    value = units / 10 ** (digits + 1)
    whole, last = divmod(abs(units), 10)
    expected = (whole + (last >= 5)) / 10**digits
    assert round_half_away(value, 10.0**digits) == (expected if units >= 0 else -expected)


@given(st.floats(-1e15, 1e15), st.floats(-1e15, 1e15), st.integers(0, 6))
def test_rounding_never_turns_an_order_around(a: float, b: float, digits: int) -> None:
    low, high = sorted((a, b))
    near = [number for number in (low, high) if abs(number) * 10.0**digits < ROUND_LIMIT]
    assert all(x <= y for x, y in pairwise(round_half_away(number, 10.0**digits) for number in near))


@given(st.floats(1e-9, 1e15), st.floats(1e-9, 1e15), st.floats(1e-9, 1e15))
def test_no_value_is_smaller_than_the_range_check_thinks(x: float, y: float, z: float) -> None:
    fields = ({"f": "x"}, {"f": "y"}, {"f": "z"})
    difference = {
        "op": "sub",
        "a": [{"op": "mul", "a": [fields[0], fields[1]]}, {"op": "div", "a": [fields[2], fields[1]]}],
    }
    found = x * y - z / y
    assert found == 0 or abs(found) >= smallest(difference).size
