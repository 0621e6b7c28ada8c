"""Live sessions of the demo: questions come in, and are answered within seconds, or not."""

from __future__ import annotations

from followthrough.core.run.acts import Create, Perform
from followthrough.services.refusal import Refusal

from .organisation import Cast
from .town import Life, Town


def live_sessions(town: Town, cast: Cast) -> Life:
    """Every few weeks somebody is live for some minutes and answers as fast as he can."""
    said = town.phrases["owed"]
    hosts = cast.of("rep")
    number = 0
    while True:
        host = hosts[number % len(hosts)]
        number += 1
        for _ in range(town.rng.randrange(2, 6)):
            values = {"session": f"第 {number} 场新品直播", "question": town.rng.choice(said["questions"])}
            asked = town.submit(host, "live_question", None, Create("live_question", "", values))
            yield town.rng.choices((20_000, 55_000, 80_000, 130_000), weights=(4, 4, 2, 1))[0]
            if not isinstance(asked, Refusal) and town.may(0.9):
                answer = {"answer": town.rng.choice(said["answers"])}
                town.submit(host, "live_question", asked.record.id, Perform("answer_question", answer))
        yield town.days(12, 25)
