"""Filters, search, columns, boards and rollups give what was asked for, the same on both databases."""

from dataclasses import replace
from typing import Any

import pytest

from followthrough.core.run.acts import RecordWrite
from followthrough.store import query as q
from followthrough.store import records, rollups
from followthrough.store.database import Database
from followthrough.store.errors import BadFilter
from tests.store.apps import SALES
from tests.store.people import NOW, add, organisation, reader

BOSS = reader("chen", "boss")
ROWS: dict[str, dict[str, Any]] = {
    "甲": {"level": "a", "amount": 100, "tags": ["a", "price"], "signed_on": "2024-01-31", "phone": "13800138000"},
    "Beta 50%": {"level": "b", "amount": 250, "signed_on": "2099-01-01", "vip": True},
    "丙_x": {"amount": 0, "vip": False, "called_at": "2024-05-01T08:00:00Z", "phone": "+8613911112222"},
    "BETA two": {"level": "a", "score": 0.5},
}


@pytest.fixture
def filled(sales: Database) -> Database:
    with sales.write() as tx:
        organisation(tx)
        for name, values in ROWS.items():
            add(tx, "customer", {"name": name, **values}, owner="li", unit="east")
    return sales


def op(name: str, *args: Any) -> dict[str, Any]:
    return {"op": name, "a": [{"f": arg} if isinstance(arg, str) else arg for arg in args]}


def v(value: Any, **more: str) -> dict[str, Any]:
    return {"v": value, **more}


FILTERS: list[tuple[str, Any, set[str]]] = [
    ("equal to an option", op("eq", "level", v("a")), {"甲", "BETA two"}),
    ("not equal includes empty", op("ne", "level", v("a")), {"Beta 50%", "丙_x"}),
    ("money", op("ge", "amount", v(100)), {"甲", "Beta 50%"}),
    ("negated comparison includes empty", op("not", op("ge", "amount", v(100))), {"丙_x", "BETA two"}),
    ("in a set", op("has", "tags", v("price")), {"甲"}),
    ("a date", op("lt", "signed_on", v("2024-02-01", t="date")), {"甲"}),
    ("a boolean is not empty when false", op("is_empty", "vip"), {"甲", "BETA two"}),
    ("the stage", op("eq", "_stage", v("lead")), set(ROWS)),
    ("the owner", op("eq", "_owner", v("zhao")), set()),
    ("an instant", op("lt", "called_at", v("2024-05-01T08:00:01Z", t="instant")), {"丙_x"}),
    ("a formula read live", op("eq", "overdue", v(True)), {"甲"}),
]


@pytest.mark.parametrize(("why", "node", "names"), FILTERS, ids=[case[0] for case in FILTERS])
def test_a_filter_finds_exactly_its_rows(filled: Database, why: str, node: Any, names: set[str]) -> None:
    with filled.read() as tx:
        found = q.page(tx, SALES, BOSS, q.Query("customer", filter=node, fields=("name",)))
        assert {row.values["name"] for row in found.rows} == names
        assert q.count(tx, SALES, BOSS, q.Query("customer", filter=node)) == (len(names), False)


WRONG: list[tuple[str, Any]] = [
    ("no tree", "level = 'a'"),
    ("an operator that does not exist", {"op": "regex", "a": [{"f": "name"}, {"v": ".*"}]}),
    ("a type that does not compare", op("eq", "amount", v("a"))),
    ("text order", op("lt", "name", v("b"))),
    ("a field that does not exist", op("is_empty", "nothing")),
    ("SQL in a field id", op("is_empty", 'name" OR 1=1 --')),
    ("three hops", op("is_empty", "a.b.c.d")),
    ("a number, not a condition", op("add", "amount", v(1))),
]


@pytest.mark.parametrize(("why", "node"), WRONG, ids=[case[0] for case in WRONG])
def test_a_wrong_filter_is_refused(filled: Database, why: str, node: Any) -> None:
    with pytest.raises(BadFilter), filled.read() as tx:
        q.page(tx, SALES, BOSS, q.Query("customer", filter=node))


