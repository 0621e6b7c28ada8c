"""Ways round what is owed, each tried by somebody with all the rights it takes, and shut."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from followthrough.core.run.acts import Assign, Extend, Nudge, Reassign, Sign, Waive
from followthrough.core.run.owed import Obligation
from followthrough.services.approving import Decision
from followthrough.services.owing import Seeing
from followthrough.services.refusal import Refusal
from followthrough.services.views import EventPage
from followthrough.services.views_approval import ApprovalPage
from followthrough.services.views_owed import OwedAnswer, Why
from tests.services.owed_house import DAY_MS, FOLLOW_UP, OwedHouse


def _do(house: OwedHouse, who: str, one: Obligation, act: Seeing) -> OwedAnswer | Refusal:
    version = house.stored("opportunity", one.record).record.version
    return house.services.owing.do(house.people[who], "sales", one.id, act, "", b"", version)


def _hand_over(house: OwedHouse, one: Obligation) -> None:
    """The record goes to somebody else, and the debt with it."""
    zhou = house.people["zhou"]
    house.done("wang", "opportunity", one.record, Assign(zhou.person, zhou.unit, "换人"))


def _reassigned(house: OwedHouse, one: Obligation) -> None:
    """Somebody else who may gives it to another."""
    assert isinstance(_do(house, "chen", one, Reassign(one.id, house.people["sun"].person, "代为跟进")), OwedAnswer)


HANDED_ON: dict[str, Callable[[OwedHouse, Obligation], None]] = {
    "with its record": _hand_over,
    "by another's hand": _reassigned,
}


@pytest.mark.parametrize("way", HANDED_ON)
def test_who_handed_it_on_does_not_let_it_go_from_there(way: str, owing: OwedHouse) -> None:
    """A manager who owes a follow-up, and could waive those of others, gives it away to waive it."""
    deal, _ = owing.deal("wang")
    one = owing.owed(deal)["follow_up"]
    HANDED_ON[way](owing, one)
    assert owing.owed(deal)["follow_up"].owner != owing.people["wang"].person
    later = (one.due_ms or 0) + DAY_MS
    acts = (
        Waive(one.id, "不做了"),
        Extend(one.id, later, "不急"),
        Reassign(one.id, owing.people["zhao"].person, "换人"),
    )
    for act in acts:
        refused = _do(owing, "wang", one, act)
        assert isinstance(refused, Refusal), act
        assert refused.code == "own_obligation"
    why = owing.services.owing.why(owing.people["wang"], "sales", one.id)
    assert isinstance(why, Why)
    assert not why.rights.waive, "what would be refused is not offered"
    assert why.rights.nudge
    assert isinstance(_do(owing, "wang", one, Nudge(one.id, "请抓紧")), OwedAnswer), "he may remind the other"
    assert isinstance(_do(owing, "chen", one, Waive(one.id, "客户倒闭")), OwedAnswer), "somebody above him may"


SIGNED = {
    "steps": {
        "head": {
            "label": {"zh": "经理", "en": "Manager"},
            "approvers": {"head": {"person": {"to": "role", "role": "manager"}}},
        }
    }
}
DAILY = {
    "id": "daily",
    "entity": "opportunity",
    "label": {"zh": "每天一报", "en": "Every day"},
    "opens_when": {"entity": "opportunity", "kind": "created"},
    "action": "log_follow_up",
    "due": {"after": "P1D"},
    "repeats": {"period": "day"},
}


def test_a_request_under_way_stops_no_clock(engine_url: str, tmp_path: Path) -> None:
    """What was owed when it was asked for is done by it when it is approved, however late; what came after is not."""

    def more(plain: dict[str, Any]) -> None:
        plain["actions"]["log_follow_up"]["approval"] = SIGNED

    house = OwedHouse(engine_url, tmp_path, DAILY, more=more)
    deal, _ = house.deal()
    first = next(iter(house.owed(deal)))
    house.follow_up(deal)
    asked_ms = house.now_ms
    house.pass_time(2 * DAY_MS)
    house.sweep()
    assert {one.state for one in house.owed(deal).values() if one.kind == "duty"} == {"open"}
    page = house.services.approving.page(house.people["wang"], "sales", "to_sign")
    assert isinstance(page, ApprovalPage)
    asked = Decision(page.rows[0].id, Sign(page.rows[0].id, "approve"), page.rows[0].record_version)
    assert not isinstance(house.services.approving.decide(house.people["wang"], "sales", asked), Refusal)
    states = {name: (one.state, one.closed_ms) for name, one in house.owed(deal).items() if one.kind == "duty"}
    assert states.pop(first) == ("done", asked_ms)
    assert list(states.values()) == [("open", None)] * 2
    house.close()


def test_the_reason_says_nothing_of_what_the_reader_may_not_see(engine_url: str, tmp_path: Path) -> None:
    """A duty that is owed while the customer's credit is low, and due by a date, both hidden from its rep."""

    def more(plain: dict[str, Any]) -> None:
        seen = plain["access"]["roles"]["rep"]["entities"]
        seen["customer"].setdefault("fields", {})["credit_limit"] = "none"
        seen["opportunity"].setdefault("fields", {})["payment_due_on"] = "none"

    low = {"op": "lt", "a": [{"op": "if_empty", "a": [{"f": "customer.credit_limit"}, {"v": 7}]}, {"v": 4242}]}
    duty = {**FOLLOW_UP, "owed_while": low, "due": {"field": "payment_due_on", "after": "P3D"}}
    house = OwedHouse(engine_url, tmp_path, duty, more=more)
    deal, _ = house.deal()
    one = house.owed(deal)["follow_up"]
    said = {}
    for who in ("li", "wang"):
        why = house.services.owing.why(house.people[who], "sales", one.id)
        assert isinstance(why, Why)
        said[who] = msgspec.json.encode(why.why).decode()
    for hidden in ("4242", "4,242", "信用额度", "credit_limit", "P3D", "3 天"):
        assert hidden not in said["li"], hidden
    assert "P3D" in said["wang"], "who may see it is told"
    assert "42" in said["wang"]
    house.close()


