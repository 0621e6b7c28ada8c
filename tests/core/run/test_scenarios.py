"""Every template's stories come out as told, without a database; a story told wrongly is noticed."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from followthrough.core.compile import CompiledApp, compile_app
from followthrough.core.model.decode import decode_document
from followthrough.core.model.scenario import Expect, MoveStep, Scenario
from followthrough.core.run.scenario import instant_ms, pause_ms, play
from followthrough.services.catalogue import check_folder
from tests.support.stages import MemoryStage

CATALOGUE = Path(__file__).resolve().parents[3] / "templates_catalog"
STORIES = sorted(CATALOGUE.glob("*/scenarios/*.json"))


@cache
def template(key: str) -> CompiledApp:
    """A template, compiled."""
    checked = check_folder(CATALOGUE / key)
    assert checked.app is not None, checked.issues
    return compile_app(checked.app, 1)


def story(path: Path) -> Scenario:
    """A scenario file."""
    found = decode_document("scenario", json.loads(path.read_text("utf-8")))
    assert isinstance(found, Scenario)
    return found


@pytest.mark.parametrize("path", STORIES, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_story_is_as_told(path: Path) -> None:
    assert play(story(path), MemoryStage(template(path.parts[-3]))) == []


def test_capabilities_of_the_first_issue_are_told() -> None:
    told = {number for path in STORIES for number in story(path).tells}
    assert {"S3", "S7", "S16", "S17", "S26"} <= told


ALL = ["action:log_follow_up", {"kind": "action", "action": "diagnose_need"}, "need_summary", "budget"]
BROKEN = [
    ("the outcome", Expect(ok=True), "missing"),
    ("a need left out", Expect(missing=["action:log_follow_up"]), "not told"),
    ("a need too many", Expect(missing=[*ALL, "title"]), "not there"),
    ("the code", Expect(deny="not_found"), "missing"),
    ("the stage afterwards", Expect(missing=ALL, stage="quote"), "stage is"),
]


@pytest.mark.parametrize(("what", "told", "noticed"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_story_told_wrongly_is_noticed(what: str, told: Expect, noticed: str) -> None:
    good = story(CATALOGUE / "sales" / "scenarios" / "s03_stage_follows_the_quote.json")
    steps = [*good.steps[:2], _forward(told)]
    wrong = play(replace(good, steps=steps), MemoryStage(template("sales")))
    assert wrong, what
    assert noticed in " ".join(wrong)


def _forward(told: Expect) -> MoveStep:
    return MoveStep(as_="li", ref="deal", to="demo", expect=told)


PAUSES = [("+PT26H", 26 * 3600_000), ("+P3D", 3 * 86_400_000), ("+P1DT1M30S", 86_490_000)]


@pytest.mark.parametrize(("text", "milliseconds"), PAUSES)
def test_pause(text: str, milliseconds: int) -> None:
    assert pause_ms(text) == milliseconds


@pytest.mark.parametrize("text", ["+P", "PT1H", "+PT", "+1H"])
def test_no_pause(text: str) -> None:
    with pytest.raises(ValueError):
        pause_ms(text)


def test_instant_with_offset() -> None:
    assert instant_ms("2026-03-02T09:00:00+08:00") == instant_ms("2026-03-02T01:00:00+00:00") == 1_772_413_200_000
