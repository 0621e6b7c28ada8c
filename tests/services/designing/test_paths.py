"""A path that leads no more through the stage of its records, or a rule that takes records to such a path: it is asked where
they go; none is taken to the first stage of its path because the one it stands in is not on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from followthrough.services import resettling
from followthrough.services.designing import mapping, places
from followthrough.services.recomputing import recompute
from followthrough.services.refusal import Refusal
from followthrough.services.views import Answer
from followthrough.store import failpoints, recomputes, standing
from followthrough.store.verify import verify_all
from tests.services.designing.studio import Studio
from tests.services.designing.test_copying import replaced
from tests.services.designing.test_publishing import renamed
from tests.services.designing.test_resettling import asked_for, moves, moving
from tests.services.house import Assign, Move, told

PATHS = "flow/opportunity/paths"
FOLLOWED = {"way": "visit", "content": "当面谈了监护仪的需求", "next_step": "发方案"}
WIDER = {"op": "in", "a": [{"f": "customer.grade"}, {"v": ["procurement", "standard"]}]}
"""Whoever buys like anybody else has a procurement now."""


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Three records are many, two to a batch."""
    monkeypatch.setattr(mapping, "AT_ONCE", 2)
    monkeypatch.setattr(resettling, "BATCH", 2)
    monkeypatch.setattr(places, "BATCH", 2)
    monkeypatch.setattr(recomputes, "SLICE", 2)
    yield
    failpoints.enable("")


def diagnosed(studio: Studio, number: int) -> list[str]:
    """Deals in the second stage of the usual path."""
    house = studio.house
    deals = [house.deal()[0] for _ in range(number)]
    for one in deals:
        house.perform("li", one, "log_follow_up", **FOLLOWED)
        house.perform("li", one, "diagnose_need", need_summary="替换旧机", budget=100)
        house.done("li", "opportunity", one, Move("diagnosis"))
    return deals


def with_trial(studio: Studio) -> None:
    """Two paths lead through a stage more, right after the first."""
    label: Any = {"zh": "试用", "en": "Trial"}
    studio.put("sun", "flow/opportunity/stages/trial", {"label": label, "kind": "open", "order": 15})
    for path in ("standard", "procurement"):
        studio.put("sun", f"{PATHS}/{path}/stages/trial", {"order": 15})
    step = {"label": label, "to": "trial", "order": 5, "from": {"contact": {}}}
    studio.put("sun", "flow/opportunity/transitions/to_trial", step)
    for name in ("to_quote", "to_lost", "to_hold"):
        studio.put("sun", f"flow/opportunity/transitions/{name}/from/trial", {"order": 90})
    studio.published("sun")


def stages(studio: Studio, deals: list[str]) -> list[tuple[str, str]]:
    found = [studio.house.stored("opportunity", one).record for one in deals]
    return [(one.stage, one.path) for one in found]


def wider(studio: Studio) -> None:
    studio.put("sun", f"{PATHS}/procurement/when", WIDER)


@pytest.mark.parametrize("number", [1, 3])
def test_a_path_that_leaves_a_stage_out_asks_where_its_records_go(studio: Studio, number: int) -> None:
    """The stage is there as before: another path leads through it."""
    house = studio.house
    with_trial(studio)
    deals = {grade: [house.deal(grade=grade)[0] for _ in range(number)] for grade in ("standard", "procurement")}
    for one in (one for listed in deals.values() for one in listed):
        house.done("li", "opportunity", one, Move("trial"))
    studio.put("sun", f"{PATHS}/standard/stages/trial", None)
    assert asked_for(studio.publish("sun")) == [("trial", "standard", number)]
    refused = studio.publish("sun", {"opportunity": {"trial": "procurement"}})
    assert asked_for(refused) == [("trial", "standard", number)], "it does not lead there either"
    done = studio.published("sun", {"opportunity": {"trial/standard": "diagnosis"}})
    assert (done.moved, done.moving) == ((1, 0) if number == 1 else (0, 3))
    assert moving(studio) == done.moving
    if number > 1:
        handed = Assign(house.people["zhou"].person, house.people["zhou"].unit, "换人")
        by = house.submit("wang", "opportunity", deals["standard"][0], handed)
        assert isinstance(by, Answer), told(by)
        assert stages(studio, deals["standard"][:1]) == [("diagnosis", "standard")], "who acts on one moves it first"
    recompute(house.services)
    assert stages(studio, deals["standard"]) == [("diagnosis", "standard")] * number
    assert [len(moves(studio, one)) for one in deals["standard"]] == [1] * number
    assert stages(studio, deals["procurement"]) == [("trial", "procurement")] * number
    assert [moves(studio, one) for one in deals["procurement"]] == [[]] * number
    assert moving(studio) == 0


