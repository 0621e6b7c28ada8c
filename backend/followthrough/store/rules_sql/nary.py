"""Operators over any number of arguments that skip what is empty: sum, avg, concat, min, max."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from followthrough.core.rules.types import Ty

from .values import DOUBLE

if TYPE_CHECKING:
    from .emitter import Emitter

OPERATORS = frozenset({"sum", "avg", "concat"})

_BOUNDS = {
    "number": ("-1e300", "1e300"),
    "instant": ("-9223372036854775807", "9223372036854775807"),
    "date": ("''", "'z'"),
}
"""What sorts before and after every value there is, for SQLite's min() and max(), which do not skip NULL."""


def emit(emitter: Emitter, op: str, args: list[sa.ColumnElement[Any]], cap: bool) -> sa.ColumnElement[Any]:
    """sum and avg over doubles, left to right, guarded if `cap`; concat over texts. Empty when every argument is."""
    places = [f"{{{index}}}" for index in range(len(args))]
    if op == "concat":
        joined = " || ".join(f"coalesce({place}, '')" for place in places)
        return emitter.steps.template(f"nullif({joined}, '')", *args, type_=sa.Text())
    total = "0.0"
    for place in places:
        total = f"({total} + coalesce({place}, 0.0))"
    filled = " + ".join(f"CASE WHEN {place} IS NULL THEN 0 ELSE 1 END" for place in places)
    text = {"sum": f"(CASE WHEN ({filled}) > 0 THEN {total} END)", "avg": f"({total} / nullif({filled}, 0))"}[op]
    return emitter.steps.template(emitter.pieces.capped(text) if cap else text, *args, type_=DOUBLE)


def extreme(
    emitter: Emitter, op: str, args: list[sa.ColumnElement[Any]], common: Ty, kind: sa.types.TypeEngine[Any]
) -> sa.ColumnElement[Any]:
    """The smallest or largest of what is filled in, empty when nothing is."""
    if len(args) == 1:
        return args[0]
    places = [f"{{{index}}}" for index in range(len(args))]
    name = emitter.pieces.least if op == "min" else emitter.pieces.greatest
    if name in ("least", "greatest"):
        return emitter.steps.template(f"{name}({', '.join(places)})", *args, type_=kind)
    low, high = _BOUNDS[common.base]
    beyond = high if op == "min" else low
    filled = ", ".join(f"coalesce({place}, {beyond})" for place in places)
    return emitter.steps.template(f"nullif({name}({filled}), {beyond})", *args, type_=kind)
