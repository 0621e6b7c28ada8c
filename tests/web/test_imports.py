"""Imports over HTTP: the wizard from the file to the records, and who may not."""

from __future__ import annotations

import io
import json
import time
import zipfile
from typing import Any

import msgspec
import pytest

from followthrough.services.importing.wire import ImportJobView, ImportRows
from tests.web.site import Browser, Site

CUSTOMERS = "客户名称,客户分级,客户等级\n恒达精密,standard,A\n市一医院,equipment,B\n".encode()
PATH = "/api/apps/sales/customer/imports"


def _upload(browser: Browser, data: bytes, path: str = PATH, name: str = "%E5%AE%A2%E6%88%B7.csv") -> Any:
    return browser.ok("POST", path, raw=data, headers={"x-file-name": name, "idempotency-key": None})


def _waited(browser: Browser, job: str) -> Any:
    for _ in range(600):
        found = browser.ok("GET", f"/api/imports/{job}")
        if found["step"] is None:
            return found
        time.sleep(0.05)
    raise AssertionError("it does not end")


def _mapping(job: Any) -> dict[str, Any]:
    """The suggestions; texts that name no option are bad rows."""
    asked = {question["column"] for question in job["questions"]}
    columns = [{"column": c["index"], "to": c["suggestion"]} for c in job["columns"] if c["suggestion"]]
    return {"columns": [part | ({"others": "refuse"} if part["column"] in asked else {}) for part in columns]}


def _checked(browser: Browser, data: bytes) -> Any:
    job = _upload(browser, data)
    mapped = browser.ok("PUT", f"/api/imports/{job['id']}/mapping", _mapping(job))
    assert mapped["state"] == "mapped", mapped["questions"]
    begun = browser.ask("POST", f"/api/imports/{job['id']}/check")
    assert begun.status_code == 202
    return _waited(browser, job["id"])


def test_from_the_file_to_the_records(site: Site) -> None:
    chen = site.browser("chen")
    job = _upload(chen, CUSTOMERS)
    msgspec.convert(job, ImportJobView)
    assert (job["name"], job["rows"], job["entity"]) == ("客户.csv", 2, "customer")
    assert [column["suggestion"] for column in job["columns"]] == ["name", "grade", "level"]
    checked = _checked(chen, CUSTOMERS)
    assert checked["counts"]["ok"] == 2, checked["problems"]
    begun = chen.ask("POST", f"/api/imports/{checked['id']}/run", {})
    assert (begun.status_code, begun.json()["step"]) == (202, "running")
    done = _waited(chen, checked["id"])
    assert (done["state"], done["counts"]["created"]) == ("done", 2)
    page = chen.ok("GET", f"/api/imports/{checked['id']}/rows", params={"state": "created", "limit": 1})
    msgspec.convert(page, ImportRows)
    assert (len(page["rows"]), page["next"]) == (1, 1)
    record = chen.ok("GET", f"/api/apps/sales/customer/{page['rows'][0]['record']}")
    assert record["record"]["title"] == "恒达精密"
    listed = chen.ok("GET", "/api/imports")
    assert [one["id"] for one in listed] == [checked["id"], job["id"]]


def test_a_bad_row_mended_in_place(site: Site) -> None:
    chen = site.browser("chen")
    bad = _checked(chen, CUSTOMERS + "仁和医院,没有这一类,A\n".encode())
    job = f"/api/imports/{bad['id']}"
    assert bad["counts"]["error"] == 1
    refused = chen.refused(422, "import_rows_failed", "POST", f"{job}/run", {"atomic": True})
    assert refused["params"] == {"count": 1}
    (row,) = chen.ok("GET", f"{job}/rows", params={"state": "error"})["rows"]
    problem = row["problems"][0]
    assert (problem["column"], problem["field"], problem["code"], problem["value"]) == (
        1, "grade", "unknown_option", "没有这一类"
    )  # fmt: skip
    assert set(problem["message"]) == set(problem["remedy"]) == {"zh", "en"}
    mended = chen.ok("PATCH", f"{job}/rows/{row['n']}", {"cells": {"1": "医院·设备科级"}})
    assert (mended["state"], mended["problems"]) == ("ok", [])
    chen.ok("POST", f"{job}/run", {"atomic": True})
    assert _waited(chen, bad["id"])["counts"]["created"] == 3


def test_sheets_to_download(shared_site: Site) -> None:
    chen = shared_site.browser("chen")
    template = chen.get(f"{PATH}/template")
    assert template.status_code == 200
    assert template.headers["content-disposition"] == "attachment; filename*=UTF-8''sales-customer.xlsx"
    assert template.headers["x-content-type-options"] == "nosniff"
    assert zipfile.is_zipfile(io.BytesIO(template.content))
    bad = _checked(chen, "客户名称,客户分级\n甲,没有这一类\n".encode())
    errors = chen.get(f"/api/imports/{bad['id']}/errors.xlsx")
    assert "-errors.xlsx" in errors.headers["content-disposition"]
    assert zipfile.is_zipfile(io.BytesIO(errors.content))


