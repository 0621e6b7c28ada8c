"""What a replay tells (docs/replay.md, section 6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .found import Want
from .judging import Kind

Change = Literal["added", "removed", "changed"]
Fates = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ActCase:
    """A past act of a record (`entity`, `record`) with what would have been missing."""

    entity: str
    record: str
    at_ms: int
    actor: str | None
    wants: tuple[Want, ...]
    sure: bool


@dataclass(slots=True)
class ActGroup:
    """Acts of one kind that the two versions answer differently: `count` for certain, `undetermined` perhaps."""

    entity: str
    kind: Kind
    name: str
    count: int = 0
    undetermined: int = 0
    examples: list[ActCase] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TableCase:
    """A record for which a table would have said something else."""

    entity: str
    record: str
    at_ms: int
    before: Any
    after: Any
    row_before: str | None
    row_after: str | None


@dataclass(slots=True)
class TableGroup:
    """A table: how often it was asked, and said something else."""

    table: str
    asked: int = 0
    changed: int = 0
    undetermined: int = 0
    examples: list[TableCase] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DutyGroup:
    """What became of the obligations that a duty opened within the window, under each version."""

    duty: str
    change: Change
    old: Fates
    new: Fates


@dataclass(frozen=True, slots=True)
class OwedOn:
    """A record's part in `Owed`, where the versions differ in it."""

    record: str
    opened: tuple[int, int]
    breached: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Owed:
    """The obligations of a duty that opened in a week ("2026-W10") and were a person's last (None: nobody's): how many
    opened and how many of them were breached, each (under the old version, under the new). `records` are the first of
    the records (of `entity`) on which that differs, `unnamed` the number of the others."""

    person: str | None
    week: str
    duty: str
    opened: tuple[int, int]
    breached: tuple[int, int]
    entity: str
    records: tuple[OwedOn, ...]
    unnamed: int


@dataclass(frozen=True, slots=True)
class Messages:
    """How many notices of a kind a person would have got in a week ("2026-W10")."""

    person: str
    week: str
    kind: str
    old: int
    new: int


@dataclass(frozen=True, slots=True)
class TriggerGroup:
    """How often an effect of a trigger would have been set off."""

    trigger: str
    effect: str
    kind: str
    old: int
    new: int


@dataclass(frozen=True, slots=True)
class Note:
    """Something that cannot be known, or is not looked at; `code` is one of docs/replay.md, section 6."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """The whole of it. `events` and `transitions` lie within the window; `checked` acts could have been answered
    differently, and were judged by both versions."""

    from_ms: int
    to_ms: int
    events: int
    transitions: int
    acts: int
    checked: int
    entities: tuple[str, ...]
    blocked: tuple[ActGroup, ...]
    unblocked: tuple[ActGroup, ...]
    duties: tuple[DutyGroup, ...]
    owed: tuple[Owed, ...]
    messages: tuple[Messages, ...]
    triggers: tuple[TriggerGroup, ...]
    tables: tuple[TableGroup, ...]
    notes: tuple[Note, ...]
