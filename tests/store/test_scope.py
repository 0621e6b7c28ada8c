"""Who sees which rows: the scope of the role, on the record that `belongs_to` leads to, applied in SQL."""

from typing import Any

import pytest

from followthrough.store import query as q
from followthrough.store import units
from followthrough.store.database import Database
from followthrough.store.errors import BadFilter, BadSort
from followthrough.store.tx import Tx
from tests.store.apps import SALES
from tests.store.people import add, organisation, reader

OWNERS: dict[str, tuple[str | None, str | None]] = {
    "of li": ("li", "east"),
    "of wang": ("wang", "shop"),
    "of zhao": ("zhao", "west"),
    "of chen": ("chen", "hq"),
    "of nobody": (None, None),
    "of a stranger in the east": ("gone", "east"),
}

SCOPES: list[tuple[str, str, set[str]]] = [
    ("li", "own", {"of li"}),
    ("li", "unit", {"of li", "of a stranger in the east"}),
    ("li", "subtree", {"of li", "of a stranger in the east", "of wang"}),
    ("wang", "subtree", {"of wang"}),
    ("chen", "subtree", set(OWNERS) - {"of nobody"}),
    ("zhao", "all", set(OWNERS)),
]


def people_and_records(tx: Tx) -> dict[str, str]:
    """Per owner a customer, its contact and that contact's visit; and ones that belong to nothing. Ids by name."""
    organisation(tx)
    ids: dict[str, str] = {}
    for name, (owner, unit) in OWNERS.items():
        customer = add(tx, "customer", {"name": name, "amount": 100}, owner=owner, unit=unit)
        contact = add(tx, "contact", {"name": name, "customer": customer.id}, owner="zhao", unit="west")
        visit = add(tx, "visit", {"name": name, "contact": contact.id}, owner="zhao", unit="west")
        ids |= {f"customer {name}": customer.id, f"contact {name}": contact.id, f"visit {name}": visit.id}
    add(tx, "contact", {"name": "belongs to nothing"}, owner="li", unit="east")
    add(tx, "visit", {"name": "belongs to nothing"}, owner="li", unit="east")
    return ids


def seen(db: Database, person: str, role: str, entity: str, **more: Any) -> set[Any]:
    with db.read() as tx:
        found = q.page(tx, SALES, reader(person, role), q.Query(entity, **more))
    return {row.values.get("name") for row in found.rows}


@pytest.mark.parametrize("entity", ["customer", "contact", "visit"])
@pytest.mark.parametrize(("person", "role", "names"), SCOPES)
def test_lists_counts_boards_titles_and_options_hold_to_the_scope(
    sales: Database, entity: str, person: str, role: str, names: set[str]
) -> None:
    with sales.write() as tx:
        ids = people_and_records(tx)
    wanted = names | ({"belongs to nothing"} if role == "all" and entity != "customer" else set())
    who = reader(person, role)
    assert seen(sales, person, role, entity) == wanted
    with sales.read() as tx:
        assert q.count(tx, SALES, who, q.Query(entity)) == (len(wanted), False)
        assert {option.title for option in q.options(tx, SALES, who, entity)} == wanted
        mine = {name: ids[f"{entity} {name}"] for name in OWNERS}
        assert q.titles(tx, SALES, who, entity, [*mine.values()]).keys() == {mine[name] for name in names}
        assert {name for name, key in mine.items() if q.sees(tx, SALES, who, entity, key)} == names
        if entity == "customer":
            lead, *_ = q.board(tx, SALES, who, q.Query(entity), ["lead", "quote"], total="amount")
            assert (lead.count, lead.total, {row.values["name"] for row in lead.rows}) == (
                len(names),
                100 * len(names),
                names,
            )


def test_a_moved_unit_is_out_of_sight_at_once(sales: Database) -> None:
    with sales.write() as tx:
        people_and_records(tx)
    assert "of wang" in seen(sales, "li", "subtree", "customer")
    with sales.write() as tx:
        units.move(tx, "shop", "west")
    assert "of wang" not in seen(sales, "li", "subtree", "customer")
    assert "of wang" in seen(sales, "zhao", "subtree", "visit")


