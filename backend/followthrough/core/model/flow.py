"""Flow and action documents: stages, paths, transitions, and what a person does.

Semantics (see docs/contract.md, "Gates"): being in an open or won stage requires the
`entry` of that stage and of every stage before it on the record's path; a lost or hold
stage requires its own `entry` only. A move walks transitions; each walked transition's
`requires`, `when` and `roles` must hold.
"""

from __future__ import annotations

from typing import Literal

from msgspec import field as member

from .base import Count, Doc, Duration, FieldPath, Id, Mark, Node, Statement, Text, Times
from .duty import Escalation
from .entity import FileKind, Property
from .pattern import Person


class FieldDemand(Doc, frozen=True, kw_only=True):
    """A field that must be filled; `when` narrows the demand (None: always)."""

    when: Node | None = None
    order: int = 0


class ActionDemand(Doc, frozen=True, kw_only=True):
    """An action that must have been done on this record at least `min` times."""

    min: Times = 1
    when: Node | None = None
    order: int = 0


class Requirement(Doc, frozen=True, kw_only=True):
    """Fields (own, or `customer.core_need` through one reference), actions and statements that must hold."""

    fields: dict[FieldPath, FieldDemand] = member(default_factory=dict)
    actions: dict[Id, ActionDemand] = member(default_factory=dict)
    statements: dict[Id, Statement] = member(default_factory=dict)


class Stage(Doc, frozen=True, kw_only=True):
    """A stage. `kind` is open, won, lost or hold; `expected` says how long a record usually stays."""

    label: Text
    kind: Literal["open", "won", "lost", "hold"] = "open"
    order: int = 0
    help: Text | None = None
    color: str | None = None
    entry: Requirement = member(default_factory=Requirement)
    expected: Duration | None = None
    archived: bool = False


class Path(Doc, frozen=True, kw_only=True):
    """A route through the stages, chosen by `when` (first true in `order`; None: the default path)."""

    label: Text
    stages: dict[Id, Mark]
    order: int = 0
    when: Node | None = None


class Transition(Doc, frozen=True, kw_only=True):
    """A permitted step. Empty `roles`: every role that may edit the record."""

    label: Text
    source: dict[Id, Mark] = member(name="from")
    to: Id
    order: int = 0
    when: Node | None = None
    message: Text | None = None
    roles: dict[Id, Mark] = member(default_factory=dict)
    requires: Requirement = member(default_factory=Requirement)


class Flow(Doc, frozen=True, kw_only=True):
    """The flow of one entity."""

    id: Id
    entity: Id
    label: Text
    stages: dict[Id, Stage]
    paths: dict[Id, Path]
    transitions: dict[Id, Transition]


class ActionField(Doc, frozen=True, kw_only=True):
    """One input of an action's mini form.

    `target` is a field of the record (`amount`), of the record behind a reference
    (`customer.core_need`), of the record the action creates (`new.content`), or None: the
    value is kept with the act itself and described by `property`.
    """

    order: int = 0
    target: FieldPath | None = None
    property: Property | None = None
    label: Text | None = None
    required: bool = False
    required_when: Node | None = None
    relevance: Node | None = None
    default_rule: Node | None = None


class Evidence(Doc, frozen=True, kw_only=True):
    """Files an act must carry: at least `min`, at most `max`, of the kinds in `accept` (none: any kind).

    `reuse` says what becomes of a picture that was handed in before, on this or another record, by anybody: "flag"
    takes it and shows supervisors both places, "refuse" does not take it. `camera` offers the camera first on a phone.
    """

    min: Count = 1
    max: Times = 9
    accept: dict[FileKind, Mark] = member(default_factory=dict)
    label: Text | None = None
    reuse: Literal["allow", "flag", "refuse"] = "allow"
    camera: bool = False


class Approver(Doc, frozen=True, kw_only=True):
    """One place among the signers of a step. `when` (a rule over the record and `act.<key>`) asks for it only then."""

    person: Person
    order: int = 0
    when: Node | None = None


class ApprovalStep(Doc, frozen=True, kw_only=True):
    """A step of an approval: who decides, how many of them, and by when.

    `takes` "one": any single approver decides; "all": every one must approve (会签); "in_order": one after another.
    `when` leaves the step out where false (an amount below the limit). `fields` are inputs the approver gives with his
    decision (`act.<key>`, kept with the act; required ones hold for approvers too). `within` is the time limit, on
    `calendar` if named; `on_timeout`: "remind" leaves it open and overdue, "refuse" ends the approval as timed out.
    """

    label: Text
    approvers: dict[Id, Approver]
    order: int = 0
    takes: Literal["one", "all", "in_order"] = "one"
    when: Node | None = None
    fields: dict[Id, ActionField] = member(default_factory=dict)
    within: Duration | None = None
    calendar: Id | None = None
    on_timeout: Literal["remind", "refuse"] = "remind"
    escalate: dict[Id, Escalation] = member(default_factory=dict)


class Approval(Doc, frozen=True, kw_only=True):
    """The decision an action needs before it takes effect: steps in order (docs/approvals.md)."""

    steps: dict[Id, ApprovalStep]
    withdraw: bool = True


class Creates(Doc, frozen=True, kw_only=True):
    """A record an act creates: `link` is its reference back to the acted record; `values` are rules over that one."""

    entity: Id
    link: Id
    values: dict[Id, Node] = member(default_factory=dict)


class Advances(Doc, frozen=True, kw_only=True):
    """The stage the act moves its record to (walking transitions) when the record is not there or beyond yet."""

    to: Id


class Action(Doc, frozen=True, kw_only=True):
    """An action node: who does what, with which small form and evidence, and what it writes.

    With `approval` doing it asks for a decision first: it takes effect once approved (docs/approvals.md).
    """

    id: Id
    entity: Id
    label: Text
    order: int = 0
    icon: str | None = None
    help: Text | None = None
    stages: dict[Id, Mark] = member(default_factory=dict)
    roles: dict[Id, Mark] = member(default_factory=dict)
    when: Node | None = None
    message: Text | None = None
    fields: dict[Id, ActionField] = member(default_factory=dict)
    evidence: Evidence | None = None
    requires: Requirement = member(default_factory=Requirement)
    creates: Creates | None = None
    writes: dict[FieldPath, Node] = member(default_factory=dict)
    advances: Advances | None = None
    effective: Node | None = None
    approval: Approval | None = None
