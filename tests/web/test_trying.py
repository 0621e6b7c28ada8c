"""The door of a trial: with its two headers a request is answered by the trial, or not at all."""

from __future__ import annotations

from typing import Any

import pytest

from followthrough.web.guards import IN_TRIAL
from followthrough.web.openapi import routes_of
from tests.security.requests_of import address, how
from tests.web.site import Browser, Site

TRIAL = "/api/design/sales/trial"
ANSWERED = ("/api/apps", "/api/files", "/api/imports", "/api/notices", "/api/preferences")


def begun(browser: Browser) -> dict[str, Any]:
    trial: dict[str, Any] = browser.ok("POST", TRIAL, {"sample": False})["trial"]
    return trial


def as_role(trial: dict[str, Any], role: str) -> dict[str, str | None]:
    person = next(one["id"] for one in trial["people"] if one["role"] == role)
    return {"x-trial": trial["id"], "x-trial-as": person}


def test_a_supervisor_acts_as_a_rep_and_sees_a_deadline_pass(site: Site) -> None:
    chen = site.browser("chen")
    assert chen.ok("GET", TRIAL) == {"trial": None}
    trial = begun(chen)
    rep = as_role(trial, "rep")
    before = site.browser("sun").ok("GET", "/api/apps/sales/opportunity")["rows"]
    me = chen.ok("GET", "/api/session", headers=rep)["person"]
    assert (me["id"], me["roles"]) == (rep["x-trial-as"], {"sales": "rep"})
    assert chen.ok("GET", "/api/apps/sales/opportunity", headers=rep)["rows"] == []
    values = {"name": "恒达精密", "grade": "standard", "level": "a"}
    customer = chen.ok("POST", "/api/apps/sales/customer", {"values": values}, headers=rep)["record"]["id"]
    values = {"title": "监护仪更新", "customer": customer, "product_line": "monitor"}
    deal = chen.ok("POST", "/api/apps/sales/opportunity", {"values": values}, headers=rep)["record"]
    moved = {"version": deal["version"], "to": "paid"}
    path = f"/api/apps/sales/opportunity/{deal['id']}"
    assert chen.ask("POST", f"{path}/move", moved, headers=rep).status_code in (403, 409, 422)
    chen.refused(404, "not_found", "GET", path)
    due = chen.ok("GET", TRIAL)["trial"]["next_due"]
    assert (due["record"], due["person"]["id"]) == (deal["id"], rep["x-trial-as"])
    after = chen.ok("POST", f"{TRIAL}/advance", {"seen": trial["now"], "to": "next"})
    assert after["trial"]["now"] > due["at"]
    assert {one["notice"]["kind"] for one in after["happened"]} >= {"breach"}
    assert chen.ok("GET", "/api/notices", headers=rep)["unread"] > 0
    today = chen.ok("GET", "/api/apps/sales/obligations", headers=rep)["rows"]
    assert any(one["state"] == "open" for one in today)
    assert site.browser("sun").ok("GET", "/api/apps/sales/opportunity")["rows"] == before
    assert chen.ask("DELETE", TRIAL).status_code == 204
    chen.refused(404, "trial_gone", "GET", "/api/apps", headers=rep)
    chen.refused(404, "trial_gone", "POST", f"{TRIAL}/advance", {"seen": trial["now"], "by": "PT1H"})


def test_nobody_else_comes_in(sqlite_site: Site) -> None:
    chen = sqlite_site.browser("chen")
    trial = begun(chen)
    rep = as_role(trial, "rep")
    for who in ("sun", "li", "guest"):
        sqlite_site.browser(who).refused(404, "trial_gone", "GET", "/api/apps", headers=rep)
    sqlite_site.stranger().refused(401, "not_logged_in", "GET", "/api/apps", headers=rep)
    own = {**rep, "x-trial-as": sqlite_site.people["chen"].person}
    chen.refused(404, "trial_gone", "GET", "/api/apps", headers=own)
    chen.refused(404, "trial_gone", "GET", "/api/apps", headers={"x-trial": trial["id"]})
    values = {"values": {"name": "恒达精密"}}
    forged = {**rep, "x-csrf-token": "0" * 64}
    chen.refused(403, "csrf_failed", "POST", "/api/apps/sales/customer", values, headers=forged)
    chen.refused(400, "bad_request", "POST", f"{TRIAL}/advance", {"seen": trial["now"]})


def test_pictures_and_downloads_say_it_in_their_address(sqlite_site: Site) -> None:
    chen = sqlite_site.browser("chen")
    rep = as_role(begun(chen), "rep")
    values = {"values": {"name": "只在试用里", "grade": "standard", "level": "a"}}
    chen.ok("POST", "/api/apps/sales/customer", values, headers=rep)
    asked = "?" + "&".join(f"{name}={value}" for name, value in rep.items())
    assert "只在试用里" in chen.ask("GET", f"/api/apps/sales/customer{asked}").text
    sqlite_site.browser("sun").refused(404, "trial_gone", "GET", f"/api/apps/sales/customer{asked}")
    chen.refused(404, "not_found", "GET", f"/api/design/sales{asked}")
    chen.ok("POST", f"/api/apps/sales/customer{asked}", values)
    assert "只在试用里" in chen.ask("GET", "/api/apps/sales/customer").text, "a write goes where its headers say"


def test_who_no_longer_designs_is_out(sqlite_site: Site) -> None:
    chen = sqlite_site.browser("chen")
    rep = as_role(begun(chen), "rep")
    chen.ok("GET", "/api/apps", headers=rep)
    change = {"roles": {"sales": "rep"}}
    sqlite_site.browser("sun").ok("PATCH", f"/api/people/{sqlite_site.people['chen'].person}", change)
    chen.refused(404, "trial_gone", "GET", "/api/apps", headers=rep)


def test_every_route_is_the_trials_or_nobodys(sqlite_site: Site) -> None:
    """Walks all routes: what a trial does not answer is not answered by the real house either."""
    chen = sqlite_site.browser("chen")
    rep = as_role(begun(chen), "hq_admin")
    inside = outside = 0
    for path, method, opt in routes_of(sqlite_site.litestar):
        if opt.get("public"):
            continue
        route = f"{method} {path}"
        said = how(sqlite_site, route, "own")
        said["headers"] = {**said.get("headers", {}), **rep}
        found = chen.ask(method, address(sqlite_site, path, "own"), **said)
        if IN_TRIAL.fullmatch(route) is None:
            outside += 1
            assert (found.status_code, found.json()["code"]) == (404, "not_found"), route
            continue
        inside += 1
        assert path.startswith(ANSWERED) or route in ("GET /api/session", "GET /api/people", "GET /api/units")
        for real in (*sqlite_site.known.values(), *(who.person for who in sqlite_site.people.values())):
            assert real not in found.text or real in str(said), f"{route} tells of the real house"
    assert min(inside, outside) > 20


@pytest.mark.parametrize("route", ["GET /api/appsx", "POST /api/people", "GET /api/design/sales", "GET /api/stream"])
def test_what_no_trial_answers(route: str) -> None:
    assert IN_TRIAL.fullmatch(route) is None
