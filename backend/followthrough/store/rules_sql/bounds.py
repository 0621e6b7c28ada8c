"""Comparisons with a moment, rewritten so that an index on the bare column serves.

`hours_between(q, now()) > 24` is a condition on a computed number; it is true exactly for q up to a certain
second, which is found here with the very division the other executors do.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from followthrough.core.rules import Node, ZoneTable
from followthrough.core.rules.literals import literal_value
from followthrough.core.rules.types import Ty

from .values import INTEGER

if TYPE_CHECKING:
    from .emitter import Emitter

_MIRROR = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}
_UNITS = {"hours_between": 3600, "days_between": 1}
_FIRST = date.min.toordinal() - date(1970, 1, 1).toordinal()
_LAST = date.max.toordinal() - date(1970, 1, 1).toordinal()


def on_bare_column(emitter: Emitter, op: str, args: list[Node]) -> sa.ColumnElement[Any] | None:
    """The comparison on the bare field, when one side counts from or to a fixed moment and the other is a literal."""
    span, limit = args
    if limit.get("op") in _UNITS:
        span, limit, op = limit, span, _MIRROR[op]
    if span.get("op") not in _UNITS or "v" not in limit:
        return None
    start, end = span["a"]
    moment, field = (_moment(emitter, end), start) if "f" in start else (_moment(emitter, start), end)
    if moment is None or "f" not in field:
        return None
    step = _edge(op, literal_value(limit), _UNITS[span["op"]])
    # hours_between(q, now) = now - q grows as q falls; hours_between(now, q) grows with q.
    later = (op in ("gt", "ge")) == (field is end)
    bound = moment + step if field is end else moment - step
    return _compare(emitter, span["op"], emitter.column_of(field["f"]), bound, later)


def _moment(emitter: Emitter, node: Node) -> int | None:
    if "t" in node:
        return int(literal_value(node))
    return int(getattr(emitter.env, node["op"])) if node.get("op") in ("now", "today") else None


def _edge(op: str, limit: float, unit: int) -> int:
    """The smallest (gt, ge) or largest (lt, le) whole number of seconds or days for which the comparison holds."""
    holds: Callable[[int], bool] = {
        "gt": lambda whole: whole / unit > limit,
        "ge": lambda whole: whole / unit >= limit,
        "lt": lambda whole: whole / unit < limit,
        "le": lambda whole: whole / unit <= limit,
    }[op]
    direction = 1 if op in ("gt", "ge") else -1
    whole = math.floor(limit * unit) - 2 * direction
    while not holds(whole):
        whole += direction
    while holds(whole - direction):
        whole -= direction
    return whole


def _compare(
    emitter: Emitter, op: str, column: sa.ColumnElement[Any], bound: int, later: bool
) -> sa.ColumnElement[Any]:
    if op == "hours_between":
        side = sa.literal(max(min(bound, 2**62), -(2**62)), INTEGER)
        return column >= side if later else column <= side
    if not _FIRST <= bound <= _LAST:
        reached = (bound < _FIRST) == later
        return column.is_not(sa.null()) if reached else sa.false()
    day = emitter.values.literal(bound, Ty("date"))
    return column >= day if later else column <= day


def offset(zone: ZoneTable, instant: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """Seconds east of UTC at an instant, by the zone table."""
    if not zone:
        return sa.literal(0, INTEGER)
    first = sa.literal(zone[0][1], INTEGER)
    later = [(instant >= sa.literal(start, INTEGER), sa.literal(east, INTEGER)) for start, east in zone[:0:-1]]
    return sa.case(*later, else_=first) if later else first
