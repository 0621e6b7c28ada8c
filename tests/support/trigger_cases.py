"""The conformance cases of schemas/conformance/triggers: short stories on an app with the triggers of the case."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from followthrough.core.model.app import AppDocument
from followthrough.core.model.decode import decode_app, decode_document
from followthrough.core.model.scenario import Scenario
from followthrough.core.run.scenario import Play, Stage, instant_ms, open_play

from .flow_cases import document_of

FOLDER = Path(__file__).resolve().parents[2] / "schemas" / "conformance" / "triggers"


@dataclass(frozen=True)
class Case:
    """A case: `then` tells what followed outside of the records named (`notices`, null for any; `calls`, `made`); `duty`
    who is on duty by roster and unit ("*": of no unit)."""

    file: str
    name: str
    why: str
    app: AppDocument
    story: Scenario
    duty: dict[str, dict[str, str]] = field(default_factory=dict)
    then: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """File and name."""
        return f"{self.file}: {self.name}"


@dataclass(frozen=True)
class Told:
    """What followed on a stage, ids as they are: notices (person, texts), calls (endpoint, payload), new records."""

    notices: list[tuple[str, dict[str, str]]]
    calls: list[tuple[str, dict[str, Any]]]
    records: list[tuple[str, str, dict[str, Any], str | None, str | None]]
    """(entity, id, values, owner, unit) of every record there is."""


class TriggerStage(Stage, Protocol):
    """A stage that also tells what went out."""

    def went_out(self) -> Told:
        """Everything so far."""


def files() -> list[str]:
    """The files of cases by name."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


@cache
def cases(file: str) -> tuple[Case, ...]:
    """The cases of a file."""
    content = json.loads((FOLDER / f"{file}.json").read_text("utf-8"))
    head = {key: content[key] for key in ("clock", "units", "people")}
    found = []
    for row in content["cases"]:
        app = decode_app({**document_of(content["app"]), "triggers": row["triggers"], "duties": row.get("duties", {})})
        story = decode_document("scenario", {"name": {"zh": row["name"]}, **head, "steps": row["steps"]})
        assert isinstance(story, Scenario)
        found.append(Case(file, row["name"], row["why"], app, story, content.get("duty", {}), row.get("then", {})))
    return tuple(found)


def differences(case: Case, stage: TriggerStage, ids: dict[str, str] | None = None) -> list[str]:
    """In what the case did not come out as told on the stage, [] for nothing. `ids`: those of an organisation that is
    there already."""
    play = open_play(case.story, stage) if ids is None else Play(stage, dict(ids), _start(case, stage))
    before = stage.went_out()
    for number, step in enumerate(case.story.steps, 1):
        wrong = play.step(step)
        if wrong:
            return [f"step {number}: {text}" for text in wrong]
    return _followed(case, play, before, stage.went_out())


def _start(case: Case, stage: Stage) -> int:
    stage.at(instant_ms(case.story.clock))
    return instant_ms(case.story.clock)


def _followed(case: Case, play: Play, before: Told, after: Told) -> list[str]:
    notices = [{"to": play_alias(play, who), **text} for who, text in after.notices[len(before.notices) :]]
    calls = [_call(play, *call) for call in after.calls[len(before.calls) :]]
    known = {row[1] for row in before.records} | {key for _, key in play.records.values()}
    made = [row for row in after.records if row[1] not in known]
    wrong = []
    if case.then.get("notices", []) not in (notices, None):
        wrong.append(f"notices are {notices}")
    if calls != case.then.get("calls", []):
        wrong.append(f"calls are {calls}")
    wanted = case.then.get("made")
    if wanted is None:
        return wrong
    if len(made) != len(wanted):
        wrong.append(f"made are {made}")
    for told, (entity, _, values, owner, unit) in zip(wanted, made, strict=False):
        place = {"owner": play_alias(play, owner), "unit": play_alias(play, unit)}
        shown = {"entity": entity, "values": {name: values.get(name) for name in told["values"]}, **place}
        if any(shown[key] != play.resolve(value) for key, value in told.items() if key not in place):
            wrong.append(f"made is {shown}")
        wrong += [f"made is {shown}" for key in place if key in told and told[key] != place[key]]
    return wrong


def play_alias(play: Play, key: str | None) -> str | None:
    """The alias behind an id."""
    return next((alias for alias, known in play.ids.items() if known == key), key)


def _call(play: Play, endpoint: str, payload: dict[str, Any]) -> dict[str, Any]:
    record = f"@{play_alias(play, payload['record']['id'])}"
    stage, event = payload["record"]["stage"], payload["event"]["kind"]
    return {"endpoint": endpoint, "trigger": payload["trigger"], "event": event, "stage": stage, "record": record}
