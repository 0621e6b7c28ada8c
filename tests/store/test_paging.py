"""Pages put together are the sorted list: nothing lost, nothing twice, whatever is equal or empty."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followthrough.store import query as q
from followthrough.store.database import Database
from followthrough.store.entities import tables_of
from followthrough.store.errors import BadCursor, BadSort
from followthrough.store.publish import publish
from tests.store.apps import SALES
from tests.store.conftest import opened
from tests.store.ids import new_id
from tests.store.people import add, organisation, reader
from tests.support.databases import ENGINES, Databases

BOSS = reader("chen", "boss")


@pytest.fixture(scope="module", params=ENGINES)
def shared(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Database]:
    with databases.fresh(request.param) as url:
        db = opened(url)
        with db.write() as tx:
            publish(tx, SALES.key, b"{}", SALES)
            organisation(tx)
        yield db
        db.close()


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "amount": st.sampled_from([None, 0, 1, -1, 10**15]),
    "level": st.sampled_from([None, "a", "b", "c"]),
    "name": st.sampled_from([None, "", "a", "B", "é", "张", "😀", "ﬀ", "a\\", "%"]),
    "signed_on": st.sampled_from([None, "1999-12-31", "2024-02-29"]),
    "salary": st.sampled_from([None, -0.5, 0.0, 1e-300, 1e15, 0.1]),
}


def all_pages(db: Database, sort: str, limit: int, **more: Any) -> list[q.Page]:
    pages: list[q.Page] = []
    after = None
    with db.read() as tx:
        while True:
            found = q.page(tx, SALES, BOSS, q.Query("customer", sort=sort, limit=limit, after=after, **more))
            pages.append(found)
            after = found.next
            if after is None:
                return pages


def expected(rows: list[tuple[str, Any]], descending: bool) -> list[str]:
    """Sorted by value (text by code point), then id, empties last by id."""
    filled = sorted(((value, key) for key, value in rows if value not in (None, "")), reverse=descending)
    empty = sorted((key for key, value in rows if value in (None, "")), reverse=descending)
    return [key for _, key in filled] + empty


@pytest.mark.parametrize("field", VALUES)
@given(data=st.data())
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pages_put_together_are_the_sorted_list(shared: Database, field: str, data: st.DataObject) -> None:
    values = data.draw(st.lists(VALUES[field], max_size=12))
    descending = data.draw(st.booleans())
    limit = data.draw(st.integers(1, 5))
    with shared.write() as tx:
        tx.execute(tables_of(SALES)["customer"].record.delete())
        rows = [(add(tx, "customer", {field: value}).id, value) for value in values]
    pages = all_pages(shared, f"-{field}" if descending else field, limit)
    assert [row.id for page in pages for row in page.rows] == expected(rows, descending)
    assert all(len(page.rows) == limit for page in pages[:-1])


def test_system_order_pages_too(shared: Database) -> None:
    with shared.write() as tx:
        made = [add(tx, "customer", {"name": str(n)}).id for n in range(7)]
    newest = [row.id for page in all_pages(shared, "-_created_at", 3) for row in page.rows]
    assert [key for key in newest if key in made] == sorted(made, reverse=True)


BROKEN = ["", "!", "bm90IGpzb24", "WyItYW1vdW50Il0", "W10", "é", "A" * 500]


@pytest.mark.parametrize("text", BROKEN)
def test_a_cursor_that_is_not_ours_is_refused(shared: Database, text: str) -> None:
    with pytest.raises(BadCursor), shared.read() as tx:
        q.page(tx, SALES, BOSS, q.Query("customer", after=text or " "))


TAMPERED: list[tuple[str, Any, str]] = [
    ("another order", ["amount", 1, None], "-amount"),
    ("a text where a number belongs", ["-amount", "1", None], "-amount"),
    ("a boolean where a number belongs", ["-amount", True, None], "-amount"),
    ("a number where a boolean belongs", ["vip", 5, None], "vip"),
    ("a number beyond 64 bits", ["-amount", 2**70, None], "-amount"),
    ("no date", ["signed_on", "x'; --", None], "signed_on"),
    ("NUL in a text", ["level", "\x00", None], "level"),
    ("empty where nothing is empty", ["_created_at", None, None], "_created_at"),
    ("an id that is none", ["-amount", 1, "' OR 1=1"], "-amount"),
]


@pytest.mark.parametrize(("why", "content", "sort"), TAMPERED, ids=[case[0] for case in TAMPERED])
def test_a_cursor_made_up_is_refused(shared: Database, why: str, content: list[Any], sort: str) -> None:
    content = [content[0], content[1], content[2] or new_id()]
    text = base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()
    with pytest.raises(BadCursor), shared.read() as tx:
        q.page(tx, SALES, BOSS, q.Query("customer", sort=sort, after=text))


UNSORTABLE = [
    "tags",
    "lines",
    "score",
    "nothing",
    "customer",
    "_head",
    "name; DROP",
    "",
    "-",
    "overdue",
    "contact.name",
]


@pytest.mark.parametrize("sort", UNSORTABLE)
def test_only_declared_fields_give_an_order(shared: Database, sort: str) -> None:
    with pytest.raises(BadSort), shared.read() as tx:
        q.page(tx, SALES, BOSS, q.Query("customer", sort=sort))


def test_a_page_is_never_longer_than_200(shared: Database) -> None:
    with shared.write() as tx:
        for _ in range(205):
            add(tx, "customer", {})
    with shared.read() as tx:
        assert len(q.page(tx, SALES, BOSS, q.Query("customer", limit=10**9)).rows) == 200
        assert len(q.page(tx, SALES, BOSS, q.Query("customer", limit=-1)).rows) == 1
        assert q.count(tx, SALES, BOSS, q.Query("customer"), cap=100) == (100, True)
