"""What duties, triggers and metrics share: which events are meant, and who is meant."""

from __future__ import annotations

from typing import Literal

from msgspec import field as member

from .base import Doc, FieldPath, Id, Mark, Node

EventKind = Literal[
    "created", "edited", "moved", "acted", "assigned", "archived", "path_changed", "rolled_up", "breached", "refused"
]


class EventPattern(Doc, frozen=True, kw_only=True):
    """Which events are meant: those of `entity` of this `kind` for which `when` holds on the record after it.

    `stage` narrows "moved", "created" and "path_changed" to the stage entered, `source` to the stage left,
    `action` narrows "acted" and "refused" (an approval that was not given), `duty` narrows "breached" (a deadline passed),
    `fields` narrows any kind that changes values to a change of any of them.
    """

    entity: Id
    kind: EventKind
    stage: Id | None = None
    source: Id | None = member(name="from", default=None)
    action: Id | None = None
    duty: Id | None = None
    fields: dict[Id, Mark] = member(default_factory=dict)
    when: Node | None = None


class Person(Doc, frozen=True, kw_only=True):
    """Who is meant: the record's owner, who holds `role` in its unit or nearest above, a field, or the roster.

    A roster without anyone on duty at that moment falls back to the owner.
    """

    to: Literal["owner", "role", "field", "roster"] = "owner"
    role: Id | None = None
    field: FieldPath | None = None
    roster: Id | None = None
