"""The browser's form and the server's decision must hide, compute and refuse alike, whatever the form and the values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random

import pytest

from tests.fuzz.forms.cases import form_case
from tests.support.form_cases import run
from tests.support.node_worker import NodeWorker

SHORT, LONG = 400, 20_000
SEED = 20260305


class Browser(NodeWorker):
    """The form engine, a case per question."""

    script = "form-worker.mjs"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    made = Browser()
    yield made
    made.close()


def disagreements(browser: Browser, cases: int) -> tuple[list[str], dict[str, int]]:
    """The cases on which the two differ, and how often each thing worth comparing came up."""
    found: list[str] = []
    met = {"hidden": 0, "computed": 0, "rows": 0, "required": 0, "constraint_failed": 0}
    for seed in range(SEED, SEED + cases):
        case = form_case(Random(seed))
        server, shown = json.loads(json.dumps(run(case))), browser.ask(case)
        visible = server["shown_errors"]
        codes = [issue["code"] for issues in visible.values() for issue in issues]
        for code in ("required", "constraint_failed"):
            met[code] += codes.count(code)
        met["hidden"] += len(server["hidden"])
        met["computed"] += sum(case["fields"][name]["kind"] in ("formula", "rollup") for name in server["values"])
        met["rows"] += "entities" in case
        if (shown["values"], shown["hidden"], shown["errors"]) != (server["values"], server["hidden"], visible):
            found.append(f"seed {seed}: {json.dumps(case, ensure_ascii=False)}\nserver {server}\nbrowser {shown}")
    return found, met


def check(browser: Browser, cases: int) -> None:
    found, met = disagreements(browser, cases)
    assert not found, f"{len(found)} of {cases} differ; the first: {found[0]}"
    assert all(count >= cases // 20 for count in met.values()), met


def test_short_round(browser: Browser) -> None:
    check(browser, SHORT)


@pytest.mark.fuzz
def test_long_round(browser: Browser) -> None:
    check(browser, LONG)
