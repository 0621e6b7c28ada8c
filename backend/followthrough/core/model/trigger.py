"""Triggers: an event and the effects that follow it, from a closed list, in the same transaction."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import field as member

from .base import Doc, FieldPath, Id, Node, Text
from .pattern import EventPattern, Person


class SetField(Doc, frozen=True, kw_only=True, tag_field="kind", tag="set"):
    """Set `field` of the event's record, or of the record behind one of its references (`currency.rate`), to the value
    of a rule over the event's record."""

    field: FieldPath
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


PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
"""A `{field}` in the text of a message."""


def placeholders(text: Mapping[str, str]) -> frozenset[str]:
    """The paths a message names, in any language."""
    return frozenset(name for part in text.values() for name in PLACEHOLDER.findall(part))


Effect = SetField | CreateRecord | MoveRecord | OpenObligation | Notify | Webhook | AssignRecord


class Trigger(Doc, frozen=True, kw_only=True):
    """自动化: when such an event happens, these effects follow in order, in the same transaction."""

    id: Id
    label: Text
    on: EventPattern
    effects: dict[Id, Effect]
    order: int = 0
    help: Text | None = None
