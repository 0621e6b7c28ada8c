"""The conformance cases of schemas/conformance/flow: one step on records that are simply there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from followthrough.core.compile import CompiledApp, compile_app
from followthrough.core.model import scenario as doc
from followthrough.core.model.decode import decode_app, decode_document
from followthrough.core.model.folder import from_files
from followthrough.core.run.acts import Milestones, Record
from followthrough.core.run.scenario import Play, open_play

from .memory import uid
from .stages import MemoryStage

FOLDER = Path(__file__).resolve().parents[2] / "schemas" / "conformance" / "flow"


@dataclass(frozen=True)
class Case:
    """A case with the defaults of its file filled in."""

    file: str
    name: str
    why: str
    app: str
    given: dict[str, dict[str, Any]]
    story: doc.Scenario

    @property
    def id(self) -> str:
        """File and name."""
        return f"{self.file}: {self.name}"


def document_of(name: str) -> dict[str, Any]:
    """The documents of a fixture app, to change before compiling."""
    folder = FOLDER / "apps" / name
    files = {
        path.relative_to(folder).as_posix(): json.loads(path.read_text("utf-8")) for path in folder.rglob("*.json")
    }
    app, issues = from_files(files)
    assert not issues
    return app


@cache
def app_of(name: str) -> CompiledApp:
    """A fixture app by name."""
    return compile_app(decode_app(document_of(name)), 7)


def cases() -> list[Case]:
    """Every case of every file."""
    return [case for path in sorted(FOLDER.glob("*.json")) for case in _of_file(path)]


def _of_file(path: Path) -> list[Case]:
    content = json.loads(path.read_text("utf-8"))
    found: list[Case] = []
    for row in content["cases"]:
        given = dict(content["given"])
        for alias, more in row.get("given", {}).items():
            known = given.get(alias, {})
            given[alias] = {**known, **more, "values": {**known.get("values", {}), **more.get("values", {})}}
        head = {key: content[key] for key in ("clock", "units", "people")}
        steps = [{**row["step"], "expect": row["expect"]}]
        story = decode_document("scenario", {"name": {"zh": row["name"]}, **head, "steps": steps})
        assert isinstance(story, doc.Scenario)
        found.append(Case(path.stem, row["name"], row["why"], content["app"], given, story))
    return found


def staged(case: Case) -> tuple[Play, MemoryStage]:
    """The case's records on a stage in memory."""
    stage = MemoryStage(app_of(case.app))
    play = open_play(case.story, stage)
    for alias, given in case.given.items():
        play.ids[alias] = uid(alias)
        play.records[alias] = given["entity"], uid(alias)
    for alias, given in case.given.items():
        values = {name: play.resolve(value) for name, value in given["values"].items() if value is not None}
        record = Record(
            given["entity"],
            uid(alias),
            3,
            values,
            given.get("stage"),
            given.get("path"),
            uid(given["owner"]),
            uid(given["unit"]),
            "2026-01-05T01:00:00Z",
            uid(given["owner"]),
            "2026-02-01T01:00:00Z",
            given.get("archived", False),
        )
        stage.seed(record, Milestones(acts=given.get("acts", {})))
    return play, stage


def difference(case: Case, step: doc.Step | None = None) -> list[str]:
    """In what the case (or `step` in its place) did not come out as told."""
    play, _ = staged(case)
    return play.step(step or case.story.steps[0])