def test_a_refused_effect_tells_nobody_what_it_alone_could_read(engine_url: str, tmp_path: Path) -> None:
    """An effect sees everything. What it lacked is told of fields the reader may see, on this record."""

    def more(plain: dict[str, Any]) -> None:
        rep = plain["access"]["roles"]["rep"]["entities"]["opportunity"]
        rep.setdefault("fields", {})["budget"] = "none"
        plain["triggers"] = {
            "push": {
                "id": "push",
                "label": {"zh": "推进", "en": "Push"},
                "on": {"entity": "opportunity", "kind": "edited"},
                "effects": {"on": {"kind": "move", "stage": "objection"}},
            }
        }

    house = OwedHouse(engine_url, tmp_path, FOLLOW_UP, more=more)
    deal, _ = house.deal()
    house.edit("li", "opportunity", deal, intent="high")
    kept = next(event for event in house.events("opportunity", deal) if event.kind == "trigger_refused")
    fields = {need.get("field") for need in kept.data["needs"]}
    assert {"budget", "core_need", "need_summary"} <= fields, "all of it is kept"
    shown = {}
    for who in ("li", "wang"):
        page = house.services.timeline.page(house.people[who], "sales", "opportunity", deal)
        assert isinstance(page, EventPage)
        told = next(event for event in page.events if event.kind == "trigger_refused")
        assert told.data["label"] == {"zh": "推进", "en": "Push"}, "people know it by its name"
        shown[who] = {need["field"] for need in told.data["needs"] if "field" in need}
    assert "need_summary" in shown["li"]
    assert shown["wang"] - shown["li"] == {"budget"}
    assert "core_need" not in shown["li"] | shown["wang"], "it is the customer's"
    house.close()


def test_a_notice_about_a_record_out_of_sight_keeps_what_was_written_about_it(owing: OwedHouse) -> None:
    deal, _ = owing.deal()
    one = owing.owed(deal)["follow_up"]
    assert isinstance(_do(owing, "wang", one, Nudge(one.id, "客户说预算只剩 4242 万")), OwedAnswer)

    def read() -> str:
        return msgspec.json.encode(owing.services.noticing.page(owing.people["li"]).rows).decode()

    assert "4242" in read()
    _hand_over(owing, one)
    said = read()
    assert "4242" not in said
    assert deal not in said
    assert "监护仪更新" not in said
