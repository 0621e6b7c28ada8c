"""A field of another kind in the place of one: what records hold is copied, once each, by the app itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from followthrough.core.design.operations import Operation
from followthrough.services import resettling
from followthrough.services.designing import copying
from followthrough.services.recomputing import recompute
from followthrough.services.refusal import Refusal
from followthrough.services.views import Answer
from followthrough.services.views_foresee import CopiesView
from followthrough.store import failpoints, recomputes
from followthrough.store.errors import StoreError
from followthrough.store.verify import verify_all
from tests.services.designing.studio import Studio
from tests.services.house import Archive, Edit

TEXTS = ["1,200", "三百来人", "12", None, "3.5万"]
NUMBERS = [1200.0, None, 12.0, None, 35000.0]
PLACE = "entity/customer/properties"


@pytest.fixture(autouse=True)
def many(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two to a batch."""
    monkeypatch.setattr(resettling, "BATCH", 2)
    yield
    failpoints.enable("")


def customers(studio: Studio, who: str = "li") -> list[str]:
    """Customers with how many people they have, as it was typed."""
    made = [{"short_name": text} if text is not None else {} for text in TEXTS]
    return [studio.house.create(who, "customer", name="恒达精密", grade="standard", **one).id for one in made]


def replaced(studio: Studio, old: str = "short_name", new: str = "people", kind: str = "number", **more: Any) -> None:
    """A field of another kind comes in the place of one, which is retired."""
    shape = {"type": {"number": "number", "text": "string"}[kind]}
    label = {"zh": "人数", "en": "People"}
    studio.put("sun", f"{PLACE}/{new}", {**shape, "field": {"kind": kind, "label": label, "copied_from": old, **more}})
    studio.put("sun", f"{PLACE}/{old}/field/archived", True)


def held(studio: Studio, records: list[str], field: str = "people") -> list[Any]:
    return [studio.house.stored("customer", one).record.values.get(field) for one in records]


def told(studio: Studio, record: str) -> list[tuple[Any, ...]]:
    events = studio.house.events("customer", record)
    return [(one.kind, one.actor, one.changes, one.data["carried"]) for one in events if "carried" in one.data]


def copying_now(studio: Studio) -> int:
    found = studio.drafting.versions(studio.house.people["sun"], "sales")
    assert not isinstance(found, Refusal)
    return found[0].copying


def foreseen(studio: Studio, who: str = "sun", after: str = "") -> CopiesView:
    found = studio.house.services.foreseeing.copies(studio.house.people[who], "sales", after)
    assert isinstance(found, CopiesView), found
    return found


