"""A refused value is told in the units people read: yuan, not fen."""

from __future__ import annotations

import pytest

from followthrough.core.compile import compile_app
from followthrough.core.run.acts import Issue
from followthrough.services.wording import issue_view
from tests.support.documents import template

CASES = {
    "money by its least": ("contract", Issue("amount", "too_small", {"minimum": 1}), "¥0.01"),
    "money in a detail row": ("quote", Issue("lines[1].unit_price", "too_large", {"maximum": 1000000}), "¥10,000.00"),
    "a plain number stays": ("customer", Issue("payment_term", "too_large", {"maximum": 365}), "365"),
    "a rating stays": ("opportunity", Issue("customisation", "too_large", {"maximum": 5}), "5"),
}


@pytest.mark.parametrize("name", CASES)
def test_bounds_are_printed_as_the_field_prints_them(name: str) -> None:
    entity, issue, wanted = CASES[name]
    view = issue_view(compile_app(template("sales")), entity, issue)
    assert wanted in view.message["zh"]
    assert view.params == issue.params, "clients get the stored units"
