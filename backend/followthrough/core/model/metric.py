"""Metric and board documents: numbers over records and events, from which the records behind them can be listed.

Kept and checked by this release; a later one computes them.
"""

from __future__ import annotations

from typing import Literal

from msgspec import field as member

from .base import Count, Doc, Duration, FieldPath, Id, Mark, Node, Text
from .pattern import EventPattern


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
