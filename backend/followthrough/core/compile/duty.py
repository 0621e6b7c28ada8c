"""Compiles duties: their rules, limits and steps in order, and which actions discharge and which transitions wait."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from followthrough.core.kit.durations import Span, span_of
from followthrough.core.kit.fieldtype import FieldType
from followthrough.core.model.app import AppDocument
from followthrough.core.model.base import Text
from followthrough.core.model.duty import Due, Duty
from followthrough.core.model.pattern import Person
from followthrough.core.model.scope import EntityScope, in_order
from followthrough.core.rules import Scope

from .pattern import CompiledPattern, act_scope, compile_pattern, record_reads
from .rule import CompiledRule

BlockWhen = Literal["open", "breached"]


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit: how long, counted on which calendar (None: it elapses). `id` names a variant; "" the duty's own."""

    id: str
    after: Span
    calendar: str | None
    when: CompiledRule | None = None


@dataclass(frozen=True, slots=True)
class CompiledDue:
    """By when. `limits` in the order in which they are asked: the variants, then the duty's own (always true).

    `field` is the date counted from (None: from the anchor), `dated` whether that is a day and not an instant; `at`
    the seconds of the day set on the day reached.
    """

    doc: Due
    limits: tuple[Limit, ...]
    field: str | None
    dated: bool
    at: int | None


@dataclass(frozen=True, slots=True)
class Step:
    """A reminder (`offset` before the deadline, so negative) or an escalation (after it)."""

    key: str
    id: str
    offset: Span
    person: Person | None


@dataclass(frozen=True, slots=True)
class CompiledDuty:
    """A duty ready to judge. `resets` are the acts that start the limit anew, each with its condition."""

    id: str
    doc: Duty
    entity: str
    label: Text
    action: str
    opens: CompiledPattern
    counts: CompiledRule | None
    owed_while: CompiledRule | None
    due: CompiledDue
    period: str | None
    every: Span | None
    resets: Mapping[str, CompiledRule | None]
    assign: Person
    remind: tuple[Step, ...]
    escalate: tuple[Step, ...]
    waive: frozenset[str]

    @property
    def reads(self) -> frozenset[str]:
        """Every path of the record that it reads."""
        rules = (self.counts, self.owed_while, *self.resets.values(), *(limit.when for limit in self.due.limits))
        people = (self.assign, *(step.person for step in (*self.remind, *self.escalate)))
        fields = [person.field for person in people if person is not None and person.field is not None]
        own = frozenset(fields if self.due.field is None else [self.due.field, *fields])
        return own | self.opens.reads | record_reads(*rules)


@dataclass(frozen=True, slots=True)
class Blocking:
    """A duty that keeps a transition shut: while one is open, or open and overdue."""

    duty: CompiledDuty
    when: BlockWhen


@dataclass(frozen=True, slots=True)
class CompiledDuties:
    """The duties of an entity: `all` in order, `by_action` those an action discharges, `blocks` by transition."""

    all: Mapping[str, CompiledDuty] = field(default_factory=dict)
    by_action: Mapping[str, tuple[CompiledDuty, ...]] = field(default_factory=dict)
    blocks: Mapping[str, tuple[Blocking, ...]] = field(default_factory=dict)

    def get(self, duty: str) -> CompiledDuty | None:
        """The duty called so; None when the app has it no more."""
        return self.all.get(duty)

    def reads(self) -> Iterator[str]:
        """Every path of the record that any of them reads."""
        for duty in self.all.values():
            yield from duty.reads


def duties_of(app: AppDocument, entity: str, scope: Scope) -> CompiledDuties:
    """The duties on records of an entity."""
    made = {name: _duty(app, name, duty, scope) for name, duty in in_order(app.duties) if duty.entity == entity}
    blocks: dict[str, list[Blocking]] = {}
    by_action: dict[str, list[CompiledDuty]] = {}
    for duty in made.values():
        by_action.setdefault(duty.action, []).append(duty)
        for transition, block in sorted(duty.doc.blocks.items()):
            blocks.setdefault(transition, []).append(Blocking(duty, block.when))
    return CompiledDuties(made, _frozen(by_action), {name: tuple(part) for name, part in blocks.items()})


def _frozen(parts: dict[str, list[CompiledDuty]]) -> dict[str, tuple[CompiledDuty, ...]]:
    return {name: tuple(part) for name, part in parts.items()}


def _duty(app: AppDocument, name: str, duty: Duty, scope: Scope) -> CompiledDuty:
    def rule(node: Mapping[str, object] | None, action: str) -> CompiledRule | None:
        return None if node is None else CompiledRule(dict(node), act_scope(app, duty.entity, action))

    repeats = duty.repeats
    return CompiledDuty(
        id=name,
        doc=duty,
        entity=duty.entity,
        label=duty.label,
        action=duty.action,
        opens=compile_pattern(app, duty.opens_when),
        counts=rule(duty.counts, duty.action),
        owed_while=None if duty.owed_while is None else CompiledRule(duty.owed_while, scope),
        due=_due(app, duty.entity, duty.due, scope),
        period=repeats.period if repeats else None,
        every=span_of(repeats.every) if repeats and repeats.every else None,
        resets={action: rule(reset.when, action) for action, reset in sorted(duty.resets_on.items())},
        assign=duty.assign,
        remind=steps(
            "remind", ((key, span_of(part.before).back(), part.person) for key, part in in_order(duty.remind))
        ),
        escalate=steps("escalate", ((key, span_of(part.after), part.person) for key, part in in_order(duty.escalate))),
        waive=frozenset(duty.waive),
    )


def steps(kind: str, parts: Iterable[tuple[str, Span, Person | None]]) -> tuple[Step, ...]:
    """Reminders (`kind` remind) or escalations, in order."""
    return tuple(Step(f"{kind}:{key}", key, offset, person) for key, offset, person in parts)


def _due(app: AppDocument, entity: str, due: Due, scope: Scope) -> CompiledDue:
    limits = [
        Limit(key, span_of(part.after), part.calendar, CompiledRule(part.when, scope))
        for key, part in in_order(due.variants)
    ]
    limits.append(Limit("", span_of(due.after) if due.after else Span(), due.calendar))
    kind: FieldType | None = EntityScope(app, entity).lookup(due.field) if due.field else None
    return CompiledDue(due, tuple(limits), due.field, kind is not None and kind.base == "date", _seconds(due.at))


def _seconds(at: str | None) -> int | None:
    """The seconds of the day of "18:00"."""
    if at is None:
        return None
    hour, _, minute = at.partition(":")
    return int(hour) * 3600 + int(minute) * 60
