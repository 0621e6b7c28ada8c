"""Guessing, enumerating, and losing a right: at once, everywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.web.fixtures import PASSWORD
from tests.web.site import Site

GUESSES = 10


def _try(site: Site, login: str, password: str = "wrong wrong wrong") -> Any:
    return site.stranger().ask("POST", "/api/session", {"login": login, "password": password})


def test_guessing_one_login_ends_and_the_right_password_waits_too(site: Site) -> None:
    answers = [_try(site, "li") for _ in range(GUESSES)]
    assert {answer.status_code for answer in answers} == {401}
    locked = _try(site, "li", PASSWORD)
    assert (locked.status_code, locked.json()["code"]) == (429, "too_many_attempts")
    assert int(locked.headers["retry-after"]) >= 1
    assert _try(site, "zhou", PASSWORD).status_code == 200, "another login is not shut out"


def test_guessing_many_logins_from_one_address_ends(site: Site) -> None:
    answers = [_try(site, f"nobody{n}").status_code for n in range(GUESSES * 5 + 5)]
    assert answers.count(401) == GUESSES * 5
    assert answers[-5:] == [429] * 5


def test_limits_hold_over_processes(site: Site) -> None:
    """They live in the database: a second process counts on."""
    other = Site(site, site.db.url, site.settings.data_dir, site.loop)
    try:
        answers = [_try(site if n % 2 else other, "li").status_code for n in range(GUESSES + 4)]
    finally:
        other.close()
    assert answers == [401] * GUESSES + [429] * 4


def test_signing_in_forgives_wrong_guesses_of_that_login(site: Site) -> None:
    for _ in range(3):
        assert [_try(site, "li").status_code for _ in range(GUESSES - 1)] == [401] * (GUESSES - 1)
        assert _try(site, "li", PASSWORD).status_code == 200


def test_a_login_of_ones_own_buys_no_more_guesses(site: Site) -> None:
    """Signing in between guesses does not wipe what was guessed from the address."""
    wrong = 0
    for n in range(GUESSES * 5 + 10):
        wrong += _try(site, f"victim{n}").status_code == 401
        if n % 5 == 0:
            _try(site, "zhou", PASSWORD)
    assert wrong <= GUESSES * 5 + 2


LOGINS = ("li", "nobody", "gone", "LI", "li ", "", "x" * 5000, "' OR 1=1 --", "%", "李娜")


def test_a_wrong_login_a_wrong_password_and_a_disabled_person_are_answered_alike(site: Site) -> None:
    sun = site.browser("sun")
    made = sun.ok("POST", "/api/people", {"name": "走", "login": "gone", "unit": site.units["hq"], "roles": {}})
    sun.ok("PATCH", f"/api/people/{made['person']['id']}", {"active": False})
    gone = _try(site, "gone", made["password"])
    answers = [_try(site, login) for login in LOGINS]
    assert {answer.status_code for answer in (gone, *answers)} == {401}
    assert len({answer.content for answer in (gone, *answers)}) == 1
    assert all("set-cookie" not in answer.headers for answer in (gone, *answers))


def test_every_login_costs_one_look_at_a_password(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Time tells nothing: a login that does not exist is verified against a hash as well."""
    from followthrough.services import signing_in

    seen: list[str] = []
    real = signing_in._verified

    def looked(stored: str, given: str) -> bool:
        seen.append(stored)
        return real(stored, given)

    monkeypatch.setattr(signing_in, "_verified", looked)
    for login in ("li", "nobody"):
        seen.clear()
        _try(site, login)
        assert len(seen) == 1, login


Revoke = Callable[[Site], None]


def _patch(site: Site, change: dict[str, Any]) -> None:
    site.browser("sun").ok("PATCH", f"/api/people/{site.people['li'].person}", change)


REVOKED: dict[str, tuple[Revoke, int, str]] = {
    "disabled": (lambda s: _patch(s, {"active": False}), 401, "not_logged_in"),
    "role taken": (lambda s: _patch(s, {"roles": {"sales": ""}}), 403, "no_role"),
    "password reset": (
        lambda s: s.browser("sun").ok("POST", f"/api/people/{s.people['li'].person}/password"),
        401,
        "not_logged_in",
    ),
    "moved to another unit": (lambda s: _patch(s, {"unit": s.units["south"]}), 200, ""),
}


@pytest.mark.parametrize("name", REVOKED)
def test_what_is_taken_away_is_gone_on_the_next_request(name: str, site: Site) -> None:
    revoke, status, code = REVOKED[name]
    other = Site(site, site.db.url, site.settings.data_dir, site.loop)
    sessions = [site.browser("li"), other.browser("li")]
    path = f"/api/apps/sales/opportunity/{site.known['own']}"
    try:
        for browser in sessions:
            browser.ok("GET", path)
        revoke(site)
        for browser in sessions:
            answer = browser.get(path)
            assert (answer.status_code, answer.json().get("code", "")) == (status, code)
            edit = browser.ask("PATCH", path, {"version": 1, "values": {"intent": "low"}})
            assert edit.status_code in (status, 409)
    finally:
        other.close()


def test_a_manager_who_is_moved_sees_the_new_units_and_no_others(site: Site) -> None:
    wang = site.browser("wang")
    path = "/api/apps/sales/opportunity"
    assert [row["id"] for row in wang.ok("GET", path)["rows"]] == [site.known["own"]]
    change = {"unit": site.units["south"]}
    site.browser("sun").ok("PATCH", f"/api/people/{site.people['wang'].person}", change)
    assert [row["id"] for row in wang.ok("GET", path)["rows"]] == [site.known["sibling"]]


def test_a_moved_unit_takes_its_rows_along(site: Site) -> None:
    wang, south = site.browser("wang"), site.units["south"]
    path = f"/api/apps/sales/opportunity/{site.known['sibling']}"
    assert wang.get(path).status_code == 404
    site.browser("sun").ok("PATCH", f"/api/units/{south}", {"parent": site.units["east"]})
    assert wang.get(path).status_code == 200
    site.browser("sun").ok("PATCH", f"/api/units/{south}", {"parent": site.units["hq"]})
    assert wang.get(path).status_code == 404


def test_signing_out_and_a_new_password_end_sessions(site: Site) -> None:
    first, second = site.browser("li"), site.browser("li")
    assert first.ask("DELETE", "/api/session").status_code == 204
    first.refused(401, "not_logged_in", "GET", "/api/session")
    second.ok("GET", "/api/session")
    third = site.browser("li")
    changed = second.ask("POST", "/api/session/password", {"old": PASSWORD, "new": "ein ganz neues 密码"})
    assert changed.status_code == 200
    for browser in (second, third):
        browser.refused(401, "not_logged_in", "GET", "/api/session")
    assert _try(site, "li", PASSWORD).status_code == 401
    assert _try(site, "li", "ein ganz neues 密码").status_code == 200


def test_nobody_grants_more_than_he_holds_nor_changes_himself(site: Site) -> None:
    sun, own = site.browser("sun"), site.people["sun"].person
    for change in ({"roles": {"sales": "supervisor"}}, {"unit": site.units["east"]}, {"active": False}):
        sun.refused(403, "not_permitted", "PATCH", f"/api/people/{own}", change)
    for who in ("li", "wang", "chen"):
        person = site.people[who].person
        site.browser(who).refused(
            403, "not_permitted", "PATCH", f"/api/people/{person}", {"roles": {"sales": "hq_admin"}}
        )
