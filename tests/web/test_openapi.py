"""The API's description: current, complete, and what the front end's types are made from."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from followthrough import cli
from followthrough.web.openapi import routes_of
from tests.web.site import Site

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "frontend" / "node_modules" / ".bin" / "openapi-typescript"


def test_the_file_is_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["openapi"]) == 0
    kept = (ROOT / "schemas" / "openapi.json").read_text("utf-8")
    assert capsys.readouterr().out == kept, "run: followthrough openapi > schemas/openapi.json && make api"


def test_the_served_document_is_the_file(sqlite_site: Site) -> None:
    kept = json.loads((ROOT / "schemas" / "openapi.json").read_text("utf-8"))
    assert sqlite_site.stranger().ok("GET", "/api/openapi.json") == kept


def test_the_front_end_types_come_from_the_file(tmp_path: Path) -> None:
    out = tmp_path / "schema.d.ts"
    made = subprocess.run([TOOL, ROOT / "schemas" / "openapi.json", "-o", out], capture_output=True, check=False)
    assert made.returncode == 0, made.stderr
    assert out.read_text("utf-8") == (ROOT / "frontend/src/api/schema.d.ts").read_text("utf-8"), "run: make api"


def test_every_operation_says_its_refusals_in_the_one_shape(sqlite_site: Site) -> None:
    found = json.loads((ROOT / "schemas" / "openapi.json").read_text("utf-8"))
    described = {
        (path, method.upper()): operation
        for path, methods in found["paths"].items()
        for method, operation in methods.items()
    }
    hidden = ("/", "/{path}", "/api/openapi.json")
    routes = {
        (path, method): opt
        for path, method, opt in routes_of(sqlite_site.litestar)
        if path not in hidden and not path.startswith("/api/.openapi")
    }
    assert set(described) == set(routes)
    for route, operation in described.items():
        refusals = {status for status in operation["responses"] if status.startswith("4")}
        assert "400" in refusals, route
        assert routes[route].get("public") or {"401", "403"} <= refusals, route
        assert "{" not in route[0] or "404" in refusals, route
        assert route[1] == "GET" or {"409", "413", "415", "422"} <= refusals, route
        for status in refusals:
            assert operation["responses"][status] == {"$ref": f"#/components/responses/Problem{status}"}, route
        named = {str(part.get("$ref", "")).rpartition("/")[2] for part in operation.get("parameters", [])}
        opt = routes[route]
        assert ("csrf" in named) == (route[1] != "GET" and not opt.get("public")), route
        assert ("key" in named) == (route[1] != "GET" and not opt.get("public") and not opt.get("unkeyed")), route


def test_a_refusal_is_as_described(sqlite_site: Site) -> None:
    described = json.loads((ROOT / "schemas" / "openapi.json").read_text("utf-8"))["components"]["schemas"]["Problem"]
    problem = sqlite_site.stranger().refused(401, "not_logged_in", "GET", "/api/apps")
    assert sorted(problem) == sorted(described["required"])
