"""People and units: nobody grants what he does not hold, and what is taken away is gone at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from followthrough.core.compile import compile_app
from followthrough.services.granting import role_covers
from followthrough.services.managing import Managing, NewPerson, PersonChange, UnitChange
from followthrough.services.refusal import Refusal
from followthrough.services.signing_in import Held, SignedIn, SigningIn
from followthrough.services.views import OneTimePassword, PersonView, RecordAnswer, UnitView
from followthrough.store.platform import session
from tests.services.house import House, changed, template


def _people_for_managers(app: Any) -> None:
    """Managers look after people too; they hold less than the administrators."""
    app["access"]["roles"]["manager"]["people"] = True


@pytest.fixture
def house(engine_url: str, tmp_path: Path) -> Iterator[House]:
    made = House(engine_url, tmp_path, changed(template("sales"), _people_for_managers)).settle()
    yield made
    made.close()


@pytest.fixture
def light(sqlite_url: str, tmp_path: Path) -> Iterator[House]:
    """The same on SQLite only, for questions of rights alone."""
    made = House(sqlite_url, tmp_path, changed(template("sales"), _people_for_managers)).settle()
    yield made
    made.close()


def managing(house: House) -> Managing:
    return house.services.managing


def code_of(found: object) -> str | None:
    return found.code if isinstance(found, Refusal) else None


ADDING = [
    ("sun", "rep", None),
    ("sun", "hq_admin", None),
    ("wang", "rep", None),
    ("wang", "manager", None),
    ("wang", "supervisor", "not_permitted"),
    ("wang", "hq_admin", "not_permitted"),
    ("chen", "rep", "not_permitted"),
    ("li", "rep", "not_permitted"),
    ("sun", "emperor", "bad_request"),
]


@pytest.mark.parametrize(("who", "role", "code"), ADDING)
def test_who_may_add_whom(who: str, role: str, code: str | None, light: House) -> None:
    new = NewPerson("新人", "Xin.Ren", light.units["shanghai"], {"sales": role})
    found = managing(light).add_person(light.people[who], new)
    assert code_of(found) == code
    if isinstance(found, OneTimePassword):
        assert found.person.login == "xin.ren"
        assert found.person.must_change
        assert len(found.password) >= 12


CHANGES: list[tuple[str, str, PersonChange, str | None]] = [
    ("wang", "li", PersonChange(name="李小娜"), None),
    ("wang", "sun", PersonChange(name="不该"), "not_permitted"),
    ("wang", "li", PersonChange(roles={"sales": "hq_admin"}), "not_permitted"),
    ("wang", "wang", PersonChange(name="王小强"), None),
    ("sun", "sun", PersonChange(active=False), "not_permitted"),
    ("sun", "sun", PersonChange(roles={"sales": "rep"}), "not_permitted"),
    ("sun", "li", PersonChange(roles={"sales": ""}), None),
    ("sun", "li", PersonChange(roles={"nowhere": "rep"}), "bad_request"),
    ("sun", "li", PersonChange(login="WANG"), "login_taken"),
    ("sun", "li", PersonChange(login="a b"), "bad_request"),
    ("sun", "li", PersonChange(name="  "), "bad_request"),
    ("sun", "li", PersonChange(unit="0" * 36), "unit_not_found"),
    ("li", "zhou", PersonChange(name="不该"), "not_permitted"),
]


@pytest.mark.parametrize(("who", "whom", "change", "code"), CHANGES, ids=lambda value: str(value)[:40])
def test_who_may_change_what(who: str, whom: str, change: PersonChange, code: str | None, light: House) -> None:
    found = managing(light).change_person(light.people[who], light.people[whom].person, change)
    assert code_of(found) == code


def test_a_person_who_holds_more_keeps_his_password(house: House) -> None:
    assert code_of(managing(house).reset_password(house.people["wang"], house.people["sun"].person)) == "not_permitted"
    assert code_of(managing(house).reset_password(house.people["sun"], "0" * 36)) == "not_found"


def signing_in(house: House) -> SigningIn:
    return house.services.signing_in


def test_what_is_taken_away_is_gone_on_the_next_request(house: House) -> None:
    """Role, activity and password: every session notices without being told."""
    new = NewPerson("新人", "xin", house.units["shanghai"], {"sales": "rep"})
    made = managing(house).add_person(house.people["sun"], new)
    assert isinstance(made, OneTimePassword)
    signed = signing_in(house).sign_in("XIN ", made.password, "127.0.0.1")
    assert isinstance(signed, SignedIn)

    def held() -> Held | None:
        return signing_in(house).held(signed.token)

    first = held()
    assert first is not None
    assert (first.who.roles, first.who.must_change) == ({"sales": "rep"}, True)
    managing(house).change_person(house.people["sun"], made.person.id, PersonChange(roles={"sales": "manager"}))
    second = held()
    assert second is not None
    assert second.who.roles == {"sales": "manager"}
    managing(house).change_person(house.people["sun"], made.person.id, PersonChange(active=False))
    assert held() is None
    again = managing(house).change_person(house.people["sun"], made.person.id, PersonChange(active=True))
    assert isinstance(again, PersonView)
    assert held() is None, "an ended session stays ended"
    reset = managing(house).reset_password(house.people["sun"], made.person.id)
    assert isinstance(reset, OneTimePassword)
    assert code_of(signing_in(house).sign_in("xin", made.password, "127.0.0.1")) == "login_failed"
    assert isinstance(signing_in(house).sign_in("xin", reset.password, "127.0.0.1"), SignedIn)


def test_who_only_reads_waits_for_nobody_who_writes(sqlite_url: str, tmp_path: Path) -> None:
    """That a session is used is noted once a minute, and later when a large import is being written."""
    house = House(sqlite_url, tmp_path, template("sales"), clocked=True).settle()
    made = managing(house).reset_password(house.people["sun"], house.people["chen"].person)
    assert isinstance(made, OneTimePassword)
    signed = signing_in(house).sign_in("chen", made.password, "127.0.0.1")
    assert isinstance(signed, SignedIn)

    def seen() -> int:
        with house.db.read() as tx:
            return int(tx.rows(sa.select(session.c.seen_ms))[0][0])

    began = seen()
    house.now_ms += 120_000
    with house.db.write():
        assert signing_in(house).held(signed.token) is not None
    assert seen() == began
    assert signing_in(house).held(signed.token) is not None
    assert seen() == house.now_ms
    house.close()


def test_a_moved_unit_takes_its_rows_along(house: House) -> None:
    """The manager of the old region sees nothing of it with the same session; the new one everything."""
    deal, _ = house.deal()

    def sees(who: str) -> bool:
        house.refresh()
        found = house.services.watching.record(house.people[who], "sales", "opportunity", deal)
        return isinstance(found, RecordAnswer)

    assert (sees("wang"), sees("liang")) == (True, False)
    move = UnitChange(move=True, parent=house.units["south"])
    moved = managing(house).change_unit(house.people["sun"], house.units["shanghai"], move)
    assert isinstance(moved, UnitView)
    assert (sees("wang"), sees("liang")) == (False, True)
    under_itself = UnitChange(move=True, parent=house.units["shanghai"])
    for unit in ("south", "shanghai"):
        found = managing(house).change_unit(house.people["sun"], house.units[unit], under_itself)
        assert code_of(found) == "unit_cycle"


def test_a_new_unit_is_seen_from_above_at_once(house: House) -> None:
    made = managing(house).add_unit(house.people["sun"], " 苏州 门店 ", house.units["east"])
    assert isinstance(made, UnitView)
    assert made.name == "苏州 门店"
    house.refresh()
    assert made.id in house.people["wang"].subtree
    assert made.id not in house.people["liang"].subtree
    tree = managing(house).units()
    (root,) = tree
    assert {child.name for child in root.children} == {"east", "south"}
    assert code_of(managing(house).add_unit(house.people["li"], "x", None)) == "not_permitted"


def test_a_session_sees_a_new_unit_at_once(house: House) -> None:
    """What is remembered about a person between requests goes stale with every change of the tree."""
    made = managing(house).add_person(house.people["sun"], NewPerson("区", "qu", house.units["east"], {"sales": "rep"}))
    assert isinstance(made, OneTimePassword)
    signed = signing_in(house).sign_in("qu", made.password, "127.0.0.1")
    assert isinstance(signed, SignedIn)
    first = signing_in(house).held(signed.token)
    unit = managing(house).add_unit(house.people["sun"], "苏州门店", house.units["east"])
    assert isinstance(unit, UnitView)
    second = signing_in(house).held(signed.token)
    assert first is not None
    assert second is not None
    assert second.who.subtree - first.who.subtree == {unit.id}


def test_people_to_choose_from_are_names_only(house: House) -> None:
    (found,) = managing(house).choices("zho")
    assert (found.name, found.unit_name, found.login, found.roles) == ("zhou", "shanghai", None, {})
    assert found.role_labels == {}
    listed = managing(house).persons(house.people["sun"], "zhou")
    assert not isinstance(listed, Refusal)
    assert (listed[0].login, listed[0].roles) == ("zhou", {"sales": "rep"})
    assert code_of(managing(house).persons(house.people["li"])) == "not_permitted"


def test_what_a_role_is_called_is_told_to_who_manages_people_even_where_he_may_not_grant_it(house: House) -> None:
    house.add_person("old", "emperor", "hq")
    for name, role, told in (
        ("sun", "hq_admin", {"sales": {"zh": "总部管理员", "en": "HQ administrator"}}),
        ("zhou", "rep", {"sales": {"zh": "销售", "en": "Sales rep"}}),
        ("old", "emperor", {}),
    ):
        (one,) = [one for one in listed(house, "wang", name) if one.id == house.people[name].person]
        assert (one.roles, one.role_labels) == ({"sales": role}, told)


def listed(house: House, who: str, q: str) -> list[PersonView]:
    found = managing(house).persons(house.people[who], q)
    assert not isinstance(found, Refusal)
    return found


def test_preferences_are_ones_own_and_small(house: House) -> None:
    one, other = house.people["li"], house.people["zhou"]
    assert managing(house).set_preference(one, "columns", {"a": [1, "二"]}) is None
    assert managing(house).preference(one, "columns") == {"a": [1, "二"]}
    assert managing(house).preference(other, "columns") is None
    assert code_of(managing(house).set_preference(one, "columns", "字" * 6000)) == "body_too_large"
    assert code_of(managing(house).set_preference(one, "", 1)) == "bad_request"
    assert managing(house).set_preference(one, "columns", None) is None
    assert managing(house).preference(one, "columns") is None


COVERS = [
    ("hq_admin", "rep", True),
    ("hq_admin", "supervisor", True),
    ("manager", "rep", True),
    ("rep", "manager", False),
    ("supervisor", "hq_admin", False),
    ("supervisor", "manager", True),
    ("manager", "manager", True),
    ("manager", "gone", True),
    ("gone", "rep", False),
]


@pytest.mark.parametrize(("mine", "other", "covers"), COVERS)
def test_which_role_holds_another(mine: str, other: str, covers: bool) -> None:
    app = compile_app(template("sales"))
    assert role_covers(app, mine, other) == covers


NARROWER: list[tuple[str, Any]] = [
    ("a scope", lambda roles: roles["manager"]["entities"]["lead"].update(scope="own")),
    ("a right", lambda roles: roles["manager"]["entities"]["lead"].update(edit=False)),
    ("an entity", lambda roles: roles["manager"]["entities"].pop("lead")),
    ("a field", lambda roles: roles["manager"]["entities"]["contact"].update(fields={"mobile": "read"})),
    ("people", lambda roles: roles["rep"].update(people=True)),
]


@pytest.mark.parametrize(("what", "narrow"), NARROWER, ids=[row[0] for row in NARROWER])
def test_one_thing_less_does_not_cover(what: str, narrow: Any) -> None:
    def change(app: Any) -> None:
        narrow(app["access"]["roles"])
        if what == "a scope":
            app["access"]["roles"]["rep"]["entities"]["lead"]["scope"] = "unit"

    assert not role_covers(compile_app(changed(template("sales"), change)), "manager", "rep")