@pytest.mark.parametrize("number", [2, 5])
def test_a_rule_that_takes_records_to_another_path_asks_where_they_go(studio: Studio, number: int) -> None:
    house = studio.house
    there, at_first = diagnosed(studio, number), house.deal()[0]
    wider(studio)
    asked = house.services.foreseeing.in_flight(house.people["sun"], "sales")
    assert not isinstance(asked, Refusal)
    assert [(one.stage, one.path, one.records) for one in asked.mappings_needed] == [
        ("diagnosis", "procurement", number)
    ]
    assert {choice.id for choice in asked.mappings_needed[0].offered} >= {"contact", "procurement", "hold"}
    assert asked_for(studio.publish("sun", {"opportunity": {"diagnosis": "demo"}})) == [
        ("diagnosis", "procurement", number)
    ]
    done = studio.published("sun", {"opportunity": {"diagnosis/procurement": "procurement"}})
    assert (done.moved, done.moving) == ((2, 0) if number == 2 else (0, 5))
    assert moving(studio) == done.moving
    if number > 2:
        assert stages(studio, there) == [("diagnosis", "standard")] * number, "until its turn"
        handed = Assign(house.people["zhou"].person, house.people["zhou"].unit, "换人")
        by = house.submit("wang", "opportunity", there[0], handed)
        assert isinstance(by, Answer), told(by)
        assert stages(studio, there[:1]) == [("procurement", "procurement")], "who acts on one moves it first"
    recompute(house.services)
    assert stages(studio, there) == [("procurement", "procurement")] * number
    for one in there:
        assert [move[:4] for move in moves(studio, one)] == [("diagnosis", "procurement", None, 2)]
    assert moving(studio) == 0
    assert house.stored("opportunity", at_first).record.stage == "contact"
    with house.db.read(snapshot=True) as tx:
        assert list(verify_all(tx)) == []


def test_those_it_leaves_on_their_path_stay(sqlite_studio: Studio) -> None:
    """The rule reads what is the customer's: of two deals in one stage one goes."""
    studio, house = sqlite_studio, sqlite_studio.house
    goes, stays = diagnosed(studio, 2)
    customer = house.stored("opportunity", goes).record.values["customer"]
    house.edit("li", "customer", customer, employees=500)
    big = {"op": "gt", "a": [{"op": "if_empty", "a": [{"f": "customer.employees"}, {"v": 0}]}, {"v": 100}]}
    studio.put("sun", f"{PATHS}/procurement/when", big)
    assert asked_for(studio.publish("sun")) == [("diagnosis", "procurement", 1)]
    studio.published("sun", {"opportunity": {"diagnosis/procurement": "quote"}})
    assert stages(studio, [goes, stays]) == [("quote", "procurement"), ("diagnosis", "standard")]
    house.edit("li", "opportunity", stays, title="改名")
    assert stages(studio, [stays]) == [("diagnosis", "standard")]


def test_a_rule_over_a_field_that_is_filled_by_the_publication_asks_by_what_it_will_hold(studio: Studio) -> None:
    """A field of another kind comes in the place of one, and the rule reads it: nobody is thrown out of his stage."""
    house = studio.house
    goes, stays = diagnosed(studio, 2)
    customer = house.stored("opportunity", goes).record.values["customer"]
    house.edit("li", "customer", customer, short_name="1,200")
    replaced(studio)
    many = {"op": "gt", "a": [{"op": "if_empty", "a": [{"f": "customer.people"}, {"v": 0}]}, {"v": 100}]}
    studio.put("sun", f"{PATHS}/procurement/when", many)
    assert asked_for(studio.publish("sun")) == [("diagnosis", "procurement", 1)]
    done = studio.published("sun", {"opportunity": {"diagnosis/procurement": "procurement"}})
    assert (done.moved, done.copied) == (1, 1)
    assert stages(studio, [goes, stays]) == [("procurement", "procurement"), ("diagnosis", "standard")]
    with house.db.read(snapshot=True) as tx:
        assert list(verify_all(tx)) == []


def test_a_stage_that_goes_asks_by_the_path_its_records_would_come_to(sqlite_studio: Studio) -> None:
    """The customer of one is another kind of buyer since: nobody has done anything with the deal."""
    studio, house = sqlite_studio, sqlite_studio.house
    (usual, _), (turned, customer) = house.deal(), house.deal()
    house.edit("li", "customer", customer, grade="procurement")
    assert stages(studio, [usual, turned]) == [("contact", "standard")] * 2
    renamed(studio, "contact")
    refused = studio.publish("sun", {"opportunity": {"contact": "diagnosis"}})
    assert asked_for(refused) == [("contact", "procurement", 1)]
    studio.published("sun", {"opportunity": {"contact": "diagnosis", "contact/procurement": "procurement"}})
    assert stages(studio, [usual, turned]) == [("diagnosis", "standard"), ("procurement", "procurement")]


