"""Ids, canonical bytes, digests."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthrough.core.kit.ids import canonical_json, digest, is_field_path, is_id, is_record_id

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("text", "good", "why"),
    [
        ("customer", True, "plain"),
        ("a" * 40, True, "the longest"),
        ("a" * 41, False, "one too long"),
        ("", False, "empty"),
        ("1st", False, "begins with a digit"),
        ("_id", False, "system names begin so"),
        ("Customer", False, "capitals differ only on some file systems"),
        ("客户", False, "labels are text, ids are not"),
        ("a-b", False, "no hyphen"),
        ("abc\n", False, "a final newline is not seen by $ in Python"),
    ],
)
def test_ids(text: str, good: bool, why: str) -> None:
    assert is_id(text) is good, why


@pytest.mark.parametrize(
    ("text", "good", "why"),
    [
        ("amount", True, "own"),
        ("_stage", True, "system"),
        ("customer.level", True, "one reference"),
        ("contact.customer._stage", True, "two references and a system field"),
        ("a.b.c.d", False, "three references"),
        ("customer.", False, "nothing behind the reference"),
        (".level", False, "no reference"),
        ("customer.level\n", False, "final newline"),
    ],
)
def test_field_paths(text: str, good: bool, why: str) -> None:
    assert is_field_path(text) is good, why


def test_record_ids() -> None:
    assert is_record_id("0190f3a2-7c1e-7def-8abc-0123456789ab")
    assert not is_record_id("0190F3A2-7C1E-7DEF-8ABC-0123456789AB"), "one spelling only"
    assert not is_record_id("0190f3a27c1e7def8abc0123456789ab")


@given(st.dictionaries(st.text(), JSON, max_size=6))
def test_order_of_members_does_not_matter(obj: dict[str, Any]) -> None:
    backwards = dict(reversed(list(obj.items())))
    assert canonical_json(obj) == canonical_json(backwards)
    assert digest(canonical_json(obj)) == digest(canonical_json(backwards))


def test_canonical_form() -> None:
    assert canonical_json({"b": 1.0, "a": ["名", None, True]}) == '{"a":["名",null,true],"b":1}'.encode()
    assert canonical_json({"x": 0.1}) == b'{"x":0.1}'


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_numbers_json_cannot_say_are_refused(number: float) -> None:
    with pytest.raises(ValueError):
        canonical_json({"x": number})
