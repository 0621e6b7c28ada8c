"""What happened, as the naive reading is told it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Standing:
    """A record as a write left it."""

    values: Json
    stage: str
    owner: str | None
    unit: str | None
    archived: bool = False


@dataclass(frozen=True)
class Happening:
    """An event: `fields` are those changed, `inputs` what was kept with an act, `asked` when an approved one was asked for."""

    kind: str
    name: str | None = None
    left: str | None = None
    entered: str | None = None
    fields: frozenset[str] = frozenset()
    inputs: Json = field(default_factory=dict)
    effective: bool | None = None
    asked: int | None = None


@dataclass(frozen=True)
class Wrote:
    """The record was written."""

    ms: int
    record: Standing
    events: tuple[Happening, ...]


@dataclass(frozen=True)
class Seen:
    """Somebody did something about an obligation: waived, extended, reassigned."""

    ms: int
    kind: str
    duty: str
    cycle: str
    due: int = 0
    person: str = ""


@dataclass(frozen=True)
class Changed:
    """A new version (`duties`), other days of a calendar, or other people who are there (`active`) came into force. Nothing
    that is owed was asked anew yet."""

    ms: int
    duties: Json | None = None
    calendar: Any = None
    active: frozenset[str] | None = None


@dataclass(frozen=True)
class Asked:
    """A worker asked anew what a change was about: `what` is version, calendar or person (who is gone)."""

    ms: int
    what: str
    person: str = ""


Slot = tuple[str, str]
"""(duty, cycle)."""


@dataclass(frozen=True)
class Swept:
    """A worker went through what was due, a batch to a transaction, in this order; `whole`: until nothing was left."""

    ms: int
    batches: tuple[tuple[Slot, ...], ...]
    whole: bool = True


Entry = Wrote | Seen | Changed | Asked | Swept


@dataclass
class Debt:
    """An obligation as the naive reading has it. `told` are the deadlines each step was done for; `timer` is when the clock has
    something to do with it, by what was known when it was last asked about."""

    duty: str
    cycle: str
    state: str
    opened: int
    anchor: int
    due: int | None
    original: int | None
    owner: str | None
    guessed: bool = False
    closed: int | None = None
    chained: bool = False
    extended: int | None = None
    by_hand: bool = False
    ground: Any = None
    action: str = ""
    told: dict[str, int] = field(default_factory=dict)
    timer: int | None = None
