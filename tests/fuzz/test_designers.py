"""Whatever designers do in the browser, with undo and redo and a colleague at the same draft: the server reads it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from followthrough.core.model.decode import decode_app
from followthrough.core.model.folder import PARTS
from tests.support.node_worker import NodeWorker
from tests.support.tree import ROOT

SHORT, LONG = 12, 3_000


class Browser(NodeWorker):
    """Designers of the browser, a session per question."""

    script = "design-worker.mjs"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    made = Browser()
    yield made
    made.close()


def template(key: str) -> dict[str, Any]:
    folder = ROOT / "templates_catalog" / key
    app = {one: _read(folder / f"{one}.json") for one in ("app", "access")}
    for part in PARTS:
        documents = {path.stem: _read(path) for path in sorted((folder / part).glob("*.json"))}
        if documents:
            app[part] = documents
    return app


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def filled(value: Any) -> Any:
    """Without objects that stay behind empty."""
    if not isinstance(value, dict):
        return value
    inside = {key: filled(part) for key, part in value.items()}
    return {key: part for key, part in inside.items() if part != {}}


def _run(browser: Browser, people: int, sessions: int) -> tuple[int, int]:
    """How many sessions nobody was in anybody's way in, and how many edits there were."""
    app = template("sales")
    clean = edits = 0
    for seed in range(1, sessions + 1):
        ended = browser.ask({"app": app, "people": people, "seed": seed, "steps": 30})
        assert ended["troubles"] == [], seed
        for state in ("done", "undone"):
            decode_app(ended[state])
        edits += ended["edits"]
        if ended["lost"] == 0:
            clean += 1
            # Of two who made a collection together neither takes it back whole: it may stay behind empty.
            assert ended["undone"] == app if people == 1 else filled(ended["undone"]) == filled(app), seed
            assert ended["unlogged"] == app, seed
    return clean, edits


@pytest.mark.parametrize("people", [1, 2])
def test_what_designers_come_to_is_read(browser: Browser, people: int) -> None:
    clean, edits = _run(browser, people, SHORT)
    assert clean == SHORT if people == 1 else clean > 0
    assert edits > SHORT


@pytest.mark.fuzz
@pytest.mark.parametrize("people", [1, 2])
def test_what_designers_come_to_is_read_at_length(browser: Browser, people: int) -> None:
    clean, edits = _run(browser, people, LONG)
    print(f"{LONG} sessions of {people}: {edits} edits, {clean} sessions without a conflict")
    assert clean == LONG if people == 1 else clean > LONG // 3