BAD_FILES = [
    ("nothing", b"", 422, "import_empty"),
    ("no rows", b"a,b\n", 422, "import_empty"),
    ("no sheet", b"PK\x03\x04 nothing", 422, "import_unreadable"),
    ("too many rows", b"a\n" + b"1\n" * 50_001, 413, "import_too_large"),
    ("too many bytes", b"a" * 20_000_001, 413, "body_too_large"),
]


@pytest.mark.parametrize(("name", "data", "status", "code"), BAD_FILES, ids=[case[0] for case in BAD_FILES])
def test_files_that_cannot_be_taken(shared_site: Site, name: str, data: bytes, status: int, code: str) -> None:
    shared_site.browser("chen").refused(status, code, "POST", PATH, raw=data, headers={"x-file-name": "a.csv"})


BAD_BODIES: list[tuple[str, str, str, Any]] = [
    ("unknown member", "PUT", "/mapping", {"columns": [], "owner": "x"}),
    ("unknown member of a column", "PUT", "/mapping", {"columns": [{"column": 0, "to": "name", "id": 1}]}),
    ("no such date order", "PUT", "/mapping", {"columns": [{"column": 0, "to": "name", "date_order": "ydm"}]}),
    ("columns that are no list", "PUT", "/mapping", {"columns": "x"}),
    ("unknown member of a run", "POST", "/run", {"force": True}),
    ("cells by name", "PATCH", "/rows/1", {"cells": {"name": "x"}}),
    ("cells that are no text", "PATCH", "/rows/1", {"cells": {"0": 5}}),
    ("state of a row", "PATCH", "/rows/1", {"state": "ok"}),
]


@pytest.mark.parametrize(("name", "method", "path", "body"), BAD_BODIES, ids=[case[0] for case in BAD_BODIES])
def test_bodies_that_mean_nothing(shared_site: Site, name: str, method: str, path: str, body: Any) -> None:
    chen = shared_site.browser("chen")
    job = _upload(chen, CUSTOMERS)
    chen.refused(400, "bad_request", method, f"/api/imports/{job['id']}{path}", body)


def test_whoever_may_not_import_is_told_so_and_nobody_sees_anothers_job(shared_site: Site) -> None:
    li, sun, chen = (shared_site.browser(who) for who in ("li", "sun", "chen"))
    for entity in ("customer", "opportunity"):
        li.refused(403, "not_permitted", "POST", f"/api/apps/sales/{entity}/imports", raw=CUSTOMERS)
        li.refused(403, "not_permitted", "GET", f"/api/apps/sales/{entity}/imports/template")
    job = f"/api/imports/{_upload(chen, CUSTOMERS)['id']}"
    for method, path, body in (
        ("GET", "", None),
        ("PUT", "/mapping", {"columns": []}),
        ("POST", "/check", None),
        ("POST", "/run", {}),
        ("GET", "/rows", None),
        ("PATCH", "/rows/1", {"skip": True}),
        ("GET", "/errors.xlsx", None),
    ):
        for other in (li, sun):
            other.refused(404, "not_found", method, job + path, body)
        shared_site.stranger().refused(401, "not_logged_in", method, job + path, body)
    assert li.ok("GET", "/api/imports") == []


def test_a_row_state_there_is_not(shared_site: Site) -> None:
    chen = shared_site.browser("chen")
    job = _upload(chen, CUSTOMERS)
    chen.refused(400, "bad_request", "GET", f"/api/imports/{job['id']}/rows?state=none")
    chen.refused(404, "not_found", "PATCH", f"/api/imports/{job['id']}/rows/99", {"skip": True})
    chen.refused(404, "not_found", "PATCH", f"/api/imports/{job['id']}/rows/1", {"cells": {"99": "x"}})


def test_what_the_wizard_gets_is_what_the_contract_says(shared_site: Site) -> None:
    job = _upload(shared_site.browser("chen"), CUSTOMERS)
    assert set(job) == {
        "id", "app", "entity", "name", "state", "step", "progress", "rows", "columns", "targets", "mapping",
        "questions", "open", "counts", "problems", "error", "created_at", "updated_at",
    }  # fmt: skip
    assert {"index", "name", "samples", "filled", "distinct", "suggestion", "confidence", "alternatives"} <= set(
        job["columns"][0]
    )
    assert set(job["targets"][0]) == {"id", "label", "kind", "required", "can_match"}
    assert json.dumps(job["counts"], sort_keys=True) == json.dumps(
        dict.fromkeys(("created", "error", "ok", "skipped", "unchanged", "updated"), 0) | {"waiting": 2}, sort_keys=True
    )
