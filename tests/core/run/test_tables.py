"""The conformance cases of decision tables, over the store in memory: answer, row and values, and what the event keeps."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from followthrough.core.compile import compile_app
from followthrough.core.model.decode import decode_app, decode_document
from followthrough.core.model.scenario import Scenario
from followthrough.core.run.scenario import open_play
from followthrough.core.run.tables import hits
from tests.support.flow_cases import document_of
from tests.support.stages import MemoryStage

FILE = Path(__file__).resolve().parents[3] / "schemas" / "conformance" / "tables" / "outputs.json"
CONTENT = json.loads(FILE.read_text("utf-8"))


@pytest.mark.parametrize("case", CONTENT["cases"], ids=lambda case: case["name"])
def test_case_comes_out_as_told(case: dict[str, Any]) -> None:
    app = compile_app(decode_app({**document_of("deals"), "decision_tables": case["tables"]}), 1)
    head = {key: CONTENT[key] for key in ("clock", "units", "people")}
    story = decode_document("scenario", {"name": {"zh": case["name"]}, **head, "steps": case["steps"]})
    assert isinstance(story, Scenario)
    stage = MemoryStage(app)
    play = open_play(story, stage)
    for number, step in enumerate(story.steps, 1):
        assert (number, play.step(step)) == (number, []), case["why"]
    if "hit" not in case:
        return
    key = play.records["deal"]
    record = stage.memory.records[key]
    found = hits(app, stage.memory.snapshot(key), record, stage.moment)
    assert {name: [one.row, one.inputs] for name, one in found.items()} == case["hit"]
    for name, one in found.items():
        output = app.entities[record.entity].tables[name].output
        if output is not None:
            assert record.values.get(output) == one.value, "what is stored is what the table says"
            assert _last_told(stage, key, name, output) in ({"row": one.row, "inputs": one.inputs}, None)


def _last_told(stage: MemoryStage, key: tuple[str, str], table: str, output: str) -> Any:
    """What the last event that changed the output keeps of it; None when none ever did."""
    changing = [e for e in stage.memory.events if (e.entity, e.record) == key and output in e.changes]
    assert all(table in event.data["tables"] for event in changing), "every change of an answer explains itself"
    return changing[-1].data["tables"][table] if changing else None
