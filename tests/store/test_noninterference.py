"""Nothing of what a reader may not see changes any answer he gets: two databases that differ in it alone answer alike."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followthrough.core.run.acts import Record
from followthrough.store import query as q
from followthrough.store.database import Database
from followthrough.store.entities import tables_of
from followthrough.store.publish import publish
from tests.store.apps import SALES
from tests.store.conftest import opened
from tests.store.people import NOW, organisation, put, reader
from tests.support.databases import ENGINES, Databases

Pair = tuple[Database, Database]
NAMES = [None, "甲", "乙", "a%b_c"]


@pytest.fixture(scope="module", params=ENGINES)
def pair(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Pair]:
    with ExitStack() as stack:
        made = []
        for _ in range(2):
            db = opened(stack.enter_context(databases.fresh(request.param)))
            stack.callback(db.close)
            db.clock = lambda: NOW.now_ms
            with db.write() as tx:
                publish(tx, SALES.key, b"{}", SALES)
                organisation(tx)
            made.append(db)
        yield made[0], made[1]


def ident(n: int) -> str:
    return f"00000000-0000-7000-8000-{n:012x}"


CUSTOMERS = st.fixed_dictionaries(
    {
        "name": st.sampled_from(NAMES),
        "level": st.sampled_from([None, "a", "b"]),
        "amount": st.sampled_from([None, 0, 5]),
    }
)
CONTACTS = st.tuples(st.sampled_from(NAMES), st.sampled_from([None, 0, 1, 2, 3, 4, 5]))
SECRET = st.fixed_dictionaries(
    {
        "name": st.sampled_from([*NAMES, "秘密"]),
        "level": st.sampled_from([None, "a", "c"]),
        "amount": st.sampled_from([None, 7, 10**15]),
        "salary": st.sampled_from([None, 1.0, 2.0]),
    }
)
PATHS = ("name", "level", "amount", "overdue", "_stage")
FILTERS: list[Any] = [
    None,
    {"op": "eq", "a": [{"f": "level"}, {"v": "a"}]},
    {"op": "not", "a": [{"op": "gt", "a": [{"f": "amount"}, {"v": 1}]}]},
]
BEHIND: list[Any] = [
    None,
    {"op": "eq", "a": [{"f": "customer.level"}, {"v": "a"}]},
    {"op": "ne", "a": [{"f": "customer.level"}, {"v": "c"}]},
    {"op": "is_empty", "a": [{"f": "customer.name"}]},
    {"op": "is_empty", "a": [{"f": "customer_level"}]},
]


def fill(db: Database, mine: list[Any], secret: list[Any], salaries: list[Any], contacts: list[Any]) -> None:
    """Customers 0-2 are li's, 3-5 zhao's; contacts point to any of them."""
    with db.write() as tx:
        for table in tables_of(SALES).values():
            tx.execute(table.record.delete())
        for n, (values, salary) in enumerate(zip(mine, salaries, strict=True)):
            put(tx, "customer", {**values, "salary": salary}, id=ident(n), owner="li", unit="east")
        for n, values in enumerate(secret):
            put(tx, "customer", values, id=ident(3 + n), owner="zhao", unit="west")
        for n, (name, customer) in enumerate(contacts):
            reference = None if customer is None else ident(customer)
            put(tx, "contact", {"name": name, "customer": reference}, id=ident(100 + n))


def answers(db: Database) -> list[Any]:
    """What li can ask in a role that sees his own customers and all contacts."""
    li = reader("li", "clerk_blind")
    made: list[Any] = []
    with db.read() as tx:
        for node in FILTERS:
            made += [
                strip(q.page(tx, SALES, li, q.Query("customer", filter=node, sort=sort, fields=PATHS)))
                for sort in ("name", "-amount", "level", "-_created_at")
            ]
            made.append(q.count(tx, SALES, li, q.Query("customer", filter=node)))
            made.append(
                strip(q.board(tx, SALES, li, q.Query("customer", filter=node), ["lead", "won"], total="amount"))
            )
        for node in BEHIND:
            for sort in ("name", "customer.name", "-customer.amount"):
                asked = q.Query(
                    "contact", filter=node, sort=sort, fields=("name", "customer", "customer.name", "customer_level")
                )
                made.append(strip(q.page(tx, SALES, li, asked)))
            made.append(q.count(tx, SALES, li, q.Query("contact", filter=node)))
        for text in ("秘密", "甲", "%", "_"):
            made += [q.options(tx, SALES, li, "customer", text), q.count(tx, SALES, li, q.Query("customer", q=text))]
        made.append(q.titles(tx, SALES, li, "customer", [ident(n) for n in range(6)]))
    return made


def strip(found: Any) -> Any:
    """Rows without the times they were stored at."""
    if isinstance(found, q.Page):
        return [plain(row) for row in found.rows], found.next and len(found.next)
    return [(column.stage, column.count, column.total, [plain(row) for row in column.rows]) for column in found]


def plain(row: Record) -> Any:
    return row.id, row.values, row.owner, row.stage


@given(
    mine=st.lists(CUSTOMERS, min_size=3, max_size=3),
    secrets=st.tuples(*[st.lists(SECRET, min_size=3, max_size=3)] * 2),
    salaries=st.tuples(*[st.lists(st.sampled_from([None, 1.0, 9.0]), min_size=3, max_size=3)] * 2),
    contacts=st.lists(CONTACTS, max_size=4),
)
@settings(max_examples=25)
def test_answers_do_not_depend_on_what_is_out_of_sight(
    pair: Pair, mine: list[Any], secrets: Any, salaries: Any, contacts: list[Any]
) -> None:
    for db, secret, salary in zip(pair, secrets, salaries, strict=True):
        fill(db, mine, secret, salary, contacts)
    assert answers(pair[0]) == answers(pair[1])
