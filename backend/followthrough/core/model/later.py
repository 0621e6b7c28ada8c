"""Documents that later releases execute and this one keeps and checks: duties, triggers, tables, metrics, boards.

Durations are ISO 8601. Time that counts working time names its calendar
(`"organisation"` is the organisation's own); without a calendar time simply elapses.
"""

from __future__ import annotations

from typing import Literal

from msgspec import field as member

from .base import Count, Doc, Duration, FieldPath, Id, Mark, Node, Text, Times

EventKind = Literal["created", "edited", "moved", "acted", "assigned", "archived", "path_changed", "rolled_up"]


class EventPattern(Doc, frozen=True, kw_only=True):
    """Which events are meant: those of `entity` of this `kind` for which `when` holds on the record after it.

    `stage` narrows "moved" (and "created") to the stage entered, `source` to the stage left,
    `action` narrows "acted", `fields` narrows "edited" to a change of any of them.
    """

    entity: Id
    kind: EventKind
    stage: Id | None = None
    source: Id | None = member(name="from", default=None)
    action: Id | None = None
    fields: dict[Id, Mark] = member(default_factory=dict)
    when: Node | None = None


class Person(Doc, frozen=True, kw_only=True):
    """Who is meant: the record's owner, who holds `role` in its unit or nearest above, a field, or the roster."""

    to: Literal["owner", "role", "field", "roster"] = "owner"
    role: Id | None = None
    field: FieldPath | None = None
    roster: Id | None = None


class Due(Doc, frozen=True, kw_only=True):
    """By when: `after` the opening event, or after (or before: "-P3D") the date in `field`.

    `calendar` counts `after` in working time; `at` ("18:00") sets the hour on the day reached.
    `variants` give other times for records on which their `when` holds (first by order).
    """

    after: Duration | None = None
    calendar: Id | None = None
    field: FieldPath | None = None
    at: str | None = None
    variants: dict[Id, DueVariant] = member(default_factory=dict)


class DueVariant(Doc, frozen=True, kw_only=True):
    """Another time limit for the records on which `when` holds."""

    when: Node
    after: Duration
    calendar: Id | None = None
    order: int = 0


class Repeat(Doc, frozen=True, kw_only=True):
    """A duty owed again: once in every day, ISO week, month or quarter, or `every` so long after the last act."""

    period: Literal["day", "week", "month", "quarter", "since_last"]
    every: Duration | None = None


class Reset(Doc, frozen=True, kw_only=True):
    """An act that starts the time limit anew; `when` is a rule over the record after it (None: every such act)."""

    when: Node | None = None


class Reminder(Doc, frozen=True, kw_only=True):
    """A reminder `before` the deadline, to the assignee or to `person`."""

    before: Duration
    person: Person | None = None
    order: int = 0


class Escalation(Doc, frozen=True, kw_only=True):
    """Who learns of a breach, `after` the deadline."""

    after: Duration
    person: Person
    order: int = 0


class Block(Doc, frozen=True, kw_only=True):
    """The transition is refused while an obligation of the duty is open, or only once it is breached."""

    when: Literal["open", "breached"] = "open"


class DutyEvidence(Doc, frozen=True, kw_only=True):
    """Files the discharging act must carry: at least `min`; `original` refuses one used before."""

    min: Times = 1
    original: bool = False


class Duty(Doc, frozen=True, kw_only=True):
    """必做动作: this action must happen. An obligation opens with `opens_when` and closes only by `action`.

    `counts` narrows which acts discharge it (a rule over the act's record: "effective");
    `owed_while` withdraws the obligation once false; `waive` names the roles that may waive,
    extend or reassign it with a reason.
    """

    id: Id
    entity: Id
    label: Text
    opens_when: EventPattern
    action: Id
    due: Due
    order: int = 0
    help: Text | None = None
    counts: Node | None = None
    owed_while: Node | None = None
    repeats: Repeat | None = None
    resets_on: dict[Id, Reset] = member(default_factory=dict)
    assign: Person = member(default_factory=Person)
    remind: dict[Id, Reminder] = member(default_factory=dict)
    escalate: dict[Id, Escalation] = member(default_factory=dict)
    blocks: dict[Id, Block] = member(default_factory=dict)
    waive: dict[Id, Mark] = member(default_factory=dict)
    evidence: DutyEvidence | None = None


class SetField(Doc, frozen=True, kw_only=True, tag_field="kind", tag="set"):
    """Set `field` of the event's record to the value of a rule."""

    field: Id
    value: Node
    order: int = 0


class CreateRecord(Doc, frozen=True, kw_only=True, tag_field="kind", tag="create"):
    """Create a record of `entity`; `link` is its reference field back to the event's record."""

    entity: Id
    link: Id | None = None
    values: dict[Id, Node] = member(default_factory=dict)
    order: int = 0


class MoveRecord(Doc, frozen=True, kw_only=True, tag_field="kind", tag="move"):
    """Move the event's record to `stage`, through the same gates as everyone."""

    stage: Id
    order: int = 0


class OpenObligation(Doc, frozen=True, kw_only=True, tag_field="kind", tag="open"):
    """Open an obligation of `duty` on the event's record."""

    duty: Id
    order: int = 0


