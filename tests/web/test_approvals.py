"""Approvals and delegations over HTTP: what the pages of the inbox ask for, in the shapes of the contract."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.scenarios.filling_stage import sample
from tests.support.databases import Databases
from tests.web.fixtures import opened
from tests.web.site import Loop, Saved, Site

APP = "/api/apps/seal_approval"
PEOPLE = {"li": ("applicant", "sales"), "wang": ("head", "sales"), "zhou": ("head", "hq"), "gu": ("legal", "hq")}
VALUES = {"title": "经销协议盖章", "kind": "contract", "seals": ["contract"], "amount": 25_000_000, "copies": 2}


@pytest.fixture
def seals(databases: Databases, saved: Callable[[str], Saved], loop: Loop, tmp_path: Path) -> Iterator[Site]:
    """The seal template with a department and headquarters; a request of li's is under way."""
    with opened(saved("sqlite/seal_approval"), databases, loop, tmp_path) as site:
        site.add_unit("hq")
        site.add_unit("sales", "hq")
        for alias, (role, unit) in PEOPLE.items():
            site.add_person(alias, role, unit)
        li = site.browser("li")
        made = li.ok("POST", f"{APP}/request", {"values": VALUES})
        headers = {"x-file-name": "a.pdf", "content-type": "application/octet-stream"}
        paper = li.ask("POST", "/api/files", raw=sample("pdf"), headers=headers).json()["id"]
        record = made["record"]["id"]
        asked = li.ok("POST", f"{APP}/request/{record}/act", {"version": 1, "action": "apply", "files": [paper]})
        site.known["record"], site.known["paper"] = record, paper
        site.known["approval"] = asked["record"]["approvals"][0]["id"]
        assert asked["record"]["version"] == 1, "asking changes nothing of the record"
        assert next(one for one in asked["next"]["actions"] if one["action"] == "apply")["offered"] is False
        yield site


def test_the_inbox_and_one_request(seals: Site) -> None:
    wang, record, approval = seals.browser("wang"), seals.known["record"], seals.known["approval"]
    (row,) = wang.ok("GET", f"{APP}/approvals")["rows"]
    assert (row["id"], row["record"], row["record_title"]) == (approval, record, VALUES["title"])
    assert (row["state"], row["step"], row["rights"]["sign"]) == ("pending", "head", True)
    assert row["due_at"] is not None
    found = wang.ok("GET", f"{APP}/approvals/{approval}")
    assert found["row"]["values"]["amount"] == VALUES["amount"]
    assert [file["id"] for file in found["files"]] == [seals.known["paper"]]
    assert wang.ask("GET", f"/api/files/{seals.known['paper']}").status_code == 200
    assert [(step["id"], step["state"]) for step in found["steps"]] == [
        ("head", "now"), ("legal", "ahead"), ("countersign", "ahead"),
    ]  # fmt: skip
    assert seals.browser("gu").ok("GET", f"{APP}/approvals")["rows"] == []
    assert [one["id"] for one in seals.browser("li").ok("GET", f"{APP}/approvals?box=asked")["rows"]] == [approval]


def test_a_decision_and_the_one_after_it(seals: Site) -> None:
    path = f"{APP}/approvals/{seals.known['approval']}"
    refused = seals.browser("li").ask("POST", f"{path}/sign", {"version": 1, "verdict": "approve"})
    assert (refused.status_code, refused.json()["code"]) == (403, "own_approval")
    bare = seals.browser("wang").ask("POST", f"{path}/sign", {"version": 1, "verdict": "refuse"})
    assert (bare.status_code, [issue["path"] for issue in bare.json()["issues"]]) == (422, ["comment"])
    done = seals.browser("wang").ok("POST", f"{path}/sign", {"version": 1, "verdict": "approve"})
    assert (done["step"], [one["name"] for one in done["waiting_for"]]) == ("legal", ["gu"])
    gu = seals.browser("gu")
    assert list(gu.ok("GET", path)["form"]["fields"]) == ["legal_opinion"]
    missing = gu.ask("POST", f"{path}/sign", {"version": 1, "verdict": "approve"})
    assert (missing.status_code, [need["input"] for need in missing.json()["needs"]]) == (422, ["legal_opinion"])
    body = {"version": 1, "verdict": "approve", "inputs": {"legal_opinion": "条款合规"}}
    done = gu.ok("POST", f"{path}/sign", body)
    assert (done["state"], done["row"]["stage"], done["record_version"]) == ("approved", "approved", 2)
    late = gu.ask("POST", f"{path}/sign", {**body, "version": 2})
    assert (late.status_code, late.json()["code"]) == (409, "approval_closed")


@pytest.mark.parametrize(
    "body",
    [
        {"version": 1},
        {"version": 1, "verdict": "perhaps"},
        {"verdict": "approve"},
        {"version": 1, "verdict": "approve", "by": "wang"},
        {"version": 1, "verdict": "approve", "comment": "长" * 2001},
    ],
    ids=["no verdict", "unknown verdict", "no version", "unknown member", "a book"],
)
def test_what_is_no_decision(seals: Site, body: dict[str, object]) -> None:
    path = f"{APP}/approvals/{seals.known['approval']}/sign"
    assert seals.browser("wang").ask("POST", path, body).status_code == 400
    assert seals.browser("wang").ok("GET", f"{APP}/approvals")["rows"] != []


def test_delegations(seals: Site) -> None:
    wang, zhou = seals.browser("wang"), seals.browser("zhou")
    deputy = {"deputy": seals.people["zhou"].person, "reason": "休假"}
    wrong = wang.ask("POST", "/api/delegations", {**deputy, "from": "tomorrow", "to": "2099-01-02T00:00:00Z"})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "bad_request")
    made = wang.ask(
        "POST", "/api/delegations", {**deputy, "from": "2020-01-01T00:00:00Z", "to": "2099-01-02T00:00:00Z"}
    )
    assert (made.status_code, made.json()["params"]) == (422, {"reason": "time"})
    times = {"from": "2099-01-01T00:00:00Z", "to": "2099-01-02T00:00:00Z"}
    kept = wang.ok("POST", "/api/delegations", {**deputy, **times})
    assert (kept["deputy"]["name"], kept["from_at"], kept["reason"]) == ("zhou", times["from"], "休假")
    assert wang.ok("GET", "/api/delegations") == [kept]
    assert zhou.ok("GET", "/api/delegations") == [], "not in force yet"
    assert zhou.ask("DELETE", f"/api/delegations/{kept['id']}").status_code == 404
    assert wang.ask("DELETE", f"/api/delegations/{kept['id']}").status_code == 204
    assert wang.ok("GET", "/api/delegations") == []
