"""Approvals through the services, on both databases: boxes, one's view of a request, files, deputies, races."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from followthrough.core.run.acts import Create, Edit, PassOn, Perform, Sign, TakeBack
from followthrough.services.approving import Box, Decision
from followthrough.services.delegating import NewDelegation
from followthrough.services.ids import new_id
from followthrough.services.refusal import Refusal
from followthrough.services.views import Answer, RecordAnswer
from followthrough.services.views_approval import ApprovalPage, ApprovalView
from followthrough.services.views_signing import ApprovalDetail
from followthrough.services.who import who_is
from followthrough.store import people
from tests.scenarios.filling_stage import sample
from tests.services.house import House, told
from tests.services.test_races import at_once
from tests.support.approval_cases import document

APP = "requests"
DAY = 86_400_000
PEOPLE = {
    "li": ("rep", "east"),
    "zhou": ("rep", "east"),
    "wang": ("manager", "east"),
    "wu": ("manager", "east"),
    "qian": ("manager", "hq"),
    "gao": ("lawyer", "hq"),
    "jin": ("keeper", "east"),
    "chen": ("boss", "hq"),
    "bei": ("clerk", "hq"),
}


class Requests(House):
    """The app of the conformance cases on a database, its clock standing still."""

    def ask(self, action: str = "ask", who: str = "li", files: tuple[str, ...] = (), **values: Any) -> str:
        """A record on which an action is asked for; the record's id."""
        filled = {"title": "用印", "amount": 500_000, "contract": "HT-1", "seals": 1.0, **values}
        record = self.done(who, "request", None, Create("request", "", filled), APP).record.id
        self.done(who, "request", record, Perform(action, {}, files), APP)
        return record

    def box(self, who: str, box: Box = "to_sign") -> list[ApprovalView]:
        """A box of somebody."""
        page = self.services.approving.page(self.people[who], APP, box)
        assert isinstance(page, ApprovalPage), page
        return page.rows

    def latest(self, record: str) -> ApprovalView:
        """The latest request on a record, as a supervisor sees it."""
        found = self.services.watching.record(self.people["chen"], APP, "request", record)
        assert isinstance(found, RecordAnswer)
        return found.record.approvals[0]

    def opened(self, who: str, record: str) -> ApprovalDetail:
        """The latest request, opened by somebody."""
        found = self.services.approving.one(self.people[who], APP, self.latest(record).id)
        assert isinstance(found, ApprovalDetail), found
        return found

    def sign(
        self, who: str, record: str, verdict: Any = "approve", key: str = "", **k: Any
    ) -> ApprovalDetail | Refusal:
        """Decide, as of the record's present version."""
        one = self.latest(record)
        act = Sign(one.id, verdict, k.get("inputs", {}), k.get("comment", ""), k.get("to_step"))
        asked = Decision(one.id, act, k.get("version", one.record_version), key, b"body")
        return self.services.approving.decide(self.people[who], APP, asked)


@pytest.fixture
def requests(engine_url: str, tmp_path: Path) -> Iterator[Requests]:
    """Two units and people of every role."""
    made = Requests(engine_url, tmp_path, document(), clocked=True)
    made.add_unit("hq")
    made.add_unit("east", "hq")
    for alias, (role, unit) in PEOPLE.items():
        made.add_person(alias, role, unit)
    yield made
    made.close()


def records_of(rows: list[ApprovalView]) -> list[str]:
    return [row.record for row in rows]


def test_boxes_show_what_is_ones_own(requests: Requests) -> None:
    record = requests.ask()
    assert records_of(requests.box("wang")) == [record]
    assert records_of(requests.box("wu")) == [record]
    assert requests.box("jin") == requests.box("gao") == requests.box("li") == []
    assert records_of(requests.box("li", "asked")) == [record]
    assert requests.box("zhou", "asked") == []
    assert records_of(requests.box("chen", "all")) == records_of(requests.box("wang", "all")) == [record]
    assert requests.box("li", "all") == [], "for roles that see more than their own"
    assert isinstance(requests.sign("wang", record), ApprovalDetail)
    assert requests.box("wang") == requests.box("wu") == []
    assert records_of(requests.box("wang", "signed")) == [record]
    assert records_of(requests.box("jin")) == [record]
    assert isinstance(requests.sign("jin", record), ApprovalDetail)
    assert requests.latest(record).state == "approved"
    assert requests.stored("request", record, APP).record.stage == "granted"
    assert requests.box("jin") == []