def test_what_stands_behind_a_reference_reads_as_empty_when_out_of_sight(sales: Database) -> None:
    with sales.write() as tx:
        people_and_records(tx)
        theirs = add(tx, "customer", {"name": "秘密", "level": "a"}, owner="zhao", unit="west")
        contact = add(tx, "contact", {"name": "张", "customer": theirs.id}, owner="li", unit="east")
        add(tx, "visit", {"name": "拜访", "contact": contact.id}, owner="li", unit="east")
    truth = {"name": "张", "customer": theirs.id, "customer.level": "a", "customer_level": "a", "customer.name": "秘密"}
    hops = ("name", "contact.name", "contact.customer.name")

    def answers(role: str) -> list[Any]:
        who = reader("li", role)
        with sales.read() as tx:
            contact = q.page(tx, SALES, who, q.Query("contact", fields=tuple(truth), q="张")).rows[0].values
            visit = q.page(tx, SALES, who, q.Query("visit", fields=hops, q="拜访")).rows[0].values
            first = q.page(tx, SALES, who, q.Query("contact", sort="-customer.name", limit=1)).rows[0].values["name"]
            levels = q.count(tx, SALES, who, q.Query("contact", filter=level_is("a")))
        return [contact, visit, first, levels]

    visit = {"name": "拜访", "contact.name": "张"}
    assert answers("all") == [truth, {**visit, "contact.customer.name": "秘密"}, "张", (1, False)]
    assert answers("clerk") == [{"name": "张", "customer": theirs.id}, visit, "of li", (0, False)]


def level_is(option: str) -> dict[str, Any]:
    return {"op": "eq", "a": [{"f": "customer.level"}, {"v": option}]}


HIDDEN: list[tuple[str, dict[str, Any]]] = [
    ("in a filter", {"filter": {"op": "gt", "a": [{"f": "salary"}, {"v": 1}]}}),
    ("as an order", {"sort": "-salary"}),
    ("as a column", {"fields": ("name", "salary")}),
    ("deep in a filter", {"filter": {"op": "not", "a": [{"op": "is_empty", "a": [{"f": "salary"}]}]}}),
]


@pytest.mark.parametrize(("why", "asked"), HIDDEN, ids=[case[0] for case in HIDDEN])
def test_a_hidden_field_does_not_exist(sales: Database, why: str, asked: dict[str, Any]) -> None:
    def answer(name: str) -> tuple[type[Exception], str]:
        text = repr(asked).replace("salary", name)
        with pytest.raises((BadFilter, BadSort)) as refused, sales.read() as tx:
            q.page(tx, SALES, reader("li", "all"), q.Query("customer", **eval(text)))
        return type(refused.value), repr(refused.value.params).replace(name, "?")

    assert answer("salary") == answer("no_such")


def test_a_hidden_field_of_the_record_behind_a_reference_does_not_exist(sales: Database) -> None:
    for asked in (
        {"fields": ("customer.salary",)},
        {"filter": {"op": "gt", "a": [{"f": "customer.salary"}, {"v": 1}]}},
    ):
        with pytest.raises(BadFilter), sales.read() as tx:
            q.page(tx, SALES, reader("li", "all"), q.Query("contact", **asked))
        with sales.read() as tx:
            q.page(tx, SALES, reader("chen", "boss"), q.Query("contact", **asked))


def test_by_default_a_list_shows_what_the_reader_may_see(sales: Database) -> None:
    with sales.write() as tx:
        organisation(tx)
        add(tx, "customer", {"name": "甲", "salary": 5.0, "signed_on": "2020-01-01"})
    with sales.read() as tx:
        mine = q.page(tx, SALES, reader("li", "all"), q.Query("customer")).rows[0].values
        boss = q.page(tx, SALES, reader("chen", "boss"), q.Query("customer")).rows[0].values
    assert mine == {"name": "甲", "signed_on": "2020-01-01", "overdue": True}
    assert boss == {**mine, "salary": 5.0}


def test_an_entity_the_role_does_not_name_and_detail_rows_cannot_be_listed(sales: Database) -> None:
    stranger = reader("li", "no such role")
    for who, entity in ((stranger, "customer"), (reader("chen", "boss"), "line")):
        with pytest.raises(BadFilter), sales.read() as tx:
            q.page(tx, SALES, who, q.Query(entity))
    with sales.read() as tx:
        assert q.titles(tx, SALES, stranger, "customer", ["x"]) == {}
        assert not q.sees(tx, SALES, stranger, "customer", "x")
