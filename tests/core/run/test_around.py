"""What stands around a decision: milestones, live values, parents re-judged, files, what a refusal may tell."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from followthrough.core.compile import CompiledApp, compile_published
from followthrough.core.kit.errors import ERRORS
from followthrough.core.model.decode import decode_app
from followthrough.core.run.acts import (
    Actor,
    Allow,
    Create,
    Edit,
    EventDraft,
    FileInfo,
    Invalid,
    Milestones,
    Missing,
    Moment,
    Move,
    Perform,
    Record,
    Snapshot,
)
from followthrough.core.run.decide import decide
from followthrough.core.run.live import live_values
from followthrough.core.run.milestones import milestones_after
from followthrough.core.run.next_step import next_step
from followthrough.core.run.rollup_effect import rejudge
from tests.support.flow_cases import app_of, document_of

APP = app_of("deals")


def without(*transitions: str) -> CompiledApp:
    """The fixture app without some transitions."""
    document = document_of("deals")
    for name in transitions:
        del document["flows"]["deal"]["transitions"][name]
    return compile_published(decode_app(document), 1)


ONLY_FAST = without("to_need")
NOW = Moment(1_772_413_200_000)  # 2026-03-02 09:00 in Shanghai
REP = Actor("li", "rep", "shop", frozenset({"shop"}))
BOSS = Actor("chen", "boss", "hq")
ACME = Record("customer", "acme", 1, {"name": "市一", "level": "a"}, "prospect", "main", "li", "shop")
FAR = Record("customer", "far", 1, {"name": "南方", "level": "c", "secret": "x"}, "prospect", "main", "zhao", "south")
VALUES: dict[str, Any] = {
    "title": "甲",
    "customer": "acme",
    "visits": 0.0,
    "good_visits": 0.0,
    "cost": 0,
    "lines_total": 0,
}
DEAL = Record("opportunity", "d", 4, {**VALUES, "big": False}, "touch", "standard", "li", "shop")


def snapshot(deal: Record | None = DEAL, **more: Any) -> Snapshot:
    """The deal and both customers."""
    return Snapshot(deal, {("customer", "acme"): ACME, ("customer", "far"): FAR}, **more)


def deal(**values: Any) -> Record:
    """The deal with other values."""
    return replace(DEAL, values={**DEAL.values, **values})


def test_milestones_count_acts_and_stages() -> None:
    events = [
        EventDraft("opportunity", "d", "created", to_stage="touch"),
        EventDraft("opportunity", "d", "acted", "log_visit"),
        EventDraft("opportunity", "d", "moved", "to_need", "touch", "need"),
        EventDraft("opportunity", "d", "edited", changes={"title": ["a", "b"]}),
    ]
    first = milestones_after(Milestones(), events, 1000)
    assert first == Milestones(
        {"log_visit": 1},
        {"log_visit": 1000},
        {"log_visit": 1000},
        {"touch": 1000, "need": 1000},
        {"touch": 1000, "need": 1000},
    )
    second = milestones_after(first, [events[1], EventDraft("o", "d", "moved", "back", "need", "touch")], 2000)
    assert second.acts == {"log_visit": 2}
    assert (second.act_first_ms, second.act_last_ms) == ({"log_visit": 1000}, {"log_visit": 2000})
    assert second.stage_first_ms["touch"] == 1000
    assert second.stage_last_ms == {"touch": 2000, "need": 1000}


def test_a_changed_path_that_keeps_the_stage_enters_none() -> None:
    event = EventDraft("o", "d", "path_changed", "hospital", "touch", "touch")
    assert milestones_after(Milestones(), [event], 5).stage_first_ms == {}


def test_live_values_follow_other_records_and_time() -> None:
    found = live_values(APP, snapshot(), deal(valid_until="2026-03-12"), NOW)
    assert found == {"level": "a", "days_left": 10.0}
    assert live_values(APP, snapshot(), deal(customer=None), NOW) == {}


def test_version_owner_and_times_of_what_is_written() -> None:
    made = decide(APP, snapshot(None), Create("opportunity", "new", {"title": "乙"}), REP, NOW)
    assert isinstance(made, Allow)
    record = made.writes[0].after
    assert (record.version, record.created_by, record.owner, record.unit) == (1, "li", "li", "shop")
    assert (record.created_at, record.judged_by) == ("2026-03-02T01:00:00Z", 7)
    edited = decide(APP, snapshot(), Edit({"title": "乙"}), REP, NOW)
    assert isinstance(edited, Allow)
    write = edited.writes[0]
    assert (write.after.version, write.before, write.changed) == (5, DEAL, frozenset({"title"}))
    assert write.after.updated_at == "2026-03-02T01:00:00Z"
    assert edited.events == (EventDraft("opportunity", "d", "edited", changes={"title": ["甲", "乙"]}),)


def test_an_act_counts_as_a_write_even_when_no_value_changes() -> None:
    given = snapshot(replace(DEAL, stage="need"), milestones=Milestones({"log_visit": 1}))
    files = {"f": FileInfo("f", "方案.pdf", "pdf", 1, "li")}
    inputs = {"core_need": "降本", "channel": "wechat"}
    found = decide(APP, replace(given, files=files), Perform("send_plan", inputs, ("f",)), REP, NOW)
    assert isinstance(found, Allow)
    assert [write.after.id for write in found.writes] == ["d", "acme"]
    assert (found.writes[0].after.version, found.writes[0].changed) == (5, frozenset())
    assert found.files == ("f",)
    assert found.events[0].data == {"inputs": {"channel": "wechat"}, "files": ["f"]}


FILES = [
    ("another's file", FileInfo("f", "a.pdf", "pdf", 1, "zhao"), "file_not_found"),
    ("used elsewhere", FileInfo("f", "a.pdf", "pdf", 1, "li", linked=True), "file_used"),
    ("of another kind", FileInfo("f", "a.jpg", "image", 1, "li"), "file_kind"),
    ("own and fresh", FileInfo("f", "a.pdf", "pdf", 1, "li"), None),
]


@pytest.mark.parametrize(("why", "info", "code"), FILES, ids=[row[0] for row in FILES])
def test_files_of_a_field(why: str, info: FileInfo, code: str | None) -> None:
    found = decide(APP, snapshot(files={"f": info}), Edit({"contract": ["f"]}), REP, NOW)
    if code is None:
        assert isinstance(found, Allow), why
        assert found.files == ("f",)
    else:
        assert isinstance(found, Invalid), why
        assert [(issue.path, issue.code) for issue in found.issues] == [("contract", code)]


def test_a_file_that_is_already_there_is_not_asked_again() -> None:
    found = decide(APP, snapshot(deal(contract=["f"])), Edit({"contract": ["f"], "title": "乙"}), REP, NOW)
    assert isinstance(found, Allow)
    assert found.files == ()


def test_an_action_that_creates_wants_an_id() -> None:
    with pytest.raises(ValueError):
        decide(APP, snapshot(), Perform("log_visit", {"content": "x"}), REP, NOW)


def test_rejudge_writes_rollups_and_what_follows() -> None:
    found = rejudge(APP, snapshot(), {"visits": 2.0, "good_visits": 1.0}, NOW)
    assert isinstance(found, Allow)
    assert found.writes[0].changed == {"visits", "good_visits"}
    assert [event.kind for event in found.events] == ["rolled_up"]


def test_rejudge_of_nothing_new_writes_nothing() -> None:
    assert rejudge(APP, snapshot(), {"visits": 0.0}, NOW) == Allow((), ())


def test_rejudge_refuses_what_newly_breaks_a_gate() -> None:
    hospital = replace(ACME, values={**ACME.values, "grade": "hospital"})
    board = replace(deal(need_text="n", budget=1, visits=2.0), stage="board", path="hospital")
    given = Snapshot(board, {("customer", "acme"): hospital})
    found = rejudge(APP, given, {"visits": 1.0}, NOW)
    assert isinstance(found, Missing)
    assert [(need.statement, need.at, need.record) for need in found.needs] == [("seen", "stage:board", "d")]
    assert isinstance(rejudge(APP, given, {"visits": 3.0}, NOW), Allow)


def test_why_a_statement_is_false_names_no_value_out_of_sight() -> None:
    at_far = snapshot(deal(customer="far"))
    found = {}
    for actor in (REP, BOSS):
        decision = decide(ONLY_FAST, at_far, Move("quote"), actor, NOW)
        assert isinstance(decision, Missing)
        (found[actor.role],) = [need.explain for need in decision.needs if need.statement == "when"]
    assert found["boss"]["tree"]["values"] == {"customer.level": "c"}
    assert found["rep"]["tree"]["values"] == {}
    assert found["rep"]["needed"] == found["boss"]["needed"] == [{"at": "$", "want": True}]


def test_next_step_on_the_path_the_next_act_will_take() -> None:
    hospital = replace(ACME, values={**ACME.values, "grade": "hospital"})
    found = next_step(APP, Snapshot(DEAL, {("customer", "acme"): hospital}), REP, NOW)
    assert (found.path, found.stage) == ("hospital", "touch")
    assert found.to[0].stage == "screen"


def test_next_step_says_what_is_owed_in_the_present_stage() -> None:
    found = next_step(APP, snapshot(replace(DEAL, stage="need")), REP, NOW)
    assert [(need.action, need.by) for need in found.owed] == [("log_visit", ("log_visit",))]
    offers = {offer.action: offer for offer in found.actions}
    assert (offers["sign_contract"].offered, offers["sign_contract"].reason) == (False, "stage")
    assert "approve" not in offers  # not for reps


CODES = [
    *("no_role", "not_found", "not_permitted", "record_archived", "read_only", "unknown_action", "not_offered"),
    *("same_stage", "unknown_stage", "no_transition", "unknown_field", "computed_field", "option_archived"),
    *("reference_not_found", "person_not_found", "unit_not_found", "file_not_found", "file_used", "file_kind"),
    *("row_not_found", "required", "constraint_failed", "unknown_input", "evidence_too_many"),
]


@pytest.mark.parametrize("code", CODES)
def test_every_code_of_a_refusal_is_in_the_catalogue(code: str) -> None:
    assert code in ERRORS