SEARCHES: list[tuple[str, str, set[str]]] = [
    ("case of Latin letters does not count", "beta", {"Beta 50%", "BETA two"}),
    ("every word must stand somewhere", "beta two", {"BETA two"}),
    ("% means itself", "%", {"Beta 50%"}),
    ("_ means itself", "_", {"丙_x"}),
    ("a backslash means itself", "\\", set()),
    ("a quote means itself", "'", set()),
    ("part of a phone number", "0013", {"甲"}),
    ("a phone number written with blanks", "138 0013 8000", {"甲"}),
    ("a phone number written with hyphens", "139-1111", {"丙_x"}),
    ("blank finds all", "  ", set(ROWS)),
    ("a choice is not searched by its id", "b", {"Beta 50%", "BETA two"}),
]


@pytest.mark.parametrize(("why", "text", "names"), SEARCHES, ids=[case[0] for case in SEARCHES])
def test_search_finds_what_people_type(filled: Database, why: str, text: str, names: set[str]) -> None:
    with filled.read() as tx:
        found = q.page(tx, SALES, BOSS, q.Query("customer", q=text, fields=("name",)))
        assert {row.values["name"] for row in found.rows} == names
        assert {option.title for option in q.options(tx, SALES, BOSS, "customer", text)} == names


def test_archived_records_are_in_no_list_unless_asked_for(filled: Database) -> None:
    with filled.write() as tx:
        gone = add(tx, "customer", {"name": "旧"}, owner="li", unit="east")
        records.write(tx, SALES, RecordWrite(replace(gone, archived=True), gone, frozenset()))
    with filled.read() as tx:
        assert q.count(tx, SALES, BOSS, q.Query("customer")) == (4, False)
        assert [r.values["name"] for r in q.page(tx, SALES, BOSS, q.Query("customer", archived=True)).rows] == ["旧"]


def test_a_board_counts_sums_and_continues_each_stage(filled: Database) -> None:
    with filled.write() as tx:
        add(tx, "customer", {"name": "won", "amount": 7}, stage="won")
    with filled.read() as tx:
        asked = q.Query("customer", sort="-amount", limit=3, fields=("name",))
        lead, quote, won = q.board(tx, SALES, BOSS, asked, ["lead", "quote", "won"], total="amount")
        assert (lead.count, lead.more, lead.total, len(lead.rows)) == (4, False, 350, 3)
        rest = q.page(
            tx, SALES, BOSS, q.Query("customer", sort="-amount", stage="lead", after=lead.next, fields=("name",))
        )
        assert [row.values["name"] for row in (*lead.rows, *rest.rows)] == ["Beta 50%", "甲", "丙_x", "BETA two"]
        assert (quote.count, quote.total, quote.rows, quote.next) == (0, 0, (), None)
        assert (won.count, won.total) == (1, 7)
        capped, *_ = q.board(tx, SALES, BOSS, asked, ["lead"], total="amount", cap=2)
        assert (capped.count, capped.more, capped.total) == (2, True, None)
        with pytest.raises(BadFilter):
            q.board(tx, SALES, BOSS, asked, ["lead"], total="name")


def test_rollups_read_the_children_as_they_stand(sales: Database) -> None:
    with sales.write() as tx:
        lines = [{"product": "x", "price": 9_007_199_254_740_993}, {"product": "y", "price": 2}, {"product": "z"}]
        parent = add(tx, "customer", {"name": "甲", "lines": lines})
        other = add(tx, "customer", {"name": "乙"})
        for age in (0.1, 0.2, 0.3, 40.0, None):
            add(tx, "contact", {"age": age, "customer": parent.id})
        old = add(tx, "contact", {"age": 99.0, "customer": parent.id}, archived=True)
        add(tx, "contact", {"age": 99.0, "customer": other.id})
        assert old.archived
        found = rollups.compute(tx, SALES, "customer", parent.id, NOW)
        nothing = rollups.compute(
            tx, SALES, "customer", add(tx, "customer", {}).id, NOW, only={"oldest", "total", "mean_age"}
        )
    assert found.values == {
        "contacts": 5.0, "oldest": 40.0, "mean_age": 10.15, "adults": 1.0, "total": 9_007_199_254_740_995,
    }  # fmt: skip
    assert found.counts == {"mean_age": 4}
    assert (nothing.values, nothing.counts) == ({"oldest": None, "total": 0, "mean_age": None}, {"mean_age": 0})
