"""Publishing: whole or not at all, no data without a place, and no record between two versions."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from followthrough.core.design.operations import Operation
from followthrough.services.designing import NotPublished
from followthrough.services.recomputing import recompute
from followthrough.services.refusal import Refusal
from followthrough.services.views import Answer
from followthrough.services.views_design import EditedView, PublishedView
from followthrough.store import standing
from tests.services.designing.studio import Studio
from tests.services.house import Create, Edit, changed, short, template

LABEL = "entity/customer/properties/level/field/label/zh"


def opened(studio: Studio) -> dict[str, Any]:
    """The flow of opportunities."""
    flow: dict[str, Any] = studio.at("flow/opportunity")
    return flow


def first_stage(studio: Studio) -> str:
    """The stage in which an opportunity begins."""
    stage = studio.house.create("li", "opportunity", **deal(studio)).stage
    assert stage
    return stage


def deal(studio: Studio) -> dict[str, Any]:
    customer = studio.house.create("li", "customer", name="恒达精密", grade="standard", level="a").id
    return {"title": "监护仪更新", "customer": customer, "product_line": "monitor"}


def renamed(studio: Studio, stage: str) -> None:
    """The stage gets another id: the old one is gone, the new one asks for what it asked."""
    flow = opened(studio)

    def marks(found: dict[str, Any]) -> dict[str, Any]:
        return {("renamed" if name == stage else name): mark for name, mark in found.items()}

    steps = {
        name: {**step, "from": marks(step["from"]), "to": "renamed" if step["to"] == stage else step["to"]}
        for name, step in flow["transitions"].items()
    }
    paths = {name: {**one, "stages": marks(one["stages"])} for name, one in flow["paths"].items()}
    new = {**flow, "stages": marks(flow["stages"]), "paths": paths, "transitions": steps}
    need: dict[str, Any] = {"fields": {"budget": {}}}
    new["stages"]["renamed"] = {**new["stages"]["renamed"], "entry": need}
    used = studio.bench().documents
    for kind, member in (("action", "actions"), ("duty", "duties"), ("trigger", "triggers")):
        for name, document in used.get(member, {}).items():
            if mentions(document, stage):
                studio.put("sun", f"{kind}/{name}", replaced(document, stage))
    studio.put("sun", "flow/opportunity", new)


def mentions(value: Any, stage: str) -> bool:
    if isinstance(value, dict):
        return any(name == stage or mentions(part, stage) for name, part in value.items())
    return any(mentions(part, stage) for part in value) if isinstance(value, list) else bool(value == stage)


def replaced(value: Any, stage: str) -> Any:
    if isinstance(value, dict):
        return {("renamed" if name == stage else name): replaced(part, stage) for name, part in value.items()}
    if isinstance(value, list):
        return [replaced(part, stage) for part in value]
    return "renamed" if value == stage else value


def test_records_of_a_stage_that_is_gone_go_where_the_mapping_says(studio: Studio) -> None:
    house = studio.house
    stage = first_stage(studio)
    deals = [house.create("li", "opportunity", **deal(studio)).id for _ in range(3)]
    renamed(studio, stage)
    refused = studio.publish("sun")
    assert isinstance(refused, Refusal)
    assert refused.code == "mapping_needed", refused
    (needed,) = refused.problem.params["mappings_needed"]
    assert (needed["entity"], needed["stage"], needed["records"]) == ("opportunity", stage, 4)
    assert "renamed" in needed["offered"]
    assert stage not in needed["offered"]
    for wrong in ({}, {"opportunity": {stage: "nowhere"}}, {"opportunity": {stage: stage}}):
        again = studio.publish("sun", wrong)
        assert isinstance(again, Refusal)
        assert again.code == "mapping_needed"
    assert house.stored("opportunity", deals[0]).record.stage == stage, "nothing was moved"
    done = studio.published("sun", {"opportunity": {stage: "renamed"}})
    assert (done.version, done.moved) == (2, 4)
    assert studio.bench("sun").ahead == 0
    for one in deals:
        found = house.stored("opportunity", one)
        assert (found.record.stage, found.record.judged_by) == ("renamed", 2)
        assert found.milestones.stage_first_ms["renamed"]
        told = house.events("opportunity", one)[-1]
        assert (told.kind, told.from_stage, told.to_stage) == ("path_changed", stage, "renamed")
        assert (told.actor, told.data["publish"]) == (None, 2)
        assert told.data["owes"] == ["field opportunity.budget"]


def test_what_the_new_stage_asks_for_is_asked_at_the_next_act(studio: Studio) -> None:
    house = studio.house
    stage = first_stage(studio)
    one = house.create("li", "opportunity", **deal(studio)).id
    renamed(studio, stage)
    studio.published("sun", {"opportunity": {stage: "renamed"}})
    refused = house.submit("li", "opportunity", one, Edit({"title": "改名"}))
    assert isinstance(refused, Refusal)
    assert (refused.code, short(refused.needs)) == ("gate_missing", ["opportunity.budget"])
    assert isinstance(house.submit("li", "opportunity", one, Edit({"budget": 10_000_000})), Answer)
    assert isinstance(house.submit("li", "opportunity", one, Edit({"title": "改名"})), Answer)


def test_nothing_is_taken_away_that_data_refers_to(sqlite_studio: Studio) -> None:
    studio = sqlite_studio
    new = {"type": "string", "maxLength": 50, "field": {"kind": "text", "label": {"zh": "备注二"}}}
    place = "entity/customer/properties/note_two"
    studio.put("chen", place, new)
    studio.published()
    studio.put("chen", place, None)
    assert isinstance(studio.publish(), PublishedView), "nobody filled it in"
    studio.put("chen", place, new)
    studio.published()
    studio.house.create("li", "customer", name="甲", grade="standard", level="a", note_two="满")
    studio.put("chen", place, None)
    refused = studio.publish()
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.problem.params["reason"]) == ("publish_blocked", "field_holds_values")
    assert refused.problem.message()["zh"] == "“客户 · 备注二”里已有数据，不能这样发布"
    studio.put("chen", place, {"type": "number", "field": {"kind": "number", "label": {"zh": "备注二"}}})
    refused = studio.publish()
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.problem.params["reason"]) == ("publish_blocked", "kind_changed")


def test_what_people_wrote_is_neither_read_as_something_else_nor_worked_out_anew(sqlite_studio: Studio) -> None:
    studio = sqlite_studio
    place = "entity/customer/properties/note_two"
    text = {"type": "string", "field": {"kind": "text", "label": {"zh": "备注二"}}}
    phone = {"type": "string", "field": {"kind": "phone", "label": {"zh": "备注二"}}}
    formula = {"type": "string", "field": {"kind": "formula", "label": {"zh": "备注二"}, "compute": {"f": "name"}}}
    table = {
        "id": "noted", "entity": "customer", "label": {"zh": "备注"}, "output": "note_two", "otherwise": {"v": "甲"},
        "inputs": {"name": {"label": {"zh": "名称"}, "rule": {"f": "name"}}},
        "rows": {"one": {"cells": {"name": {"op": "eq", "a": [{"p": "cell"}, {"v": "乙"}]}}, "output": {"v": "乙"}}},
    }  # fmt: skip
    studio.put("chen", place, text)
    studio.published()
    studio.put("chen", place, phone)
    studio.published()
    studio.put("chen", place, text)
    studio.published()
    studio.house.create("li", "customer", name="甲", grade="standard", level="a", note_two="满")

    def blocked(now: str) -> None:
        refused = studio.publish()
        assert isinstance(refused, Refusal)
        assert (refused.code, refused.problem.params) == (
            "publish_blocked",
            {
                "reason": "kind_changed",
                "what": "customer.note_two",
                "entity": "customer",
                "field": "note_two",
                "was": "text",
                "now": now,
            },
        )

    for value in (phone, formula):
        studio.put("chen", place, value)
        blocked(value["field"]["kind"])  # type: ignore[index] # a property has a field
    studio.put("chen", place, text)
    studio.put("chen", "decision_table/noted", table)
    blocked("text")
    studio.put("chen", "decision_table/noted", None)
    studio.put("chen", f"{place}/field/label/zh", "备注三")
    studio.published()


def test_a_folder_goes_the_same_way_and_leaves_what_nobody_published(studio: Studio) -> None:
    whole = changed(template("sales"), lambda plain: plain["app"].update(icon="star"))
    publish = studio.publishing.documents
    studio.put("chen", LABEL, "等级")
    with pytest.raises(NotPublished) as caught:
        publish(whole)
    assert (caught.value.refusal.code, caught.value.refusal.problem.params) == ("draft_ahead", {"ahead": 1})
    assert publish(whole, note="来自文件夹", over_draft=True) == 2
    bench = studio.bench()
    assert (bench.ahead, bench.live, bench.revision) == (0, 2, 2)
    assert (studio.at("app/icon"), studio.at(LABEL)) == ("star", "客户等级")
    assert publish(whole) == 2, "the same again changes nothing"
    log = studio.drafting.edits(studio.house.people["sun"], "sales", 1, 9)
    assert not isinstance(log, Refusal)
    assert [one.by for one in log.edits] == [None]


def test_a_submission_and_a_publication_at_once_are_one_after_the_other(studio: Studio) -> None:
    """While versions with and without a stage come into force in turn, people create and edit: every answer is an answer,
    and every record stands in a stage of the version in force."""
    house = studio.house
    stage = first_stage(studio)
    before = studio.bench("sun").documents["flows"]["opportunity"]
    values = deal(studio)
    stop = threading.Event()
    answers: list[Any] = []
    faults: list[BaseException] = []

    def act() -> None:
        try:
            while not stop.is_set():
                made = house.submit("li", "opportunity", None, Create("opportunity", "", values))
                answers.append(made)
                if isinstance(made, Answer):
                    answers.append(house.submit("li", "opportunity", made.record.id, Edit({"intent": "high"})))
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=act) for _ in range(4)]
    renamed(studio, stage)
    after = studio.at("flow/opportunity")
    for thread in threads:
        thread.start()
    done = []
    try:
        for turn in range(6):
            goes, comes = (stage, "renamed") if turn % 2 == 0 else ("renamed", stage)
            if turn:
                documents = after if turn % 2 == 0 else before
                assert isinstance(studio.edit("sun", *swapped(studio, documents, goes, comes)), EditedView)
            done.append(studio.publish("sun", {"opportunity": {goes: comes}}))
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert faults == []
    assert [one.version for one in done if isinstance(one, PublishedView)] == [2, 3, 4, 5, 6, 7], done
    assert sum(isinstance(one, Answer) for one in answers) > 10
    refused = {one.code for one in answers if isinstance(one, Refusal)}
    assert refused <= {"gate_missing", "version_conflict", "try_again"}, refused
    recompute(house.services)  # there may have been many
    with house.db.read() as tx:
        app = house.services.registry.app(tx, "sales")
        assert app is not None
        flow = app.entities["opportunity"].flow
        assert flow is not None
        assert {stage for stage, _ in standing.by_place(tx, app, "opportunity")} <= set(flow.stages)


def swapped(studio: Studio, flow: dict[str, Any], goes: str, comes: str) -> list[Operation]:
    """The operations that put `flow` and the documents that name its stage in force."""
    found = [Operation("flow/opportunity", studio.at("flow/opportunity"), flow)]
    documents = studio.bench("sun").documents
    for kind, member in (("action", "actions"), ("duty", "duties"), ("trigger", "triggers")):
        for name, one in documents.get(member, {}).items():
            if mentions(one, goes):
                text = swap(one, goes, comes)
                found.append(Operation(f"{kind}/{name}", one, text))
    return found


def swap(value: Any, goes: str, comes: str) -> Any:
    if isinstance(value, dict):
        return {(comes if name == goes else name): swap(part, goes, comes) for name, part in value.items()}
    if isinstance(value, list):
        return [swap(part, goes, comes) for part in value]
    return comes if value == goes else value
