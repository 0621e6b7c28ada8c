"""The pages: every address that is not the API's gets the one page; assets last, the page does not."""

from __future__ import annotations

import gzip

import pytest

from tests.web.site import Site

PAGE = "<!doctype html><title>落实</title>"


@pytest.mark.parametrize("path", ["/", "/today", "/a/sales/opportunity/1", "/index.html", "/x.map", "/assets"])
def test_addresses_of_the_pages_get_the_page(path: str, shared_sqlite: Site) -> None:
    answer = shared_sqlite.stranger().get(path)
    assert (answer.status_code, answer.text) == (200, PAGE)
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("path", ["/api", "/api/nothing", "/health", "/health/x", "/assets/none.js", "/api/apps/"])
def test_other_addresses_are_not_found(path: str, shared_sqlite: Site) -> None:
    answer = shared_sqlite.browser("li").get(path)
    assert answer.status_code in (200, 404)
    assert answer.text != PAGE


def test_assets_last_and_come_packed(shared_sqlite: Site) -> None:
    plain = shared_sqlite.stranger().get("/assets/app-1.js")
    assert "immutable" in plain.headers["cache-control"]
    assert plain.headers["vary"] == "Accept-Encoding"
    assert plain.headers["content-type"].startswith("text/javascript")
    packed = shared_sqlite.stranger().ask("GET", "/assets/app-1.js", headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == plain.text
    assert len(gzip.compress(plain.content)) < len(plain.content)


@pytest.mark.parametrize(
    "path", ["/../pyproject.toml", "/assets/../../pyproject.toml", "/assets/%2e%2e/%2e%2e/x", "//etc/passwd"]
)
def test_nothing_beside_the_build_is_served(path: str, shared_sqlite: Site) -> None:
    answer = shared_sqlite.stranger().get(path)
    assert answer.text == PAGE or answer.status_code in (404, 405)


def test_a_page_never_answers_a_write(shared_sqlite: Site) -> None:
    for path in ("/", "/today"):
        shared_sqlite.browser("li").refused(405, "method_not_allowed", "POST", path, {})
