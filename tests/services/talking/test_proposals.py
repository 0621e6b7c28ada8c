"""Proposals: made by who sees a rule, decided by who designs, done by one edit; never before."""

from __future__ import annotations

import pytest

from followthrough.core.design.operations import Operation, read
from followthrough.services.talking import Proposed
from followthrough.services.talking import proposing as bounds
from followthrough.services.views_design import EditsView
from followthrough.store import people
from tests.services.designing.studio import keyed
from tests.services.talking.round_table import DUTY, LIMIT, LONGER, RoundTable, refused, taken

BROKEN = Operation(f"{DUTY}/escalate/to_manager/person/role", "manager", "nobody")


def test_a_rep_proposes_a_longer_limit_and_it_comes_into_force(table: RoundTable) -> None:
    made = table.propose("li")
    (change,) = made.changes
    assert (change.kind, change.place["zh"], change.words["zh"]) == (
        "additive",
        "新商机首次跟进",
        "时限：1 个工作日 → 2 个工作日",
    )
    assert (made.state, made.may, made.outcome, made.operations) == ("open", ["reply", "edit", "withdraw"], None, [])
    assert table.at(LIMIT) == "P1D"
    (notice,) = table.told("chen")
    assert (notice.kind, notice.title["zh"], notice.body["zh"]) == (
        "proposal",
        "li提议修改「新商机首次跟进 › 时限」",
        "周末来不及",
    )
    seen = table.look("chen", made.id)
    assert seen.outcome is not None
    assert [one.words["en"] for one in seen.outcome.changes] == ["Time limit: 1 working day → 2 working days"]
    assert (seen.outcome.findings, seen.outcome.conflicts, seen.outcome.hindered) == ([], [], None)
    assert [(one.path, one.value) for one in seen.operations] == [(LIMIT, "P2D")]

    done = taken(table.settle("chen", made.id, "accept", "同意试一个月"))
    assert (done.state, table.at(LIMIT)) == ("accepted", "P2D")
    assert done.decided is not None
    assert (done.decided.by.name, done.decided.text, done.decided.version) == ("chen", "同意试一个月", None)
    log = table.drafting.edits(table.house.people["chen"], "sales", 0, 10)
    assert isinstance(log, EditsView)
    (edit,) = log.edits
    assert edit.by is not None
    assert (edit.by.name, edit.label["zh"]) == ("chen", "采纳li的提议：新商机首次跟进 › 时限")
    (told,) = table.told("li")
    assert (told.kind, told.title["zh"], told.body["zh"]) == (
        "proposal_result",
        "关于「新商机首次跟进 › 时限」的提议已被采纳",
        "同意试一个月",
    )
    version = table.published().version
    mine = table.look("li", made.id)
    assert mine.decided is not None
    assert mine.decided.version == version
    assert read(table.rules("li").documents, LIMIT) == "P2D"


def test_what_was_accepted_can_be_taken_back_like_any_edit(sqlite_table: RoundTable) -> None:
    table = sqlite_table
    made = table.propose("li")
    taken(table.settle("chen", made.id, "accept"))
    table.edit("chen", Operation(LIMIT, "P2D", "P1D"))
    table.put("chen", "app/icon", "flag")
    table.published()
    decided = table.look("li", made.id).decided
    assert decided is not None
    assert decided.version is None  # accepted, and not in what was published


def test_rejecting_says_why(table: RoundTable) -> None:
    made = table.propose("li")
    refused(table.settle("chen", made.id, "reject", " "), "talk_text")
    done = taken(table.settle("chen", made.id, "reject", "客户等不了"))
    assert (done.state, table.at(LIMIT), done.may) == ("rejected", "P1D", ["reply"])
    assert [one.title["zh"] for one in table.told("li")] == ["关于「新商机首次跟进 › 时限」的提议没有被采纳"]
    refused(table.settle("chen", made.id, "accept"), "talk_settled")


def test_who_does_not_design_decides_nothing(table: RoundTable) -> None:
    made = table.propose("li")
    for who in ("li", "zhou", "wang"):
        for what in ("accept", "reject"):
            refused(table.settle(who, made.id, what, "我说了算"), "not_permitted")
    refused(table.settle("zhou", made.id, "withdraw"), "not_permitted")
    refused(table.settle("chen", made.id, "withdraw"), "not_permitted")
    assert (table.look("li", made.id).state, table.at(LIMIT)) == ("open", "P1D")
    taken(table.settle("li", made.id, "withdraw"))
    refused(table.settle("chen", made.id, "accept"), "talk_settled")


