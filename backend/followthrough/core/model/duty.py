"""Duty documents 必做动作: this action must happen, by when, by whom, and what follows when it does not.

Their meaning is docs/duties.md. Durations are ISO 8601. Time that counts working time names its calendar
(`"organisation"` is the organisation's own); without a calendar time simply elapses.
"""

from __future__ import annotations

from typing import Literal

from msgspec import field as member

from .base import Doc, Duration, FieldPath, Id, Mark, Node, Text
from .pattern import EventPattern, Person


class DueVariant(Doc, frozen=True, kw_only=True):
    """Another time limit for the records on which `when` holds."""

    when: Node
    after: Duration
    calendar: Id | None = None
    order: int = 0


class Due(Doc, frozen=True, kw_only=True):
    """By when: `after` the opening (or the start of the period), or after (before: "-P3D") the date in `field`.

    `calendar` counts `after` in working time: its days are workdays, its hours working hours. `at` ("18:00") sets the
    hour on the day reached. `variants` give other times for records on which their `when` holds (first by order).
    """

    after: Duration | None = None
    calendar: Id | None = None
    field: FieldPath | None = None
    at: str | None = None
    variants: dict[Id, DueVariant] = member(default_factory=dict)


class Repeat(Doc, frozen=True, kw_only=True):
    """A duty owed again.

    "each": with every opening event, unless one is open already. "since_last": `every` so long after the last act.
    day, week (ISO), month, quarter: once in every such period of the organisation's zone, from the one of the opening
    event on. Without a Repeat it is owed once per record, ever.
    """

    period: Literal["each", "since_last", "day", "week", "month", "quarter"]
    every: Duration | None = None


class Reset(Doc, frozen=True, kw_only=True):
    """An act that starts the time limit anew while it has not passed; `when` is a rule over the record after it."""

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


class Duty(Doc, frozen=True, kw_only=True):
    """必做动作. An obligation opens with `opens_when` and closes only by `action`.

    `counts` narrows which acts discharge it (a rule over the act's record, "effective"; `act.<key>` names its inputs);
    `owed_while` withdraws the obligation while false; `waive` names the roles that may waive, extend or reassign it
    with a reason. `unit` is how times are shown: seconds where they matter.
    """

    id: Id
    entity: Id
    label: Text
    opens_when: EventPattern
    action: Id
    due: Due
    order: int = 0
    help: Text | None = None
    unit: Literal["days", "hours", "minutes", "seconds"] = "hours"
    counts: Node | None = None
    owed_while: Node | None = None
    repeats: Repeat | None = None
    resets_on: dict[Id, Reset] = member(default_factory=dict)
    assign: Person = member(default_factory=Person)
    remind: dict[Id, Reminder] = member(default_factory=dict)
    escalate: dict[Id, Escalation] = member(default_factory=dict)
    blocks: dict[Id, Block] = member(default_factory=dict)
    waive: dict[Id, Mark] = member(default_factory=dict)


class QueueDoc(Doc, frozen=True, kw_only=True):
    """督办: what is owed under some duties, as one list for those who see to it that it is done.

    `duties` are those gathered (none: all); `roles` who has the list (none: whoever sees more than his own).
    """

    id: Id
    label: Text
    duties: dict[Id, Mark] = member(default_factory=dict)
    roles: dict[Id, Mark] = member(default_factory=dict)
    order: int = 0
    help: Text | None = None
