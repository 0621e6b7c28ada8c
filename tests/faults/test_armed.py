"""The environment says where a server of these tests dies; the product itself never looks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from followthrough.store import failpoints
from followthrough.store.errors import StoreUnavailable
from tests.faults.serving import arm, places_in
from tests.support.tree import ROOT


@pytest.fixture(autouse=True)
def disarmed() -> Iterator[None]:
    yield
    failpoints.enable("")


def test_the_variable_arms_what_it_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(failpoints.VARIABLE, "record@2:error,statement/filling.Filling.submit.work@3:error")
    arm(None)
    failpoints.hit("record")
    failpoints.statement("filling.Filling.submit.work", 2)
    failpoints.statement("sweeping.Sweeping._batch", 3)
    with pytest.raises(StoreUnavailable, match="record"):
        failpoints.hit("record")
    with pytest.raises(StoreUnavailable, match="work@3"):
        failpoints.statement("filling.Filling.submit.work", 3)


@pytest.mark.parametrize("said", ["", "random@0.5", "fresh@0"])
def test_otherwise_nothing_is_armed_and_places_are_noted(
    said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(failpoints.VARIABLE, said)
    places = places_in(tmp_path)
    arm(places)
    failpoints.hit("record")
    for number in (1, 2, 1):
        failpoints.statement("work", number)
    assert (places.seen("reached"), places.seen("died")) == ({"work@1", "work@2"}, set())


def test_a_place_is_died_at_once_whoever_comes_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    died: list[None] = []
    monkeypatch.setattr(failpoints, "kill", lambda: died.append(None))
    monkeypatch.setenv(failpoints.VARIABLE, "fresh@1")
    for _ in range(2):  # two processes
        arm(places_in(tmp_path))
        for number in (1, 2, 1):
            failpoints.statement("work", number)
    assert (len(died), places_in(tmp_path).seen("died")) == (2, {"work@1", "work@2"})


def test_nothing_of_the_product_arms_a_failpoint() -> None:
    told = [path for path in (ROOT / "backend").rglob("*.py") if "failpoints.enable" in path.read_text()]
    assert told == []
