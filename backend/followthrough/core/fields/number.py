"""number 数字: any quantity; `decimals` limits the digits after the point."""

from __future__ import annotations

from typing import Any, ClassVar

from followthrough.core.kit.fieldtype import NUMBER

from .base import Column, Json, Kind
from .cells import PLAIN_PRINT, PLAIN_READ, Cell, Lang, PrintContext, ReadContext
from .issues import FieldIssue
from .numbers import CAP, check_range, decimal_of_cell, decimals_of, number_of, number_text
from .operators import ORDERED
from .prop import PropertyLike
from .property_schema import DECIMALS, RANGE, PropertyShape


class NumberKind(Kind):
    """A JSON number, stored as a double, |x| <= 1e15."""

    id = "number"
    label: ClassVar = {"zh": "数字", "en": "Number"}
    help: ClassVar = {"zh": "数量、天数、面积等", "en": "A quantity, a count, an area"}
    group = "number"
    json_type = "number"
    stored_as = Column.DOUBLE
    typed = NUMBER
    operators = ORDERED
    shape = PropertyShape(keywords={**RANGE, **DECIMALS})
    starts_with: ClassVar = {"decimals": 2}

    def schema(self, prop: PropertyLike) -> dict[str, Json]:
        return bounded("number", prop, prop.decimals)

    def normalise(self, value: Json, prop: PropertyLike) -> Json:
        if value is None or value == "":
            return None
        number = number_of(value)
        check_range(number, prop)
        if prop.decimals is not None and decimals_of(number) > prop.decimals:
            raise FieldIssue("too_many_decimals", {"decimals": prop.decimals})
        return number

    def parse(self, cell: Cell, prop: PropertyLike, ctx: ReadContext = PLAIN_READ) -> Json:
        exact = decimal_of_cell(cell, ctx.decimal)
        return None if exact is None else self.normalise(float(exact), prop)

    def format(self, value: Json, prop: PropertyLike, lang: Lang = "zh", ctx: PrintContext = PLAIN_PRINT) -> str:
        return "" if value is None else number_text(float(value), prop.decimals)

    def to_cell(self, value: Json, prop: PropertyLike, lang: Lang = "zh", ctx: PrintContext = PLAIN_PRINT) -> Cell:
        return None if value is None else float(value)


def bounded(json_type: str, prop: PropertyLike, decimals: int | None = None) -> dict[str, Any]:
    """Schema of a number within the property's range and the platform's cap."""
    schema: dict[str, Any] = {
        "type": json_type,
        "minimum": -CAP if prop.minimum is None else max(prop.minimum, -CAP),
        "maximum": CAP if prop.maximum is None else min(prop.maximum, CAP),
    }
    return schema if decimals is None else {**schema, "decimals": decimals}
