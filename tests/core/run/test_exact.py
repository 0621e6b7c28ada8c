""" "Why blocked" is the least that opens the gate: all the needs together do, any one left out does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followthrough.core.run.acts import Allow, Create, Edit, Missing, Move, Need, Perform
from tests.support.gates.exact import Try, attempt, draw

TRIES_PER_APP = 12


@settings(max_examples=250)
@given(seed=st.integers(0, 2**48))
def test_needs_are_complete_and_exact(seed: int) -> None:
    for tried, needs in refused(seed):
        check(tried, needs)


@pytest.mark.fuzz
@given(seed=st.integers(0, 2**48))
def test_needs_are_complete_and_exact_at_length(seed: int) -> None:
    for tried, needs in refused(seed):
        check(tried, needs)


def refused(seed: int) -> Iterator[tuple[Try, list[Need]]]:
    """Acts on one generated app that were refused for what is missing, with their needs."""
    rng = Random(seed)
    app = draw(rng)
    for _ in range(TRIES_PER_APP):
        tried = attempt(rng, app)
        decision = tried.decide()
        if isinstance(decision, Missing) and suppliable(tried, decision.needs):
            yield tried, list(decision.needs)


def test_refusals_of_every_kind_are_drawn() -> None:
    found = [
        (type(tried.act), need.kind, len(needs))
        for seed in range(60)
        for tried, needs in refused(seed)
        for need in needs
    ]
    assert {act for act, _, _ in found} == {Create, Edit, Move, Perform}
    assert {kind for _, kind, _ in found} == {"field", "action", "statement", "input", "evidence"}
    assert max(count for _, _, count in found) >= 5


def suppliable(tried: Try, needs: tuple[Need, ...]) -> bool:
    """A record that does not exist yet cannot be acted on: what wants an act first cannot be created there."""
    return not (isinstance(tried.act, Create) and any(need.kind == "action" for need in needs))


def check(tried: Try, needs: list[Need]) -> None:
    """Everything supplied: allowed. One thing left out, or done once too few: still missing."""
    assert isinstance(tried.supplied(needs).decide(), Allow), needs
    for index, need in enumerate(needs):
        others = needs[:index] + needs[index + 1 :]
        assert isinstance(tried.supplied(others).decide(), Missing), (need, needs)
        if need.kind == "action" and need.min - need.done > 1:
            short = replace(need, min=need.min - 1)
            assert isinstance(tried.supplied([*others, short]).decide(), Missing), (need, needs)
