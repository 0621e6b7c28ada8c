"""Many records whose stage is no more: moved by a worker after the publication, once each, and by whoever comes first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from followthrough.core.compile import compile_published
from followthrough.core.model.decode import decode_app
from followthrough.core.run.acts import Resettle
from followthrough.core.run.decide import decide
from followthrough.core.run.permit import THE_SYSTEM
from followthrough.services import command, recomputing, redating, resettling
from followthrough.services.command import Command
from followthrough.services.designing import mapping
from followthrough.services.recomputing import recompute
from followthrough.services.refusal import Refusal
from followthrough.services.views import Answer
from followthrough.services.watching import ListAsked
from followthrough.store import failpoints, obligations, recomputes
from followthrough.store.errors import StoreError
from followthrough.store.recomputes import Work
from followthrough.store.verify import verify_all
from tests.services.designing.studio import Studio
from tests.services.designing.test_publishing import deal, first_stage, mentions, renamed, swap
from tests.services.house import Edit, House, short, template


@pytest.fixture(autouse=True)
def many(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Three records are many, two to a batch."""
    monkeypatch.setattr(mapping, "AT_ONCE", 2)
    monkeypatch.setattr(resettling, "BATCH", 2)
    yield
    failpoints.enable("")


@pytest.fixture
def clocked(engine_url: str, tmp_path: Path) -> Iterator[Studio]:
    """The designer of the sales app, on a clock that stands still."""
    house = House(engine_url, tmp_path, template("sales"), clocked=True).settle()
    yield Studio(house)
    house.close()


def moving(studio: Studio) -> int:
    found = studio.drafting.versions(studio.house.people["chen"], "sales")
    assert not isinstance(found, Refusal)
    return found[0].moving


def published(studio: Studio, number: int = 5) -> tuple[str, list[str]]:
    """The first stage is another now, and so many records wait to be moved there."""
    stage = first_stage(studio)
    deals = [studio.house.create("li", "opportunity", **deal(studio)).id for _ in range(number - 1)]
    renamed(studio, stage)
    done = studio.published("sun", {"opportunity": {stage: "renamed"}})
    assert (done.version, done.moved, done.moving) == (2, 0, number)
    assert moving(studio) == number
    return stage, deals


def moves(studio: Studio, record: str) -> list[tuple[Any, ...]]:
    told = [one for one in studio.house.events("opportunity", record) if one.kind == "path_changed"]
    return [(one.from_stage, one.to_stage, one.actor, one.data["publish"], one.data["owes"]) for one in told]


def test_each_is_moved_once_by_the_app_itself_and_told(studio: Studio) -> None:
    stage, deals = published(studio)
    assert {studio.house.stored("opportunity", one).record.stage for one in deals} == {stage}
    assert recompute(studio.house.services) >= 5
    assert moving(studio) == 0
    for one in deals:
        found = studio.house.stored("opportunity", one)
        assert (found.record.stage, found.record.judged_by) == ("renamed", 2)
        assert found.milestones.stage_first_ms["renamed"]
        assert moves(studio, one) == [(stage, "renamed", None, 2, ["field opportunity.budget"])]
    recompute(studio.house.services)
    assert all(len(moves(studio, one)) == 1 for one in deals)
    with studio.house.db.read(snapshot=True) as tx:
        assert list(verify_all(tx)) == []


@pytest.mark.parametrize("place", ["events@3", "milestones@2", "resettled@2", "commit@3"])
def test_a_worker_that_dies_leaves_the_rest_to_the_next(place: str, studio: Studio) -> None:
    stage, deals = published(studio)
    failpoints.enable(f"{place}:error")
    with pytest.raises(StoreError):
        resettling.settle(studio.house.services, *_waiting(studio))
    failpoints.enable("")
    resettling.settle(studio.house.services, *_waiting(studio))
    assert moving(studio) == 0
    assert all(moves(studio, one) == [(stage, "renamed", None, 2, ["field opportunity.budget"])] for one in deals)


