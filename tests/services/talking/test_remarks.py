"""Remarks on places: who may say what, answer, settle; and who is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from followthrough.core.design.operations import Operation
from followthrough.services.refusal import Refusal
from followthrough.services.talking import Remarked
from followthrough.services.talking import service as limits
from followthrough.store import people, talk
from tests.services.designing.studio import keyed
from tests.services.talking.round_table import DUTY, LIMIT, RoundTable, refused, taken


def test_a_rep_remarks_on_a_limit_is_answered_and_it_is_settled(table: RoundTable) -> None:
    made = table.remark("li")
    assert (made.place["zh"], made.gone, made.state, made.mine) == ("新商机首次跟进 › 时限", False, "open", True)
    assert made.may == ["reply", "edit", "delete", "resolve"]
    (notice,) = table.told("chen")
    assert (notice.kind, notice.talk, notice.body["zh"]) == ("remark", made.id, "一天太紧")
    assert notice.title["zh"] == "li在「新商机首次跟进 › 时限」的讨论里留言"
    assert table.told("wang") == []  # he does not design, nor did he write here

    answer = taken(table.reply("chen", made.id, "改成两天怎么样？"))
    assert [(one.kind, one.author.name, one.text) for one in answer.thread] == [("said", "chen", "改成两天怎么样？")]
    assert [one.body["zh"] for one in table.told("li")] == ["改成两天怎么样？"]
    taken(table.reply("zhou", made.id))
    assert len(table.told("li")) == 2
    assert {one.kind for one in table.told("chen")} == {"remark"}

    done = taken(table.settle("chen", made.id, "resolve", "已改"))
    assert done.decided is not None
    assert (done.state, done.decided.by.name, done.decided.text) == ("resolved", "chen", "已改")
    assert [one.kind for one in done.thread] == ["said", "said", "resolved"]
    assert table.listed("li", open_=True) == []
    assert [one.id for one in table.listed("li", open_=False)] == [made.id]
    again = taken(table.settle("li", made.id, "reopen"))
    assert (again.state, again.decided, again.thread[-1].kind) == ("open", None, "reopened")


def test_only_those_concerned_settle_and_only_once(sqlite_table: RoundTable) -> None:
    table = sqlite_table
    made = table.remark("li")
    refused(table.settle("zhou", made.id, "resolve"), "not_permitted")
    refused(table.settle("chen", made.id, "accept"), "bad_request")
    refused(table.settle("chen", made.id, "reopen"), "talk_settled")
    taken(table.settle("li", made.id, "resolve"))
    refused(table.settle("li", made.id, "resolve"), "talk_settled")
    assert [one.kind for one in table.look("li", made.id).thread] == ["resolved"]


def test_ones_own_words_may_be_changed_and_taken_back(table: RoundTable) -> None:
    li, zhou = table.house.people["li"], table.house.people["zhou"]
    made = table.remark("li")
    changed = taken(table.talking.change(li, "sales", made.id, None, " 太紧了 "))
    assert (changed.text, changed.edited) == ("太紧了", True)
    refused(table.talking.change(zhou, "sales", made.id, None, "不是"), "not_permitted")
    refused(table.talking.delete(zhou, "sales", made.id, None), "not_permitted")
    taken(table.reply("zhou", made.id, "我也觉得"))
    refused(table.talking.delete(li, "sales", made.id, None), "talk_answered")
    refused(table.talking.change(li, "sales", made.id, 1, "改别人的"), "not_permitted")
    assert taken(table.talking.change(zhou, "sales", made.id, 1, "我也这样觉得")).thread[0].edited
    assert table.talking.delete(zhou, "sales", made.id, 1) is None
    (gone,) = table.look("li", made.id).thread
    assert (gone.deleted, gone.text, gone.may) == (True, "", [])
    refused(table.talking.change(zhou, "sales", made.id, 1, "又来"), "not_found")
    taken(table.settle("li", made.id, "resolve"))
    refused(table.talking.change(li, "sales", made.id, None, "晚了"), "talk_settled")
    other = table.remark("li", text="写错了")
    assert table.talking.delete(li, "sales", other.id, None) is None
    assert not table.sees("chen", other.id)
    refused(table.talking.delete(li, "sales", other.id, None), "not_found")


def test_what_happened_to_a_topic_is_never_changed(sqlite_table: RoundTable) -> None:
    table = sqlite_table
    chen = table.house.people["chen"]
    made = table.remark("chen")
    taken(table.settle("chen", made.id, "resolve"))
    taken(table.settle("chen", made.id, "reopen"))
    refused(table.talking.change(chen, "sales", made.id, 1, "没有的事"), "not_permitted")
    refused(table.talking.delete(chen, "sales", made.id, 2), "not_permitted")


def test_a_place_that_goes_is_said_to_be_gone_by_its_last_name(table: RoundTable) -> None:
    made = table.remark("zhou", f"{DUTY}/escalate/to_manager")
    taken(table.reply("li", made.id))
    label = made.place
    table.edit("chen", Operation(f"{DUTY}/escalate/to_manager", table.at(f"{DUTY}/escalate/to_manager"), None))
    assert not table.look("chen", made.id).gone  # in force it still stands
    table.published()
    for who in ("zhou", "li", "chen"):  # who wrote here, and who designs
        seen = table.look(who, made.id)
        assert (seen.gone, seen.place) == (True, label)
    assert not table.sees("zhao", made.id)
    refused(table.begin("zhao", Remarked(f"{DUTY}/escalate/to_manager", "还在吗")), "document_bad_place")


def test_what_is_only_in_the_draft_is_talked_about_by_those_who_design(sqlite_table: RoundTable) -> None:
    table = sqlite_table
    table.put("chen", "duty/new_duty", {**table.at(DUTY), "id": "new_duty", "label": {"zh": "新规矩"}})
    made = table.remark("chen", "duty/new_duty")
    assert table.sees("sun", made.id)
    assert not table.sees("li", made.id)
    refused(table.begin("li", Remarked("duty/new_duty", "是什么")), "document_bad_place")


@pytest.mark.parametrize("text", ["", "   ", "长" * (limits.MAX_TEXT + 1)])
def test_a_text_says_something_within_bounds(sqlite_table: RoundTable, text: str) -> None:
    refused(sqlite_table.begin("li", Remarked(LIMIT, text)), "talk_text")
    made = sqlite_table.remark("li", text="长" * limits.MAX_TEXT)
    refused(sqlite_table.reply("li", made.id, text), "talk_text")


def test_there_is_an_end_to_talking(sqlite_table: RoundTable, monkeypatch: pytest.MonkeyPatch) -> None:
    table = sqlite_table
    monkeypatch.setattr(limits, "MOST_OPEN_OF_ONE", 2)
    monkeypatch.setattr(limits, "MOST_OPEN", 3)
    monkeypatch.setattr(limits, "MOST_REPLIES", 1)
    first, second = table.remark("li"), table.remark("li")
    refused(table.begin("li", Remarked(LIMIT, "三")), "talk_limit")
    table.remark("zhou")
    refused(table.begin("zhou", Remarked(LIMIT, "四")), "talk_limit")
    taken(table.settle("li", first.id, "resolve"))
    table.remark("li")
    taken(table.reply("zhou", second.id))
    refused(table.reply("zhou", second.id), "talk_limit")


def test_what_was_taken_back_leaves_room(sqlite_table: RoundTable, monkeypatch: pytest.MonkeyPatch) -> None:
    table = sqlite_table
    monkeypatch.setattr(limits, "MOST", 2)
    table.remark("li")
    wrong = table.remark("li")
    refused(table.begin("li", Remarked(LIMIT, "三")), "talk_limit")
    assert table.talking.delete(table.house.people["li"], "sales", wrong.id, None) is None
    table.remark("li", text="三")
    refused(table.begin("li", Remarked(LIMIT, "四")), "talk_limit")


def test_said_twice_it_is_said_once(table: RoundTable) -> None:
    key = keyed(b"once")
    first, second = (taken(table.begin("li", Remarked("app", "挺好"), key)) for _ in range(2))
    assert first.id == second.id
    assert len(table.listed("chen")) == 1
    assert len(table.told("chen")) == 1


def test_topics_come_in_pages_and_by_place(sqlite_table: RoundTable) -> None:
    table = sqlite_table
    ids = [table.remark("li", path).id for path in (LIMIT, "app", DUTY, "flow/opportunity")]
    taken(table.reply("zhou", ids[0]))
    found = table.talking.page(table.house.people["li"], "sales", limit=3)
    assert not isinstance(found, Refusal)
    assert ([one.id for one in found.topics], found.next) == ([ids[0], ids[3], ids[2]], 3)
    assert (found.open, found.waiting) == ({LIMIT: 1, "app": 1, DUTY: 1, "flow/opportunity": 1}, 0)
    assert [one.id for one in table.listed("li", after=3, limit=3)] == [ids[1]]
    assert {one.id for one in table.listed("li", path=DUTY)} == {ids[0], ids[2]}
    assert {one.id for one in table.listed("li", path=f"{LIMIT}")} == {ids[0], ids[2]}


def test_what_one_may_not_see_takes_no_room_on_ones_pages(table: RoundTable) -> None:
    """However much was settled since of which he is told nothing, he finds what he may know of."""
    mine = [table.remark("li", path) for path in (LIMIT, DUTY)]
    for one in mine:
        taken(table.settle("li", one.id, "resolve"))
    table.put("chen", "duty/new_duty", {**table.at(DUTY), "id": "new_duty", "label": {"zh": "新规矩"}})
    other = table.remark("chen", "duty/new_duty")
    with table.house.db.write() as tx:
        made = talk.get(tx, "sales", other.id)
        assert made is not None
        for n in range(5_100):
            talk.add(tx, replace(made, id=f"{other.id}-{n}", state="resolved"))
    for open_ in (False, None):
        assert [one.id for one in table.listed("li", open_=open_)] == [one.id for one in reversed(mine)]
    first = table.talking.page(table.house.people["li"], "sales", open_=False, limit=1)
    assert not isinstance(first, Refusal)
    assert ([one.id for one in first.topics], first.next) == ([mine[1].id], 1)
    assert [one.id for one in table.listed("li", open_=False, after=1, limit=1)] == [mine[0].id]
    assert len(table.listed("chen", open_=False, after=5_100)) == 2


def test_other_apps_people_hear_nothing(sqlite_table: RoundTable) -> None:
    table = sqlite_table
    made = table.remark("li")
    table.house.add_person("guest", "rep", "hq")
    with table.house.db.write() as tx:
        people.set_roles(tx, table.house.people["guest"].person, {})
    table.house.refresh()
    guest = table.house.people["guest"]
    for found in (
        table.talking.rules(guest, "sales"),
        table.talking.page(guest, "sales"),
        table.talking.topic(guest, "sales", made.id),
        table.talking.reply(guest, "sales", made.id, "嗨", keyed()),
        table.talking.rules(table.house.people["li"], "nowhere"),
    ):
        assert isinstance(found, Refusal)
        assert found.code == "not_found"
    assert not table.sees("li", "no-such-topic")