def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two values are many."""
    monkeypatch.setattr(copying, "AT_ONCE", 2)


def test_a_few_are_copied_with_the_publication_each_told_as_an_act_of_the_app(studio: Studio) -> None:
    records = customers(studio)
    studio.house.done("sun", "customer", records[2], Archive("停业"))
    replaced(studio)
    done = studio.published("sun")
    assert (done.version, done.copied, done.copying) == (2, 4, 0)
    assert held(studio, records) == NUMBERS, "archived records too"
    assert held(studio, records, "short_name") == TEXTS, "what was there stays"
    assert [told(studio, one) for one in records] == [
        [] if new is None else [("edited", None, {"people": [None, new]}, 2)] for new in NUMBERS
    ]
    studio.put("sun", f"{PLACE}/people/field/help", {"zh": "大约"})
    assert studio.published("sun").copied == 0, "it is no news any more"
    with studio.house.db.read(snapshot=True) as tx:
        assert list(verify_all(tx)) == []


@pytest.mark.parametrize("place", ["", "events@2", "carried@2", "commit@2"])
def test_many_are_copied_after_it_once_each_wherever_a_worker_dies(
    place: str, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    large(monkeypatch)
    records = customers(studio)
    replaced(studio)
    done = studio.published("sun")
    assert (done.copied, done.copying, copying_now(studio)) == (0, 4, 4)
    assert held(studio, records) == [None] * 5
    if place:
        failpoints.enable(f"{place}:error")
        with pytest.raises(StoreError):
            worked_off(studio)
        failpoints.enable("")
        worked_off(studio)
    else:
        recompute(studio.house.services)
    assert held(studio, records) == NUMBERS
    assert copying_now(studio) == 0, "what has no form in the new kind waits for nothing"
    recompute(studio.house.services)
    assert [len(told(studio, one)) for one in records] == [1, 0, 1, 0, 1]


def worked_off(studio: Studio) -> None:
    """A worker does what waits to be copied, whoever holds it."""
    with studio.house.db.read() as tx:
        waiting = recomputes.carrying(tx, "sales")
    for work in waiting:
        resettling.settle(studio.house.services, work)


def test_who_acts_on_one_before_has_it_copied_first_and_what_he_says_stands(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    large(monkeypatch)
    house = studio.house
    records = customers(studio)
    studio.put("sun", "form/customer/sections/basic/fields/people", {"order": 15})
    replaced(studio, required=True)
    studio.published("sun")
    first, _, third, _, fifth = records
    seen = house.stored("customer", first).record.version
    done = house.submit("li", "customer", first, Edit({"name": "恒达"}), version=seen)
    assert isinstance(done, Answer), "the field that is required now is not empty when it is asked for"
    assert held(studio, [first]) == [1200.0]
    house.edit("li", "customer", third, people=77)
    assert held(studio, [third]) == [77.0]
    recompute(house.services)
    assert held(studio, records) == [1200.0, None, 77.0, None, 35000.0]
    assert [len(told(studio, one)) for one in (first, third, fifth)] == [1, 1, 1]


def test_what_somebody_emptied_meanwhile_stays_empty(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    large(monkeypatch)
    records = customers(studio)
    replaced(studio)
    studio.published("sun")
    studio.house.edit("li", "customer", records[0], people=5)
    studio.house.edit("li", "customer", records[0], people=None)
    recompute(studio.house.services)
    assert held(studio, records) == [None, *NUMBERS[1:]]


def test_another_publication_over_a_half_done_copy_goes_on_with_it_and_adds_its_own(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number becomes a text again before all texts have become numbers."""
    large(monkeypatch)
    records = customers(studio)
    replaced(studio)
    studio.published("sun")
    failpoints.enable("carried@2:error")
    with pytest.raises(StoreError):
        worked_off(studio)
    failpoints.enable("")
    assert sorted(held(studio, records), key=str) != sorted(NUMBERS, key=str), "it is half done"
    replaced(studio, "people", "people_text", "text")
    done = studio.published("sun")
    assert (done.version, done.copied) == (3, 0)
    recompute(studio.house.services)
    worked_off(studio)
    assert held(studio, records) == NUMBERS
    assert held(studio, records, "people_text") == ["1200", None, "12", None, "35000"]


