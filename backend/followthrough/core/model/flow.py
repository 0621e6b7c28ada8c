"""Flow and action documents: stages, paths, transitions, and what a person does.

Semantics (see docs/contract.md, "Gates"): being in an open or won stage requires the
`entry` of that stage and of every stage before it on the record's path; a lost or hold
stage requires its own `entry` only. A move walks transitions; each walked transition's
`requires`, `when` and `roles` must hold.
"""

from __future__ import annotations

from msgspec import field as member

from .base import Doc, Mark, Node, Statement, Text
from .entity import Property


class FieldDemand(Doc):
    """A field that must be filled; `when` narrows the demand (None: always)."""

    when: Node | None = None
    order: int = 0


class ActionDemand(Doc):
    """An action that must have been done on this record at least `min` times."""

    min: int = 1
    when: Node | None = None
    order: int = 0


class Requirement(Doc):
    """Fields (own, or `customer.core_need` through one reference), actions and statements that must hold."""

    fields: dict[str, FieldDemand] = member(default_factory=dict)
    actions: dict[str, ActionDemand] = member(default_factory=dict)
    statements: dict[str, Statement] = member(default_factory=dict)


class Stage(Doc):
    """A stage. `kind` is open, won, lost or hold."""

    label: Text
    kind: str = "open"
    order: int = 0
    help: Text | None = None
    color: str | None = None
    entry: Requirement = member(default_factory=Requirement)
    expected: str | None = None
    archived: bool = False


class Path(Doc):
    """A route through the stages, chosen by `when` (first true in `order`; None: the default path)."""

    label: Text
    stages: dict[str, Mark]
    order: int = 0
    when: Node | None = None


class Transition(Doc):
    """A permitted step. Empty `roles`: every role that may edit the record."""

    label: Text
    source: dict[str, Mark] = member(name="from")
    to: str
    order: int = 0
    when: Node | None = None
    message: Text | None = None
    roles: dict[str, Mark] = member(default_factory=dict)
    requires: Requirement = member(default_factory=Requirement)


class Flow(Doc):
    """The flow of one entity."""

    id: str
    entity: str
    label: Text
    stages: dict[str, Stage]
    paths: dict[str, Path]
    transitions: dict[str, Transition]


class ActionField(Doc):
    """One input of an action's mini form.

    `target` is a field of the record (`amount`), of the record behind a reference
    (`customer.core_need`), of the record the action creates (`new.content`), or None: the
    value is kept with the act itself and described by `property`.
    """

    order: int = 0
    target: str | None = None
    property: Property | None = None
    label: Text | None = None
    required: bool = False
    required_when: Node | None = None
    relevance: Node | None = None
    default_rule: Node | None = None


class Evidence(Doc):
    """Files an act must carry: at least `min`, at most `max`, of the kinds in `accept` (image, pdf, office, audio, video)."""

    min: int = 1
    max: int = 9
    accept: dict[str, Mark] = member(default_factory=dict)
    label: Text | None = None


class Creates(Doc):
    """A record the act creates: `link` is its reference field back to the acted record; `values` are rules over the acted record."""

    entity: str
    link: str
    values: dict[str, Node] = member(default_factory=dict)


class Advances(Doc):
    """The stage the act moves its record to (walking transitions) when the record is not there or beyond yet."""

    to: str


class Action(Doc):
    """An action node: who does what, with which small form and evidence, and what it writes."""

    id: str
    entity: str
    label: Text
    order: int = 0
    icon: str | None = None
    help: Text | None = None
    stages: dict[str, Mark] = member(default_factory=dict)
    roles: dict[str, Mark] = member(default_factory=dict)
    when: Node | None = None
    message: Text | None = None
    fields: dict[str, ActionField] = member(default_factory=dict)
    evidence: Evidence | None = None
    requires: Requirement = member(default_factory=Requirement)
    creates: Creates | None = None
    writes: dict[str, Node] = member(default_factory=dict)
    advances: Advances | None = None
    effective: Node | None = None
