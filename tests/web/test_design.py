"""Drafts over HTTP: what the browser of a supervisor is answered, and what everybody else is not."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from followthrough.services.designing.files import zipped
from tests.web.site import Browser, Site, fresh_key, together

DESIGN = "/api/design/sales"
LABEL = "entity/customer/properties/level/field/label/zh"


def edit(path: str, was: Any, value: Any) -> dict[str, Any]:
    return {"label": {"zh": "改"}, "operations": [{"path": path, "was": was, "value": value}]}


def revision(browser: Browser) -> int:
    return int(browser.ok("GET", DESIGN)["revision"])


def test_a_draft_from_the_first_edit_to_the_version_in_force(site: Site) -> None:
    chen, li = site.browser("chen"), site.browser("li")
    assert [app["rights"] for app in chen.ok("GET", "/api/apps")] == [{"design": True}]
    assert [app["rights"] for app in li.ok("GET", "/api/apps")] == [{"design": False}]
    bench = chen.ok("GET", DESIGN)
    assert bench["documents"] == bench["live_documents"]
    done = chen.ok("POST", f"{DESIGN}/edits", edit(LABEL, "客户等级", "等级"))
    assert (done["revision"], [one for one in done["findings"] if one["severity"] == "error"]) == (1, [])
    (logged,) = site.browser("sun").ok("GET", f"{DESIGN}/edits?after=0")["edits"]
    assert (logged["by"]["name"], logged["label"]) == ("chen", {"zh": "改", "en": "改"})
    assert logged["operations"] == [{"path": LABEL, "was": "客户等级", "value": "等级"}]
    assert chen.ok("POST", f"{DESIGN}/publish", {"revision": 1, "note": "改名"}) == {
        "version": 2,
        "moved": 0,
        "moving": 0,
        "copied": 0,
        "copying": 0,
    }
    bundle = li.ok("GET", "/api/apps/sales")
    assert (bundle["version"], bundle["entities"]["customer"]["properties"]["level"]["field"]["label"]["zh"]) == (
        2,
        "等级",
    )
    versions = chen.ok("GET", f"{DESIGN}/versions")
    assert [(one["number"], one["note"], one["live"]) for one in versions] == [(2, "改名", True), (1, "", False)]
    documents = chen.ok("GET", f"{DESIGN}/versions/1")["documents"]
    assert documents["entities"]["customer"]["properties"]["level"]["field"]["label"]["zh"] == "客户等级"
    bench = chen.ok("GET", DESIGN)
    assert (bench["revision"], bench["ahead"], bench["live"]) == (1, 0, 2)


def test_of_two_at_the_same_place_one_is_told_who_was_first(site: Site) -> None:
    browsers = [site.browser(who) for who in ("chen", "sun", "chen", "sun")]
    asked = [one.send("POST", f"{DESIGN}/edits", edit(LABEL, "客户等级", f"级{n}")) for n, one in enumerate(browsers)]
    answers = together(site, asked)
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    lost = next(answer.json() for answer in answers if answer.status_code == 409)
    (conflict,) = lost["params"]["conflicts"]
    assert lost["code"] == "draft_conflict"
    assert (conflict["path"], conflict["was"]) == (LABEL, "客户等级")
    assert conflict["by"]["name"] in ("chen", "sun")


def test_what_is_sent_twice_is_done_once(site: Site) -> None:
    chen, key = site.browser("chen"), {"idempotency-key": fresh_key()}
    body = edit(LABEL, "客户等级", "等级")
    first = chen.ok("POST", f"{DESIGN}/edits", body, headers=key)
    assert chen.ok("POST", f"{DESIGN}/edits", body, headers=key) == first
    key = {"idempotency-key": fresh_key()}
    wanted = {"revision": 1}
    first = chen.ok("POST", f"{DESIGN}/publish", wanted, headers=key)
    chen.ok("POST", f"{DESIGN}/edits", edit(LABEL, "等级", "级别"))
    assert chen.ok("POST", f"{DESIGN}/publish", wanted, headers=key) == first
    assert len(chen.ok("GET", f"{DESIGN}/versions")) == 2


def test_a_folder_taken_out_changed_and_brought_in_says_what_it_would_do_and_is_undone(sqlite_site: Site) -> None:
    chen = sqlite_site.browser("chen")
    before = chen.ok("GET", DESIGN)["documents"]
    taken = chen.ask("GET", f"{DESIGN}/export")
    with zipfile.ZipFile(io.BytesIO(taken.content)) as packed:
        files = {name: packed.read(name).decode() for name in packed.namelist()}
    name = "entities/customer.json"
    assert files[name].count('"zh": "客户等级"') == 1
    changed = zipped({**files, name: files[name].replace('"zh": "客户等级"', '"zh": "等级"')})
    found = chen.ok("POST", f"{DESIGN}/import", raw=changed)
    (group,) = found["groups"]
    assert (group["kind"], [one["path"] for one in group["changes"]]) == ("wording", [LABEL.removesuffix("/zh")])
    assert "等级" in group["changes"][0]["after"]["zh"]
    assert revision(chen) == 0, "it is looked at, not kept"
    taken_in = chen.ok("POST", f"{DESIGN}/edits", {"label": {"zh": "导入"}, "operations": found["operations"]})
    assert taken_in["revision"] == 1
    changes = chen.ok("GET", f"{DESIGN}/changes")
    assert changes["groups"] == found["groups"], "as before a publication"
    back = [{"path": one["path"], "was": one["value"], "value": one["was"]} for one in reversed(found["operations"])]
    chen.ok("POST", f"{DESIGN}/edits", {"label": {"zh": "撤销"}, "operations": back})
    assert chen.ok("GET", DESIGN)["documents"] == before


def test_refusals_name_their_place(sqlite_site: Site) -> None:
    chen, sun = sqlite_site.browser("chen"), sqlite_site.browser("sun")
    sent = "POST", f"{DESIGN}/edits"
    wrong = chen.refused(422, "document_wrong_type", *sent, edit(LABEL, "客户等级", 5))
    assert [issue["path"] for issue in wrong["issues"]] == ["entity/customer/properties/level/field/label/zh"]
    chen.refused(422, "document_bad_place", *sent, edit("entity/customer/__proto__", None, {}))
    chen.refused(403, "grant_exceeds", *sent, edit("access/roles/supervisor/people", None, True))
    lineage = {"template": "sales", "version": "1", "base": "0"}
    locked = chen.refused(403, "place_locked", *sent, edit("app/lineage", None, lineage))
    assert locked["params"]["place"] == "app/lineage"
    chen.refused(400, "bad_request", *sent, {"label": {"zh": "x"}, "operations": []})
    chen.refused(409, "draft_changed", "POST", f"{DESIGN}/publish", {"revision": 9})
    chen.refused(409, "draft_changed", "POST", f"{DESIGN}/discard", {"revision": 9})
    sun.ok(*sent, edit("access/roles/supervisor/people", None, True))
    relevance = "entity/customer/properties/level/field/relevance"
    chen.ok(*sent, edit(relevance, None, {"op": "eq", "a": [{"f": "gone"}, {"v": "x"}]}))
    forbidden = chen.refused(422, "findings_forbid", "POST", f"{DESIGN}/publish", {"revision": revision(chen)})
    assert forbidden["params"]["count"] == len(forbidden["params"]["findings"]) >= 1
    assert forbidden["params"]["findings"][0]["path"].startswith(relevance)
