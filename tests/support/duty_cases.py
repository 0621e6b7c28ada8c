"""The conformance cases of schemas/conformance/duties: short stories on an app with the duties of the case."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from followthrough.core.compile import CompiledApp, compile_app
from followthrough.core.model.decode import decode_app, decode_document
from followthrough.core.model.folder import from_files
from followthrough.core.model.scenario import Scenario
from followthrough.core.rules import calendar_of
from followthrough.core.run.acts import Milestones, Record
from followthrough.core.run.scenario import Play, open_play

from .memory import uid
from .stages import MemoryStage

FOLDER = Path(__file__).resolve().parents[2] / "schemas" / "conformance" / "duties"
Json = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """A case: `parts` are stretches of the story, and between them a new version's duties, other calendars, or people in
    other roles ("": none here; null: disabled); with `worker` a worker has seen to it."""

    file: str
    name: str
    why: str
    duties: Json
    given: dict[str, Json]
    story: Scenario
    parts: list[Json]

    @property
    def id(self) -> str:
        """File and name."""
        return f"{self.file}: {self.name}"


@cache
def documents(name: str) -> str:
    """The documents of a fixture app, as JSON."""
    folder = FOLDER / "apps" / name
    files = {
        path.relative_to(folder).as_posix(): json.loads(path.read_text("utf-8")) for path in folder.rglob("*.json")
    }
    app, issues = from_files(files)
    assert not issues
    return json.dumps(app)


def app_with(duties: Json, version: int = 1, name: str = "care") -> CompiledApp:
    """The fixture app with these duties."""
    return compile_app(decode_app({**json.loads(documents(name)), "duties": duties}), version)


def merged(base: Json, patch: Json) -> Json:
    """JSON merge patch: null takes a member away."""
    out = dict(base)
    for key, value in patch.items():
        if value is None:
            out.pop(key, None)
        elif isinstance(value, dict) and isinstance(out.get(key), dict):
            out[key] = merged(out[key], value)
        else:
            out[key] = value
    return out


def cases() -> list[Case]:
    """Every case of every file."""
    return [case for path in sorted(FOLDER.glob("*.json")) for case in _of_file(path)]


def _of_file(path: Path) -> list[Case]:
    content = json.loads(path.read_text("utf-8"))
    head = {key: content[key] for key in ("clock", "units", "people")}
    head |= {key: content[key] for key in ("calendars", "rosters") if key in content}
    found: list[Case] = []
    for row in content["cases"]:
        duty = merged(content["duty"], row.get("duty", {}))
        duties = {duty["id"]: duty, **row.get("more", {})}
        steps = [step for step in row["steps"] if "do" in step]
        story = decode_document("scenario", {"name": {"zh": row["name"]}, **head, "steps": steps})
        assert isinstance(story, Scenario)
        given = merged(content["given"], row.get("given", {}))
        found.append(Case(path.stem, row["name"], row["why"], duties, given, story, row["steps"]))
    return found


def staged(case: Case) -> tuple[Play, MemoryStage]:
    """The case's records on a stage in memory."""
    stage = MemoryStage(app_with(case.duties))
    play = open_play(case.story, stage)
    for alias, given in case.given.items():
        play.ids[alias] = uid(alias)
        play.records[alias] = given["entity"], uid(alias)
    for alias, given in case.given.items():
        values = {name: play.resolve(value) for name, value in given["values"].items()}
        place = (given.get("stage"), given.get("path"), uid(given["owner"]), uid(given["unit"]))
        made = Record(given["entity"], uid(alias), 3, values, *place, "2026-01-05T01:00:00Z", uid(given["owner"]))
        stage.seed(made, Milestones())
    return play, stage


def difference(case: Case) -> list[str]:
    """In what the case did not come out as told."""
    play, stage = staged(case)
    steps = iter(case.story.steps)
    for number, part in enumerate(case.parts, 1):
        if "publish" in part:
            duties = merged(case.duties, part["publish"])
            stage.memory.app = app_with(duties, stage.memory.app.version + 1)
        elif "calendars" in part:
            stage.calendars |= {name: calendar_of(data) for name, data in part["calendars"].items()}
        elif "people" in part:
            stage.staff({uid(alias): role for alias, role in part["people"].items()})
        if "do" not in part:
            if part.get("worker"):
                stage.at(play.now_ms)
                owing = stage.memory.owing
                if "publish" in part:
                    owing.ask(stage.memory, stage.moment, "version")
                else:
                    owing.refresh(stage.memory, stage.moment)
        else:
            wrong = play.step(next(steps))
            if wrong:
                return [f"step {number}: {text}" for text in wrong]
    return []
