"""Who gets what: every route, every role, records of every relation, against the table beside this file."""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path

import pytest
import sqlalchemy as sa

from followthrough.store import outbox
from followthrough.web.openapi import routes_of
from tests.security.requests_of import JOB_BY, MAIL, PLACES, SHEET, address, how
from tests.web.site import Browser, Site

WHO = {
    "anon": "",
    "new": "newcomer",
    "guest": "guest",
    "rep": "li",
    "manager": "wang",
    "supervisor": "chen",
    "admin": "sun",
}
FIXED = (
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
)


@cache
def table() -> dict[str, dict[str, list[int]]]:
    """Route -> who -> the statuses, one or one per place."""
    found: dict[str, dict[str, list[int]]] = {}
    for line in (Path(__file__).parent / "matrix.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            method, path, *cells = line.split()
            statuses = [[int(cell) for cell in part.split("/")] for part in cells]
            found[f"{method} {path}"] = dict(zip(WHO, statuses, strict=True))
    return found


@pytest.fixture(scope="module")
def jobs(shared_site: Site) -> Site:
    """The site with an import by a manager, by one of a sibling unit and by one above."""
    for place, who in JOB_BY.items():
        headers = {"x-file-name": "a.csv", "content-type": "text/csv"}
        answer = shared_site.browser(who).ask("POST", "/api/apps/sales/customer/imports", raw=SHEET, headers=headers)
        assert answer.status_code == 201, answer.text
        shared_site.known[f"{place}.job"] = answer.json()["id"]
    _with_channel(shared_site)
    return shared_site


def _with_channel(site: Site) -> None:
    """A way to send mail, and a message to it that was given up."""
    body = {"kind": "email", "name": "邮件", "config": MAIL}
    site.browser("sun").ok("PUT", "/api/channels/own_mail", body)
    site.known["own.channel"] = "own_mail"
    with site.db.write() as tx:
        made = outbox.add(tx, "message", {"title": "旧消息"}, channel="gone")
        outbox.give_up(tx, "gone", "channel_gone")
    assert made is not None
    site.known["own.delivery"] = made


def test_every_route_has_a_row_and_every_row_a_route(shared_site: Site) -> None:
    routes = {f"{method} {path}" for path, method, _ in routes_of(shared_site.litestar)}
    assert routes == set(table())


def _browser(site: Site, who: str) -> Browser:
    return site.browser(WHO[who]) if WHO[who] else site.stranger()


@pytest.mark.parametrize("route", table())
def test_row(route: str, jobs: Site) -> None:
    method, path = route.split()
    for who, expected in table()[route].items():
        browser = _browser(jobs, who)
        missing: tuple[bytes, dict[str, str]] | None = None
        places = PLACES if len(expected) > 1 else ("own",)
        for place, status in reversed(list(zip(places, expected, strict=True))):
            answer = browser.ask(method, address(jobs, path, place), **how(jobs, route, place))
            assert answer.status_code == status, f"{who} {place}: {answer.status_code} {answer.text[:300]}"
            assert [name for name in FIXED if name not in answer.headers] == [], who
            if path.startswith("/api"):
                assert "no-store" in answer.headers["cache-control"] or "private" in answer.headers["cache-control"]
            if status == 404:
                missing = missing or (answer.content, dict(answer.headers))
                assert (answer.content, dict(answer.headers)) == missing, f"{who} {place}: hidden is told from missing"


def contents(site: Site) -> dict[str, list[str]]:
    """Everything stored, but for when sessions were last seen."""
    with site.db.read() as tx:
        schema = None if site.db.url.startswith("sqlite") else "org_test"
        found = sa.MetaData()
        found.reflect(tx.connection, schema=schema)
        return {
            name: sorted(str(row) for row in tx.connection.execute(sa.select(part)))
            for name, part in found.tables.items()
            if not name.endswith("session")
        }


def test_reading_changes_nothing(jobs: Site) -> None:
    """No GET, HEAD or OPTIONS of any route by anybody changes a row or a file."""
    for place, who in JOB_BY.items():
        while jobs.browser(who).ok("GET", f"/api/imports/{jobs.known[f'{place}.job']}")["step"]:
            time.sleep(0.02)
    before = contents(jobs), sorted(p.name for p in jobs.settings.data_dir.rglob("*"))
    asked = 0
    for route in table():
        method, path = route.split()
        for who in ("rep", "manager", "admin"):
            browser = _browser(jobs, who)
            for verb in ("GET", "HEAD", "OPTIONS") if method == "GET" else ("OPTIONS",):
                for place in PLACES:
                    asked += 1
                    assert browser.ask(verb, address(jobs, path, place)).status_code < 500
    assert asked > 500
    assert (contents(jobs), sorted(p.name for p in jobs.settings.data_dir.rglob("*"))) == before