def test_a_box_goes_on_page_by_page(requests: Requests) -> None:
    asked = [requests.ask("any") for _ in range(5)]
    seen: list[str] = []
    after: str | None = None
    while True:
        page = requests.services.approving.page(requests.people["li"], APP, "asked", after, 2)
        assert isinstance(page, ApprovalPage)
        seen += records_of(page.rows)
        after = page.next
        if after is None:
            break
    assert sorted(seen) == sorted(asked)
    assert seen == records_of(requests.box("li", "asked"))
    bad = requests.services.approving.page(requests.people["li"], APP, "asked", "nonsense")
    assert isinstance(bad, Refusal)
    assert bad.code == "bad_cursor"


def test_whoever_may_sign_gets_the_form_of_his_step(requests: Requests) -> None:
    record = requests.ask(amount=20_000_000)
    assert requests.opened("wang", record).form == {
        "id": "ask",
        "entity": "request",
        "label": {"zh": "部门负责人", "en": "部门负责人"},
        "fields": {},
    }
    assert isinstance(requests.sign("wang", record), ApprovalDetail)
    mine, others = requests.opened("gao", record), requests.opened("wang", record)
    assert mine.form is not None
    assert list(mine.form["fields"]) == ["opinion"]
    assert mine.form["fields"]["opinion"]["required"] is True
    assert others.form is None
    assert [target.step for target in mine.back_to] == ["head"]
    assert (mine.rights.sign, others.rights.sign) == (True, False)
    missing = requests.sign("gao", record)
    assert isinstance(missing, Refusal)
    assert [(need.kind, need.input, need.label["zh"]) for need in missing.needs] == [("input", "opinion", "法务意见")]
    signed = requests.sign("gao", record, inputs={"opinion": "可以"})
    assert isinstance(signed, ApprovalDetail)
    assert [(value.key, value.value, value.by.name if value.by else None) for value in signed.values] == [
        ("opinion", "可以", "gao")
    ]
    assert [(turn.step, turn.state) for turn in signed.turns if turn.state != "skipped"] == [
        ("head", "approved"), ("legal", "approved"), ("seals", "asked"),
    ]  # fmt: skip


def test_out_of_sight_is_not_there(requests: Requests) -> None:
    record = requests.ask()
    approval = requests.latest(record).id
    for who in ("zhou", "bei"):
        found = requests.services.approving.one(requests.people[who], APP, approval)
        assert isinstance(found, Refusal)
        assert found.code == "not_found"
    asked = Decision(new_id(), Sign(new_id(), "approve"), 1)
    unknown = requests.services.approving.decide(requests.people["wang"], APP, asked)
    assert isinstance(unknown, Refusal)
    assert unknown.code == "not_found"


def test_a_decision_is_about_the_record_one_saw(requests: Requests) -> None:
    record = requests.ask()
    requests.done("li", "request", record, Edit({"title": "改了事由"}), APP)
    stale = requests.sign("wang", record, version=1)
    assert isinstance(stale, Refusal)
    assert stale.code == "version_conflict"
    assert isinstance(requests.sign("wang", record), ApprovalDetail)