def test_a_copy_that_is_not_said_any_more_is_let_be(sqlite_studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    studio = sqlite_studio
    large(monkeypatch)
    records = customers(studio)
    replaced(studio)
    studio.published("sun")
    studio.put("sun", f"{PLACE}/people/field/copied_from", None)
    studio.published("sun")
    assert copying_now(studio) == 0
    recompute(studio.house.services)
    assert held(studio, records) == [None] * 5


def test_nobody_waits_for_a_copy_and_no_rule_refuses_it(studio: Studio) -> None:
    """A trigger and a constraint on the new field: nobody did anything."""
    house = studio.house
    records = customers(studio)
    few = {"rule": {"op": "lt", "a": [{"f": "people"}, {"v": 100}]}, "message": {"zh": "太多"}}
    replaced(studio, constraint={"few": few})
    effect = {"kind": "set", "field": "remark", "value": {"v": "人数改了"}}
    pattern = {"entity": "customer", "kind": "edited", "fields": {"people": {}}}
    trigger = {"id": "counted", "label": {"zh": "人数变了"}, "on": pattern, "effects": {"note": effect}}
    studio.put("sun", "trigger/counted", trigger)
    studio.published("sun")
    assert held(studio, records) == NUMBERS
    assert held(studio, records, "remark") == [None] * 5
    refused = house.submit("li", "customer", records[0], Edit({"name": "恒达"}))
    assert isinstance(refused, Refusal), "the next act meets the rule"
    house.edit("li", "customer", records[0], people=50)
    assert held(studio, records[:1], "remark") == ["人数改了"]


def test_detail_rows_take_over_too(studio: Studio) -> None:
    house = studio.house
    products = [
        house.create("sun", "product", name=name, line="monitor", list_price=100_00, on_sale=True).id for name in "甲乙"
    ]
    lines = [{"product": one, "min_quantity": n + 1, "price": 50_00} for n, one in enumerate(products)]
    prices = house.create("sun", "price_list", name="标准", valid_from="2026-01-01", lines=lines).id
    place = "entity/price_line/properties"
    spec = {"kind": "text", "label": {"zh": "起订量"}, "copied_from": "min_quantity"}
    studio.put("sun", f"{place}/least", {"type": "string", "field": spec})
    studio.published("sun")
    rows = house.stored("price_list", prices).record.values["lines"]
    assert [(row["min_quantity"], row["least"]) for row in rows] == [(1.0, "1"), (2.0, "2")]
    assert len(house.events("price_list", prices)) == 2


def test_what_will_be_copied_is_foretold_with_what_cannot_be(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    records = customers(studio)
    assert foreseen(studio).copies == []
    replaced(studio)
    (one,) = foreseen(studio).copies
    assert (one.path, one.looked_at, one.lost, one.withheld) == ("customer.people", 4, 1, False)
    assert [(lost.record, lost.title, lost.value["zh"]) for lost in one.examples] == [
        (records[1], "恒达精密", "三百来人")
    ]
    monkeypatch.setattr("followthrough.services.foreseeing.copies.SLICE", 3)
    first = foreseen(studio)
    assert first.next is not None
    second = foreseen(studio, after=first.next)
    assert [(page.copies[0].looked_at, page.copies[0].lost) for page in (first, second)] == [(3, 1), (1, 0)]
    assert second.next is None
    studio.put("sun", f"{PLACE}/people/field/help", {"zh": "大约"})
    stale = studio.house.services.foreseeing.copies(studio.house.people["sun"], "sales", first.next)
    assert isinstance(stale, Refusal)
    assert stale.code == "draft_changed"


def test_nobody_learns_what_his_role_does_not_see(studio: Studio) -> None:
    house = studio.house
    mine = customers(studio)
    house.add_person("wen", "supervisor", "shanghai")
    far = customers(studio, "zhao")
    rights = "access/roles/supervisor/entities/customer"
    studio.put("sun", f"{rights}/scope", "subtree")
    studio.published("sun")
    replaced(studio)
    (one,) = foreseen(studio, "wen").copies
    assert (one.looked_at, one.lost) == (8, 2), "counted are all"
    assert [lost.record for lost in one.examples] == [mine[1]], "named are one's own"
    assert {lost.record for lost in foreseen(studio).copies[0].examples} == {mine[1], far[1]}
    studio.put("sun", f"{PLACE}/short_name/field/archived", None)
    studio.put("sun", f"{PLACE}/people", None)
    studio.put("sun", f"{rights}/fields", {"short_name": "none"})
    studio.published("sun")
    house.refresh()
    value = {"type": "number", "field": {"kind": "number", "label": {"zh": "人数"}, "copied_from": "short_name"}}
    refused = studio.refused("grant_exceeds", "wen", Operation(f"{PLACE}/people", None, value))
    assert refused.problem.params["place"] == f"{PLACE}/people/field/copied_from"
    replaced(studio)
    (one,) = foreseen(studio, "wen").copies
    assert (one.withheld, one.looked_at, one.lost, one.examples) == (True, 0, 0, [])
    assert foreseen(studio).copies[0].lost == 2
    rep = house.services.foreseeing.copies(house.people["li"], "sales")
    assert isinstance(rep, Refusal)
    assert rep.code == "not_found"


LEVELS = f"{PLACE}/level/field/options"
TAGS = f"{PLACE}/tags/field/options"


def merged(studio: Studio, options: str, option: str, into: str) -> None:
    """An option is merged into another."""
    studio.put("sun", f"{options}/{option}/archived", True)
    studio.put("sun", f"{options}/{option}/merged_into", into)


def test_options_that_are_merged_become_the_other_in_every_record(studio: Studio) -> None:
    house = studio.house
    first, second, third = sorted(studio.at(TAGS))[:3]
    made: list[dict[str, Any]] = [
        {"level": "b", "tags": [first, second]},
        {"level": "a", "tags": [second]},
        {"tags": [third]},
    ]
    records = [house.create("li", "customer", name="恒达精密", grade="standard", **one).id for one in made]
    merged(studio, LEVELS, "b", "c")
    merged(studio, TAGS, second, first)
    (level, tags) = foreseen(studio).merges
    assert [(one.path, one.records, len(one.options)) for one in (level, tags)] == [
        ("customer.level", 1, 1),
        ("customer.tags", 2, 1),
    ]
    done = studio.published("sun")
    assert (done.copied, done.copying) == (3, 0)
    assert held(studio, records, "level") == ["c", "a", "c"], "the last by default"
    assert held(studio, records, "tags") == [[first], [first], [third]]
    assert [(kind, actor, publish) for kind, actor, _, publish in told(studio, records[1])] == [("edited", None, 2)]
    assert told(studio, records[2]) == []
    assert foreseen(studio).merges == []
    with studio.house.db.read(snapshot=True) as tx:
        assert list(verify_all(tx)) == []


def test_merging_options_does_not_copy_what_somebody_emptied(studio: Studio) -> None:
    """A choice came in the place of a text, was emptied in one record, and then two of its options become one."""
    house = studio.house
    records = [
        house.create("li", "customer", name="恒达精密", grade="standard", short_name=text).id
        for text in ("大", "大", "小")
    ]
    options = {one: {"label": {"zh": zh}, "order": 10} for one, zh in (("big", "大"), ("small", "小"))}
    spec = {"kind": "choice", "label": {"zh": "规模"}, "options": options, "copied_from": "short_name"}
    studio.put("sun", f"{PLACE}/size", {"type": "string", "field": spec})
    studio.published("sun")
    assert held(studio, records, "size") == ["big", "big", "small"]
    house.edit("li", "customer", records[0], size=None)
    merged(studio, f"{PLACE}/size/field/options", "big", "small")
    studio.published("sun")
    assert held(studio, records, "size") == [None, "small", "small"]
    assert [len(told(studio, one)) for one in records] == [1, 2, 1], "nothing is told of one where nothing changed"


@pytest.mark.parametrize("place", ["", "carried@2"])
def test_many_are_merged_after_it_and_on_from_where_a_worker_died(
    place: str, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    large(monkeypatch)
    house = studio.house
    records = [house.create("li", "customer", name="恒达精密", grade="standard", level=level).id for level in "bbabb"]
    merged(studio, LEVELS, "b", "c")
    assert studio.published("sun").copying == copying_now(studio) == 4
    house.edit("li", "customer", records[0], name="恒达")
    assert held(studio, records, "level") == ["c", "b", "a", "b", "b"], "whoever saves one has it done first"
    if place:
        failpoints.enable(f"{place}:error")
        with pytest.raises(StoreError):
            worked_off(studio)
        failpoints.enable("")
        merged(studio, LEVELS, "c", "a")
        assert studio.published("sun").copied == 0, "it waits behind what still has to be done"
    worked_off(studio)
    end = "a" if place else "c"
    assert held(studio, records, "level") == [end, end, "a", end, end]
    assert copying_now(studio) == 0


def test_nobody_merges_what_his_role_may_not_write_nor_learns_how_many_hold_it(sqlite_studio: Studio) -> None:
    studio, house = sqlite_studio, sqlite_studio.house
    house.create("li", "customer", name="恒达精密", grade="standard", level="b")
    house.add_person("wen", "supervisor", "hq")
    studio.put("sun", "access/roles/supervisor/entities/customer/fields", {"level": "none"})
    studio.published("sun")
    house.refresh()
    was = studio.at(f"{LEVELS}/b")
    option = {**was, "archived": True, "merged_into": "c"}
    studio.refused("grant_exceeds", "wen", Operation(f"{LEVELS}/b", was, option))
    merged(studio, LEVELS, "b", "c")
    assert [(one.records, one.withheld) for one in foreseen(studio, "wen").merges] == [(0, True)]
    assert [(one.records, one.withheld) for one in foreseen(studio).merges] == [(1, False)]


def test_options_are_merged_into_one_that_is_there_and_not_in_a_circle(sqlite_studio: Studio) -> None:
    merged(sqlite_studio, LEVELS, "b", "nowhere")
    refused = sqlite_studio.publish("sun")
    assert isinstance(refused, Refusal)
    assert {one["code"] for one in refused.problem.params["findings"]} == {"unknown_option"}
    merged(sqlite_studio, LEVELS, "b", "c")
    merged(sqlite_studio, LEVELS, "c", "b")
    refused = sqlite_studio.publish("sun")
    assert isinstance(refused, Refusal)
    assert {one["code"] for one in refused.problem.params["findings"]} == {"option_cycle"}
