"""Payloads in every parameter of every reading route: no fault, and only names we know reach SQL."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from tests.security.test_matrix import contents
from tests.web.site import Site, together

PAYLOADS = (
    "'",
    '"',
    "';DROP TABLE person;--",
    '"; DROP TABLE person; --',
    "1 OR 1=1",
    "' OR '1'='1",
    "' UNION SELECT password_hash FROM person--",
    "title) UNION SELECT 1,2,3--",
    "title,(SELECT password_hash FROM person)",
    "CASE WHEN 1=1 THEN title ELSE amount END",
    "pg_sleep(5)",
    "1;SELECT pg_sleep(5)--",
    "randomblob(1000000000)",
    "title COLLATE NOCASE",
    "-title desc",
    "--title",
    "title/**/",
    "title;",
    "%27",
    "\\",
    "\\'",
    "$1",
    ":a",
    "%(a)s",
    "{0}",
    "${7*7}",
    "{{7*7}}",
    "../../etc/passwd",
    "rowid",
    "ctid",
    "xmin",
    "_version",
    "password_hash",
    "customer.owner",
    "customer.customer.customer",
    "_owner.password_hash",
    "__proto__",
    "constructor",
    "null",
    "true",
    "0x1",
    "1e999",
    "-1",
    "9" * 30,
    "",
    " ",
    "%",
    "_",
    "ＴＩＴＬＥ",
    "tіtle",
    "😀",
    "\u202etitle",
    "a" * 5000,
    "a," * 3000,
)
TREES: tuple[Any, ...] = (
    {},
    [],
    1,
    "x",
    {"op": "drop"},
    {"op": "eq"},
    {"op": "eq", "a": []},
    {"op": "eq", "a": [{"f": "title"}]},
    {"op": "eq", "a": [{"f": "title"}, {"v": {"a": 1}}]},
    {"op": "eq", "a": [{"f": "title"}, {"v": ["a"]}]},
    {"op": "eq", "a": [{"f": "title"}, {"v": 1e308}]},
    {"op": "eq", "a": [{"f": "amount"}, {"v": 10**30}]},
    {"op": "gt", "a": [{"f": "amount"}, {"v": "1 OR 1=1"}]},
    {"op": "eq", "a": [{"f": 'title"'}, {"v": "x"}]},
    {"op": "eq", "a": [{"f": "customer.name.x"}, {"v": "x"}]},
    {"op": "eq", "a": [{"sql": "1=1"}, {"v": "x"}]},
    {"f": "title"},
    {"v": True},
    {"op": "and", "a": [{"v": True}] * 400},
    {"op": "contains", "a": [{"f": "title"}, {"v": "%_\\' OR 1=1"}]},
    {"op": "starts_with", "a": [{"f": "title"}, {"v": "%"}]},
)
ROUTES: dict[str, tuple[str, ...]] = {
    "/api/apps/sales/opportunity": ("filter", "q", "sort", "after", "limit", "fields", "stage", "group", "agg"),
    "/api/apps/sales/opportunity/board": ("filter", "q", "sort", "limit"),
    "/api/apps/sales/opportunity/count": ("filter", "q"),
    "/api/apps/sales/opportunity/options": ("q", "limit"),
    "/api/apps/sales/opportunity/export.csv": ("filter", "q", "sort", "fields"),
    "/api/apps/sales/opportunity/{own}/events": ("after", "limit"),
    "/api/people": ("q",),
    "/api/staff": ("q", "active"),
    "/api/imports": ("state", "after", "limit"),
}
MARK = re.compile(
    r"DROP TABLE|UNION SELECT pass|UNION SELECT 1|pg_sleep|randomblob|COLLATE NOCASE|\{\{7|OR 1=1|etc/passwd|__proto__",
    re.IGNORECASE,
)


@pytest.fixture
def statements(shared_site: Site) -> Iterator[list[str]]:
    """The SQL that is sent while a test runs."""
    seen: list[str] = []

    def note(_c: Any, _k: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(sa.Engine, "before_cursor_execute", note)


def known_words(site: Site) -> set[str]:
    """Every name of the database's tables, columns and indexes."""
    with site.db.read() as tx:
        schema = None if site.db.url.startswith("sqlite") else "org_test"
        found = sa.MetaData()
        found.reflect(tx.connection, schema=schema)
    tables = list(found.tables.values())
    return {part.name for part in tables} | {c.name for part in tables for c in part.columns} | {"org_test"}