def test_evidence_waits_with_the_request(requests: Requests) -> None:
    """Files are tied to the record when it is asked for, and belong to the act when it takes effect."""
    paper = requests.upload("li", sample("pdf"), "合同.pdf")
    record = requests.ask("proof", files=(paper,))
    assert [file.name for file in requests.opened("jin", record).files] == ["合同.pdf"]
    again = requests.submit("zhou", "request", None, Create("request", "", {"title": "另一张"}), app=APP)
    assert isinstance(again, Answer)
    used = requests.submit("li", "request", record, Perform("proof", {}, (paper,)), app=APP)
    assert isinstance(used, Refusal), "neither the file nor the request twice"
    photo = requests.upload("jin", sample("image", "核对"), "核对.jpg")
    others = requests.upload("li", sample("image", "别人的"), "别人的.jpg")
    foreign = requests.sign("jin", record, inputs={"photo": [others]})
    assert isinstance(foreign, Refusal)
    assert [issue.code for issue in foreign.issues] == ["file_not_found"]
    signed = requests.sign("jin", record, inputs={"photo": [photo]})
    assert isinstance(signed, ApprovalDetail), signed
    acted = [event for event in requests.events("request", record, APP) if event.kind == "acted"]
    assert [(event.actor, event.data["files"]) for event in acted] == [(requests.people["li"].person, [paper])]
    assert acted[0].data["inputs"] == {"photo": [photo]}
    assert acted[0].data["asked_ms"] == requests.now_ms


def test_a_deputy_finds_it_in_his_box(requests: Requests) -> None:
    delegating, people = requests.services.delegating, requests.people
    made = delegating.add(
        people["wang"], NewDelegation(people["qian"].person, requests.now_ms, requests.now_ms + DAY, "出差")
    )
    assert not isinstance(made, Refusal)
    record = requests.ask("order")
    (row,) = requests.box("qian")
    assert row.rights.for_person is not None
    assert row.rights.for_person.name == "wang"
    signed = requests.sign("qian", record, comment="代王强")
    assert isinstance(signed, ApprovalDetail)
    turn = signed.turns[0]
    assert (turn.person and turn.person.name, turn.by and turn.by.name) == ("wang", "qian")
    assert records_of(requests.box("qian", "signed")) == [record]
    timeline = requests.services.timeline.page(people["chen"], APP, "request", record)
    assert not isinstance(timeline, Refusal)
    said = next(event for event in timeline.events if event.kind == "signed")
    assert said.actor is not None
    assert (said.actor.name, said.titles["data"][said.data["for"]]) == ("qian", "wang")
    assert delegating.remove(people["qian"], made.id) is not None, "another's delegation is not there"
    assert delegating.remove(people["wang"], made.id) is None
    requests.ask("order")
    assert requests.box("qian") == []


def test_who_has_lost_the_role_is_asked_no_more_and_a_supervisor_sees_that_it_is_stuck(requests: Requests) -> None:
    record = requests.ask("order")
    assert not requests.latest(record).stuck
    wang = requests.people["wang"].person
    with requests.db.write() as tx:
        people.set_roles(tx, wang, {APP: "lawyer"})
        found = who_is(tx, wang)
        assert found is not None
        requests.people["wang"] = found
    assert requests.box("wang") == []
    seen = requests.opened("wang", record)
    assert (seen.rights.sign, seen.rights.pass_on, seen.form) == (False, False, None)
    refused = requests.sign("wang", record)
    assert isinstance(refused, Refusal)
    assert refused.code == "role_lost"
    assert refused.problem.message()["zh"] == "您现在不是“经理”，不能再处理这一步审批"
    one = requests.latest(record)
    assert one.stuck
    assert one.rights.pass_on
    passed = Decision(one.id, PassOn(one.id, requests.people["wu"].person), one.record_version)
    assert isinstance(requests.services.approving.decide(requests.people["chen"], APP, passed), ApprovalDetail)
    assert not requests.latest(record).stuck
    assert isinstance(requests.sign("wu", record), ApprovalDetail)
    several = requests.ask("any")
    assert not requests.latest(several).stuck, "lawyers and the boss are asked, one is enough"


def test_delegations_are_followed_and_never_in_a_circle(requests: Requests) -> None:
    delegating, people, now = requests.services.delegating, requests.people, requests.now_ms
    for away, deputy in (("wang", "qian"), ("qian", "wu"), ("wu", "wang")):
        given = NewDelegation(people[deputy].person, now, now + DAY)
        assert not isinstance(delegating.add(people[away], given), Refusal)
    record = requests.ask("order")
    assert [who for who in ("wang", "qian", "wu") if requests.box(who)] == ["wang", "wu"], (
        "the last of the chain decides"
    )
    assert isinstance(requests.sign("qian", record), Refusal)
    assert isinstance(requests.sign("wu", record), ApprovalDetail)
    requests.ask("order")
    requests.now_ms += DAY
    assert [who for who in ("wang", "qian", "wu") if requests.box(who)] == ["wang"]


