"""The simulated world: its clock, its people, what they sell, and how they act: through `Filling.submit` like anybody."""

from __future__ import annotations

import heapq
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from followthrough.core.run.acts import Act, Archive, Create, Edit, Move, Perform
from followthrough.services.filling import Submission
from followthrough.services.refusal import Refusal
from followthrough.services.views import Answer, RecordView
from followthrough.services.who import Who
from followthrough.services.wiring import Services

from . import evidence
from .organisation import Cast, read_demo
from .working_hours import DAY_MS, HOUR_MS, SimulatedClock, date_at, working_ms

APP = "sales"
Life = Generator[int, None, None]
"""Something that goes on: yields how many milliseconds pass before its next step."""


class Unforeseen(Exception):
    """A step of the simulation was refused where the story says it goes through."""


@dataclass(slots=True)
class Tally:
    """What happened: acts stored, refusals met on purpose, by code."""

    stored: int = 0
    refused: dict[str, int] = field(default_factory=dict)


class Town:
    """Lives run beside each other in order of time, each step at one moment of the simulated clock."""

    def __init__(self, services: Services, cast: Cast, clock: SimulatedClock, folder: Path, rng: Random) -> None:
        self.services = services
        self.cast = cast
        self.clock = clock
        self.rng = rng
        self.zone: str = services.organisation()["zone"]
        self.market: dict[str, Any] = read_demo(folder, "market")
        self.phrases: dict[str, Any] = read_demo(folder, "phrases")
        self.products: dict[str, list[RecordView]] = {}
        self.currencies: dict[str, str] = {}
        self.tally = Tally()
        # Told by a clock of its own: how long a form was open changes nothing of what happens.
        self._pace = Random(len(cast.people))  # noqa: S311 - a story, not a secret
        self._agenda: list[tuple[int, int, Life]] = []
        self._count = 0

    # -- time -------------------------------------------------------------------------------------------------------

    def start(self, life: Life, at_ms: int) -> None:
        """Let a life begin at a moment."""
        self._count += 1
        heapq.heappush(self._agenda, (self._in_hours(at_ms), self._count, life))

    def run(self, until_ms: int) -> None:
        """Live until a moment; what lies beyond it does not happen."""
        while self._agenda and self._agenda[0][0] <= until_ms:
            at_ms, _, life = heapq.heappop(self._agenda)
            self.clock.now_ms = max(at_ms, self.clock.now_ms)
            try:
                pause = next(life)
            except StopIteration:
                continue
            self.start(life, self.clock.now_ms + pause)
        self.clock.now_ms = max(self.clock.now_ms, until_ms)

    def _in_hours(self, at_ms: int) -> int:
        return working_ms(at_ms, self.zone, self.rng.randrange(0, 8 * HOUR_MS))

    def hours(self, least: float, most: float) -> int:
        """Some time, in milliseconds."""
        return int(self.rng.uniform(least, most) * HOUR_MS)

    def days(self, least: float, most: float) -> int:
        """Some days, in milliseconds; short ones are likelier."""
        return int((least + (most - least) * self.rng.betavariate(1.5, 3)) * DAY_MS)

    def date(self, days: int = 0) -> str:
        """Today's date, or that of some days from now."""
        return date_at(self.clock.now_ms, self.zone, days)

    # -- acts -------------------------------------------------------------------------------------------------------

    def submit(self, who: Who, entity: str, record: str | None, act: Act, app: str = APP) -> Answer | Refusal:
        """Submit and count."""
        answer = self.services.filling.submit(who, Submission(app, entity, record, act, took_s=self._took_s(act)))
        if isinstance(answer, Refusal):
            self.tally.refused[answer.code] = self.tally.refused.get(answer.code, 0) + 1
        else:
            self.tally.stored += 1
        return answer

    def _took_s(self, act: Act) -> int | None:
        """How long the form was open: some seconds to look, and some for every value; words take longer. None: no form."""
        if not isinstance(act, Create | Edit | Perform | Move):
            return None
        values = act.inputs if isinstance(act, Perform) else act.values
        letters = sum(len(value) for value in values.values() if isinstance(value, str))
        return int(
            self._pace.uniform(4, 15) + len(values) * self._pace.uniform(3, 9) + letters * self._pace.uniform(0.3, 0.8)
        )

    def surely(self, who: Who, entity: str, record: str | None, act: Act, app: str = APP) -> Answer:
        """Submit what goes through: raises Unforeseen when it does not."""
        answer = self.submit(who, entity, record, act, app)
        if isinstance(answer, Refusal):
            told = [
                *(issue.path + " " + issue.code for issue in answer.issues),
                *(n.message["zh"] for n in answer.needs),
            ]
            raise Unforeseen(f"{type(act).__name__} on {entity}: {answer.code} {told} {act}")
        return answer

    def create(self, who: Who, entity: str, values: dict[str, Any]) -> RecordView:
        """Create a record; empty values are left out."""
        filled = {name: value for name, value in values.items() if value is not None}
        return self.surely(who, entity, None, Create(entity, "", filled)).record

    def edit(self, who: Who, entity: str, record: str, **values: Any) -> RecordView:
        """Change values."""
        return self.surely(who, entity, record, Edit(values)).record

    def move(self, who: Who, entity: str, record: str, to: str, **values: Any) -> RecordView:
        """Move to a stage."""
        return self.surely(who, entity, record, Move(to, values)).record

    def perform(
        self,
        who: Who,
        record: str,
        action: str,
        inputs: dict[str, Any],
        files: tuple[str, ...] = (),
        entity: str = "opportunity",
    ) -> Answer:
        """Do an action."""
        filled = {name: value for name, value in inputs.items() if value is not None}
        return self.surely(who, entity, record, Perform(action, filled, files))

    def archive(self, who: Who, entity: str, record: str) -> None:
        """Take a record out of the lists."""
        self.surely(who, entity, record, Archive(self.rng.choice(self.phrases["reasons"])))

    def try_move(self, who: Who, entity: str, record: str, to: str) -> bool:
        """Try a move that may well be refused; whether it went through."""
        return isinstance(self.submit(who, entity, record, Move(to, entry="board")), Answer)

    def may(self, chance: float) -> bool:
        """Whether something with this chance happens."""
        return self.rng.random() < chance

    # -- files ------------------------------------------------------------------------------------------------------

    def who(self, person: str | None) -> Who | None:
        """The person of the cast with this id."""
        return next((one for one in self.cast.people.values() if one.person == person), None)

    def photo(self, who: Who, caption: str) -> str:
        """A photo just taken; its file id."""
        return self._upload(who, f"现场_{self.date()}.jpg", evidence.photo(self.rng, caption))

    def slip(self, who: Who, amount: int) -> str:
        """A bank's slip; its file id."""
        return self._upload(who, f"回款_{self.date()}.jpg", evidence.slip(self.rng, amount, self.date()))

    def paper(self, who: Who, name: str, title: str) -> str:
        """A PDF; its file id."""
        return self._upload(who, name, evidence.paper(title))

    def _upload(self, who: Who, name: str, data: bytes) -> str:
        found = self.services.attaching.upload(who, name, data)
        if isinstance(found, Refusal):
            raise Unforeseen(f"upload: {found.code}")
        return found.id
