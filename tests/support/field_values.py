"""Generated properties and values of every field kind, for property-based tests."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from followthrough.core.fields import PropertyLike
from followthrough.core.fields.regions import divisions
from tests.support.props import prop

Members = dict[str, Any]
IDS = st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True)
OPTIONS = {
    "a": {"label": {"zh": "A类", "en": "Class A"}, "order": 2},
    "b": {"label": {"zh": "B类", "en": "Class B"}, "order": 1},
    "c": {"label": {"zh": "C类", "en": "Class C"}, "parent": "b"},
    "old": {"label": {"zh": "旧类", "en": "Old"}, "archived": True},
}
LINE = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12).map(
    lambda text: unicodedata.normalize("NFC", text)
)
FEN = st.integers(-(10**12), 10**12)
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31)).map(date.isoformat)
MOMENTS = st.datetimes(datetime(1950, 1, 1), datetime(2199, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
)
PHONES = st.sampled_from(["13812345678", "0571-88886666", "0571-88886666-801", "400-123-4567", "95588", "+6561234567"])
EMAILS = st.from_regex(r"[a-z]{1,8}(\.[a-z]{1,4})?@[a-z]{1,8}\.(com|cn)", fullmatch=True)
URLS = st.from_regex(r"https?://[a-z]{1,8}(\.[a-z]{2,4})?(:[1-9][0-9]{1,3})?(/[a-z]{0,5})?", fullmatch=True)
REGIONS = st.sampled_from(sorted(divisions()))


def _some(**bounds: st.SearchStrategy[Any]) -> st.SearchStrategy[Members]:
    """Some of the members, each drawn from its own strategy."""
    return st.fixed_dictionaries({}, optional=dict(bounds))


def _lists(items: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(items, max_size=4)


@dataclass(frozen=True)
class Generated:
    """How properties of a kind and values for them are drawn; `values` may break bounds, `noise` is mostly refused."""

    members: st.SearchStrategy[Members]
    values: st.SearchStrategy[Any]
    noise: st.SearchStrategy[Any] = field(default_factory=st.nothing)


NONE = st.just(Members())
_LENGTHS = _some(minLength=st.integers(0, 3), maxLength=st.integers(3, 9))
_RANGE = _some(minimum=st.integers(-50, 0), maximum=st.integers(0, 50), decimals=st.integers(0, 3))
_WHOLE = _some(minimum=st.integers(-50, 0), maximum=st.integers(0, 10**6))
_ITEMS = _some(minItems=st.integers(0, 2), maxItems=st.integers(2, 3))
_QUANTITIES = st.one_of(st.integers(-100, 100), st.decimals(-100, 100, places=4).map(float), st.floats())


def _with(fixed: Members, more: st.SearchStrategy[Members] = NONE) -> st.SearchStrategy[Members]:
    return more.map(lambda members: {**fixed, **members})


KIND_VALUES: dict[str, Generated] = {
    "text": Generated(_LENGTHS, LINE),
    "long_text": Generated(_LENGTHS, st.lists(LINE, min_size=1, max_size=3).map("\n".join)),
    "number": Generated(_RANGE, _QUANTITIES),
    "percent": Generated(_RANGE, _QUANTITIES),
    "money": Generated(_WHOLE, st.one_of(FEN, _QUANTITIES)),
    "rating": Generated(_some(maximum=st.integers(2, 10)), st.integers(-1, 12)),
    "boolean": Generated(NONE, st.booleans()),
    "date": Generated(NONE, DAYS, LINE),
    "instant": Generated(NONE, MOMENTS, LINE),
    "duration": Generated(_WHOLE, st.integers(-(10**6), 10**6)),
    "choice": Generated(_with({"options": OPTIONS}), st.sampled_from([*OPTIONS, "z"])),
    "choices": Generated(_with({"options": OPTIONS}, _ITEMS), _lists(st.sampled_from([*OPTIONS, "z"]))),
    "tags": Generated(_with({"options": OPTIONS}, _ITEMS), _lists(st.sampled_from(sorted(OPTIONS)))),
    "person": Generated(NONE, IDS),
    "unit": Generated(NONE, IDS),
    "reference": Generated(_with({"target": "customer"}), IDS, LINE),
    "phone": Generated(NONE, PHONES, LINE),
    "email": Generated(NONE, EMAILS, LINE),
    "url": Generated(NONE, URLS, LINE),
    "region": Generated(NONE, REGIONS, st.from_regex(r"[0-9]{1,6}", fullmatch=True)),
    "address": Generated(
        NONE, st.fixed_dictionaries({"region": st.none() | REGIONS, "detail": st.none() | LINE | st.just("文三路1号")})
    ),
    "file": Generated(_ITEMS, _lists(IDS)),
    "image": Generated(_ITEMS, _lists(IDS)),
    "poly_reference": Generated(
        _with({"targets": {"lead": {}, "customer": {}}}),
        st.fixed_dictionaries({"entity": st.sampled_from(["lead", "customer", "quote"]), "id": IDS}),
    ),
    "rows": Generated(_with({"target": "line"}, _ITEMS), st.lists(st.fixed_dictionaries({"qty": FEN}), max_size=4)),
}
"""Every kind that people fill."""

JSON_VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**17), 10**17), st.floats(), st.text(max_size=6),
    st.lists(st.one_of(st.text(max_size=3), st.integers()), max_size=3),
    st.dictionaries(st.sampled_from(["region", "detail", "entity", "id", "x"]), st.text(max_size=3), max_size=3),
)  # fmt: skip
"""Any JSON value, most often of the wrong type."""


def properties(kind: str) -> st.SearchStrategy[PropertyLike]:
    """Legal properties of a kind."""
    make: Callable[[Members], PropertyLike] = lambda members: prop(kind, **members)  # noqa: E731  (typed for mypy)
    return KIND_VALUES[kind].members.map(make)
