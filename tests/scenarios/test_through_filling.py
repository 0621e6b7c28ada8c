"""Every template's stories come out as told through the command path, on both databases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from followthrough.core.model.decode import decode_document
from followthrough.core.model.scenario import Scenario
from followthrough.core.run.scenario import play
from tests.scenarios.filling_stage import FillingStage
from tests.services.house import CATALOGUE, House, template

STORIES = sorted(CATALOGUE.glob("*/scenarios/*.json"))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_story_is_as_told(path: Path, engine_url: str, tmp_path: Path) -> None:
    story = decode_document("scenario", json.loads(path.read_text("utf-8")))
    assert isinstance(story, Scenario)
    key = path.parts[-3]
    house = House(engine_url, tmp_path, template(key), clocked=True)
    try:
        assert play(story, FillingStage(house, key)) == []
    finally:
        house.close()
