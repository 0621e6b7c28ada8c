"""What holds for every value of every kind: stored once is stored for good, and what is printed can be read again."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from followthrough.core.fields import KINDS, FieldIssue, Lang, PropertyLike, ReadContext
from followthrough.core.fields.numbers import decimals_of
from tests.support.field_values import JSON_VALUES, KIND_VALUES, properties

FILLED = sorted(KIND_VALUES)
READ = ReadContext(today="2026-03-05")
ALSO_JSON = {kind: st.one_of(made.values, made.noise, JSON_VALUES) for kind, made in KIND_VALUES.items()}


def test_every_kind_that_people_fill_is_generated() -> None:
    assert set(KIND_VALUES) == {kind.id for kind in KINDS.values() if not kind.server_set}


def stored(kind: str, value: Any, property_: PropertyLike) -> Any:
    try:
        return KINDS[kind].normalise(value, property_)
    except FieldIssue:
        return None


@pytest.mark.parametrize("kind", FILLED)
@given(data=st.data())
def test_normalise_answers_a_stored_value_or_an_issue_and_is_idempotent(kind: str, data: st.DataObject) -> None:
    property_ = data.draw(properties(kind))
    value = stored(kind, data.draw(ALSO_JSON[kind]), property_)
    assert value not in ("", [], {})
    assert value is None or KINDS[kind].normalise(value, property_) == value


@pytest.mark.parametrize("kind", FILLED)
@given(data=st.data())
def test_parse_never_fails_otherwise_than_with_an_issue(kind: str, data: st.DataObject) -> None:
    property_ = data.draw(properties(kind))
    cell = data.draw(st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.datetimes(), st.dates(),
                               st.times(), st.timedeltas(), st.none()))  # fmt: skip
    try:
        value = KINDS[kind].parse(cell, property_, READ)
    except FieldIssue:
        value = None
    assert value is None or KINDS[kind].normalise(value, property_) == value


def _offered(value: Any, property_: PropertyLike) -> Any:
    """The value without the archived option, which is not offered again; None when nothing is left."""
    if not property_.field.options:
        return value
    if isinstance(value, list):
        left = [option for option in value if option != "old"]
        return left if len(left) >= max(1, property_.minItems or 0) else None
    return None if value == "old" else value


# What a title stands for is known to the caller only; rows are no text.
PRINTED = sorted(set(FILLED) - {"person", "unit", "reference", "poly_reference", "file", "image", "rows", "address"})


@pytest.mark.parametrize("kind", PRINTED)
@given(data=st.data(), lang=st.sampled_from(["zh", "en"]))
def test_what_is_printed_reads_back(kind: str, data: st.DataObject, lang: Lang) -> None:
    property_ = data.draw(properties(kind))
    value = stored(kind, data.draw(KIND_VALUES[kind].values), property_)
    assume(value is not None)
    if kind in ("number", "percent"):
        assume(float(f"{value:.15g}") == value)
        assume(decimals_of(value) <= 6 - 2 * (kind == "percent"))  # more than six are not shown
    if kind == "instant":
        value = value[:17] + "00Z"  # minutes are shown
    value = _offered(value, property_)
    assume(value is not None)
    printed = KINDS[kind].format(value, property_, lang)
    assert KINDS[kind].parse(printed, property_, READ) == value


@pytest.mark.parametrize("kind", sorted({*PRINTED, "address"}))
@given(data=st.data())
def test_what_is_written_to_a_sheet_reads_back(kind: str, data: st.DataObject) -> None:
    property_ = data.draw(properties(kind))
    value = stored(kind, data.draw(KIND_VALUES[kind].values), property_)
    assume(value is not None)
    if kind in ("number", "percent"):
        assume(float(f"{value:.15g}") == value)  # a sheet keeps 15 digits
    value = _offered(value, property_)
    assume(value is not None)
    if kind == "address":
        assume(value["detail"] in (None, "文三路1号"))  # a street may itself begin like a place
    assert KINDS[kind].parse(KINDS[kind].to_cell(value, property_), property_, READ) == value
