"""What the services answer about what is owed (docs/contract.md, section 7)."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import field as member

from .views_base import PersonRef, Text, View

OwedState = Literal["open", "done", "waived", "withdrawn"]
OwedKind = Literal["duty", "approval"]


class RowOwed(View, frozen=True, kw_only=True):
    """What is owed on a record, by whomever: how many obligations are open, how many of them overdue, of how many somebody
    above was told, the next deadline."""

    open: int
    overdue: int
    escalated: int
    due_at: str | None


class OwedEvidence(View, frozen=True, kw_only=True):
    """The files that the act will ask for: at least `min`, of these kinds (none: any); `camera` first on the phone."""

    min: int
    camera: bool
    accept: list[str]


class OwedRights(View, frozen=True, kw_only=True):
    """What the reader may do: the act itself now, waive, extend or reassign it (`waive`), remind who owes it (`nudge`)."""

    act: bool
    waive: bool
    nudge: bool


class Owed(View, frozen=True, kw_only=True):
    """An obligation 待办.

    `label` is the duty's (for an approval the action's), `record_title` "" when the reader may not see the record.
    `overdue`: its deadline passed unfulfilled; `late`: the original one did, which compliance counts. `late_s` is by how
    many seconds it is or was overdue (0: in time). `shown_in` (days, hours, minutes, seconds) is how its times are to be
    told. `provisional`: the deadline lies in a year whose holidays are not published. `approval`: the approval to decide.
    """

    id: str
    entity: str
    record: str
    record_title: str
    record_version: int
    duty: str
    label: Text
    action: str
    action_label: Text
    cycle: str
    kind: OwedKind
    state: OwedState
    owner: PersonRef | None
    unit: str | None
    due_at: str | None
    original_due_at: str | None
    provisional: bool
    overdue: bool
    late: bool
    late_s: int
    opened_at: str
    closed_at: str | None
    escalated: bool
    shown_in: str
    rights: OwedRights
    blocks: list[Text] = member(default_factory=list)
    evidence: OwedEvidence | None = None
    approval: str | None = None
    help: Text | None = None


class OwedCounts(View, frozen=True, kw_only=True):
    """How many there are of each, those not listed included."""

    overdue: int
    today: int
    week: int
    later: int


class OwedToday(View, frozen=True, kw_only=True):
    """What I owe: overdue, due by the end of today, by the end of this ISO week, and later or without a date."""

    overdue: list[Owed]
    today: list[Owed]
    week: list[Owed]
    later: list[Owed]
    counts: OwedCounts


class WorkerState(View, frozen=True, kw_only=True):
    """Whether reminders go out: `stale` when no worker has been seen for a while. `seen_at` None: never."""

    stale: bool
    seen_at: str | None


class OwedPage(View, frozen=True, kw_only=True):
    """Obligations, the soonest deadline first."""

    rows: list[Owed]
    next: str | None


class OwedAnswer(View, frozen=True, kw_only=True):
    """An obligation as it now stands, and the version of its record."""

    obligation: Owed
    version: int


class QueueView(View, frozen=True, kw_only=True):
    """A queue 督办: how many obligations are open in it, overdue, and owed by nobody."""

    id: str
    label: Text
    help: Text | None
    duties: list[str]
    open: int
    overdue: int
    unassigned: int


class DueChange(View, frozen=True, kw_only=True):
    """A change of the deadline. `cause`: field, rule, calendar, reset or extended (`reason` says why)."""

    at: str
    old: str | None
    new: str | None
    cause: str
    reason: str
    actor: PersonRef | None


class DueWhy(View, frozen=True, kw_only=True):
    """How a deadline came about.

    Counted from `base_at` (`base_field`: the date it was read from, None: the opening or the start of the period) with
    the limit `limit` (ISO 8601) in the time of `calendar` (None: it just elapses). `variant` is the condition by which
    another limit than the usual one applies, in words. `sentence` says it all in words.
    """

    base_at: str | None
    base_field: Text | None
    limit: str | None
    at: str | None
    calendar: str | None
    variant: Text | None
    provisional: bool
    sentence: Text
    changes: list[DueChange]


class OwedRule(View, frozen=True, kw_only=True):
    """A rule behind an obligation. `part`: opens, counts, owed_while or variant; `explain` as a need's, with the values."""

    part: str
    sentence: Text
    explain: Any


class OwedEvent(View, frozen=True, kw_only=True):
    """Something that happened to the obligation. `data` as docs/duties.md section 6 says; `names` of the persons in it."""

    at: str
    actor: PersonRef | None
    kind: str
    data: dict[str, Any]
    names: dict[str, str]


class OwedDelivery(View, frozen=True, kw_only=True):
    """A notice about the obligation: whom it told, when it was read, and what became of it on each channel."""

    at: str
    kind: str
    person: PersonRef
    read_at: str | None
    channels: list[OwedChannel]


class OwedChannel(View, frozen=True, kw_only=True):
    """A notice on one channel: waiting, sent, failed or dead."""

    channel: str
    state: str
    at: str
    error: str


class WhyView(View, frozen=True, kw_only=True):
    """Why something is owed: the duty in a sentence, what opened it, its rules with their values, the deadline."""

    duty: Text
    opened_by: OwedEvent | None
    rules: list[OwedRule]
    due: DueWhy


class Why(Owed, frozen=True, kw_only=True):
    """An obligation with its reason, what happened to it (newest first) and whom it was told."""

    why: WhyView
    log: list[OwedEvent]
    deliveries: list[OwedDelivery]


class WorkerView(View, frozen=True, kw_only=True):
    """A worker process. `stale`: not seen for a while."""

    id: str
    host: str
    started_at: str
    seen_at: str
    stale: bool
