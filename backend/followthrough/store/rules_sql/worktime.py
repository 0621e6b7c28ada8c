"""Working time: the table `calendar_span` says how much of it lies before each span, so that counting is a subtraction of
two look-ups, and adding is one more the other way round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from followthrough.core.rules import Node
from followthrough.core.rules.types import Ty
from followthrough.store.platform.time import calendar_span

from .templates import HOUR_SECONDS
from .values import DOUBLE, INTEGER

if TYPE_CHECKING:
    from .emitter import Emitter

Column = sa.ColumnElement[Any]
_c = calendar_span.c


def emit(emitter: Emitter, op: str, args: list[Node]) -> Column:
    """work_hours_between as a number, add_work_time as an instant; empty outside the calendar."""
    name = str(args[2]["v"])
    first = emitter.steps.bind(emitter.value(args[0], Ty("instant")))
    if op == "work_hours_between":
        second = emitter.steps.bind(emitter.value(args[1], Ty("instant")))
        worked = [_worked(name, instant) for instant in (second, first)]
        return emitter.steps.template("(CAST(({0} - {1}) AS DOUBLE PRECISION) / 3600.0)", *worked, type_=DOUBLE)
    number = emitter.steps.bind(_whole(emitter, emitter.value(args[1], Ty("number"))))
    target = emitter.steps.bind(_worked(name, first) + number)
    found = sa.case((number == 0, first), else_=_reached(name, number, target))
    below = "(-2208988801)::bigint" if emitter.values.postgresql else "-2208988801"
    return emitter.steps.template(emitter.pieces.within("{0}", below, "32503680000"), found, type_=INTEGER)


def _worked(name: str, instant: Column) -> Column:
    """Working seconds from the calendar's begin up to the instant. The row behind the end has less than none before it."""
    inside = _c.before_s + sa.case((_c.end_s < instant, _c.end_s), else_=instant) - _c.start_s
    return (
        sa.select(sa.case((_c.before_s >= 0, inside)))
        .where(_c.calendar == name, _c.start_s <= instant)
        .order_by(_c.start_s.desc())
        .limit(1)
        .correlate_except(calendar_span)
        .scalar_subquery()
    )


def _reached(name: str, number: Column, target: Column) -> Column:
    """The instant with `target` working seconds before it: forwards the least, backwards the greatest."""
    left = target - _c.before_s
    return (
        sa.select(sa.case((left <= _c.end_s - _c.start_s, _c.start_s + left)))
        .where(
            _c.calendar == name,
            _c.before_s >= 0,
            _c.before_s < target + sa.case((number < 0, 1), else_=0),
        )
        .order_by(_c.before_s.desc(), _c.start_s.desc())
        .limit(1)
        .correlate_except(calendar_span)
        .scalar_subquery()
    )


def _whole(emitter: Emitter, number: Column) -> Column:
    clamped = emitter.pieces.clamp("{0}", HOUR_SECONDS)
    text = f"trunc({clamped})::bigint" if emitter.values.postgresql else f"CAST({clamped} AS INTEGER)"
    return emitter.steps.template(text, number, type_=INTEGER)
