"""Who is let in at all: public routes, sessions, csrf, origins, hosts, cookies."""

from __future__ import annotations

from typing import Any, get_type_hints

import msgspec
import pytest

from followthrough.web.app import create_litestar
from followthrough.web.openapi import routes_of
from tests.security.requests_of import address, how
from tests.security.test_matrix import contents, table
from tests.web.fixtures import PASSWORD
from tests.web.site import BASE, COOKIE, Site

PUBLIC = {
    "POST /api/session",
    "GET /health/live",
    "GET /health/ready",
    "GET /api/openapi.json",
    "GET /",
    "GET /{path}",
}
UNKEYED = {
    "POST /api/session": "opens a session each time",
    "DELETE /api/session": "ends it, twice the same",
    "POST /api/session/password": "the old password holds once",
    "POST /api/files": "a copy more is swept",
    "POST /api/apps/{app}/{entity}/imports": "a job more stores nothing",
    "POST /api/apps/{app}/{entity}/{record}/judge": "stores nothing",
    "POST /api/people": "a login exists once",
    "PATCH /api/people/{person}": "says the new state",
    "POST /api/people/{person}/password": "the last one holds",
    "POST /api/units": "says the new state",
    "PATCH /api/units/{unit}": "says the new state",
    "PUT /api/preferences/{key}": "says the new state",
    "POST /api/delegations": "absences that overlap are refused",
    "DELETE /api/delegations/{delegation}": "ends it, twice the same",
    "POST /api/apps/{app}/evidence/{finding}/seen": "seen once is seen",
    "PUT /api/calendars/{calendar}": "says the new state, by its revision",
    "PUT /api/rosters/{roster}": "says the new state",
    "PUT /api/rosters/{roster}/shifts": "says the new state",
    "POST /api/notices/read": "read once is read",
    "PUT /api/messages/settings": "says the new state",
    "PUT /api/channels/{channel}": "says the new state, by its revision",
    "DELETE /api/channels/{channel}": "removes it, twice the same",
    "POST /api/channels/{channel}/test": "each is a test message of its own",
    "PUT /api/channels/{channel}/addresses": "says the new state",
    "POST /api/channels/preview": "stores nothing",
    "POST /api/design/guess": "a guess more stores no record",
    "PUT /api/design/guess/{job}": "says the new state",
    "POST /api/design/{app}/import": "stores nothing",
    "POST /api/design/{app}/discard": "by its revision",
    "POST /api/design/{app}/replay": "the same question is one replay",
    "DELETE /api/design/{app}/replay/{replay}": "stopped is stopped",
    "POST /api/design/{app}/versions/{number}/restore": "by its revision",
    "DELETE /api/design/{app}/planned": "taken back is taken back",
    "POST /api/design/{app}/trial": "begun twice there is one all the same",
    "POST /api/design/{app}/trial/advance": "says from when the time goes on",
    "DELETE /api/design/{app}/trial": "ended, twice the same",
    "PATCH /api/design/{app}/talk/{topic}": "says the new words",
    "PATCH /api/design/{app}/talk/{topic}/replies/{n}": "says the new words",
    "DELETE /api/design/{app}/talk/{topic}": "taken back, twice the same",
    "DELETE /api/design/{app}/talk/{topic}/replies/{n}": "taken back, twice the same",
    "POST /api/deliveries/{delivery}/replay": "only a dead one goes out again",
}
BEFORE_PASSWORD_CHANGE = {"GET /api/session", "DELETE /api/session", "POST /api/session/password"}
WRITES = [route for route in table() if not route.startswith("GET")]


def _opting(site: Site, name: str) -> set[str]:
    return {f"{method} {path}" for path, method, opt in routes_of(site.litestar) if opt.get(name)}


def test_routes_that_opt_out_are_these_and_no_others(sqlite_site: Site) -> None:
    assert _opting(sqlite_site, "public") == PUBLIC
    assert _opting(sqlite_site, "unkeyed") == set(UNKEYED)
    assert _opting(sqlite_site, "before_password_change") == BEFORE_PASSWORD_CHANGE


