"""The vocabulary of what is owed: obligations, what an event does to them, and who is told (docs/duties.md).

An obligation is the run-time debt a duty opens: who, what, by when. It closes only by its act. Whether it is overdue is
derived from `due_ms` and the clock, never stored. Times are epoch milliseconds of the database's clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from .acts import Actor, EventDraft

ObligationState = Literal["open", "done", "waived", "withdrawn"]
NoticeKind = Literal[
    "reminder", "breach", "escalation", "nudge", "assigned", "approval", "approval_result", "message", "evidence",
    "remark", "proposal", "proposal_result",
    "published", "not_published",
]  # fmt: skip
RESTS_MS = 2**53 - 1
"""`next_ms` of the last of a series that does not go on at present: its time never comes, and yet it is not over."""
ESCALATE = "escalate:"
"""What the keys of escalations begin with, among those of the steps that were done."""


@dataclass(frozen=True, slots=True)
class Obligation:
    """A debt of `record`: the act `duty` asks for. (record, duty, cycle) is unique for ever, and `id` made of it.

    `cycle` is "" (owed once), "1", "2", … ("each", "since_last") or the period ("2026-03-02", "2026-W14", "2026-03",
    "2026-Q1"). `kind` approval: the decision of one signer; `duty` is then the action's id and `cycle`
    "<approval id>/<step>/<n>". `due_ms` None: the date it depends on is not known yet. `original_due_ms` is the first
    deadline that was known, which compliance counts. `anchor_ms` is the instant the limit counts from. `next_ms` is when
    the sweep has something to do with it (None: never; RESTS_MS: not before its series goes on). `fired` tells for each
    step ("remind:<id>", "breach", "escalate:<id>") the deadline it was done for. `provisional`: the deadline lies in a year
    whose holidays are not published. `closed_by` is the number of the event (within the record) that closed it.
    """

    id: str
    entity: str
    record: str
    duty: str
    cycle: str
    state: ObligationState
    owner: str | None
    unit: str | None
    opened_ms: int
    anchor_ms: int
    due_ms: int | None
    original_due_ms: int | None
    next_ms: int | None = None
    closed_ms: int | None = None
    closed_by: int | None = None
    judged_by: int = 0
    kind: Literal["duty", "approval"] = "duty"
    provisional: bool = False
    fired: Mapping[str, int] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        """Whether it is still owed."""
        return self.state == "open"

    @property
    def escalated(self) -> bool:
        """Whether somebody above was told of it."""
        return any(step.startswith(ESCALATE) for step in self.fired)

    def overdue(self, now_ms: int) -> bool:
        """Whether its deadline has passed unfulfilled: it is open after it, or was done or withdrawn after it.

        An act at the very millisecond of the deadline is in time.
        """
        if self.due_ms is None or self.state == "waived":
            return False
        return (now_ms if self.open or self.closed_ms is None else self.closed_ms) > self.due_ms

    def late(self, now_ms: int) -> bool:
        """As `overdue`, against the original deadline: what compliance counts."""
        if self.original_due_ms is None or self.state == "waived":
            return False
        return (now_ms if self.open or self.closed_ms is None else self.closed_ms) > self.original_due_ms


@dataclass(frozen=True, slots=True)
class NoticeDraft:
    """Something a person is to be told, in the inbox and by the channels he has chosen.

    `text` (zh, en) is what it says when the kind's own words do not; `dedupe` makes it once for ever.
    """

    person: str
    kind: NoticeKind
    entity: str
    record: str
    obligation: str | None = None
    duty: str | None = None
    text: Mapping[str, str] | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    dedupe: str | None = None


@dataclass(frozen=True, slots=True)
class ObligationWrite:
    """The resulting state of one obligation. `before` None: a new one (dropped when its key is taken already)."""

    after: Obligation
    before: Obligation | None = None


@dataclass(frozen=True, slots=True)
class Reaction:
    """What follows for a record's obligations: write these, append these events to the record, tell these people."""

    obligations: tuple[ObligationWrite, ...] = ()
    events: tuple[EventDraft, ...] = ()
    notices: tuple[NoticeDraft, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing follows."""
        return not (self.obligations or self.events or self.notices)


class Directory(Protocol):
    """Who there is, as a decision about obligations may ask; the same answers throughout one transaction."""

    def holders(self, role: str, unit: str | None) -> tuple[str, ...]:
        """Active persons with `role` in this app in `unit`, else in the nearest unit above that has any; by name, id."""
        ...

    def above(self, unit: str) -> str | None:
        """The unit above; None at the top, or for a unit that is not there."""
        ...

    def on_duty(self, roster: str, unit: str | None, at_ms: int) -> str | None:
        """Who is on duty then: a shift of `unit` or the nearest above, else one of no unit; None: a gap."""
        ...

    def deputy(self, person: str, at_ms: int) -> str | None:
        """Who decides for an absent person at that moment, following delegations (never back to him); None: he himself."""
        ...

    def active(self, person: str) -> bool:
        """Whether the person exists and is not disabled."""
        ...

    def has_role(self, person: str) -> bool:
        """Whether the person has a role in this app."""
        ...

    def actor(self, person: str) -> Actor | None:
        """The person as he would act in this app now; None: disabled, or without a role there."""
        ...
