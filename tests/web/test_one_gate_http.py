"""One gate, every way in over HTTP: what is refused on the form is refused by every request there is, and nothing is stored."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.security.test_matrix import contents
from tests.services.test_one_gate import CASES, Case
from tests.web.site import Browser, Site, fresh_key

BASE = "/api/apps/sales/opportunity"
TRIED: dict[str, int] = {}
Answers = Iterator[tuple[httpx.Response, Any]]
Way = Callable[[Site, str, str, int], Answers]
"""Tries to bring a record to a stage; yields each answer with the refusal in it."""


@pytest.fixture(scope="module", autouse=True)
def tally(request: pytest.FixtureRequest) -> Iterator[None]:
    """Prints how many ways were tried; each was refused, or its test failed."""
    yield
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print(f"\nways round the gate tried over HTTP: {sum(TRIED.values())} {TRIED}")


def _refusal(answer: httpx.Response) -> Any:
    found = answer.json()
    if answer.status_code == 200 and "results" in found:
        (found,) = found["results"]
    elif answer.status_code == 200 and "decision" in found:
        assert found["decision"] == "missing"
    return found


def _moves(who: str, **more: Any) -> Way:
    def way(site: Site, deal: str, to: str, version: int) -> Answers:
        body = {"version": version, "to": to, **more}
        answer = site.browser(who).ask("POST", f"{BASE}/{deal}/move", body)
        yield answer, _refusal(answer)

    return way


def _bulk(who: str) -> Way:
    def way(site: Site, deal: str, to: str, version: int) -> Answers:
        body = {"items": [{"id": deal, "version": version}], "act": {"kind": "move", "to": to}}
        answer = site.browser(who).ask("POST", f"{BASE}/bulk", body)
        yield answer, _refusal(answer)

    return way


def _judge(site: Site, deal: str, to: str, version: int) -> Answers:
    answer = site.browser("li").ask("POST", f"{BASE}/{deal}/judge", {"act": {"kind": "move", "to": to}})
    yield answer, _refusal(answer)


def _same_key(site: Site, deal: str, to: str, version: int) -> Answers:
    """A key that was answered for another request opens nothing."""
    browser, key = site.browser("li"), fresh_key()
    for _ in range(2):
        body = {"version": version, "to": to}
        answer = browser.ask("POST", f"{BASE}/{deal}/move", body, headers={"idempotency-key": key})
        yield answer, _refusal(answer)


WAYS: dict[str, Way] = {
    "form": _moves("li", entry="form"),
    "list": _moves("li", entry="list"),
    "board": _moves("li", entry="board"),
    "api": _moves("li"),
    "with other values": _moves("li", values={"intent": "high"}),
    "manager": _moves("wang", entry="board"),
    "supervisor": _moves("chen"),
    "administrator": _moves("sun", entry="form"),
    "bulk": _bulk("li"),
    "bulk by the administrator": _bulk("sun"),
    "judged only": _judge,
    "the same key again": _same_key,
}


def _short(need: Any) -> str:
    if need["kind"] == "field":
        return f"{need['entity']}.{need['field']}"
    return f"{need['kind']}:{need['action'] or need['statement'] or need['input'] or ''}"


def _tried(name: str) -> None:
    TRIED[name] = TRIED.get(name, 0) + 1


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_request_meets_the_same_gate(case: Case, site: Site) -> None:
    deal, customer = case.prepare(site)
    before, version = contents(site), site.stored("opportunity", deal).record.version
    for name, way in WAYS.items():
        for answer, found in way(site, deal, case.to, version):
            _tried(name)
            assert answer.status_code in (200, 422), f"{name}: {answer.text}"
            assert found["code"] == "gate_missing", f"{name}: a way round: {answer.text[:300]}"
            assert frozenset(_short(need) for need in found["needs"]) == case.missing, name
    assert contents(site) == before, "something was stored"
    case.supply(site, deal, customer)
    stored = site.stored("opportunity", deal).record
    if stored.stage != case.to:
        site.browser("li").ok("POST", f"{BASE}/{deal}/move", {"version": stored.version, "to": case.to})


SYSTEM = ("_stage", "stage", "_path", "_owner", "_unit", "_version", "_id", "_created_at", "follow_up_count", "grade")


def test_no_value_is_a_stage(site: Site) -> None:
    """Neither an edit, a creation, a move, an action nor a bulk edit can name the stage as a value."""
    deal, customer = site.deal()
    version = site.stored("opportunity", deal).record.version
    before = contents(site)
    for browser in (site.browser("li"), site.browser("sun")):
        for name in SYSTEM:
            for answer in _said(browser, deal, customer, version, {name: "quote"}):
                _tried("a value")
                assert answer.status_code in (200, 403, 422), answer.text
                found = answer.json()
                results = found.get("results", [found])
                assert results[0]["code"] in ("invalid", "computed_field", "unknown_field"), answer.text
    assert contents(site) == before


def _said(browser: Browser, deal: str, customer: str, version: int, values: dict[str, Any]) -> Iterator[httpx.Response]:
    whole = {"title": "x", "customer": customer, "product_line": "monitor"} | values
    said = {"way": "visit", "content": "拜访了采购负责人", **values}
    yield browser.ask("PATCH", f"{BASE}/{deal}", {"version": version, "values": values})
    yield browser.ask("POST", BASE, {"values": whole})
    yield browser.ask("POST", f"{BASE}/{deal}/move", {"version": version, "to": "lost", "values": values})
    yield browser.ask("POST", f"{BASE}/{deal}/act", {"version": version, "action": "log_follow_up", "inputs": said})
    items = [{"id": deal, "version": version}]
    yield browser.ask("POST", f"{BASE}/bulk", {"items": items, "act": {"kind": "edit", "values": values}})


@pytest.mark.parametrize("stage", ["diagnosis", "demo", "quote", "won", "paid", "lost", "hold"])
def test_a_creation_in_a_later_stage_meets_the_gates_on_the_way(stage: str, shared_site: Site) -> None:
    site = shared_site
    customer = site.known["own.customer"]
    before = contents(site)
    for who in ("li", "wang", "chen", "sun"):
        for entry in ("form", "list", "board", "api"):
            _tried("creation in a stage")
            values = {"title": "x", "customer": customer, "product_line": "monitor"}
            answer = site.browser(who).ask("POST", BASE, {"values": values, "stage": stage, "entry": entry})
            assert answer.status_code == 422, answer.text
            assert answer.json()["code"] in ("gate_missing", "unknown_stage", "invalid"), answer.text
    assert contents(site) == before


@pytest.mark.parametrize("stage", ["报价", "已回款"])
def test_an_imported_row_meets_the_gates_on_the_way(stage: str, site: Site) -> None:
    sun = site.browser("sun")
    sheet = f"商机名称,客户,产品线,阶段\n导入,own客户,监护,{stage}\n".encode()
    headers = {"x-file-name": "a.csv", "content-type": "text/csv"}
    job = sun.ask("POST", f"{BASE}/imports", raw=sheet, headers=headers).json()
    stages = [one for one in job["targets"] if one["id"] == "_stage"]
    asked = {question["column"] for question in job["questions"]}
    columns: list[dict[str, Any]] = [
        {"column": c["index"], "to": c["suggestion"]} | ({"others": "refuse"} if c["index"] in asked else {})
        for c in job["columns"]
        if c["suggestion"]
    ]
    assert stages
    assert "_stage" in [one["to"] for one in columns]
    sun.ok("PUT", f"/api/imports/{job['id']}/mapping", {"columns": columns})
    _waited(sun, job["id"], "check")
    rows = sun.ok("GET", f"/api/imports/{job['id']}/rows")["rows"]
    assert [row["state"] for row in rows] == ["error"]
    deals = sun.ok("GET", f"{BASE}/count")
    for atomic in (True, False):
        _tried("import row")
        sun.ask("POST", f"/api/imports/{job['id']}/run", {"atomic": atomic})
        _waited(sun, job["id"])
        assert sun.ok("GET", f"{BASE}/count") == deals


def _waited(browser: Browser, job: str, begin: str = "") -> None:
    if begin:
        browser.ask("POST", f"/api/imports/{job}/{begin}")
    while browser.ok("GET", f"/api/imports/{job}")["step"]:
        time.sleep(0.02)


def test_a_session_with_an_old_version_does_not_undo_a_gate(site: Site) -> None:
    deal, _ = site.deal()
    old = site.stored("opportunity", deal).record.version
    site.edit("li", "opportunity", deal, intent="high")
    for who in ("li", "wang", "sun"):
        for path, body in (
            ("", {"values": {"intent": "low"}}),
            ("/move", {"to": "diagnosis"}),
            ("/act", {"action": "log_follow_up", "inputs": {"way": "visit", "content": "拜访了采购负责人"}}),
            ("/assign", {"owner": site.people["li"].person, "unit": site.units["shanghai"], "reason": "试"}),
            ("/archive", {"reason": "试"}),
        ):
            if who == "li" and path in ("/assign", "/archive"):
                continue
            _tried("an old version")
            method = "PATCH" if not path else "POST"
            site.browser(who).refused(409, "version_conflict", method, f"{BASE}/{deal}{path}", {"version": old} | body)
            no_version = site.browser(who).ask(method, f"{BASE}/{deal}{path}", body)
            assert no_version.status_code == 400


def test_an_action_meets_the_gate_of_where_it_leads(site: Site) -> None:
    case = next(case for case in CASES if case.name == "statement over children")
    deal, _ = case.prepare(site)
    version, before = site.stored("opportunity", deal).record.version, contents(site)
    for who in ("li", "wang", "chen", "sun"):
        _tried("action")
        body = {"version": version, "action": "submit_quote", "inputs": {"amount": 90_00}}
        found = site.browser(who).refused(422, "gate_missing", "POST", f"{BASE}/{deal}/act", body)
        assert [_short(need) for need in found["needs"]] == ["statement:no_open_objection"]
    assert contents(site) == before


def test_a_child_cannot_break_the_gate_its_parent_has_passed(site: Site) -> None:
    """The parent was let through because no objection was open: opening one again is judged on the parent."""
    case = next(case for case in CASES if case.name == "statement over children")
    deal, customer = case.prepare(site)
    case.supply(site, deal, customer)
    li = site.browser("li")
    record = site.stored("opportunity", deal).record
    if record.stage != case.to:
        li.ok("POST", f"{BASE}/{deal}/move", {"version": record.version, "to": case.to})
    objection = li.ok("GET", "/api/apps/sales/objection")["rows"][0]
    before = contents(site)
    for who in ("li", "wang", "chen", "sun"):
        browser = site.browser(who)
        path, act = f"/api/apps/sales/objection/{objection['id']}", {"kind": "edit", "values": {"outcome": "open"}}
        edited = browser.ask("PATCH", path, {"version": objection["version"], "values": {"outcome": "open"}})
        items = [{"id": objection["id"], "version": objection["version"]}]
        bulk = browser.ask("POST", "/api/apps/sales/objection/bulk", {"items": items, "act": act})
        for answer in (edited, bulk):
            _tried("child record")
            assert _refusal(answer)["code"] == "gate_missing", answer.text
    assert contents(site) == before
