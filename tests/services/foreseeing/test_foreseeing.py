"""What a draft would do before it does it, on both databases."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

import pytest

from followthrough.core.run.acts import Create, Move, Perform
from followthrough.services.foreseeing.in_flight import in_flight_of
from followthrough.services.refusal import Refusal
from followthrough.services.views_foresee import BurdenView, ChangesView, InFlightView
from tests.services.designing.studio import Studio
from tests.services.designing.test_copying import replaced


def changes(studio: Studio, **asked: Any) -> dict[str, list[str]]:
    found = studio.house.services.foreseeing.changes(studio.house.people["chen"], "sales", **asked)
    assert isinstance(found, ChangesView), found
    return {group.kind: [f"{one.place['zh']}：{one.words['zh']}" for one in group.changes] for group in found.groups}


def in_flight(studio: Studio, who: str = "chen", after: str = "") -> InFlightView:
    found = studio.house.services.foreseeing.in_flight(studio.house.people[who], "sales", after)
    assert isinstance(found, InFlightView), found
    return found


def burden(studio: Studio) -> BurdenView:
    found = studio.house.services.foreseeing.burden(studio.house.people["chen"], "sales")
    assert isinstance(found, BurdenView), found
    return found


def test_whoever_does_not_design_is_told_of_no_app(sqlite_studio: Studio) -> None:
    rep = sqlite_studio.house.people["li"]
    foreseeing = sqlite_studio.house.services.foreseeing
    for asked in (
        foreseeing.changes(rep, "sales"),
        foreseeing.in_flight(rep, "sales"),
        foreseeing.burden(rep, "sales"),
    ):
        assert isinstance(asked, Refusal)
        assert asked.code == "not_found"


def test_the_draft_against_what_is_in_force_and_version_against_version(studio: Studio) -> None:
    assert changes(studio) == {}
    studio.put("chen", "flow/opportunity/stages/quote/entry/fields/close_on", {})
    studio.put("chen", "entity/customer/properties/level/field/label", {"zh": "客户分级", "en": "Grade"})
    told = changes(studio)
    assert list(told) == ["narrowing", "wording"], "what asks for more comes before what only reads otherwise"
    assert len(told["narrowing"]) == 1
    studio.publish()
    assert changes(studio) == {}
    assert changes(studio, before=1, after=2) == told
    missing = studio.house.services.foreseeing.changes(studio.house.people["chen"], "sales", before=9)
    assert isinstance(missing, Refusal)
    assert missing.code == "not_found"


def test_records_in_the_flow_are_named_with_what_they_would_newly_lack(studio: Studio) -> None:
    house = studio.house
    deals = [house.deal()[0] for _ in range(3)]
    house.edit("li", "opportunity", deals[0], close_on="2026-05-01")
    nothing = in_flight(studio)
    assert (nothing.counts, nothing.touched, nothing.mappings_needed) == ([], [], [])
    studio.put("chen", "entity/opportunity/properties/close_on/field/required", True)
    found = in_flight(studio)
    counted = {one.entity: (one.looked_at, one.issues) for one in found.counts}
    assert counted["opportunity"] == (3, 2), "the one that has it is not touched"
    assert all(issues == 0 for entity, (_, issues) in counted.items() if entity != "opportunity")
    assert {one.record for one in found.touched} == set(deals[1:])
    assert {one.title for one in found.touched} == {"监护仪更新"}
    assert {(issue.path, issue.code) for one in found.touched for issue in one.issues} == {("close_on", "required")}


def test_a_record_is_judged_with_what_the_publication_copies_into_it(studio: Studio) -> None:
    """A new field is required and comes in the place of one: who has no value to copy is told alone."""
    house = studio.house
    customers = [
        house.create("li", "customer", name="恒达精密", grade="standard", **one).id
        for one in ({"short_name": "1,200"}, {"short_name": "三百来人"}, {})
    ]
    replaced(studio, required=True)
    studio.put("sun", "form/customer/sections/basic/fields/people", {"order": 15})
    found = in_flight(studio, "sun")
    assert {one.entity: (one.looked_at, one.issues) for one in found.counts}["customer"] == (3, 2)
    assert {one.record for one in found.touched} == set(customers[1:])


def test_only_records_one_sees_are_named_and_nothing_of_hidden_fields(studio: Studio) -> None:
    house = studio.house
    near, customer = house.deal()
    house.add_person("wen", "supervisor", "shanghai")
    far, other = house.deal("zhao")
    place = "access/roles/supervisor/entities"
    follow = {"way": "phone", "content": "电话沟通了需求", "next_step": "周五上门", "next_on": "2026-03-06"}
    for who, deal in (("li", near), ("zhao", far)):
        assert not isinstance(house.submit(who, "opportunity", deal, Perform("log_follow_up", follow)), Refusal)
    for entity in ("customer", "opportunity"):
        studio.put("sun", f"{place}/{entity}/scope", "subtree")
    studio.put("sun", f"{place}/customer/fields", {"level": "none"})
    assert not isinstance(studio.publish("sun"), Refusal)
    house.refresh()
    studio.put("sun", "entity/opportunity/properties/close_on/field/required", True)
    studio.put("sun", "entity/customer/properties/remark/field/required", True)
    low = {"rule": {"op": "eq", "a": [{"f": "level"}, {"v": "c"}]}, "message": {"zh": "等级不对"}}
    studio.put("sun", "entity/customer/properties/level/field/constraint", {"low": low})

    def seen(who: str) -> tuple[dict[str, int], dict[str, list[str]]]:
        found = house.services.foreseeing.in_flight(house.people[who], "sales")
        assert isinstance(found, InFlightView), found
        counted = {one.entity: one.issues for one in found.counts if one.issues}
        return counted, {one.record: sorted(issue.path for issue in one.issues) for one in found.touched if one.issues}

    counts = {"customer": 2, "opportunity": 2}
    both = ["level", "remark"]
    assert (in_flight(studio, "sun").withheld, in_flight(studio, "wen").withheld) == (False, True)
    assert seen("sun") == (counts, {near: ["close_on"], far: ["close_on"], customer: both, other: both})
    assert seen("wen") == (counts, {near: ["close_on"], customer: ["remark"]}), "counted are all, named are one's own"


LOW = {"op": "eq", "a": [{"f": "customer.level"}, {"v": "c"}]}
HIDING = [
    ("flow/opportunity/stages/{stage}/entry/statements/low", {"rule": LOW}),
    ("flow/opportunity/stages/{stage}/entry/fields/customer.remark", {}),
    ("flow/opportunity/stages/{stage}/entry/fields/close_on", {"when": {"op": "not", "a": [LOW]}}),
    ("entity/opportunity/properties/close_on/field/required_when", {"op": "not", "a": [LOW]}),
    ("entity/opportunity/properties/amount/field/constraint", {"low": {"rule": LOW, "message": {"zh": "等级不对"}}}),
]


def test_whether_a_rule_holds_over_hidden_fields_is_not_counted_either(sqlite_studio: Studio) -> None:
    studio, house = sqlite_studio, sqlite_studio.house
    house.add_person("wen", "supervisor", "hq")
    deal, _ = house.deal()
    house.edit("li", "opportunity", deal, amount=5_000_00)
    stage = house.stored("opportunity", deal).record.stage
    studio.put("sun", "access/roles/supervisor/entities/customer/fields", {"level": "none", "remark": "none"})
    assert not isinstance(studio.publish("sun"), Refusal)
    house.refresh()
    for place, value in HIDING:
        path = place.format(stage=stage)
        studio.put("sun", path, value)
        told = [in_flight(studio, who) for who in ("sun", "wen")]
        touched = [sum(one.needs + one.issues for one in found.counts) for found in told]
        assert touched == [1, 0], path
        assert [len(found.touched) for found in told] == [1, 0], path
        assert [found.withheld for found in told] == [False, True]
        studio.put("sun", path, None)


def test_many_records_are_looked_at_a_slice_at_a_time(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    house = studio.house
    deals = {house.deal()[0] for _ in range(5)}
    studio.put("chen", "entity/opportunity/properties/close_on/field/required", True)
    whole = in_flight(studio)
    assert whole.next is None
    asked = "followthrough.services.foreseeing.service.in_flight_of"
    monkeypatch.setattr(asked, partial(in_flight_of, most=2))
    slices = [in_flight(studio)]
    while slices[-1].next is not None:
        slices.append(in_flight(studio, after=slices[-1].next))
    assert (slices[0].total, slices[-1].total) == (sum(one.looked_at for one in whole.counts), None)
    assert max(sum(count.looked_at for count in one.counts) for one in slices) == 2
    counted = Counter[str]()
    for one in slices:
        counted.update({count.entity: count.issues for count in one.counts})
    assert dict(counted) == {one.entity: one.issues for one in whole.counts}
    named = [one.record for found in slices for one in found.touched]
    assert sorted(named) == sorted(deals), "each once"
    since = str(slices[0].next)
    studio.put("chen", "entity/opportunity/properties/close_on/field/help", {"zh": "预计"})
    foreseeing = house.services.foreseeing
    stale = foreseeing.in_flight(house.people["chen"], "sales", since)
    assert isinstance(stale, Refusal)
    assert stale.code == "draft_changed"
    wrong = foreseeing.in_flight(house.people["chen"], "sales", "nonsense")
    assert isinstance(wrong, Refusal)
    assert wrong.code == "bad_request"


def test_records_that_go_another_path_are_told_which(sqlite_studio: Studio) -> None:
    deal, _ = sqlite_studio.house.deal(grade="standard")
    before = sqlite_studio.house.stored("opportunity", deal).record.path
    paths: dict[str, Any] = sqlite_studio.at("flow/opportunity/paths")
    other = next(name for name, path in paths.items() if name != before and path.get("when") is not None)
    standard = {"op": "eq", "a": [{"f": "grade"}, {"v": "standard"}]}
    sqlite_studio.put("chen", f"flow/opportunity/paths/{other}/when", standard)
    found = in_flight(sqlite_studio)
    assert [(one.record, one.path) for one in found.touched if one.path] == [(deal, paths[other]["label"])]


def test_records_of_a_stage_that_is_archived_need_a_place(studio: Studio) -> None:
    deal, _ = studio.house.deal()
    stage = studio.house.stored("opportunity", deal).record.stage
    studio.put("chen", f"flow/opportunity/stages/{stage}/archived", True)
    found = in_flight(studio)
    assert [(one.entity, one.stage, one.records) for one in found.mappings_needed] == [("opportunity", stage, 1)]
    assert stage not in {one.id for one in found.mappings_needed[0].offered}
    assert sum(one.stage_lost for one in found.counts) == 1


def test_what_forms_cost_is_measured_from_what_was_filled_in(studio: Studio) -> None:
    house = studio.house
    for n, took in enumerate((10, 50, 30)):
        values = {"name": f"客户 {n}", "grade": "standard", "remark": "无" if n else "要求周三前报价"}
        house.submit("li", "customer", None, Create("customer", "", values), took_s=took)
    told = burden(studio)
    form = next(one for one in told.places if (one.kind, one.entity) == ("form", "customer"))
    assert (form.submits, form.timed, form.median_s) == (3, 3, 30)
    remark = next(one for one in form.fields if one.field == "remark")
    assert (remark.answers, remark.junk) == (3, 2 / 3)
    name = next(one for one in form.fields if one.field == "name")
    assert (name.required, name.answers, name.junk) == (True, 3, 0.0)


def test_what_is_filled_in_at_a_move_is_the_burden_of_the_stage_entered(studio: Studio) -> None:
    house = studio.house
    for n, took in enumerate((40, 8, None)):
        deal, _ = house.deal()
        house.edit("li", "opportunity", deal, title=f"商机 {n}")
        values = {"lost_reason": "price", "lost_note": "无" if n else "对方选了本地厂家"}
        done = house.submit("li", "opportunity", deal, Move("lost", values), took_s=took)
        assert not isinstance(done, Refusal), done
        shown = house.services.timeline.page(house.people["li"], "sales", "opportunity", deal)
        assert not isinstance(shown, Refusal), shown
        assert all({"took_s", "entered"}.isdisjoint(event.data) for event in shown.events), "forms are measured"
    places = {one.name: one for one in burden(studio).places if (one.kind, one.entity) == ("stage", "opportunity")}
    lost = places.pop("lost")
    assert (lost.submits, lost.timed, lost.median_s) == (3, 2, 8), "the third did not say how long"
    note = next(one for one in lost.fields if one.field == "lost_note")
    assert (note.required, note.answers, note.junk) == (True, 3, 2 / 3)
    assert {(one.submits, one.timed, one.median_s) for one in places.values()} == {(0, 0, None)}


def test_a_move_that_brings_nothing_is_no_form(studio: Studio) -> None:
    """A board that was open for an hour does not make the stage slow."""
    house = studio.house
    deal, _ = house.deal()
    house.edit("li", "opportunity", deal, lost_reason="price", lost_note="对方选了本地厂家")
    done = house.submit("li", "opportunity", deal, Move("lost"), took_s=3600)
    assert not isinstance(done, Refusal), done
    stages = [one for one in burden(studio).places if (one.kind, one.entity) == ("stage", "opportunity")]
    assert {(one.submits, one.timed, one.median_s) for one in stages} == {(0, 0, None)}
    assert all("took_s" not in event.data for event in house.events("opportunity", deal))


def test_a_field_nobody_reads_could_wait(sqlite_studio: Studio) -> None:
    note = {"type": "string", "field": {"kind": "text", "label": {"zh": "备注二", "en": "Note two"}, "required": True}}
    sqlite_studio.put("chen", "entity/opportunity/properties/note_two", note)
    found = [one for one in burden(sqlite_studio).could_wait if one.path.endswith("/note_two")]
    assert [(one.label["zh"], one.stage) for one in found] == [("备注二", None)]


def test_an_action_is_timed_by_itself(sqlite_studio: Studio) -> None:
    house = sqlite_studio.house
    deal, _ = house.deal()
    inputs = {"way": "phone", "content": "电话沟通了需求", "next_step": "周五上门", "next_on": "2026-03-06"}
    done = house.submit("li", "opportunity", deal, Perform("log_follow_up", inputs), took_s=21)
    assert not isinstance(done, Refusal), done
    found = next(one for one in burden(sqlite_studio).places if one.name == "log_follow_up")
    assert (found.submits, found.median_s) == (1, 21)