def test_every_body_forbids_unknown_members(sqlite_site: Site) -> None:
    """A member nobody reads is a member somebody hopes will be read."""
    bodies = set()
    for route in create_litestar(sqlite_site.services, sqlite_site.settings).routes:
        for handler in getattr(route, "route_handlers", ()):
            if handler.parsed_data_field is not None:
                bodies |= _structs(handler.parsed_data_field.annotation)
    assert len(bodies) >= 20
    assert [one.__name__ for one in bodies if not one.__struct_config__.forbid_unknown_fields] == []


def _structs(annotation: Any) -> set[Any]:
    """The structs a type is made of."""
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        inner = [_structs(one) for one in get_type_hints(annotation).values()]
        return {annotation}.union(*inner)
    return set[Any]().union(*(_structs(one) for one in getattr(annotation, "__args__", ())))


@pytest.mark.parametrize("route", [route for route in WRITES if route not in UNKEYED])
def test_writes_ask_for_a_key(route: str, shared_sqlite: Site) -> None:
    method, path = route.split()
    browser = shared_sqlite.browser("sun")
    for key in (None, "", "short", "x" * 101, "漢字漢字漢字"):
        said = how(shared_sqlite, route, "own")
        said["headers"] = {**said.get("headers", {}), "idempotency-key": key}
        browser.refused(400, "idempotency_key_missing", method, address(shared_sqlite, path, "own"), **said)


FORGED: dict[str, tuple[dict[str, str | None], int, str]] = {
    "no token": ({"x-csrf-token": None}, 403, "csrf_failed"),
    "an empty token": ({"x-csrf-token": ""}, 403, "csrf_failed"),
    "a wrong token": ({"x-csrf-token": "0" * 64}, 403, "csrf_failed"),
    "the cookie as the token": ({"x-csrf-token": "<cookie>"}, 403, "csrf_failed"),
    "another session's token": ({"x-csrf-token": "<other>"}, 403, "csrf_failed"),
    "a foreign origin": ({"origin": "https://evil.example"}, 403, "bad_origin"),
    "an origin that begins like ours": ({"origin": BASE + ".evil.example"}, 403, "bad_origin"),
    "our name on another port": ({"origin": "http://localhost:9000"}, 403, "bad_origin"),
    "origin null": ({"origin": "null"}, 403, "bad_origin"),
    "sent across sites": ({"sec-fetch-site": "cross-site"}, 403, "bad_origin"),
    "sent from a sibling host": ({"sec-fetch-site": "same-site"}, 403, "bad_origin"),
    "as text": ({"content-type": "text/plain"}, 415, "unsupported_media_type"),
    "as a form": ({"content-type": "application/x-www-form-urlencoded"}, 415, "unsupported_media_type"),
    "as a multipart form": ({"content-type": "multipart/form-data; boundary=x"}, 415, "unsupported_media_type"),
    "as nothing": ({"content-type": None}, 415, "unsupported_media_type"),
}


@pytest.mark.parametrize("forgery", FORGED)
def test_forged_writes_are_refused_and_change_nothing(forgery: str, shared_sqlite: Site) -> None:
    site = shared_sqlite
    changes, status, code = FORGED[forgery]
    browser, other = site.browser("sun"), site.browser("sun")
    before = contents(site)
    for route in WRITES:
        method, path = route.split()
        said = how(site, route, "own")
        if status == 415 and "body" not in said:
            continue
        if code == "csrf_failed" and route in PUBLIC:
            continue
        named = {"<cookie>": browser.token, "<other>": other.csrf}
        headers = {name: named.get(str(value), value) for name, value in changes.items()}
        said["headers"] = {**said.get("headers", {}), **headers}
        browser.refused(status, code, method, address(site, path, "own"), **said)
    assert contents(site) == before


def test_a_client_that_is_no_browser_needs_no_origin(shared_site: Site) -> None:
    browser = shared_site.browser("li")
    browser.ok("PUT", "/api/preferences/x", {"value": 1}, headers={"origin": None})