class Notify(Doc, frozen=True, kw_only=True, tag_field="kind", tag="notify"):
    """Send a message; `text` may hold `{field}` placeholders of the event's record."""

    person: Person
    text: Text
    order: int = 0


class Webhook(Doc, frozen=True, kw_only=True, tag_field="kind", tag="webhook"):
    """Call the organisation's endpoint of this name (its address and secret are settings, not part of the app)."""

    endpoint: Id
    order: int = 0


class AssignRecord(Doc, frozen=True, kw_only=True, tag_field="kind", tag="assign"):
    """Give the event's record to someone."""

    person: Person
    order: int = 0


Effect = SetField | CreateRecord | MoveRecord | OpenObligation | Notify | Webhook | AssignRecord


class Trigger(Doc, frozen=True, kw_only=True):
    """自动化: when such an event happens, these effects follow in order, in the same transaction."""

    id: Id
    label: Text
    on: EventPattern
    effects: dict[Id, Effect]
    order: int = 0
    help: Text | None = None


class TableInput(Doc, frozen=True, kw_only=True):
    """A column of conditions: the value of `rule` (often one field), shown under `label`."""

    label: Text
    rule: Node
    order: int = 0


class TableRow(Doc, frozen=True, kw_only=True):
    """A row: a condition per input (a rule in which `{"p": "cell"}` is its value; none: any value) and the output."""

    output: Node
    cells: dict[Id, Node] = member(default_factory=dict)
    order: int = 0
    note: Text | None = None


class DecisionTable(Doc, frozen=True, kw_only=True):
    """判定表: rows of conditions give an output, first hit by order.

    `output` names the field that receives it (None: read by name only).
    """

    id: Id
    entity: Id
    label: Text
    inputs: dict[Id, TableInput]
    rows: dict[Id, TableRow]
    output: Id | None = None
    otherwise: Node | None = None
    order: int = 0
    help: Text | None = None


class Threshold(Doc, frozen=True, kw_only=True):
    """Where a metric counts as `colour`: `op` compares the metric with `value` (in the metric's unit)."""

    colour: Literal["green", "yellow", "red"]
    op: Literal["lt", "le", "gt", "ge"]
    value: float
    order: int = 0


class Term(Doc, frozen=True, kw_only=True):
    """A part of an index: `metric` times `weight`; `cap` is the value that counts as full in the normalised variant."""

    metric: Id
    weight: float
    cap: float | None = None
    order: int = 0


class Metric(Doc, frozen=True, kw_only=True):
    """指标: one number over records and events, from which the records behind it can be listed.

    kind, and what it reads:
    count (records with `where`, or events of `start`), compliance (obligations of `duties`, or all, met on time),
    duration (median from `start` to `end` per record, the still open counted as censored),
    (`start_field` and `end_field` instead: between two dates people typed),
    rate (of the records that `start`, the part that `end` within `within`, or with `complement` the part that does not;
    `base` says which records are the base),
    ratio (`numerator` / `denominator`), index (sum of `terms`), value (`op` of `field` over records with `where`).
    `window` is how far back it looks; `immature` leaves out base events younger than that; `dimensions` are the
    field paths to drill down by; `weeks` is how many consecutive weeks are needed before a verdict.
    """

    id: Id
    entity: Id
    label: Text
    kind: Literal["count", "compliance", "duration", "rate", "ratio", "index", "value"]
    unit: Literal["count", "ratio", "seconds", "working_days", "money", "points"] = "count"
    where: Node | None = None
    start: EventPattern | None = None
    end: EventPattern | None = None
    start_field: FieldPath | None = None
    end_field: FieldPath | None = None
    within: Duration | None = None
    complement: bool = False
    immature: Duration | None = None
    base: Literal["entered", "in_stage_at_period_end", "in_stage_during_period"] = "entered"
    calendar: Id | None = None
    statistic: Literal["median", "mean", "p90"] = "median"
    numerator: Id | None = None
    denominator: Id | None = None
    terms: dict[Id, Term] = member(default_factory=dict)
    normalised: bool = False
    op: Literal["sum", "avg", "min", "max"] | None = None
    field: FieldPath | None = None
    duties: dict[Id, Mark] = member(default_factory=dict)
    window: Duration | None = None
    period: Literal["day", "week", "month", "quarter"] | None = None
    thresholds: dict[Id, Threshold] = member(default_factory=dict)
    dimensions: dict[FieldPath, Mark] = member(default_factory=dict)
    weeks: Count = 0
    order: int = 0
    help: Text | None = None


class Card(Doc, frozen=True, kw_only=True):
    """A metric on a board; `text` explains in words what its colour asks for."""

    metric: Id
    order: int = 0
    text: Text | None = None
    split: FieldPath | None = None
    against: Id | None = None


class MetricBoard(Doc, frozen=True, kw_only=True):
    """看板: cards of metrics, for the roles named (none: everyone)."""

    id: Id
    label: Text
    cards: dict[Id, Card]
    roles: dict[Id, Mark] = member(default_factory=dict)
    order: int = 0
    help: Text | None = None