@pytest.mark.parametrize("route", ROUTES)
def test_payloads_meet_no_fault_and_reach_no_sql(route: str, shared_site: Site, statements: list[str]) -> None:
    site = shared_site
    path = route.replace("{own}", site.known["own"])
    before = contents(site)
    statements.clear()
    sun, li = site.browser("sun"), site.browser("li")
    trees = [json.dumps(tree) for tree in TREES]
    asked = [
        (li if n % 2 else sun).send("GET", path, params={name: payload})
        for name in ROUTES[route]
        for n, payload in enumerate((*PAYLOADS, *(trees if name == "filter" else ())))
    ]
    answers = together(site, asked)
    for answer in answers:
        assert answer.status_code in (200, 400, 403), f"{answer.request.url}: {answer.status_code} {answer.text[:200]}"
        assert "Traceback" not in answer.text
        assert "sqlalchemy" not in answer.text.lower()
    assert statements
    assert [one for one in statements if MARK.search(one)] == []
    names = known_words(site) | {"C"}  # the collation of ordered text
    quoted = {name for one in statements for name in re.findall(r'"([^"]+)"', one)}
    assert {name for name in quoted - names if not re.fullmatch(r"[a-z0-9_.]+", name)} == set()
    assert contents(site) == before


@pytest.mark.parametrize("name", ["sort", "fields"])
def test_names_that_are_no_fields_are_refused(name: str, shared_site: Site) -> None:
    li = shared_site.browser("li")
    refused = [p for p in PAYLOADS if p.strip() and re.search(r"[^a-z_.\-]", p) and p not in ("a," * 3000,)]
    for payload in refused:
        answer = li.get("/api/apps/sales/opportunity", **{name: payload})
        assert answer.status_code == 400, f"{payload}: {answer.text[:200]}"


def test_the_parts_of_a_path_are_only_looked_up(shared_site: Site) -> None:
    li = shared_site.browser("li")
    for payload in PAYLOADS:
        if not payload.strip() or "/" in payload or len(payload) > 1000:
            continue
        part = "".join(f"%{byte:02x}" for byte in payload.encode())
        for path in (
            f"/api/apps/{part}/opportunity",
            f"/api/apps/sales/{part}",
            f"/api/apps/sales/opportunity/{part}",
            f"/api/apps/sales/opportunity/{part}/events",
            f"/api/files/{part}",
            f"/api/imports/{part}",
        ):
            answer = li.get(path)
            assert answer.status_code in (400, 404), f"{path}: {answer.text[:200]}"


@pytest.mark.parametrize("text", ["%00", "%1b%5b31m", "%ff", "%ed%a0%80", "a%00b"])
def test_control_characters_in_an_address_are_refused(text: str, shared_site: Site) -> None:
    li = shared_site.browser("li")
    for path in (f"/api/apps/sales/opportunity?q={text}", f"/api/people?q={text}"):
        li.refused(400, "bad_text", "GET", path)
    assert li.get(f"/api/apps/sales/opportunity/{text}").status_code in (400, 404)
    assert li.get(f"/api/preferences/{text}").status_code in (200, 400, 404)


def test_numbers_beyond_the_database_are_no_fault(shared_site: Site) -> None:
    site = shared_site
    sun, own = site.browser("sun"), site.known["own"]
    for number in (2**31, 2**63 - 1, 2**63, 2**64, -(2**63) - 1, 10**40):
        path = f"/api/apps/sales/opportunity/{own}"
        for method, where, body in (
            ("PATCH", path, {"version": number, "values": {"intent": "low"}}),
            ("POST", f"{path}/move", {"version": number, "to": "paid"}),
            ("PATCH", path, {"version": 1, "values": {"amount": number}}),
            ("POST", "/api/units", {"name": "x", "position": number}),
            (
                "POST",
                "/api/apps/sales/opportunity/bulk",
                {"items": [{"id": own, "version": number}], "act": {"kind": "move", "to": "paid"}},
            ),
        ):
            answer = sun.ask(method, where, body)
            assert answer.status_code < 500, f"{method} {where} {number}: {answer.text[:200]}"
        assert sun.get(f"{path}/events", after=number).status_code in (200, 400)