def test_a_session_brought_along_is_never_the_one_given(site: Site) -> None:
    """Fixation: whatever cookie comes along, signing in makes a new one, and the old stays worthless."""
    planted = "attackerchosen" * 4
    body = {"login": "li", "password": PASSWORD}
    answer = site.stranger().ask("POST", "/api/session", body, headers={"cookie": f"{COOKIE}={planted}"})
    assert answer.status_code == 200
    given = answer.headers["set-cookie"].split(";")[0].partition("=")[2]
    assert given != planted
    assert len(given) >= 43
    site.stranger().refused(401, "not_logged_in", "GET", "/api/session", headers={"cookie": f"{COOKIE}={planted}"})
    again = site.browser("li")
    assert again.ok("GET", "/api/session")["csrf"] != answer.json()["csrf"]


def test_the_token_is_not_stored(site: Site) -> None:
    browser = site.browser("li")
    with site.db.read() as tx:
        rows = str(tx.connection.exec_driver_sql(f"SELECT * FROM {_schema(site)}session").fetchall())
    assert browser.token not in rows
    assert browser.csrf not in rows


def _schema(site: Site) -> str:
    return "" if site.db.url.startswith("sqlite") else "org_test."


SENT_TOKENS = ["", "x", "x" * 43, "x" * 5000, "' OR 1=1 --", '"', "\t", "a=b; c=d", "é" * 43]


@pytest.mark.parametrize("token", SENT_TOKENS)
def test_a_made_up_session_is_none(token: str, shared_sqlite: Site) -> None:
    headers = {"cookie": f"{COOKIE}={token}"}
    shared_sqlite.stranger().refused(401, "not_logged_in", "GET", "/api/apps", headers=headers)


@pytest.mark.parametrize(
    "host", ["", "evil.example", "localhost.evil.example", "evil.example:8000", "localhost:x", "localhost\\@evil"]
)
def test_other_names_are_not_answered(host: str, shared_sqlite: Site) -> None:
    answer = shared_sqlite.browser("li").ask("GET", "/api/apps", headers={"host": host})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert answer.headers["content-security-policy"]


def test_a_forwarded_name_is_not_believed(shared_sqlite: Site) -> None:
    headers = {"x-forwarded-host": "evil.example", "x-user": "sun", "x-forwarded-for": "1.2.3.4"}
    found = shared_sqlite.browser("li").ask("GET", "/api/session?user=sun&as=sun&unit=hq", headers=headers)
    assert found.json()["person"]["login"] == "li"
    assert "evil" not in str(found.headers)


def test_over_https_the_cookie_is_bound_to_the_host(site: Site) -> None:
    secure = Site(site, site.db.url, site.settings.data_dir, site.loop, base_url="https://localhost:8000")
    try:
        body = {"login": "li", "password": PASSWORD}
        origin = {"origin": "https://localhost:8000"}
        answer = secure.stranger().ask("POST", "/api/session", body, headers=origin)
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-followthrough=")
        for part in ("Secure", "HttpOnly", "Path=/", "SameSite=lax"):
            assert part in cookie
        assert "Domain" not in cookie
        assert "max-age" in answer.headers["strict-transport-security"]
        token = cookie.split(";")[0].partition("=")[2]
        headers = {"cookie": f"__Host-followthrough={token}", "x-csrf-token": answer.json()["csrf"], **origin}
        gone = secure.stranger().ask("DELETE", "/api/session", headers=headers)
        assert gone.status_code == 204
        assert "Max-Age=0" in gone.headers["set-cookie"]
        assert "Secure" in gone.headers["set-cookie"]
    finally:
        secure.close()


@pytest.mark.parametrize(
    "path", ["//evil.example", "/\\evil.example", "/login?next=//evil.example", "/https:evil", "/%2f%2fevil"]
)
def test_no_answer_leads_elsewhere(path: str, shared_sqlite: Site) -> None:
    answer = shared_sqlite.browser("li").get(path)
    assert answer.status_code < 300 or answer.status_code == 404
    assert "location" not in answer.headers
