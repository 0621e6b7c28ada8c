"""What a person sees: rows in scope, fields of the role, names only of what he may see."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from followthrough.services.refusal import Refusal
from followthrough.services.views import BoardView, CountView, RecordAnswer, RowPage, Today
from followthrough.services.watching import ListAsked
from tests.scenarios.filling_stage import sample
from tests.services.house import Assign, House, Move, changed, template


def _hiding(app: Any) -> None:
    """Reps see neither budget nor pain of an opportunity, nor the level of a customer."""
    rep = app["access"]["roles"]["rep"]["entities"]
    rep["opportunity"]["fields"] = {"budget": "none", "pain": "none"}
    rep["customer"]["fields"] = {**rep["customer"]["fields"], "level": "none"}
    shown = {"op": "gt", "a": [{"f": "budget"}, {"v": 0}]}
    app["entities"]["opportunity"]["properties"]["source"]["field"]["relevance"] = shown


@pytest.fixture
def hiding(engine_url: str, tmp_path: Path) -> Iterator[House]:
    made = House(engine_url, tmp_path, changed(template("sales"), _hiding)).settle()
    yield made
    made.close()


def page(house: House, who: str, entity: str = "opportunity", **asked: Any) -> RowPage:
    found = house.services.watching.page(house.people[who], "sales", entity, ListAsked(**asked))
    assert isinstance(found, RowPage), found
    return found


def record(house: House, who: str, entity: str, key: str) -> RecordAnswer:
    found = house.services.watching.record(house.people[who], "sales", entity, key)
    assert isinstance(found, RecordAnswer), found
    return found


SIGHT = [
    ("li", True, "his own"),
    ("zhou", False, "a colleague's of the same unit"),
    ("wang", True, "of a unit below his"),
    ("liang", False, "of another region"),
    ("zhao", False, "a rep of another region"),
    ("chen", True, "all"),
]


def test_lists_records_and_timelines_agree_on_who_sees_what(house: House) -> None:
    deal, customer = house.deal()
    follow = house.perform("li", deal, "log_follow_up", way="phone", content="电话", next_step="x").created
    assert follow is not None
    services = house.services
    for who, seen, why in SIGHT:
        person = house.people[who]
        for entity, key in (("opportunity", deal), ("customer", customer), ("follow_up", follow.id)):
            listed = [row.id for row in page(house, who, entity).rows]
            assert (key in listed) == seen, (who, entity, why)
            for found in (
                services.watching.record(person, "sales", entity, key),
                services.timeline.page(person, "sales", entity, key),
            ):
                assert isinstance(found, Refusal) != seen, (who, entity, why)
                assert seen or found == services.watching.record(person, "sales", entity, "0" * 36)
            counted = services.watching.count(person, "sales", entity, ListAsked())
            assert isinstance(counted, CountView)
            assert counted.count == (1 if seen else 0), (who, entity, why)


def test_names_of_what_one_may_not_see_are_not_told(house: House) -> None:
    """The customer stays with its owner; the opportunity goes to a colleague, who sees an id without a name."""
    deal, customer = house.deal()
    house.done("wang", "opportunity", deal, Assign(house.people["zhou"].person, house.units["shanghai"]))
    seen = record(house, "zhou", "opportunity", deal).record
    (row,) = page(house, "zhou").rows
    for view in (seen, row):
        assert view.values["customer"] == customer
        assert "customer" not in view.titles
        assert view.titles["_owner"] == {house.people["zhou"].person: "zhou"}
        assert "grade" not in view.values, "a lookup reads through the customer"
    assert record(house, "wang", "opportunity", deal).record.titles["customer"] == {customer: "恒达精密"}


def test_hidden_fields_are_nowhere(hiding: House) -> None:
    deal, customer = hiding.deal("wang")
    hiding.done("wang", "opportunity", deal, Assign(hiding.people["li"].person, hiding.units["shanghai"]))
    hiding.edit("wang", "opportunity", deal, budget=500, pain=["cost"], amount=7)
    seen = record(hiding, "li", "opportunity", deal).record
    (row,) = page(hiding, "li").rows
    timeline = hiding.services.timeline.page(hiding.people["li"], "sales", "opportunity", deal)
    assert not isinstance(timeline, Refusal)
    changes = {name for event in timeline.events for name in event.changes}
    for names in (seen.values.keys(), row.values.keys(), changes):
        assert "amount" in names
        assert not {"budget", "pain"} & set(names)
    boss = record(hiding, "wang", "opportunity", deal).record
    assert (boss.values["budget"], boss.values["pain"]) == (500, ["cost"])
    for asked in (
        {"filter": {"op": "gt", "a": [{"f": "budget"}, {"v": 1}]}},
        {"sort": "budget"},
        {"fields": ("budget",)},
        {"filter": {"op": "eq", "a": [{"f": "customer.level"}, {"v": "a"}]}},
        {"fields": ("customer.level",)},
    ):
        found = hiding.services.watching.page(hiding.people["li"], "sales", "opportunity", ListAsked(**asked))
        assert isinstance(found, Refusal)
        assert found.code in ("bad_filter", "bad_sort")
    assert customer


def test_the_bundle_leaves_out_what_the_role_may_not_see(hiding: House) -> None:
    found = hiding.services.opening.bundle(hiding.people["li"], "sales")
    assert not isinstance(found, Refusal)
    properties = found.entities["opportunity"]["properties"]
    assert not {"budget", "pain"} & properties.keys()
    assert "relevance" not in properties["source"]["field"], "its rule reads a hidden field: the server asks it"
    sections = found.forms["opportunity"]["sections"].values()
    assert all("budget" not in section["fields"] for section in sections)
    assert "level" not in found.lists["customer"]["columns"]
    assert "level_a" not in found.lists["customer"]["views"]
    demo = found.flows["opportunity"]["stages"]["demo"]["entry"]["fields"]
    assert set(demo) == {"need_summary"}
    described = found.actions["diagnose_need"]["fields"]["budget"]["property"]
    assert described["field"]["kind"] == "money", "an action may write it: it brings its own description"
    assert found.rights["opportunity"].scope == "own"
    boss = hiding.services.opening.bundle(hiding.people["wang"], "sales")
    assert not isinstance(boss, Refusal)
    assert boss.digest != found.digest
    assert "budget" in boss.entities["opportunity"]["properties"]


def test_the_menu_holds_the_apps_of_ones_roles(house: House) -> None:
    (app,) = house.services.opening.apps(house.people["li"])
    assert (app.key, app.role, app.entities[0].id) == ("sales", "rep", "opportunity")
    assert all(link.id not in ("quote_line", "price_line") for link in app.entities)
    refused = house.services.opening.bundle(house.people["li"], "pipeline")
    assert isinstance(refused, Refusal)
    assert refused.code == "not_found"


def test_a_board_counts_and_sums_by_stage(house: House) -> None:
    other, _ = house.deal()
    deal, _ = house.deal()
    house.edit("li", "opportunity", other, amount=100)
    house.edit("li", "opportunity", deal, amount=250)
    house.perform("li", deal, "log_follow_up", way="phone", content="电话", next_step="x")
    house.done("li", "opportunity", deal, Move("diagnosis"))
    board = house.services.watching.board(house.people["wang"], "sales", "opportunity", ListAsked())
    assert isinstance(board, BoardView)
    shown = {column.stage: (column.count, column.total) for column in board.columns if column.count}
    assert shown == {"contact": (1, 100), "diagnosis": (1, 250)}
    assert [column.stage for column in board.columns][:2] == ["contact", "diagnosis"]


def test_today_says_the_one_thing_to_do_next(house: House) -> None:
    deal, _ = house.deal()
    other, _ = house.deal("zhou")
    today = house.services.today.read(house.people["li"], "sales")
    assert isinstance(today, Today)
    (group,) = today.groups
    (item,) = group.items
    assert (group.entity, group.stage, group.count, item.record.id) == ("opportunity", "contact", 1, deal)
    assert (item.next.kind, item.next.action, item.needs) == ("action", "log_follow_up", 1)
    house.perform("li", deal, "log_follow_up", way="phone", content="电话", next_step="x")
    today = house.services.today.read(house.people["li"], "sales")
    assert isinstance(today, Today)
    assert (today.groups[0].items[0].next.kind, today.groups[0].items[0].next.to) == ("move", "diagnosis")
    assert other


def test_the_timeline_pages_and_names(house: House) -> None:
    deal, customer = house.deal()
    for index in range(5):
        house.edit("li", "opportunity", deal, amount=index + 1)
    photo = house.upload("li", sample("image"), "现场.jpg")
    house.perform("li", deal, "log_follow_up", way="visit", content="拜访", next_step="x", photos=[photo])
    timeline, who = house.services.timeline, house.people["li"]
    first = timeline.page(who, "sales", "opportunity", deal, limit=4)
    assert not isinstance(first, Refusal)
    assert first.next is not None
    rest = timeline.page(who, "sales", "opportunity", deal, before=first.next, limit=40)
    assert not isinstance(rest, Refusal)
    kinds = [event.kind for event in (*first.events, *rest.events)]
    assert kinds == [event.kind for event in reversed(house.events("opportunity", deal))]
    done = [kind for kind in kinds if kind in ("created", "edited", "acted")]
    assert done == ["acted", *["edited"] * 5, "created"]
    assert rest.next is None
    created = rest.events[-1]
    assert created.titles["customer"] == {customer: "恒达精密"}
    assert created.actor is not None
    assert created.actor.name == "li"


def test_choices_are_what_one_may_point_at(house: House) -> None:
    house.deal()
    watching = house.services.watching
    mine = watching.options(house.people["li"], "sales", "customer", "恒达")
    theirs = watching.options(house.people["zhou"], "sales", "customer", "恒达")
    assert not isinstance(mine, Refusal)
    assert [one.title for one in mine] == ["恒达精密"]
    assert theirs == []
    deals = watching.options(house.people["li"], "sales", "opportunity", "")
    assert not isinstance(deals, Refusal)
    assert [(one.title, one.subtitle) for one in deals] == [("监护仪更新", "恒达精密")]


ODD = [
    ("opportunity", {"filter": {"op": "nope", "a": []}}, "bad_filter"),
    ("opportunity", {"sort": "title; drop table person"}, "bad_sort"),
    ("opportunity", {"after": "xx"}, "bad_cursor"),
    ("opportunity", {"fields": ("nope",)}, "bad_filter"),
    ("quote_line", {}, "not_found"),
    ("nothing", {}, "not_found"),
]


@pytest.mark.parametrize(("entity", "asked", "code"), ODD)
def test_odd_questions_are_refused(entity: str, asked: dict[str, Any], code: str, sqlite_house: House) -> None:
    found = sqlite_house.services.watching.page(sqlite_house.people["chen"], "sales", entity, ListAsked(**asked))
    assert isinstance(found, Refusal)
    assert found.code == code


def test_detail_rows_show_what_they_look_up(house: House) -> None:
    deal, _ = house.deal()
    product = house.create("chen", "product", name="M8", line="monitor", list_price=100_00).id
    lines = [{"product": product, "quantity": 2, "unit_price": 90_00}]
    quote = house.create("li", "quote", opportunity=deal, valid_until="2027-01-01", lines=lines)
    assert quote.values["lines"][0]["list_price"] == 100_00
    house.edit("chen", "product", product, list_price=120_00)
    shown = record(house, "li", "quote", quote.id).record
    assert shown.values["lines"][0]["list_price"] == 120_00
    assert shown.titles["lines.product"] == {product: "M8"}
    assert "list_price" not in house.stored("quote", quote.id).record.values["lines"][0]
