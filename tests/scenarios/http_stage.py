"""A stage for scenarios over HTTP: every deed is the request a browser sends for the way in that the step tells."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx

from followthrough.core.run.expectation import Outcome, Seen
from followthrough.core.run.scenario import Deed
from tests.scenarios.filling_stage import FillingStage, sample
from tests.web.site import Browser, Site


class HttpStage(FillingStage):
    """`followthrough.core.run.scenario.Stage` over the HTTP API."""

    def __init__(self, site: Site, app: str) -> None:
        super().__init__(site, app)
        self.site = site
        self._browsers: dict[str, Browser] = {}

    def at(self, now_ms: int) -> None:
        super().at(now_ms)
        self._browsers.clear()  # sessions end while the story waits

    def browser(self, person: str) -> Browser:
        """The browser of a person of the story."""
        if person not in self._browsers:
            self._browsers[person] = self.site.browser(self._by_id[person])
        return self._browsers[person]

    def upload(self, person: str, name: str, kind: str) -> str:
        headers = {"x-file-name": httpx.QueryParams({"n": name}).__str__().removeprefix("n=").replace("+", "%20")}
        answer = self.browser(person).ask("POST", "/api/files", raw=sample(kind, name), headers=headers)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def do(self, deed: Deed) -> Outcome:
        browser = self.browser(deed.person)
        base = f"/api/apps/{self.app}/{deed.entity}"
        if deed.kind == "create":
            body: dict[str, Any] = {"values": deed.values, "entry": entry(deed)}
            body |= {"stage": deed.to, "owner": deed.owner, "unit": deed.unit}
            return told(browser.ask("POST", base, body))
        seen = self.site.stored(deed.entity, str(deed.record), self.app)
        body = {"version": seen.record.version if seen else 1}
        if deed.kind in ("waive", "extend", "reassign", "nudge"):
            path = f"/api/apps/{self.app}/obligations/{deed.obligation or deed.record}/{deed.kind}"
            return seen_to(browser.ask("POST", path, {**body, **_about(deed)}), deed)
        if deed.kind in ("sign", "pass_on", "take_back"):
            path = f"/api/apps/{self.app}/approvals/{self.latest(deed)}/{deed.kind}"
            return seen_to(browser.ask("POST", path, {**body, **_signed(deed)}), deed)
        match deed.kind:
            case "edit":
                body |= {"values": deed.values, "entry": entry(deed)}
                return told(browser.ask("PATCH", f"{base}/{deed.record}", body))
            case "move":
                body |= {"to": deed.to, "values": deed.values, "entry": entry(deed)}
            case "act":
                body |= {"action": deed.action, "inputs": deed.values, "files": list(deed.files)}
            case "assign":
                body |= {"owner": deed.owner, "unit": deed.unit, "reason": deed.reason}
            case _:
                body |= {"reason": deed.reason, "restore": deed.restore}
        return told(browser.ask("POST", f"{base}/{deed.record}/{deed.kind}", body))

    def see(self, person: str, entity: str, record: str) -> Seen | None:
        answer = self.browser(person).get(f"/api/apps/{self.app}/{entity}/{record}")
        if answer.status_code == 404:
            return None
        assert answer.status_code == 200, answer.text
        return Seen(answer.json()["next"])


def _about(deed: Deed) -> dict[str, Any]:
    """What an act about an obligation says."""
    match deed.kind:
        case "nudge":
            return {"text": deed.reason}
        case "extend":
            return {"due": datetime.fromtimestamp(deed.due_ms / 1000, UTC).isoformat(), "reason": deed.reason}
        case "reassign":
            return {"person": deed.other, "reason": deed.reason}
    return {"reason": deed.reason}


def _signed(deed: Deed) -> dict[str, Any]:
    """What an act about an approval says."""
    match deed.kind:
        case "sign":
            about = {"verdict": deed.verdict, "inputs": deed.values, "comment": deed.reason}
            return about | ({"to_step": deed.to} if deed.to is not None else {})
        case "pass_on":
            return {"person": deed.other, "added": deed.added, "before": deed.before, "comment": deed.reason}
    return {"reason": deed.reason}


def seen_to(answer: httpx.Response, deed: Deed) -> Outcome:
    """The answer to an act about an obligation as scenarios see it."""
    return Outcome("ok", record=deed.record) if answer.status_code < 300 else told(answer)


def entry(deed: Deed) -> str:
    """The way in a request names; bulk and import have requests of their own."""
    return deed.entry if deed.entry in ("form", "list", "board", "api") else "api"


def told(answer: httpx.Response) -> Outcome:
    """An answer as scenarios see it."""
    found = answer.json()
    if answer.status_code < 300:
        made = (found["created"]["entity"], found["created"]["id"]) if found["created"] else None
        return Outcome("ok", record=found["record"]["id"], made=made, moved=tuple(found["moved"]))
    assert answer.status_code < 500, answer.text
    code = found["code"]
    kind = {"gate_missing": "missing", "invalid": "invalid"}.get(code, "deny")
    needs, issues = tuple(found["needs"]), tuple(found["issues"])
    return Outcome(kind, needs=needs, issues=issues, code=code if kind == "deny" else None)
