"""Many at once: one act is done once, one of many wins, and everybody is told the same."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.site import Browser, Site, fresh_key, together

BASE = "/api/apps/sales/opportunity"
MANY = 50


def _new(site: Site, title: str = "新商机") -> dict[str, Any]:
    return {"values": {"title": title, "customer": site.known["own.customer"], "product_line": "monitor"}}


def _count(browser: Browser) -> int:
    return int(browser.ok("GET", f"{BASE}/count")["count"])


def test_the_same_key_many_times_at_once_is_one_record_and_one_answer(site: Site) -> None:
    li, headers = site.browser("li"), {"idempotency-key": fresh_key()}
    before = _count(li)
    answers = together(site, [li.send("POST", BASE, _new(site), headers=headers) for _ in range(MANY)])
    assert {answer.status_code for answer in answers} == {201}, {answer.text[:200] for answer in answers}
    assert len({answer.content for answer in answers}) == 1
    assert _count(li) == before + 1
    again = site.browser("li").ask("POST", BASE, _new(site), headers=headers)
    assert again.content == answers[0].content, "another session of the same person, later"
    assert _count(li) == before + 1


def test_the_same_key_with_another_body_or_address_is_refused(site: Site) -> None:
    li, headers = site.browser("li"), {"idempotency-key": fresh_key()}
    li.ok("POST", BASE, _new(site), headers=headers)
    before = _count(li)
    li.refused(409, "idempotency_key_reused", "POST", BASE, _new(site, "别的"), headers=headers)
    own, version = site.known["own"], site.stored("opportunity", site.known["own"]).record.version
    edit = {"version": version, "values": {"intent": "high"}}
    li.refused(409, "idempotency_key_reused", "PATCH", f"{BASE}/{own}", edit, headers=headers)
    assert _count(li) == before


def test_the_same_key_of_another_person_is_his_own(site: Site) -> None:
    headers = {"idempotency-key": fresh_key()}
    first = site.browser("sun").ok("POST", BASE, _new(site), headers=headers)
    other = site.browser("chen").ok("POST", BASE, _new(site), headers=headers)
    assert first["record"]["id"] != other["record"]["id"]


def test_a_refused_request_keeps_no_key(site: Site) -> None:
    """What was refused may be mended and sent again under the same key."""
    li, headers = site.browser("li"), {"idempotency-key": fresh_key()}
    bad = {"values": {"title": ""}}
    li.refused(422, "invalid", "POST", BASE, bad, headers=headers)
    li.ok("POST", BASE, _new(site), headers=headers)


@pytest.mark.parametrize("kind", ["move", "edit", "act"])
def test_of_many_that_saw_the_same_version_one_wins(kind: str, site: Site) -> None:
    deal = site.known["own"]
    site.perform("li", deal, "log_follow_up", way="visit", content="拜访了采购负责人，确认需求", next_step="发方案")
    version = site.stored("opportunity", deal).record.version
    ways: dict[str, tuple[str, str, dict[str, Any]]] = {
        "move": (f"{BASE}/{deal}/move", "POST", {"to": "diagnosis"}),
        "edit": (f"{BASE}/{deal}", "PATCH", {"values": {"intent": "high"}}),
        "act": (
            f"{BASE}/{deal}/act",
            "POST",
            {"action": "log_follow_up", "inputs": {"way": "visit", "content": "又拜访了一次采购负责人"}},
        ),
    }
    path, method, body = ways[kind]
    browsers = [site.browser("li" if n % 2 else "wang") for n in range(10)]
    asked = [browsers[n % 10].send(method, path, {"version": version} | body) for n in range(MANY)]
    answers = together(site, asked)
    told = sorted((answer.status_code, answer.json().get("code", "")) for answer in answers)
    assert told == [(200, "")] + [(409, "version_conflict")] * (MANY - 1)
    assert site.stored("opportunity", deal).record.version == version + 1


def test_many_new_records_at_once_get_serials_of_their_own(site: Site) -> None:
    li = site.browser("li")
    product = site.create("chen", "product", name="M8", line="monitor", list_price=100_00).id
    lines = [{"product": product, "quantity": 1, "unit_price": 90_00}]
    body = {"values": {"opportunity": site.known["own"], "valid_until": "2030-01-01", "lines": lines}}
    answers = together(site, [li.send("POST", "/api/apps/sales/quote", body) for _ in range(20)])
    made = [answer.json()["record"]["values"]["number"] for answer in answers if answer.status_code == 201]
    assert len(made) == len(set(made)) == 20, [answer.text[:200] for answer in answers if answer.status_code != 201][:1]