def _waiting(studio: Studio) -> list[Work]:
    with studio.house.db.read() as tx:
        return recomputes.settling(tx, "sales")


def test_who_acts_on_one_before_moves_it_first_and_meets_the_gate_of_its_stage(studio: Studio) -> None:
    house = studio.house
    _, deals = published(studio)
    one, other, third, _ = deals
    seen = house.stored("opportunity", one).record.version
    refused = house.submit("li", "opportunity", one, Edit({"title": "改名"}), version=seen)
    assert isinstance(refused, Refusal)
    assert (refused.code, short(refused.needs)) == ("gate_missing", ["opportunity.budget"])
    assert moves(studio, one) == [], "refused as a whole"
    paid = house.submit("li", "opportunity", one, Edit({"budget": 10_000_000}), version=seen)
    assert isinstance(paid, Answer), "what was seen is what was there, wherever it stands now"
    assert paid.record.stage == "renamed"
    assert [event.kind for event in house.events("opportunity", one)][-2:] == ["path_changed", "edited"]
    recompute(house.services)
    assert [len(moves(studio, name)) for name in (one, other, third)] == [1, 1, 1]


def test_a_parent_that_waits_is_moved_before_its_child_is_counted(studio: Studio) -> None:
    """It goes where the publication said, not to the first stage of its path, and what it owes there refuses no child."""
    house = studio.house
    stage = first_stage(studio)
    one, other = (house.create("li", "opportunity", **deal(studio)).id for _ in range(2))
    renamed(studio, stage)
    assert studio.published("sun", {"opportunity": {stage: "diagnosis"}}).moving == 3
    said = {"way": "phone", "content": "电话确认了下一步安排", "next_step": "上门"}
    follow = house.create("li", "follow_up", opportunity=one, **said).id
    told = [event.kind for event in house.events("opportunity", one)]
    assert told.index("path_changed") < told.index("rolled_up")
    assert [move[:4] for move in moves(studio, one)] == [(stage, "diagnosis", None, 2)]
    house.edit("li", "follow_up", follow, opportunity=other)
    found = [house.stored("opportunity", name).record for name in (one, other)]
    assert [(now.stage, now.values["follow_up_count"]) for now in found] == [("diagnosis", 0), ("diagnosis", 1)]
    assert moving(studio) == 1
    recompute(house.services)
    assert [len(moves(studio, name)) for name in (one, other)] == [1, 1]


def test_what_an_act_writes_to_behind_a_reference_is_moved_first(sqlite_studio: Studio) -> None:
    studio, house = sqlite_studio, sqlite_studio.house
    stage = first_stage(studio)
    said = {"way": "phone", "content": "电话确认了下一步安排", "next_step": "上门"}
    one, other, _ = (house.create("li", "opportunity", **deal(studio)).id for _ in range(3))
    follow = house.create("li", "follow_up", opportunity=one, **said).id
    renamed(studio, stage)
    noted = {"id": "note_title", "entity": "follow_up", "label": {"zh": "改商机名", "en": "Rename"}}
    studio.put("sun", "action/note_title", {**noted, "writes": {"opportunity.title": {"v": "改过"}}})
    assert studio.published("sun", {"opportunity": {stage: "diagnosis"}}).moving == 4
    house.perform("li", follow, "note_title", entity="follow_up")
    found = house.stored("opportunity", one).record
    assert (found.stage, found.values["title"]) == ("diagnosis", "改过")
    assert [move[:4] for move in moves(studio, one)] == [(stage, "diagnosis", None, 2)]
    assert house.stored("opportunity", other).record.stage == stage


