"""Files: whose they are, what they claim to be, what they are called; and text that would like to be a page."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any
from urllib.parse import quote, unquote

import pytest
from PIL import Image

from tests.scenarios.filling_stage import sample
from tests.web.site import Browser, Site

DEAL = "/api/apps/sales/opportunity"


def _upload(browser: Browser, data: bytes, name: str = "a.jpg", **headers: str) -> Any:
    return browser.ask("POST", "/api/files", raw=data, headers={"x-file-name": quote(name, safe=""), **headers})


def _flat_png(width: int, height: int) -> bytes:
    """A PNG of one colour, 1 bit a pixel: small, and huge when opened."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"\x00" * ((width // 8 + 1) * height), 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _gps_jpeg() -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "SECRET-PLACE"
    Image.new("RGB", (32, 24)).save(out, "JPEG", exif=exif)
    return out.getvalue()


SCRIPT = b"<script>alert(1)</script>"
PAGES: dict[str, bytes] = {
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "HTML": b"<!doctype html>" + SCRIPT,
    "XML": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    "XHTML": b'<html xmlns="http://www.w3.org/1999/xhtml">' + SCRIPT + b"</html>",
    "PDF with a script": b"%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF",
    "script": b"alert(1)//",
    "text with a byte order mark": b"\xff\xfe<\x00s\x00>\x00",
    "MHTML": b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + SCRIPT,
}


@pytest.mark.parametrize("name", PAGES)
def test_what_could_run_is_only_ever_saved(name: str, sqlite_site: Site) -> None:
    li = sqlite_site.browser("li")
    for said in ("a.jpg", "a.html", "x.html;.png"):
        answer = _upload(li, PAGES[name], said, **{"content-type": "image/jpeg"})
        assert answer.status_code == 201, answer.text
        assert answer.json()["kind"] != "image"
        found = li.get(f"/api/files/{answer.json()['id']}")
        assert found.headers["content-disposition"].startswith("attachment;")
        assert found.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert found.headers["x-content-type-options"] == "nosniff"
        for kind in ("html", "svg", "xml", "javascript"):
            assert kind not in found.headers["content-type"]
        assert li.get(f"/api/files/{answer.json()['id']}/thumb").status_code == 404


@pytest.mark.parametrize(
    "data",
    [b"GIF89a/*" + b"\x00" * 20 + b"*/=1;alert(1)//", b"\xff\xd8\xff\xe0" + SCRIPT, b"\x89PNG\r\n\x1a\n" + SCRIPT],
)
def test_a_picture_that_is_none_is_refused(data: bytes, sqlite_site: Site) -> None:
    answer = _upload(sqlite_site.browser("li"), data)
    assert (answer.status_code, answer.json()["code"]) == (422, "file_broken")


def test_a_picture_is_made_anew(sqlite_site: Site) -> None:
    """What is shown holds neither a place nor anything that was appended."""
    li = sqlite_site.browser("li")
    made = _upload(li, _gps_jpeg() + SCRIPT).json()
    for path in (f"/api/files/{made['id']}", f"/api/files/{made['id']}/thumb"):
        found = li.get(path)
        assert found.headers["content-type"] in ("image/jpeg", "image/png", "image/webp")
        assert b"SECRET-PLACE" not in found.content
        assert b"script" not in found.content
        Image.open(io.BytesIO(found.content)).verify()


@pytest.mark.parametrize(("width", "height"), [(30_000, 30_000), (60_000, 10), (65_000, 65_000)])
def test_a_small_file_of_a_huge_picture_is_refused(width: int, height: int, sqlite_site: Site) -> None:
    data = (
        _flat_png(width, height)
        if height < 60_000
        else _flat_png(8, 8).replace(struct.pack(">II", 8, 8), struct.pack(">II", width, height))
    )
    answer = _upload(sqlite_site.browser("li"), data)
    assert answer.status_code == 422 or width * height < 50_000_000, answer.text
    assert answer.status_code < 500


NAMES = (
    "../../x.txt",
    "..\\..\\x.txt",
    "/etc/passwd",
    "a\x00.png",
    "CON",
    "x" * 5000,
    "\u202egnp.exe",
    "a\r\nSet-Cookie: x=1",
    'a"; filename="b.html',
    "合同 第一版.pdf",
    "",
    ".",
    "%2e%2e%2fx",
    "\x1b[31m",
    "a\ud800b",
)


@pytest.mark.parametrize("name", NAMES, ids=lambda name: repr(name[:12]))
def test_a_name_is_only_told_and_leads_nowhere(name: str, sqlite_site: Site) -> None:
    site = sqlite_site
    li = site.browser("li")
    said = quote(name.encode("utf-8", "surrogatepass"), safe="")
    answer = li.ask("POST", "/api/files", raw=b"text", headers={"x-file-name": said})
    assert answer.status_code == 201, answer.text
    kept = answer.json()["name"]
    assert 0 < len(kept) <= 255
    assert not set(kept) & set("/\\\r\n\x00\x1b\u202e")
    found = li.get(f"/api/files/{answer.json()['id']}")
    line = found.headers["content-disposition"]
    assert line.startswith("attachment; filename*=UTF-8''")
    assert unquote(line.partition("''")[2]) == kept
    assert "set-cookie" not in found.headers
    outside = [path for path in site.settings.data_dir.rglob("*") if path.is_file() and "x.txt" in path.name]
    assert outside == []


