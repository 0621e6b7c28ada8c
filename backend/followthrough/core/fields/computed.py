"""Values the platform computes: what their declared type says of schema, column, rule type and print.

A formula, rollup or lookup declares `type` and, where it matters, `format` (date, date-time, percent,
duration) and the currency; with these it behaves as the kind people would have filled in.
"""

from __future__ import annotations

from typing import Any

from followthrough.core.kit.fieldtype import FieldType

from .base import Column, Json, Kind, refuse_client
from .boolean import BooleanKind
from .cells import PLAIN_PRINT, PLAIN_READ, Cell, Lang, PrintContext, ReadContext, cell_text
from .date import DateKind
from .duration import DurationKind
from .instant import InstantKind
from .money import MoneyKind
from .number import NumberKind, bounded
from .operators import ORDERED
from .percent import PercentKind
from .prop import PropertyLike
from .text import TextKind

FORMATS = ("date", "date-time", "percent", "duration")
TYPES = ("string", "number", "integer", "boolean")


class WholeKind(NumberKind):
    """A whole number as a computed value has it; a field people fill is a `number`."""

    json_type = "integer"
    stored_as = Column.BIGINT
    operators = ORDERED

    def schema(self, prop: PropertyLike) -> dict[str, Json]:
        return bounded("integer", prop)


_TEXT, _NUMBER, _WHOLE, _BOOLEAN = TextKind(), NumberKind(), WholeKind(), BooleanKind()
_BY_FORMAT: dict[tuple[str, str], Kind] = {
    ("string", "date"): DateKind(),
    ("string", "date-time"): InstantKind(),
    ("number", "percent"): PercentKind(),
    ("integer", "duration"): DurationKind(),
}
_BY_TYPE: dict[str, Kind] = {"string": _TEXT, "number": _NUMBER, "integer": _WHOLE, "boolean": _BOOLEAN}
_MONEY = MoneyKind()


def stands_for(prop: PropertyLike) -> Kind:
    """The kind a computed value reads and prints as. An undeclared type reads as text."""
    declared = prop.type if isinstance(prop.type, str) else "string"
    if declared == "integer" and prop.field.currency:
        return _MONEY
    return _BY_FORMAT.get((declared, prop.format or "")) or _BY_TYPE.get(declared, _TEXT)


class ComputedKind(Kind):
    """Common to formula, rollup and lookup."""

    group = "computed"
    server_set = True

    def schema(self, prop: PropertyLike) -> dict[str, Json]:
        schema: dict[str, Any] = stands_for(prop).schema(prop)
        schema.pop("decimals", None)  # rounded for display, not when computed
        return schema

    def normalise(self, value: Json, prop: PropertyLike) -> Json:
        refuse_client(value)
        return None

    def parse(self, cell: Cell, prop: PropertyLike, ctx: ReadContext = PLAIN_READ) -> Json:
        refuse_client(cell_text(cell).strip())
        return None

    def format(self, value: Json, prop: PropertyLike, lang: Lang = "zh", ctx: PrintContext = PLAIN_PRINT) -> str:
        return stands_for(prop).format(value, prop, lang, ctx)

    def to_cell(self, value: Json, prop: PropertyLike, lang: Lang = "zh", ctx: PrintContext = PLAIN_PRINT) -> Cell:
        return stands_for(prop).to_cell(value, prop, lang, ctx)

    def column(self, prop: PropertyLike) -> Column:
        return stands_for(prop).stored_as

    def rule_type(self, prop: PropertyLike) -> FieldType:
        return stands_for(prop).rule_type(prop)
