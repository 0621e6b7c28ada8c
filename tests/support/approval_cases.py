"""The conformance cases of schemas/conformance/approvals: short stories about requests and those who decide."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from followthrough.core.compile import CompiledApp, compile_app
from followthrough.core.model.app import AppDocument
from followthrough.core.model.decode import decode_app, decode_document
from followthrough.core.model.folder import from_files
from followthrough.core.model.scenario import Scenario
from followthrough.core.run.scenario import open_play

from .memory import uid
from .stages import MemoryStage

FOLDER = Path(__file__).resolve().parents[2] / "schemas" / "conformance" / "approvals"
HEAD = ("clock", "units", "people")


@dataclass(frozen=True)
class Case:
    """A story, and why it is told."""

    file: str
    name: str
    why: str
    story: Scenario
    parts: list[dict[str, Any]]

    @property
    def id(self) -> str:
        """File and name."""
        return f"{self.file}: {self.name}"


@cache
def document() -> AppDocument:
    """The app of the cases."""
    folder = FOLDER / "apps" / "requests"
    paths = folder.rglob("*.json")
    app, issues = from_files({one.relative_to(folder).as_posix(): json.loads(one.read_text("utf-8")) for one in paths})
    assert not issues
    return decode_app(app)


@cache
def app() -> CompiledApp:
    """The same, compiled."""
    return compile_app(document(), 7)


def cases() -> list[Case]:
    """Every case of every file. `request` is short for: li creates the record `r` with these values."""
    found = []
    shared = json.loads((FOLDER / "people.json").read_text("utf-8"))
    for path in sorted(FOLDER.glob("*.json")):
        content = json.loads(path.read_text("utf-8"))
        found += [_case(path.stem, shared, row) for row in content.get("cases", ())]
    return found


def _case(file: str, shared: dict[str, Any], row: dict[str, Any]) -> Case:
    first = {"as": "li", "do": "create", "entity": "request", "ref": "r", "values": {"title": "用印", **row["request"]}}
    more = {"delegations": row.get("delegations", [])}
    head = {name: shared[name] for name in HEAD}
    parts = [first, *row["steps"]]
    steps = [part for part in parts if "do" in part]
    story = decode_document("scenario", {"name": {"zh": row["name"]}, **head, **more, "steps": steps})
    assert isinstance(story, Scenario)
    return Case(file, row["name"], row["why"], story, parts)


def difference(case: Case) -> list[str]:
    """In what the case did not come out as told. A part `people` says who has another role from then on ("": none), or
    is disabled (null)."""
    stage = MemoryStage(app())
    play, steps = open_play(case.story, stage), iter(case.story.steps)
    for number, part in enumerate(case.parts, 1):
        if "people" in part:
            stage.staff({uid(alias): role for alias, role in part["people"].items()})
            continue
        wrong = play.step(next(steps))
        if wrong:
            return [f"step {number}: {text}" for text in wrong]
    return []
