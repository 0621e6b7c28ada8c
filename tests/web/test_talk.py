"""Talk over HTTP: a rep proposes, a supervisor accepts, the rep hears of it; nobody else gets a word in."""

from __future__ import annotations

from typing import Any

from tests.web.site import Site, fresh_key

TALK = "/api/design/sales/talk"
LIMIT = "duty/first_follow_up/due/after"
PROPOSAL: dict[str, Any] = {
    "kind": "proposal",
    "path": LIMIT,
    "text": "周末来不及",
    "operations": [{"path": LIMIT, "was": "P1D", "value": "P2D"}],
}


def test_from_a_proposal_to_the_version_in_force(site: Site) -> None:
    li, chen = site.browser("li"), site.browser("chen")
    assert li.ok("GET", "/api/design/sales/rules")["documents"]["duties"]["first_follow_up"]["due"]["after"] == "P1D"
    made = li.ok("POST", TALK, PROPOSAL)
    assert made["changes"][0]["words"]["en"] == "Time limit: 1 working day → 2 working days"
    (notice,) = chen.ok("GET", "/api/notices")["rows"]
    assert (notice["kind"], notice["talk"], notice["record"]) == ("proposal", made["id"], None)
    assert chen.ok("GET", f"{TALK}?only=open")["waiting"] == 1
    topic = f"{TALK}/{made['id']}"
    assert chen.ok("GET", topic)["outcome"]["conflicts"] == []
    assert chen.ok("POST", f"{topic}/replies", {"text": "先试一个月"})["replies"] == 1
    assert li.ask("POST", f"{topic}/settle", {"do": "accept"}).json()["code"] == "not_permitted"
    assert chen.ok("POST", f"{topic}/settle", {"do": "accept"})["state"] == "accepted"
    bench = chen.ok("GET", "/api/design/sales")
    assert (bench["revision"], bench["documents"]["duties"]["first_follow_up"]["due"]["after"]) == (1, "P2D")
    chen.ok("POST", "/api/design/sales/publish", {"revision": 1})
    assert li.ok("GET", topic)["decided"]["version"] == 2
    assert [one["kind"] for one in li.ok("GET", "/api/notices")["rows"]] == ["proposal_result", "remark"]
    assert li.ok("GET", f"{TALK}?only=settled")["topics"][0]["state"] == "accepted"


def test_ones_own_words_are_changed_and_taken_back(site: Site) -> None:
    li, zhou = site.browser("li"), site.browser("zhou")
    made = li.ok("POST", TALK, {"kind": "remark", "path": "app", "text": "<script>alert(1)</script>"})
    topic = f"{TALK}/{made['id']}"
    assert made["text"] == "<script>alert(1)</script>"  # kept as text, shown as text
    assert li.ok("PATCH", topic, {"text": "挺好"})["edited"]
    zhou.ok("POST", f"{topic}/replies", {"text": "是的"})
    assert zhou.ok("PATCH", f"{topic}/replies/1", {"text": "是"})["thread"][0]["text"] == "是"
    assert zhou.ask("DELETE", f"{topic}/replies/1").status_code == 204
    assert li.ask("DELETE", topic).json()["code"] == "talk_answered"
    other = li.ok("POST", TALK, {"kind": "remark", "path": "app", "text": "再说"})
    assert li.ask("DELETE", f"{TALK}/{other['id']}").status_code == 204
    assert zhou.ask("GET", f"{TALK}/{other['id']}").status_code == 404


def test_sent_twice_it_is_said_once(site: Site) -> None:
    li, key = site.browser("li"), {"idempotency-key": fresh_key()}
    first, second = (li.ask("POST", TALK, PROPOSAL, headers=key).json() for _ in range(2))
    assert first["id"] == second["id"]
    assert len(li.ok("GET", TALK)["topics"]) == 1


def test_who_has_no_role_in_the_app_is_told_nothing(site: Site) -> None:
    made = site.browser("li").ok("POST", TALK, PROPOSAL)
    guest = site.browser("guest")
    for method, path, body in (
        ("GET", "/api/design/sales/rules", None),
        ("GET", f"{TALK}/{made['id']}", None),
        ("POST", TALK, PROPOSAL),
        ("POST", f"{TALK}/{made['id']}/settle", {"do": "accept"}),
    ):
        answer = guest.ask(method, path, body)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
