"""Refusals in words: a value in the units people read (yuan, not fen), an obligation by the name of its duty."""

from __future__ import annotations

import pytest

from followthrough.core.compile import compile_app
from followthrough.core.design.labels import rule_words
from followthrough.core.run.acts import Issue, Need
from followthrough.services.wording import issue_view, need_view
from followthrough.services.wording_owed import duty_sentence
from tests.services.owed_house import FOLLOW_UP, with_duties
from tests.support.documents import template
from tests.support.duty_cases import app_with

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


DUTY = {
    "id": "follow",
    "entity": "deal",
    "label": {"zh": "24小时内跟进", "en": "Follow up within a day"},
    "opens_when": {"entity": "deal", "kind": "acted", "action": "send"},
    "action": "call",
    "due": {"after": "PT24H"},
}


@pytest.mark.parametrize(
    ("duties", "zh"),
    [({"follow": DUTY}, "先完成待办「24小时内跟进」"), ({}, "先完成待办「follow」")],
    ids=["known", "gone since"],
)
def test_what_is_owed_is_named_by_its_duty(duties: dict[str, object], zh: str) -> None:
    need = Need("obligation", "transition:to_talk", "deal", "d1", duty="follow", action="call", by=("call",))
    view = need_view(app_with(duties), need, "d1")
    assert view.message["zh"] == zh
    assert (view.duty, view.action, view.by) == ("follow", "call", ["call"])


def test_a_rule_of_a_duty_is_said_as_everywhere_else() -> None:
    """Its own printer said paths behind references by their ids."""
    level = {"op": "eq", "a": [{"f": "customer.level"}, {"v": "a"}]}
    app = compile_app(with_duties({**FOLLOW_UP, "owed_while": level}))
    said = duty_sentence(app, app.doc.duties["follow_up"], lambda _: True)["zh"]
    assert f"只要{rule_words(app.doc, 'opportunity', level)['zh']}" in said
    assert "customer" not in said