def test_what_waits_is_read_like_any_other(sqlite_studio: Studio) -> None:
    house, watching = sqlite_studio.house, sqlite_studio.house.services.watching
    stage, deals = published(sqlite_studio)
    li = house.people["li"]
    shown = watching.record(li, "sales", "opportunity", deals[0])
    assert not isinstance(shown, Refusal)
    assert shown.record.stage == stage
    rows = watching.page(li, "sales", "opportunity", ListAsked())
    assert not isinstance(rows, Refusal)
    assert {row.stage for row in rows.rows} == {stage}
    assert not isinstance(watching.board(li, "sales", "opportunity", ListAsked()), Refusal)


def test_another_publication_meanwhile_takes_the_mapping_over_or_asks_anew(studio: Studio) -> None:
    stage, deals = published(studio)
    studio.put("sun", "entity/opportunity/properties/close_on/field/help", {"zh": "预计"})
    studio.published("sun")
    assert moving(studio) == 5, "their place is known"
    studio.put("sun", "flow/opportunity/stages/renamed/archived", True)
    refused = studio.publish("sun")
    assert isinstance(refused, Refusal)
    asked = refused.problem.params["mappings_needed"]
    assert [(one["stage"], one["records"]) for one in asked] == [(stage, 5)]
    other = next(one for one in asked[0]["offered"] if one != "renamed")
    studio.published("sun", {"opportunity": {stage: other}})
    recompute(studio.house.services)
    assert moving(studio) == 0
    assert [(one[1], one[3]) for deal in deals for one in moves(studio, deal)] == [(other, 4)] * len(deals)


def test_a_stage_that_comes_back_keeps_its_records(sqlite_studio: Studio) -> None:
    studio = sqlite_studio
    before = studio.bench("sun").documents["flows"]["opportunity"]
    stage, deals = published(studio)
    studio.put("sun", "flow/opportunity", before)
    for kind, member in (("action", "actions"), ("duty", "duties"), ("trigger", "triggers")):
        for name, document in (studio.bench("sun").live_documents or {}).get(member, {}).items():
            if mentions(document, "renamed"):
                studio.put("sun", f"{kind}/{name}", swap(document, "renamed", stage))
    studio.published("sun")
    assert moving(studio) == 0
    recompute(studio.house.services)
    assert {studio.house.stored("opportunity", one).record.stage for one in deals} == {stage}


