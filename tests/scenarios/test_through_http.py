"""Every template's stories come out as told through the HTTP API, on both databases."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from followthrough.core.model.decode import decode_document
from followthrough.core.model.scenario import Scenario
from followthrough.core.run.scenario import play
from tests.scenarios.http_stage import HttpStage
from tests.scenarios.test_through_filling import STORIES
from tests.support.databases import Databases
from tests.web.fixtures import opened
from tests.web.site import Loop, Saved


@pytest.mark.parametrize("path", STORIES, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_story_is_as_told(
    path: Path, engine_kind: str, databases: Databases, saved: Callable[[str], Saved], loop: Loop, tmp_path: Path
) -> None:
    story = decode_document("scenario", json.loads(path.read_text("utf-8")))
    assert isinstance(story, Scenario)
    key = path.parts[-3]
    with opened(saved(f"{engine_kind}/{key}"), databases, loop, tmp_path, clocked=True) as site:
        assert play(story, HttpStage(site, key)) == []