def test_who_asked_does_not_choose_who_decides_by_going_away(requests: Requests) -> None:
    """The manager is away and has named a colleague, who asks for something himself and hands his own decisions on."""
    delegating, people, now = requests.services.delegating, requests.people, requests.now_ms
    for away, deputy in (("wang", "li"), ("li", "wu")):
        given = NewDelegation(people[deputy].person, now, now + DAY)
        assert not isinstance(delegating.add(people[away], given), Refusal)
    record = requests.ask("order")
    assert requests.opened("wu", record).rights.for_person is None
    one = requests.latest(record)
    for act in (Sign(one.id, "approve"), PassOn(one.id, people["gao"].person)):
        asked = Decision(one.id, act, one.record_version)
        refused = requests.services.approving.decide(people["wu"], APP, asked)
        assert isinstance(refused, Refusal), act
        assert refused.code == "not_asked"
    assert [who for who in ("li", "wu") if requests.box(who)] == []
    assert isinstance(requests.sign("wang", record), ApprovalDetail), "he can still be asked"


@pytest.mark.parametrize(
    ("reason", "deputy", "begins", "lasts"),
    [("self", "li", 0, DAY), ("person", "", 0, DAY), ("time", "wang", DAY, -DAY), ("time", "wang", 0, 400 * DAY),
     ("time", "wang", -3 * DAY, DAY), ("overlap", "gao", DAY // 2, DAY)],
)  # fmt: skip
def test_delegations_that_cannot_be(requests: Requests, reason: str, deputy: str, begins: int, lasts: int) -> None:
    delegating, people, now = requests.services.delegating, requests.people, requests.now_ms
    assert not isinstance(delegating.add(people["li"], NewDelegation(people["wang"].person, now, now + DAY)), Refusal)
    found = delegating.add(
        people["li"],
        NewDelegation(people[deputy].person if deputy else new_id(), now + begins, now + begins + lasts),
    )
    assert isinstance(found, Refusal)
    assert (found.code, found.problem.params) == ("delegation_not_possible", {"reason": reason})
    assert len(delegating.mine(people["li"])) == 1


def test_two_signers_at_once_one_decision_counts(requests: Requests) -> None:
    """Where one is enough, of two who press at the same moment one decides; the other learns that it is decided."""
    for _ in range(5):
        record = requests.ask("any")

        def press(number: int, record: str = record) -> ApprovalDetail | Refusal:
            return requests.sign(("gao", "chen")[number], record)

        answers = at_once(2, press)
        won = [answer for answer in answers if isinstance(answer, ApprovalDetail)]
        lost = [answer.code for answer in answers if isinstance(answer, Refusal)]
        assert len(won) == 1, answers
        assert lost in (["approval_closed"], ["version_conflict"], ["try_again"])
        kinds = [event.kind for event in requests.events("request", record, APP)]
        assert kinds == ["created", "requested", "signed", "acted", "approved"]


def test_all_signers_at_once_all_count(requests: Requests) -> None:
    record = requests.ask(seals=2.0)
    assert isinstance(requests.sign("wang", record), ApprovalDetail)
    one = requests.latest(record)

    def press(number: int) -> ApprovalDetail | Refusal:
        who = ("jin", "chen")[number]
        asked = Decision(one.id, Sign(one.id, "approve"), one.record_version)
        answer = requests.services.approving.decide(requests.people[who], APP, asked)
        while isinstance(answer, Refusal) and answer.code == "try_again":
            answer = requests.services.approving.decide(requests.people[who], APP, asked)
        return answer

    answers = at_once(2, press)
    assert all(isinstance(answer, ApprovalDetail) for answer in answers), answers
    kinds = [event.kind for event in requests.events("request", record, APP)]
    assert kinds.count("acted") == kinds.count("approved") == 1
    assert requests.latest(record).state == "approved"


def test_the_same_request_twice_is_done_once(requests: Requests) -> None:
    record = requests.ask()
    one = requests.latest(record)
    asked = Decision(one.id, Sign(one.id, "approve"), one.record_version, "key-0001", b"same")
    first = requests.services.approving.decide(requests.people["wang"], APP, asked)
    second = requests.services.approving.decide(requests.people["wang"], APP, asked)
    assert isinstance(first, ApprovalDetail), first
    assert msgspec.json.encode(first) == msgspec.json.encode(second)
    assert [event.kind for event in requests.events("request", record, APP)].count("signed") == 1


def test_an_end_and_a_signature_at_once(requests: Requests) -> None:
    """Taken back and approved at the same moment: one of the two, never both."""
    for _ in range(5):
        record = requests.ask("order")
        one = requests.latest(record)
        acts = {"wang": Sign(one.id, "refuse", comment="不同意"), "li": TakeBack(one.id)}

        def press(number: int, one: ApprovalView = one, acts: dict[str, Any] = acts) -> ApprovalDetail | Refusal:
            who = sorted(acts)[number]
            asked = Decision(one.id, acts[who], one.record_version)
            return requests.services.approving.decide(requests.people[who], APP, asked)

        answers = at_once(2, press)
        assert sum(isinstance(answer, ApprovalDetail) for answer in answers) == 1, answers
        ends = {"refused", "taken_back"} & {event.kind for event in requests.events("request", record, APP)}
        assert len(ends) == 1


def test_a_supervisor_passes_on_for_others_but_never_his_own(requests: Requests) -> None:
    theirs, own = requests.ask("order"), requests.ask("order", who="chen")
    assert (requests.opened("chen", theirs).rights.pass_on, requests.opened("chen", own).rights.pass_on) == (
        True,
        False,
    )
    assert requests.opened("gao", theirs).rights.pass_on is False


def test_passing_on_moves_it_to_another_box(requests: Requests) -> None:
    record = requests.ask("order")
    one = requests.latest(record)
    act = PassOn(one.id, requests.people["qian"].person, comment="请钱经理定")
    passed = requests.services.approving.decide(requests.people["wang"], APP, Decision(one.id, act, one.record_version))
    assert isinstance(passed, ApprovalDetail), passed
    assert requests.box("wang") == []
    assert records_of(requests.box("qian")) == [record]
    assert [person.name for person in passed.waiting_for] == ["qian"]
    assert told(requests.submit("chen", "request", record, Edit({"title": "随后改"}), app=APP)).startswith("ok")


@pytest.mark.parametrize("added", [False, True])
def test_those_offered_as_signers_are_those_who_would_not_be_refused(requests: Requests, added: bool) -> None:
    record = requests.ask()
    first = requests.latest(record)
    ask = requests.services.approving.signers
    offered = ask(requests.people["wang"], APP, first.id, added)
    assert not isinstance(offered, Refusal)
    names = {person.name for person in offered}
    assert "qian" in names
    assert not {"li", "wang", "zhou"} & names, "who asked, who signs already, who does not see it"
    assert all(person.login is None for person in offered), "names and units, no more"
    for alias, other in requests.people.items():
        one = requests.latest(requests.ask(contract=f"HT-{alias}"))
        act = PassOn(one.id, other.person, added)
        answer = requests.services.approving.decide(
            requests.people["wang"], APP, Decision(one.id, act, one.record_version)
        )
        assert isinstance(answer, ApprovalDetail) == (alias in names), alias
    narrowed = ask(requests.people["wang"], APP, first.id, added, "qia")
    assert not isinstance(narrowed, Refusal)
    assert [person.name for person in narrowed] == ["qian"]
    assert ask(requests.people["gao"], APP, first.id, added) == [], "it is not his to pass on"
    hidden = ask(requests.people["zhou"], APP, first.id, added)
    assert isinstance(hidden, Refusal)
    assert hidden.code == "not_found"
