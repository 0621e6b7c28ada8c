"""Bodies nobody should send: refused before anything decodes them, and never a fault of ours."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from followthrough.web import files as web_files
from followthrough.web import headers as web_headers
from followthrough.web.gate import MAX_BODY, screen
from tests.security.requests_of import BODIES, address
from tests.security.test_matrix import contents
from tests.web.site import Browser, Site

JSON = {"content-type": "application/json"}
DEEP = b'{"values":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
BOMBS: dict[str, tuple[bytes, int, str]] = {
    "deep": (DEEP, 400, "too_deep"),
    "deep and open": (b"[" * 900_000, 400, "too_deep"),
    "deep in a string that never ends": (b'{"values":{"title":"' + b"[" * 1000, 400, ""),
    "just too deep": (b'{"values":' + b"[" * 64 + b"]" * 64 + b"}", 400, "too_deep"),
    "too big": (b'{"values":{"title":"' + b"x" * MAX_BODY + b'"}}', 413, "body_too_large"),
    "a number beyond all": (b'{"values":{"amount":1e999}}', 400, ""),
    "five thousand digits": (b'{"values":{"amount":' + b"9" * 5000 + b"}}", 400, ""),
    "not a number": (b'{"values":{"amount":NaN}}', 400, ""),
    "infinite": (b'{"values":{"amount":Infinity}}', 400, ""),
    "a raw NUL": (b'{"values":{"title":"a\x00b"}}', 400, "bad_text"),
    "an escaped NUL": (b'{"values":{"title":"a\\u0000b"}}', 400, "bad_text"),
    "an escape": (b'{"values":{"title":"\\u001b[31m"}}', 400, "bad_text"),
    "half a pair": (b'{"values":{"title":"\\ud800"}}', 400, "bad_text"),
    "a pair the wrong way round": (b'{"values":{"title":"\\udc00\\ud800"}}', 400, "bad_text"),
    "no UTF-8": (b'{"values":{"title":"\xff"}}', 400, "bad_text"),
    "a surrogate in UTF-8": (b'{"values":{"title":"\xed\xa0\x80"}}', 400, "bad_text"),
    "a byte order mark": (b"\xef\xbb\xbf{}", 400, ""),
    "nothing": (b"", 400, ""),
    "a list": (b"[]", 400, ""),
    "null": (b"null", 400, ""),
    "a text": (b'"x"', 400, ""),
    "half a body": (b'{"values":', 400, ""),
    "two bodies": (b'{"values":{}}{"values":{}}', 400, ""),
}


BOMBED = (
    "POST /api/session",
    "POST /api/apps/{app}/{entity}",
    "PATCH /api/apps/{app}/{entity}/{record}",
    "POST /api/apps/{app}/{entity}/bulk",
    "POST /api/people",
    "PUT /api/preferences/{key}",
)


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused(name: str, shared_sqlite: Site) -> None:
    body, status, code = BOMBS[name]
    before = contents(shared_sqlite)
    browser = shared_sqlite.browser("li")
    for route in BOMBED:
        method, path = route.split()
        answer = browser.ask(method, address(shared_sqlite, path, "own"), raw=body, headers=JSON)
        assert answer.status_code in (status, 403), f"{route}: {answer.status_code} {answer.text[:200]}"
        assert not code or answer.status_code == 403 or answer.json()["code"] == code, route
    assert contents(shared_sqlite) == before


def test_many_members_and_doubled_ones_are_no_fault(shared_sqlite: Site) -> None:
    li = shared_sqlite.browser("li")
    many = json.dumps({"values": {f"f{n}": n for n in range(40_000)}}).encode()
    assert li.ask("POST", "/api/apps/sales/opportunity", raw=many, headers=JSON).status_code == 422
    twice = b'{"values":{},"values":{"title":1}}'
    assert li.ask("POST", "/api/apps/sales/opportunity", raw=twice, headers=JSON).status_code in (400, 422)


def test_depth_and_length_are_looked_at_in_time() -> None:
    """The gate is one pass: a body made to be slow takes no longer than its length."""
    for body in (
        b'"\\' * 490_000,
        b'{"a":"' + b"\\\\" * 490_000,
        b'"' * 990_000,
        b"[{" * 490_000,
        b"\\ud83d" * 160_000,
    ):
        screen(body)
    assert screen(b'{"a": "\\ud83d\\ude00 \\n \\t \\u4e2d"}') is None
    assert screen(b"[" * 64 + b"]" * 64) is None


NAMES = (
    "id",
    "_id",
    "created_by",
    "_created_by",
    "created_at",
    "unit_id",
    "state",
    "version",
    "due_at",
    "completed_at",
    "is_admin",
)


@pytest.mark.parametrize("name", [*NAMES, "__proto__", "constructor", "x" * 300, 'a"b', "x; DROP TABLE person"])
def test_members_nobody_offers_are_refused(name: str, shared_sqlite: Site) -> None:
    """Mass assignment: beside the values as well as among them, on every route with a body."""
    before = contents(shared_sqlite)
    sun = shared_sqlite.browser("sun")
    for route, make in BODIES.items():
        method, path = route.split()
        body: dict[str, Any] = make(shared_sqlite, "own")
        if "imports" in path or name in body:
            continue
        answer = sun.ask(method, address(shared_sqlite, path, "own"), body | {name: 1})
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_request"), f"{route}: {answer.text[:200]}"
        for part in ("values", "inputs"):
            if part in body:
                inner = body | {part: body[part] | {name: 1}}
                answer = sun.ask(method, address(shared_sqlite, path, "own"), inner)
                assert answer.status_code in (400, 403, 422), f"{route}: {answer.text[:200]}"
    assert contents(shared_sqlite) == before


def test_slow_bodies_end(sqlite_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_headers, "BODY_S", 0.05)
    monkeypatch.setattr(web_files, "UPLOAD_S", 0.05)
    for path in ("/api/apps/sales/opportunity", "/api/files"):
        status, body = sqlite_site.loop.run(_drip(sqlite_site, path, sqlite_site.browser("li")))
        assert (status, json.loads(body)["code"]) == (408, "body_too_slow"), path


async def _drip(site: Site, path: str, browser: Browser) -> tuple[int, bytes]:
    """A POST whose body never ends."""
    heads = {
        "host": "localhost:8000",
        "content-type": "application/json",
        "cookie": f"followthrough={browser.token}",
        "x-csrf-token": browser.csrf,
        "idempotency-key": "slow-slow-slow",
    }
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "scheme": "http",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in heads.items()],
        "client": ("192.0.2.1", 1),
        "server": ("localhost", 8000),
        "state": {},
    }
    sent: list[Any] = []

    async def receive() -> Any:
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def send(message: Any) -> None:
        sent.append(message)

    await asyncio.wait_for(site.app(scope, receive, send), 10)
    return sent[0]["status"], b"".join(part.get("body", b"") for part in sent[1:])


def test_an_upload_beyond_the_limit_ends(sqlite_site: Site) -> None:
    small = Site(
        sqlite_site, sqlite_site.db.url, sqlite_site.settings.data_dir, sqlite_site.loop, max_upload_bytes=1000
    )
    try:
        li = small.browser("li")
        li.refused(413, "body_too_large", "POST", "/api/files", raw=b"x" * 1001, headers={"x-file-name": "a"})
        assert li.ask("POST", "/api/files", raw=b"x" * 1000, headers={"x-file-name": "a"}).status_code == 201
    finally:
        small.close()


@pytest.mark.parametrize(
    "path", ["/api/apps/api/files", "/api/apps/sales/imports", "/x/api/files", "/api/apps/a/b/c/imports"]
)
def test_a_path_that_looks_like_a_files_is_not_past_the_gate(path: str, shared_sqlite: Site) -> None:
    answer = shared_sqlite.browser("li").ask("POST", path, raw=DEEP, headers={"content-type": "text/plain"})
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")
