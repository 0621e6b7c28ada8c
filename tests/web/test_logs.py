"""What is logged: a line a request, nothing secret in it, nothing that breaks out of it; a database that is away."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator

import pytest

from followthrough.services.signing_in import SigningIn
from followthrough.store.errors import StoreUnavailable
from followthrough.web.app import openapi_document
from followthrough.web.logs import JsonLine
from tests.web.fixtures import PASSWORD
from tests.web.site import Site


class Lines(logging.Handler):
    """Keeps what the server would write."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLine())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def lines() -> Iterator[list[str]]:
    ours, handler = logging.getLogger("followthrough"), Lines()
    before = ours.level
    ours.addHandler(handler)
    ours.setLevel(logging.INFO)
    yield handler.lines
    ours.removeHandler(handler)
    ours.setLevel(before)


def test_a_request_is_one_line_that_says_who_and_what(sqlite_site: Site, lines: list[str]) -> None:
    li = sqlite_site.browser("li")
    li.get("/api/apps/sales/opportunity", q="恒达", filter="")
    (line,) = [json.loads(one) for one in lines]
    assert (line["method"], line["path"], line["status"]) == ("GET", "/api/apps/sales/opportunity", 200)
    assert line["person"] == sqlite_site.people["li"].person
    assert line["bytes"] > 0
    assert line["ms"] >= 0
    assert "恒达" not in str(line)


def test_no_secret_is_logged_and_no_line_is_broken(sqlite_site: Site, lines: list[str]) -> None:
    site = sqlite_site
    li = site.browser("li")
    nasty = 'li\r\n\x1b[31m{"level":"error"}'
    site.stranger().ask("POST", "/api/session", {"login": "li", "password": PASSWORD})
    site.stranger().ask("POST", "/api/session", {"login": nasty, "password": "hunter2 hunter2"})
    li.ask("PUT", "/api/preferences/x", {"value": "geheim"})
    li.get("/api/apps/sales/%0d%0a%1b[31mx")
    li.ask("GET", "/api/apps", headers={"user-agent": nasty.replace("\r\n", "")})
    assert len(lines) == 5
    for line in lines:
        assert line.isascii()
        assert line.isprintable()
        assert json.loads(line)["message"] == "request"
        for secret in (PASSWORD, "hunter2", li.token, li.csrf, "geheim", "cookie"):
            assert secret not in line


def test_a_fault_of_ours_is_logged_once_and_told_without_detail(
    sqlite_site: Site, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("SELECT secret FROM person\nline two")

    li = sqlite_site.browser("li")
    monkeypatch.setattr(type(sqlite_site.services.opening), "apps", broken)
    told = li.refused(500, "internal", "GET", "/api/apps")
    assert "SELECT" not in str(told)
    fault = next(json.loads(line) for line in lines if "unforeseen" in line)
    assert told["params"]["reference"] in fault["message"]
    assert "RuntimeError" in fault["trace"]
    assert all("\n" not in line for line in lines)


def test_without_a_database_the_answer_is_come_again(sqlite_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise StoreUnavailable

    li = sqlite_site.browser("li")
    monkeypatch.setattr(SigningIn, "held", gone)
    answer = li.get("/api/apps")
    assert (answer.status_code, answer.json()["code"]) == (503, "try_again")
    assert answer.headers["retry-after"] == "1"
    assert "traceback" not in answer.text.lower()
    assert sqlite_site.stranger().get("/health/live").status_code == 200


def test_nothing_but_the_process_itself_says_where_its_lines_go() -> None:
    """The framework would have the root logger write to the stderr of the moment, by a thread that outlives it."""
    loggers = [logging.getLogger(name) for name in (None, "litestar", "followthrough")]
    before = [(one.level, list(one.handlers), one.propagate) for one in loggers]
    threads = set(threading.enumerate())
    openapi_document()
    assert [(one.level, list(one.handlers), one.propagate) for one in loggers] == before
    assert set(threading.enumerate()) <= threads