def test_one_that_cannot_be_moved_keeps_no_other(sqlite_studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    stage, deals = published(sqlite_studio)
    sound = resettling.resettle

    def broken(tx: Any, app: Any, zone: Any, entity: Any, ids: Any, *rest: Any) -> None:
        assert deals[1] not in ids
        sound(tx, app, zone, entity, ids, *rest)

    monkeypatch.setattr(resettling, "resettle", broken)
    resettling.settle(sqlite_studio.house.services, *_waiting(sqlite_studio))
    assert moving(sqlite_studio) == 1
    assert sqlite_studio.house.stored("opportunity", deals[1]).record.stage == stage
    monkeypatch.setattr(resettling, "resettle", sound)
    resettling.settle(sqlite_studio.house.services, *_waiting(sqlite_studio))
    assert moving(sqlite_studio) == 0


@pytest.mark.parametrize("number", [1, 3])
def test_paths_with_other_stages_are_asked_for_one_by_one(sqlite_studio: Studio, number: int) -> None:
    """No record is taken to the first stage of its path because its path does not lead through the mapped one."""
    studio, house = sqlite_studio, sqlite_studio.house
    deals = {grade: [house.deal(grade=grade)[0] for _ in range(number)] for grade in ("procurement", "standard")}
    stage = house.stored("opportunity", deals["standard"][0]).record.stage
    renamed(studio, stage)
    told = house.services.foreseeing.in_flight(house.people["sun"], "sales")
    assert not isinstance(told, Refusal)
    asked = {one.path: {choice.id for choice in one.offered} for one in told.mappings_needed}
    assert sorted(asked, key=str) == ["procurement", "standard"]
    assert [one.records for one in told.mappings_needed] == [number, number]
    assert ("diagnosis" in asked["standard"], "diagnosis" in asked["procurement"]) == (True, False)
    assert {"renamed", "hold", "paid"} <= asked["procurement"] & asked["standard"]
    refused = studio.publish("sun", {"opportunity": {stage: "diagnosis"}})
    assert isinstance(refused, Refusal)
    assert [one["path"] for one in refused.problem.params["mappings_needed"]] == ["procurement"]
    studio.published("sun", {"opportunity": {stage: "diagnosis", f"{stage}/procurement": "procurement"}})
    recompute(house.services)
    stood = {
        grade: {house.stored("opportunity", one).record.stage for one in listed} for grade, listed in deals.items()
    }
    assert stood == {"standard": {"diagnosis"}, "procurement": {"procurement"}}


def apart(studio: Studio) -> tuple[str, dict[str, list[str]]]:
    """The first stage is gone, and of its records two wait to go to one stage, on their path, and two to another."""
    house = studio.house
    deals = {grade: [house.deal(grade=grade)[0] for _ in range(2)] for grade in ("procurement", "standard")}
    stage = house.stored("opportunity", deals["standard"][0]).record.stage
    renamed(studio, stage)
    studio.published("sun", {"opportunity": {stage: "diagnosis", f"{stage}/procurement": "procurement"}})
    assert moving(studio) == 4
    return stage, deals


def asked_for(refused: Any) -> list[tuple[str, str | None, int]]:
    assert isinstance(refused, Refusal)
    assert refused.code == "mapping_needed", refused
    return [(one["stage"], one["path"], one["records"]) for one in refused.problem.params["mappings_needed"]]


def test_a_stage_one_of_whose_targets_goes_is_asked_for_whole(studio: Studio) -> None:
    """Those on the other path are neither forgotten nor taken along."""
    house = studio.house
    stage, deals = apart(studio)
    studio.put("sun", "flow/opportunity/stages/diagnosis/archived", True)
    assert asked_for(studio.publish("sun")) == [(stage, "procurement", 2), (stage, "standard", 2)]
    studio.published("sun", {"opportunity": {stage: "demo", f"{stage}/procurement": "procurement"}})
    assert moving(studio) == 4
    recompute(house.services)
    stood = {
        grade: {house.stored("opportunity", one).record.stage for one in listed} for grade, listed in deals.items()
    }
    assert (stood, moving(studio)) == ({"standard": {"demo"}, "procurement": {"procurement"}}, 0)
    assert all(len(moves(studio, one)) == 1 for listed in deals.values() for one in listed)


def test_a_target_that_the_path_does_not_lead_through_any_more_is_asked_for_anew(sqlite_studio: Studio) -> None:
    """No stage of the version in force goes: it is the way there that does."""
    studio = sqlite_studio
    stage, _ = apart(studio)
    documents = studio.bench("sun").documents
    with studio.house.db.read() as tx:
        live = studio.house.services.registry.app(tx, "sales")
        assert live is not None
        moment = studio.house.services.registry.moment(tx)
        known = mapping.stages_to_map(tx, live, compile_published(decode_app(documents), 3), moment)
        assert [(one.asked.path, one.to) for one in known] == [
            ("procurement", "procurement"),
            ("standard", "diagnosis"),
        ]
        del documents["flows"]["opportunity"]["paths"]["standard"]["stages"]["diagnosis"]
        found = mapping.stages_to_map(tx, live, compile_published(decode_app(documents), 3), moment)
    assert [(one.asked.stage, one.asked.path, one.asked.records) for one in found] == [
        (stage, "procurement", 2),
        (stage, "standard", 2),
    ]


def false_alarms(studio: Studio, deals: list[str]) -> list[str]:
    kinds = [event.kind for one in deals for event in studio.house.events("opportunity", one)]
    return [kind for kind in kinds if kind in ("withdrawn", "owed_again")]


def owed(studio: Studio, record: str) -> list[Any]:
    with studio.house.db.read() as tx:
        return [one for one in obligations.of_records(tx, [record])[record] if one.open]


def test_what_is_owed_is_asked_of_a_record_where_it_is_to_stand(studio: Studio) -> None:
    """The worker takes what is owed in the version before it takes the records home: a duty of the stage they go to, as of
    that they left, is owed all the while."""
    _, deals = published(studio)
    assert all(owed(studio, one) for one in deals)
    with studio.house.db.read() as tx:
        first = recomputes.settling(tx, "sales")[0]
    version = Work("v", "sales", "", "", "2", "version")
    assert redating.ask_anew(studio.house.services, version) >= len(deals)
    assert false_alarms(studio, deals) == []
    assert {studio.house.stored("opportunity", one).record.stage for one in deals} == {first.target}
    recompute(studio.house.services)
    assert false_alarms(studio, deals) == []
    assert all(owed(studio, one) for one in deals)
    assert [len(moves(studio, one)) for one in deals] == [1] * len(deals)


def test_the_sweep_takes_a_record_home_before_it_judges_what_is_due(clocked: Studio) -> None:
    house = clocked.house
    _, deals = published(clocked)
    house.now_ms += 30 * 86_400_000
    house.services.sweeping.sweep()
    assert false_alarms(clocked, deals) == []
    assert all("breached" in [event.kind for event in house.events("opportunity", one)] for one in deals)
    assert {house.stored("opportunity", one).record.stage for one in deals} == {"renamed"}


def test_what_is_owed_on_one_that_cannot_be_moved_is_let_be_and_no_other(
    clocked: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault with one record neither ends the worker nor has its duties judged in a stage that is no more."""
    studio, house = clocked, clocked.house
    stage, deals = published(studio)
    sound = decide

    def broken(app: Any, snapshot: Any, act: Any, *rest: Any) -> Any:
        assert not (isinstance(act, Resettle) and snapshot.record.id == deals[1]), "a fault of ours"
        return sound(app, snapshot, act, *rest)

    monkeypatch.setattr(command, "decide", broken)
    recompute(house.services)
    house.now_ms += 30 * 86_400_000
    house.services.sweeping.sweep()
    assert (house.stored("opportunity", deals[1]).record.stage, moving(studio)) == (stage, 1)
    assert all(len(moves(studio, one)) == 1 for one in deals if one != deals[1])
    assert false_alarms(studio, deals) == []
    told = {one for one in deals if "breached" in [event.kind for event in house.events("opportunity", one)]}
    assert told == set(deals) - {deals[1]}
    monkeypatch.setattr(command, "decide", sound)
    house.services.sweeping.sweep()
    assert (false_alarms(studio, deals), moving(studio)) == ([], 0)
    assert "breached" in [event.kind for event in house.events("opportunity", deals[1])]


def test_a_new_day_asks_where_the_record_is_to_stand(sqlite_studio: Studio) -> None:
    studio = sqlite_studio
    _, deals = published(studio)
    house = studio.house
    with house.db.write() as tx:
        app = house.services.registry.acting(tx, "sales")
        assert app is not None
        system = Command(tx, app, THE_SYSTEM, "Asia/Shanghai")
        for one in deals:
            recomputing._again(tx, system, "opportunity", one)
    assert false_alarms(studio, deals) == []


def test_who_saw_an_older_state_is_told_and_nothing_is_written(studio: Studio) -> None:
    house = studio.house
    stage, deals = published(studio)
    chen = house.people["chen"].actor("sales")
    before = house.stored("opportunity", deals[0]).record
    with house.db.write() as tx:
        app = house.services.registry.acting(tx, "sales")
        assert app is not None
        refused = Command(tx, app, chen, "Asia/Shanghai").run(
            "opportunity", deals[0], Edit({"budget": 10_000_000}), before.version + 1
        )
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.problem.params["found"]) == ("version_conflict", before.version)
    assert house.stored("opportunity", deals[0]).record == before
    assert before.stage == stage
