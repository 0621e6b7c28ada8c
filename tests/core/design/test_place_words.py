"""Places in words, and which are there: of the sales app."""

from __future__ import annotations

import pytest

from followthrough.core.design.place_words import place_words
from tests.services.house import template

PLACES = {
    "app": "销售管理",
    "duty/first_follow_up": "新商机首次跟进",
    "duty/first_follow_up/due/after": "新商机首次跟进 › 时限",
    "duty/first_follow_up/owed_while": "新商机首次跟进 › 仍需完成的条件",
    "entity/customer": "客户",
    "entity/customer/properties/name": "客户 › 客户名称",
    "entity/customer/properties/name/field/required": "客户 › 客户名称 › 必填",
    "flow/opportunity/stages/quote": "商机流程 › 报价",
    "access/roles/rep": "销售",
    "decision_table/collection_pace": "催收频次",
}
GONE = {
    "duty/no_such_duty": "no such document",
    "duty/first_follow_up/escalate/nobody": "no such member of a collection",
    "duty/first_follow_up/counts": "no rule stands there",
    "duty/first_follow_up/due/after/more": "below a plain value there is nothing",
    "duty/first_follow_up/nonsense": "no such member",
    "nonsense/x": "no such kind of document",
    "duty": "a kind is no place",
}


@pytest.mark.parametrize("path", PLACES)
def test_a_place_is_called(path: str) -> None:
    found = place_words(template("sales"), path)
    assert found is not None
    assert found["zh"] == PLACES[path]
    assert set(found) == {"zh", "en"}


@pytest.mark.parametrize("path", GONE)
def test_a_place_is_not_there(path: str) -> None:
    assert place_words(template("sales"), path) is None, GONE[path]


def test_what_lies_inside_a_rule_is_the_rule() -> None:
    app = template("sales")
    assert place_words(app, "duty/first_follow_up/owed_while/a") == place_words(app, "duty/first_follow_up/owed_while")