def test_a_designers_own_proposal_is_anothers_to_decide(table: RoundTable) -> None:
    made = table.propose("chen")
    assert "accept" not in table.look("chen", made.id).may
    refused(table.settle("chen", made.id, "accept"), "talk_own")
    refused(table.settle("chen", made.id, "reject", "算了"), "talk_own")
    assert "accept" in table.look("sun", made.id).may
    taken(table.settle("sun", made.id, "accept"))
    assert table.at(LIMIT) == "P2D"


def test_the_only_designer_decides_on_his_own(sqlite_table: RoundTable) -> None:
    table = sqlite_table
    made = table.propose("chen")
    with table.house.db.write() as tx:
        people.set_roles(tx, table.house.people["sun"].person, {"sales": "rep"})
    table.house.refresh()
    taken(table.settle("chen", made.id, "accept"))


def test_a_place_changed_meanwhile_is_told_with_who(table: RoundTable) -> None:
    made = table.propose("li")
    table.put("sun", LIMIT, "P3D")
    outcome = table.look("chen", made.id).outcome
    assert outcome is not None
    (conflict,) = outcome.conflicts
    assert (conflict.place["zh"], conflict.was, conflict.now) == ("新商机首次跟进 › 时限", "P1D", "P3D")
    assert conflict.by is not None
    assert conflict.by.name == "sun"
    refused(table.settle("chen", made.id, "accept"), "draft_conflict")
    assert (table.at(LIMIT), table.look("li", made.id).state) == ("P3D", "open")


def test_what_the_check_would_find_is_told_before(sqlite_table: RoundTable) -> None:
    table = sqlite_table
    made = table.propose("chen", BROKEN)
    outcome = table.look("sun", made.id).outcome
    assert outcome is not None
    assert [one.code for one in outcome.findings] == ["unknown_role"]
    assert refused(table.begin("li", Proposed(LIMIT, "试", [BROKEN])), "findings_forbid").problem.params["count"] == 1


def test_accepting_grants_no_more_than_the_one_who_accepts_holds(sqlite_table: RoundTable) -> None:
    table = sqlite_table
    path = "access/roles/supervisor/people"
    made = table.propose("sun", Operation(path, table.at(path), True), path="access/roles/supervisor")
    outcome = table.look("chen", made.id).outcome
    assert outcome is not None
    assert outcome.hindered is not None
    assert outcome.hindered.code == "grant_exceeds"
    refused(table.settle("chen", made.id, "accept"), "grant_exceeds")
    assert table.look("chen", made.id).state == "open"


def test_accepted_twice_it_is_done_once(table: RoundTable) -> None:
    made, key = table.propose("li"), keyed(b"accept")
    first, second = (taken(table.settle("chen", made.id, "accept", key=key)) for _ in range(2))
    assert (first.state, second.state) == ("accepted", "accepted")
    assert (table.bench().revision, len(first.thread), len(second.thread)) == (1, 1, 1)
    refused(table.settle("sun", made.id, "accept"), "talk_settled")


WRONG = {
    "nothing at all": ([], "bad_request"),
    "nothing that changes anything": ([Operation(LIMIT, "P1D", "P1D")], "bad_request"),
    "a place nobody has": ([Operation("nowhere/x", None, 1)], "document_bad_place"),
    "rights are not a rep's to propose": (
        [Operation("access/roles/rep/design", None, True)],
        "document_bad_place",
    ),
    "something else stands there": ([Operation(LIMIT, "P5D", "P2D")], "draft_conflict"),
    "no length of time": ([Operation(LIMIT, "P1D", "soon")], "document_bad_duration"),
    "too many at once": ([LONGER] * (bounds.MAX_OPERATIONS + 1), "bulk_too_many"),
    "too much at once": ([Operation(f"{DUTY}/help", None, {"zh": "长" * bounds.MAX_BYTES})], "body_too_large"),
}


@pytest.mark.parametrize("why", WRONG)
def test_what_is_no_proposal_is_not_kept(sqlite_table: RoundTable, why: str) -> None:
    operations, code = WRONG[why]
    assert sqlite_table.not_proposed("li", *operations).code == code


def test_a_proposal_says_why(sqlite_table: RoundTable) -> None:
    refused(sqlite_table.begin("li", Proposed(LIMIT, "", [LONGER])), "talk_text")
