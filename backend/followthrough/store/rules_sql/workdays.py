"""Working days: the table `calendar_day` holds a running count, so that counting is a subtraction of two look-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from followthrough.core.rules import Node
from followthrough.core.rules.types import Ty

from .templates import DAYS
from .values import DOUBLE, INTEGER

if TYPE_CHECKING:
    from .emitter import Emitter

Column = sa.ColumnElement[Any]


def emit(emitter: Emitter, op: str, args: list[Node]) -> Column:
    """workdays_between as a number, add_workdays as a date; empty outside the calendar."""
    name = str(args[2]["v"])
    first = emitter.value(args[0], Ty("date"))
    if op == "workdays_between":
        second = emitter.value(args[1], Ty("date"))
        counts = [_count(emitter, name, _key(emitter, day)) for day in (second, first)]
        return emitter.steps.template("CAST(({0} - {1}) AS DOUBLE PRECISION)", *counts, type_=DOUBLE)
    number = _whole(emitter, emitter.value(args[1], Ty("number")))
    # The day and the number stand in several places: they are computed once, beside the look-ups.
    kind = emitter.values.type(Ty("date"))
    found = _add(emitter, name, emitter.steps.bind(first), emitter.steps.bind(number))
    return emitter.steps.template(emitter.pieces.dated, found, type_=kind)


def _add(emitter: Emitter, name: str, day: Column, number: Column) -> Column:
    table = emitter.calendar
    here = _count(emitter, name, _key(emitter, day))
    before = _count(emitter, name, _key(emitter, day, shift=-1))
    # 0 * here: a day outside the calendar is empty even when the day before it is inside.
    target = sa.case((number > 0, here + number), else_=before + number + 1 + here * 0)
    found = (
        sa.select(table.c.day)
        .where(table.c.calendar == name, table.c.working, table.c.working_days == target)
        .correlate_except(table)
        .scalar_subquery()
    )
    kind = emitter.values.type(Ty("date"))
    return sa.case((number == 0, day), else_=sa.cast(found, kind) if emitter.values.postgresql else found)


def _count(emitter: Emitter, name: str, key: Column) -> Column:
    table = emitter.calendar
    return (
        sa.select(table.c.working_days)
        .where(table.c.calendar == name, table.c.day == key)
        .correlate_except(table)
        .scalar_subquery()
    )


def _key(emitter: Emitter, day: Column, shift: int = 0) -> Column:
    """The text of a day, as the calendar's key."""
    if emitter.values.postgresql:
        return emitter.steps.template(f"to_char({{0}} + ({shift}), 'YYYY-MM-DD')", day, type_=sa.Text())
    return emitter.steps.template(f"date({{0}}, '{shift:+d} days')", day, type_=sa.Text()) if shift else day


def _whole(emitter: Emitter, number: Column) -> Column:
    clamped = emitter.pieces.clamp("{0}", DAYS)
    text = f"trunc({clamped})::bigint" if emitter.values.postgresql else f"CAST({clamped} AS INTEGER)"
    return emitter.steps.template(text, number, type_=INTEGER)
