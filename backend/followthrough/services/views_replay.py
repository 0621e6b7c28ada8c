"""Answers about replays (docs/replay.md, section 6)."""

from __future__ import annotations

from typing import Any

import msgspec

from .views_base import PersonRef, Text, View


class ReplayWindow(View, frozen=True, kw_only=True):
    """From the first instant up to the second, which is not part of it."""

    since: str = msgspec.field(name="from")
    until: str = msgspec.field(name="to")


class ReplayDiffering(View, frozen=True, kw_only=True):
    """A record that the log tells otherwise than it is stored: what differs (field ids, `_stage`, …)."""

    entity: str
    record: str
    fields: list[str]


class ReplaySelfcheck(View, frozen=True, kw_only=True):
    """Rebuilt records against the stored ones."""

    entities: list[str]
    records: int
    mismatches: int
    examples: list[ReplayDiffering]


class ReplayNeed(View, frozen=True, kw_only=True):
    """Something that was missing, or may have been."""

    kind: str
    at: str
    entity: str
    record: str
    id: str
    label: Text


class ReplayCase(View, frozen=True, kw_only=True):
    """A past act of a named record. `sure` False: undetermined."""

    record: str
    title: str
    at: str
    actor: PersonRef | None
    sure: bool
    needs: list[ReplayNeed]


class ReplayGroup(View, frozen=True, kw_only=True):
    """Acts of one kind that would have been answered otherwise."""

    entity: str
    entity_label: Text
    kind: str
    id: str
    label: Text
    count: int
    undetermined: int
    examples: list[ReplayCase]


class ReplayTwo(View, frozen=True, kw_only=True):
    """A number under the version in force and under the draft."""

    old: int
    new: int


class ReplayFates(View, frozen=True, kw_only=True):
    """What became of obligations; `overdue` are among the `open` ones."""

    opened: int
    met: int
    late: int
    open: int
    overdue: int
    withdrawn: int
    waived: int
    undetermined: int


class ReplayDuty(View, frozen=True, kw_only=True):
    """A duty under both versions."""

    duty: str
    label: Text
    change: str
    undetermined: int
    old: ReplayFates
    new: ReplayFates


class ReplayOwedOn(View, frozen=True, kw_only=True):
    """A record's part in them."""

    record: str
    title: str
    opened: ReplayTwo
    breached: ReplayTwo


class ReplayOwed(View, frozen=True, kw_only=True):
    """The obligations of a duty that opened in a week for a person (null: for nobody), and the breached among them.
    `records`: the first of those (of `entity`) on which the versions differ, `unnamed` how many more there are."""

    person: PersonRef | None
    week: str
    duty: str
    label: Text
    opened: ReplayTwo
    breached: ReplayTwo
    entity: str
    records: list[ReplayOwedOn]
    unnamed: int


class ReplayMessages(View, frozen=True, kw_only=True):
    """Notices of a kind to a person in a week."""

    person: PersonRef
    week: str
    kind: str
    old: int
    new: int


class ReplayTrigger(View, frozen=True, kw_only=True):
    """How often an effect would have been set off."""

    trigger: str
    label: Text
    effect: str
    kind: str
    old: int
    new: int


class ReplayTableCase(View, frozen=True, kw_only=True):
    """A record for which a table would have said something else."""

    entity: str
    record: str
    title: str
    at: str
    before: Any
    after: Any
    row_before: str | None
    row_after: str | None


class ReplayTable(View, frozen=True, kw_only=True):
    """A decision table under both versions."""

    table: str
    label: Text
    asked: int
    changed: int
    undetermined: int
    examples: list[ReplayTableCase]


class ReplayNote(View, frozen=True, kw_only=True):
    """What cannot be known, or is not looked at."""

    code: str
    params: dict[str, Any]
    text: Text


class ReplayReport(View, frozen=True, kw_only=True):
    """What would have been different."""

    window: ReplayWindow
    version: int
    revision: int
    events: int
    transitions: int
    acts: int
    checked: int
    selfcheck: ReplaySelfcheck
    blocked: list[ReplayGroup]
    unblocked: list[ReplayGroup]
    duties: list[ReplayDuty]
    owed: list[ReplayOwed]
    messages: list[ReplayMessages]
    triggers: list[ReplayTrigger]
    tables: list[ReplayTable]
    notes: list[ReplayNote]


class ReplayProgress(View, frozen=True, kw_only=True):
    """Events gone through, of how many."""

    done: int
    total: int


class ReplayError(View, frozen=True, kw_only=True):
    """Why there is no report."""

    code: str
    message: Text
    remedy: Text
    params: dict[str, Any]


class ReplayJobView(View, frozen=True, kw_only=True):
    """A replay. `state`: running, done, failed, stopped."""

    id: str
    state: str
    window: ReplayWindow
    version: int
    revision: int
    progress: ReplayProgress
    report: ReplayReport | None
    error: ReplayError | None
