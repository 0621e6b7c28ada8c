"""Working time in every zone, 2000 to 2040, against the clock on the wall: generated calendars, generated questions.

The slow model marks every minute of three weeks once by asking the zone what its clocks show, and counts marks; so a
thousand questions to one calendar cost little more than making it. A case is one question: how much working time lies
between two instants, or what comes of adding some.
"""

from __future__ import annotations

import os
from random import Random

import pytest

from tests.support.calendar_worlds import World, ask, zones

SEED = int(os.environ.get("CALENDAR_SEED", "20260302"))


def test_a_short_run() -> None:
    assert _run(20_000, each=400) >= 20_000


@pytest.mark.fuzz
def test_a_million_cases() -> None:
    assert _run(1_000_000, each=1_600) >= 1_000_000


def _run(wanted: int, each: int) -> int:
    """Asks until so many questions were answered alike, the zones in turn; how many it were."""
    random = Random(SEED)
    order = zones()
    random.shuffle(order)
    asked = 0
    while asked < wanted:
        world = World(random, order[asked // each % len(order)])
        ask(world, random, each)
        asked += each
    print(f"\n{asked} questions to {asked // each} calendars in {len(order)} zones: 0 differences (seed {SEED})")
    return asked