def test_a_file_no_record_holds_is_its_owners_alone(site: Site) -> None:
    mine = _upload(site.browser("li"), sample("image")).json()["id"]
    for who in ("zhou", "wang", "chen", "sun", "guest"):
        for part in ("", "/about", "/thumb"):
            site.browser(who).refused(404, "not_found", "GET", f"/api/files/{mine}{part}")
    site.browser("li").ok("GET", f"/api/files/{mine}/about")


def test_another_s_file_cannot_be_taken_for_evidence(site: Site) -> None:
    """Swapping ids: a staged file of somebody else is as unknown as one that does not exist; a used one is used."""
    theirs = _upload(site.browser("zhao"), sample("image")).json()["id"]
    deal = site.known["own"]
    version = site.stored("opportunity", deal).record.version
    li = site.browser("li")
    told = set()
    for file in (theirs, site.known["sibling.file"], site.known["missing"]):
        inputs = {"way": "visit", "content": "拜访了采购负责人", "photos": [file]}
        body = {"version": version, "action": "log_follow_up", "inputs": inputs}
        found = li.refused(422, "invalid", "POST", f"{DEAL}/{deal}/act", body)
        told.add(str(found).replace(file, "ID"))
    assert len(told) == 1
    own = _upload(li, sample("image")).json()["id"]
    inputs = {"way": "visit", "content": "拜访了采购负责人", "photos": [own]}
    li.ok("POST", f"{DEAL}/{deal}/act", {"version": version, "action": "log_follow_up", "inputs": inputs})
    again = li.ask("POST", f"{DEAL}/{deal}/act", {"version": version + 1, "action": "log_follow_up", "inputs": inputs})
    assert again.status_code == 422, "once taken up, a file belongs to its record"


@pytest.mark.parametrize(
    "value", [{"path": "/etc/passwd"}, "/etc/passwd", ["/etc/passwd"], [{"id": 1}], 1, ["../../x"]]
)
def test_a_file_field_takes_ids_of_uploads_alone(value: Any, shared_sqlite: Site) -> None:
    li, deal = shared_sqlite.browser("li"), shared_sqlite.known["own"]
    version = shared_sqlite.stored("opportunity", deal).record.version
    inputs = {"way": "visit", "content": "拜访了采购负责人", "photos": value}
    body: dict[str, Any] = {"version": version, "action": "log_follow_up", "inputs": inputs}
    li.refused(422, "invalid", "POST", f"{DEAL}/{deal}/act", body)
    body = {"version": version, "action": "log_follow_up", "inputs": {}, "files": value}
    assert li.ask("POST", f"{DEAL}/{deal}/act", body).status_code in (400, 422)


def test_a_file_is_gone_with_the_right_to_its_record(site: Site) -> None:
    """Asked with the bytes in the browser's cache, with HEAD or a range: the right counts, not the address."""
    wang, path = site.browser("wang"), f"/api/files/{site.known['own.file']}"
    seen = wang.get(path)
    assert seen.status_code == 200
    tag = seen.headers["etag"]
    assert wang.ask("GET", path, headers={"if-none-match": tag}).status_code == 304
    assert wang.ask("GET", f"{path}/thumb", headers={"if-none-match": tag}).status_code == 200
    change = {"unit": site.units["south"]}
    site.browser("sun").ok("PATCH", f"/api/people/{site.people['wang'].person}", change)
    for headers in ({}, {"if-none-match": tag}, {"range": "bytes=0-10"}):
        assert wang.ask("GET", path, headers=headers).status_code == 404
    assert wang.ask("HEAD", path).status_code in (404, 405)


XSS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "</script><script>alert(1)</script>",
    "{{constructor.constructor('alert(1)')()}}",
    "<svg/onload=alert(1)>",
    "a\u2028alert(1)",
    '=HYPERLINK("http://evil","x")',
)


@pytest.mark.parametrize("text", XSS)
def test_text_comes_back_as_text(text: str, sqlite_site: Site) -> None:
    """In JSON, word for word, under a type no browser renders and a policy that runs nothing."""
    site = sqlite_site
    li = site.browser("li")
    body = {"values": {"title": text, "customer": site.known["own.customer"], "product_line": "monitor"}}
    made = li.ok("POST", DEAL, body)["record"]
    assert made["values"]["title"] == text
    li.ok("PUT", "/api/preferences/views", {"value": text})
    for path in (
        DEAL,
        f"{DEAL}/board",
        f"{DEAL}/options",
        f"{DEAL}/{made['id']}",
        f"{DEAL}/{made['id']}/events",
        "/api/apps/sales/today",
        "/api/preferences/views",
    ):
        found = li.get(path)
        assert found.headers["content-type"].startswith("application/json"), path
        assert found.headers["x-content-type-options"] == "nosniff"
        assert "script-src 'self'" in found.headers["content-security-policy"]
        assert "unsafe" not in found.headers["content-security-policy"]
    csv = site.browser("chen").get(f"{DEAL}/export.csv")
    assert csv.headers["content-type"] == "text/csv; charset=utf-8"
    assert csv.headers["content-disposition"].startswith("attachment;")
    if text.startswith("="):
        assert "'=HYPERLINK" in csv.text
