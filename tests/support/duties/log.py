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
    """A new version (`duties`), other days of a calendar (`known`), or other people who are there (`active`): everything is
    looked at again."""

    ms: int
    duties: Json | None = None
    calendar: Any = None
    active: frozenset[str] | None = None


@dataclass(frozen=True)
class Swept:
    """The clock's steps that were due were done."""

    ms: int


Entry = Wrote | Seen | Changed | Swept


@dataclass
class Debt:
    """An obligation as the naive reading has it. `told` are the deadlines each step was done for."""

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
    order: int = 0