def test_what_waits_is_asked_for_anew_when_its_target_goes_and_stays_when_it_may(sqlite_studio: Studio) -> None:
    studio, house = sqlite_studio, sqlite_studio.house
    with_trial(studio)
    there = diagnosed(studio, 4)
    before = studio.at(f"{PATHS}/procurement/when")
    wider(studio)
    studio.published("sun", {"opportunity": {"diagnosis/procurement": "trial"}})
    studio.put("sun", "entity/opportunity/properties/close_on/field/help", {"zh": "预计"})
    studio.published("sun")
    assert moving(studio) == 4, "their place is known"
    studio.put("sun", f"{PATHS}/procurement/stages/trial", None)
    assert asked_for(studio.publish("sun")) == [("diagnosis", "procurement", 4)]
    studio.published("sun", {"opportunity": {"diagnosis/procurement": "contact"}})
    assert moving(studio) == 4
    house.edit("li", "opportunity", there[0], title="改名")
    assert (stages(studio, there[:1]), moving(studio)) == ([("contact", "procurement")], 3)
    studio.put("sun", f"{PATHS}/procurement/when", before)
    studio.published("sun")
    assert moving(studio) == 0
    recompute(house.services)
    handed = Assign(house.people["zhou"].person, house.people["zhou"].unit, "换人")
    house.done("wang", "opportunity", there[1], handed)
    assert stages(studio, there[1:]) == [("diagnosis", "standard")] * 3, "the rule leaves them where they are"


def flow(entity: str, first: str = "new") -> dict[str, Any]:
    """A flow of four stages; whoever buys by procurement goes cold on the way, the others warm."""
    label: Any = {"zh": "段", "en": "S"}
    bought = {"op": "eq", "a": [{"f": "grade"}, {"v": "procurement"}]}
    ways = {"warm": [first], "cold": [first], "done": ["warm", "cold"]}
    paths: dict[str, Any] = {
        name: {
            "label": label,
            "order": 10 * n,
            "stages": {first: {"order": 10}, by: {"order": 20}, "done": {"order": 30}},
        }
        for n, (name, by) in enumerate({"bought": "cold", "usual": "warm"}.items(), 1)
    }
    if entity == "customer":
        paths["bought"]["when"] = bought
    else:  # its records are all on one path
        del paths["bought"]
        paths["usual"]["stages"]["cold"] = {"order": 15}
    return {
        "id": entity,
        "entity": entity,
        "label": label,
        "stages": {
            name: {"label": label, "kind": "won" if name == "done" else "open", "order": 10 * n}
            for n, name in enumerate((first, "warm", "cold", "done"), 1)
        },
        "paths": paths,
        "transitions": {
            f"to_{name}": {"label": label, "to": name, "order": 10 * n, "from": {one: {} for one in sources}}
            for n, (name, sources) in enumerate(ways.items(), 1)
        },
    }


def test_an_entity_that_gets_a_flow_asks_by_the_path_it_takes_them_to(sqlite_studio: Studio) -> None:
    studio, house = sqlite_studio, sqlite_studio.house
    for grade in ("standard", "procurement", "procurement"):
        house.create("li", "customer", name=f"恒达{grade}", grade=grade, level="a")
    studio.put("sun", "flow/customer", flow("customer"))
    assert asked_for(studio.publish("sun", {"customer": {"": "warm"}})) == [("", "bought", 2)]
    studio.published("sun", {"customer": {"": "warm", "/bought": "cold"}})
    recompute(house.services)
    with house.db.read() as tx:
        app = house.services.registry.app(tx, "sales")
        assert app is not None
        assert standing.by_place(tx, app, "customer") == {("warm", "usual"): 1, ("cold", "bought"): 2}


def test_a_parent_that_is_moved_in_the_same_publication_is_moved_once(sqlite_studio: Studio) -> None:
    """Its child goes first and is counted: it is taken where it is to go then, not to the first stage of its path."""
    studio, house = sqlite_studio, sqlite_studio.house
    for entity in ("contact", "customer"):
        studio.put("sun", f"flow/{entity}", flow(entity))
    warm = {"op": "eq", "a": [{"f": "_stage"}, {"v": "warm"}]}
    counted = {"entity": "contact", "via": "customer", "op": "count", "where": warm}
    field = {"kind": "rollup", "label": {"zh": "热联系人", "en": "Warm"}, "rollup": counted}
    studio.put("sun", "entity/customer/properties/warm_ones", {"type": "integer", "field": field})
    studio.published("sun")
    customer = house.create("li", "customer", name="恒达精密", grade="standard", level="a").id
    contact = house.create("li", "contact", customer=customer, name="王工").id
    for entity in ("contact", "customer"):
        studio.put("sun", f"flow/{entity}", flow(entity, "fresh"))
    done = studio.published("sun", {"contact": {"new": "warm"}, "customer": {"new": "warm"}})
    assert (done.moved, done.moving, moving(studio)) == (2, 0, 0)
    found = house.stored("customer", customer).record
    assert (found.stage, found.values["warm_ones"]) == ("warm", 1)
    assert house.stored("contact", contact).record.stage == "warm"
    told_of = [(one.kind, one.to_stage) for one in house.events("customer", customer) if one.to_stage]
    assert told_of[1:] == [("path_changed", "warm")]
