"""What is hidden from a role is neither shown to it nor to be found out: not by reading, proposing, or being told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from followthrough.core.design.operations import Operation, read
from followthrough.core.design.seen import seen
from followthrough.core.model.decode import decode_app
from followthrough.services.refusal import Refusal
from followthrough.services.talking import Proposed, Remarked
from followthrough.store import people
from tests.services.designing.studio import keyed
from tests.services.house import House, changed, template
from tests.services.talking.conftest import hide
from tests.services.talking.round_table import DUTY, LIMIT, RoundTable

AMOUNT = "entity/opportunity/properties/amount"
OWED = f"{DUTY}/owed_while"
BIG = {"op": "gt", "a": [{"f": "amount"}, {"v": 100000}]}
SECRETS = ("预计金额", "Expected amount", '"amount"', "received_amount", "回款总额")


def text_of(found: Any) -> str:
    """An answer as it goes out."""
    return msgspec.json.encode(found).decode()


def test_the_rules_say_nothing_of_a_hidden_field(table: RoundTable) -> None:
    mine = table.rules("li").documents["entities"]["opportunity"]
    assert "amount" not in mine["properties"]
    flow = text_of(table.rules("li").documents["flows"]["opportunity"])
    assert [secret for secret in SECRETS if secret in flow] == []
    assert "amount" in text_of(table.rules("wang").documents["flows"]["opportunity"])
    assert table.rules("chen").designs
    assert not table.rules("wang").designs


def test_of_roles_one_learns_their_names(sqlite_table: RoundTable) -> None:
    roles = sqlite_table.rules("li").documents["access"]["roles"]
    assert {key for role in roles.values() for key in role} == {"label", "order"}
    assert {"lists", "queues", "metrics", "boards", "forms"}.isdisjoint(sqlite_table.rules("li").documents)


def _two_worlds(url: str, folder: Path) -> tuple[RoundTable, RoundTable]:
    """The app with a hidden field that rules read, and the same without the field and these rules."""

    def with_field(app: dict[str, Any]) -> None:
        hide(app)
        app["entities"]["opportunity"]["properties"]["secret"] = {
            "type": "number",
            "field": {"kind": "number", "label": {"zh": "底价"}, "order": 990, "filterable": True},
        }
        app["access"]["roles"]["rep"]["entities"]["opportunity"]["fields"]["secret"] = "none"
        duty = app["duties"]["first_follow_up"]
        duty["due"]["variants"] = {"dear": {"when": {"op": "gt", "a": [{"f": "secret"}, {"v": 5}]}, "after": "PT2H"}}
        section = next(iter(app["forms"]["opportunity"]["sections"].values()))
        section["fields"]["secret"] = {"order": 990}
        app["flows"]["opportunity"]["stages"]["quote"]["entry"].setdefault("fields", {})["secret"] = {"order": 90}

    worlds = []
    for name, change in (("with", with_field), ("without", hide)):
        (folder / name).mkdir()
        house = House(f"{url}{name}.db", folder / name, changed(template("sales"), change)).settle()
        worlds.append(RoundTable(house))
    return worlds[0], worlds[1]


def test_an_app_without_the_hidden_field_looks_the_same(tmp_path: Path) -> None:
    a, b = _two_worlds(f"sqlite:///{tmp_path}/", tmp_path)
    try:
        assert a.rules("li").documents == b.rules("li").documents
        tried = [
            Operation("entity/opportunity/properties/secret", None, {"type": "number", "field": {"kind": "number"}}),
            Operation("entity/opportunity/properties/secret/field/label", None, {"zh": "有吗"}),
            Operation("entity/opportunity/properties/secret/field/label", {"zh": "底价"}, {"zh": "有吗"}),
            Operation(OWED, read(a.rules("li").documents, OWED), {"op": "gt", "a": [{"f": "secret"}, {"v": 1}]}),
            Operation(f"{DUTY}/due/variants/dear", None, {"when": {"v": True}, "after": "PT1H"}),
            Operation("flow/opportunity/stages/quote/entry/fields/secret", None, {"order": 10}),
        ]
        for one in tried:
            answers = [t.begin("li", Proposed(DUTY, "试试", [one])) for t in (a, b)]
            assert _told(answers[0]) == _told(answers[1]), one.path
        for path in ("entity/opportunity/properties/secret", f"{DUTY}/due/variants/dear"):
            said = [_told(t.begin("li", Remarked(path, "在吗"))) for t in (a, b)]
            assert said[0] == said[1], path
    finally:
        a.house.close()
        b.house.close()


def _told(found: Any) -> Any:
    """An answer less what differs from one time to the next."""
    if isinstance(found, Refusal):
        return found.code, found.problem.message(), found.issues, dict(found.problem.params)
    told = msgspec.to_builtins(found)
    return {key: value for key, value in told.items() if key not in ("id", "at", "last_at", "author")}


def test_talk_about_a_hidden_place_is_not_there(table: RoundTable) -> None:
    remark = table.remark("wang", AMOUNT, "预计金额都是乱填的")
    made = table.propose("wang", Operation(f"{AMOUNT}/field/required", None, True), path=AMOUNT)
    rule = table.propose("wang", Operation(OWED, table.at(OWED), BIG), path=DUTY)
    assert [table.sees("li", one.id) for one in (remark, made, rule)] == [False, False, False]
    assert [table.sees("liang", one.id) for one in (remark, made, rule)] == [True, True, True]
    for one in (remark, made, rule):
        assert isinstance(table.reply("li", one.id), Refusal)
    found = table.talking.page(table.house.people["li"], "sales")
    assert not isinstance(found, Refusal)
    assert (found.open, found.waiting) == ({}, 0)


def test_a_colleagues_proposal_about_what_one_sees_is_there_while_it_is_open(table: RoundTable) -> None:
    made = table.propose("wang")
    assert table.sees("li", made.id)
    assert table.look("li", made.id).operations == []
    table.settle("chen", made.id, "reject", "不改")
    assert not table.sees("li", made.id)  # what became of it is told to those who took part
    assert table.sees("wang", made.id)


def test_who_may_not_see_a_topic_any_more_is_told_nothing_of_it(table: RoundTable) -> None:
    made = table.remark("wang", AMOUNT)
    table.house.services.talking.reply(table.house.people["liang"], "sales", made.id, "金额是 300 万", keyed())
    (before,) = table.told("wang")
    assert "预计金额" in before.title["zh"]
    path = "access/roles/manager/entities/opportunity/fields"
    table.put("sun", path, {"amount": "none"})
    table.published("sun")
    (after,) = table.told("wang")
    assert after.talk == made.id  # he wrote it himself
    with table.house.db.write() as tx:
        people.set_roles(tx, table.house.people["wang"].person, {})
    table.house.refresh()
    (gone,) = table.told("wang")
    assert (gone.talk, gone.body["zh"], gone.title["zh"]) == (None, "", "liang在「一条规则」的讨论里留言")


@pytest.mark.parametrize("who", ["li", "wang"])
def test_what_a_role_sees_is_all_it_sees_of_it(sqlite_table: RoundTable, who: str) -> None:
    table = sqlite_table
    with table.house.db.read() as tx:
        live = table.house.services.registry.app(tx, "sales")
    assert live is not None
    once = decode_app(table.rules(who).documents)
    assert seen(live, table.rules(who).role, once) == once


def test_the_path_to_a_limit_is_open_to_all(sqlite_table: RoundTable) -> None:
    assert read(sqlite_table.rules("li").documents, LIMIT) == "P1D"
