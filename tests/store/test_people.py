"""People, units, sessions: who there is, where he stands, and that nothing outlives its end."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followthrough.store import people, preferences, sessions, units
from followthrough.store.database import Database
from followthrough.store.errors import Duplicate, UnitCycle
from followthrough.store.people import Person
from followthrough.store.platform import unit_closure
from followthrough.store.tx import Tx
from followthrough.store.units import Unit
from tests.store.conftest import opened
from tests.store.people import PEOPLE, organisation

HOUR = 3_600_000


@pytest.fixture
def org(db: Database) -> Database:
    with db.write() as tx:
        organisation(tx)
    return db


def test_a_person_is_found_by_id_login_and_part_of_the_name(org: Database) -> None:
    new = Person("p9", "欧阳 Mei", " Mei.Ｏ ", "shop", lang="en", roles={"sales": "rep", "hr": "boss"})
    with org.write() as tx:
        people.create(tx, new, "hash")
    with org.read() as tx:
        found = people.get(tx, "p9")
        assert found == Person("p9", "欧阳 Mei", "mei.o", "shop", lang="en", stamp=1, roles=new.roles)
        assert people.by_login(tx, "MEI.O") == (found, "hash")
        assert people.by_login(tx, "nobody") is None
        assert people.get(tx, "nobody") is None
        assert people.password_hash(tx, "li") is None
        assert [p.id for p in people.search(tx, "mei")] == ["p9"]
        assert [p.id for p in people.search(tx, "阳")] == ["p9"]
        assert [p.id for p in people.search(tx, "%")] == []
        assert [p.id for p in people.search(tx, units=["shop"])] == ["wang", "p9"]
        assert people.names(tx, ["p9", "gone"]) == {"p9": "欧阳 Mei"}
        assert people.existing(tx, ["p9", "gone"]) == {"p9": frozenset({"shop"})}
        assert (people.existing(tx, []), people.names(tx, [])) == ({}, {})


def test_a_login_is_taken_once_however_it_is_written(org: Database) -> None:
    with pytest.raises(Duplicate) as refused, org.write() as tx:
        people.create(tx, Person("p9", "李", "ＬＩ", "hq"), None)
    assert "login" in refused.value.constraint


CHANGES: list[tuple[str, Any]] = [
    ("name", lambda tx: people.change(tx, "li", name="x")),
    ("unit", lambda tx: people.change(tx, "li", unit="west")),
    ("disabled", lambda tx: people.change(tx, "li", active=False)),
    ("password", lambda tx: people.set_password(tx, "li", "h", must_change=True)),
    ("roles", lambda tx: people.set_roles(tx, "li", {"sales": "boss"})),
    ("a unit moved", lambda tx: units.move(tx, "shop", "west")),
]


@pytest.mark.parametrize(("why", "change"), CHANGES, ids=[case[0] for case in CHANGES])
def test_every_change_of_rights_gives_a_new_stamp(org: Database, why: str, change: Any) -> None:
    def stamp(tx: Tx) -> int:
        found = people.get(tx, "li")
        assert found
        return found.stamp

    with org.write() as tx:
        before = stamp(tx)
        change(tx)
        assert stamp(tx) > before


def test_a_session_holds_until_its_end_idle_or_absolute(org: Database) -> None:
    now = 1_000_000_000_000
    org.clock = lambda: now

    def held(token: str = "t") -> bool:
        with org.read() as tx:
            return sessions.find(tx, token) is not None

    with org.write() as tx:
        sessions.open_session(tx, "t", "li", "csrf", life_ms=30 * HOUR)
        sessions.open_session(tx, "other", "li", "csrf")
    with org.read() as tx:
        found = sessions.find(tx, "t")
        assert found is not None
        assert (found.person, found.csrf_hash, found.name, found.unit, found.stale) == (
            "li",
            "csrf",
            "li",
            "east",
            False,
        )
        assert sessions.find(tx, "unknown") is None
    now += 12 * HOUR - 1
    assert held()
    with org.read() as tx:
        stale = sessions.find(tx, "t")
        assert stale is not None
        assert stale.stale
    with org.write() as tx:
        sessions.touch(tx, "t")
    now += 12 * HOUR - 1
    assert held()
    assert not held("other")
    with org.write() as tx:
        sessions.touch(tx, "t")
    now += 6 * HOUR + 2
    assert not held()
    with org.write() as tx:
        assert sessions.prune(tx) == 1


ENDS: list[tuple[str, Any, bool, bool]] = [
    ("logged out", lambda tx: sessions.close(tx, "t"), False, True),
    ("all closed", lambda tx: sessions.close_all(tx, "li"), False, False),
    ("all but this one", lambda tx: sessions.close_all(tx, "li", but="t"), True, False),
    ("disabled", lambda tx: people.change(tx, "li", active=False), False, False),
]


@pytest.mark.parametrize(("why", "end", "one", "two"), ENDS, ids=[case[0] for case in ENDS])
def test_a_session_ends_at_once(org: Database, why: str, end: Any, one: bool, two: bool) -> None:
    with org.write() as tx:
        for token in ("t", "u"):
            sessions.open_session(tx, token, "li", "csrf")
        sessions.open_session(tx, "w", "wang", "csrf")
        end(tx)
    with org.read() as tx:
        assert [sessions.find(tx, token) is not None for token in ("t", "u", "w")] == [one, two, True]


def test_units_come_as_a_tree_and_know_what_is_below_and_above(org: Database) -> None:
    with org.write() as tx:
        units.create(tx, Unit("new", "新店", "east", kind="store", position=-1))
        units.change(tx, "west", name="西区", active=False)
        assert [unit.id for unit in units.tree(tx)] == ["new", "east", "hq", "shop", "west"]
        assert units.get(tx, "new") == Unit("new", "新店", "east", "store", -1)
        assert units.get(tx, "gone") is None
        assert units.subtree(tx, "east") == {"east", "shop", "new"}
        assert units.above(tx, "shop") == ["shop", "east", "hq"]
        assert units.existing(tx, ["east", "west", "gone"]) == {"east"}
        assert units.names(tx, ["west", "gone"]) == {"west": "西区"}
        assert (units.existing(tx, []), units.names(tx, [])) == (frozenset(), {})


@pytest.mark.parametrize(("unit", "parent"), [("hq", "hq"), ("hq", "east"), ("hq", "shop"), ("east", "shop")])
def test_a_unit_is_never_moved_below_itself(org: Database, unit: str, parent: str) -> None:
    with pytest.raises(UnitCycle), org.write() as tx:
        units.move(tx, unit, parent)


@pytest.fixture(scope="module")
def scratch(databases: Any) -> Any:
    with databases.fresh("sqlite") as url:
        db = opened(url)
        yield db
        db.close()


@given(steps=st.lists(st.tuples(st.integers(0, 7), st.none() | st.integers(0, 7)), max_size=25))
@settings(max_examples=40)
def test_the_closure_is_always_that_of_the_tree(scratch: Database, steps: list[tuple[int, int | None]]) -> None:
    parents: dict[str, str | None] = {}
    try:
        with scratch.write() as tx:
            for child, parent in steps:
                _step(tx, parents, str(child), None if parent is None else str(parent))
            found = {tuple(row) for row in tx.rows(unit_closure.select())}
            assert found == closure(parents)
            raise KeyError("undo")
    except KeyError:
        return


def _step(tx: Tx, parents: dict[str, str | None], child: str, parent: str | None) -> None:
    """Make the unit, or move it; the model must agree on what is a cycle."""
    if parent is not None and parent not in parents:
        return
    if child not in parents:
        if child != parent:
            units.create(tx, Unit(child, child, parent))
            parents[child] = parent
        return
    above, cyclic = parent, False
    while above is not None:
        cyclic = cyclic or above == child
        above = parents[above]
    if cyclic:
        with pytest.raises(UnitCycle):
            units.move(tx, child, parent)
    else:
        units.move(tx, child, parent)
        parents[child] = parent


def closure(parents: dict[str, str | None]) -> set[tuple[str, str, int]]:
    made = set()
    for unit in parents:
        above: str | None = unit
        depth = 0
        while above is not None:
            made.add((above, unit, depth))
            above, depth = parents[above], depth + 1
    return made


def test_preferences_are_a_persons_own(org: Database) -> None:
    with org.write() as tx:
        preferences.put(tx, "li", "list.customer", {"columns": ["name", "级别"]})
        preferences.put(tx, "li", "list.customer", {"columns": ["name"]})
        assert preferences.get(tx, "li", "list.customer") == {"columns": ["name"]}
        assert preferences.get(tx, "wang", "list.customer") is None
        preferences.put(tx, "li", "list.customer", None)
        assert preferences.get(tx, "li", "list.customer") is None
    assert set(PEOPLE) == {"li", "wang", "zhao", "chen"}
