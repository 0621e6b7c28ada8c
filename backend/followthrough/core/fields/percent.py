"""percent 百分比: stored as a ratio, shown and typed in hundredths."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from followthrough.core.kit.fieldtype import PERCENT

from .base import Column, Json, Kind
from .cells import PLAIN_PRINT, PLAIN_READ, Cell, Lang, PrintContext, ReadContext, cell_text
from .characters import narrow
from .issues import FieldIssue
from .number import bounded
from .numbers import check_range, decimal_of_cell, decimal_of_text, decimals_of, number_of, number_text
from .operators import ORDERED
from .prop import PropertyLike
from .property_schema import DECIMALS, RANGE, PropertyShape

_SIGNS = {"%": Decimal(100), "‰": Decimal(1000)}
_RATIO_DECIMALS = 2  # a ratio has two decimals more than its percentage


class PercentKind(Kind):
    """A JSON number, 0.03 is 3 %; `decimals`, as people count them, are those of the percentage."""

    id = "percent"
    label: ClassVar = {"zh": "百分比", "en": "Percent"}
    help: ClassVar = {"zh": "折扣、占比、税率，填 3 表示 3%", "en": "A discount, a share, a rate; 3 means 3 %"}
    group = "number"
    json_type = "number"
    stored_as = Column.DOUBLE
    typed = PERCENT
    operators = ORDERED
    shape = PropertyShape(keywords={**RANGE, **DECIMALS})
    starts_with: ClassVar = {"decimals": 2}

    def schema(self, prop: PropertyLike) -> dict[str, Json]:
        return bounded("number", prop, None if prop.decimals is None else prop.decimals + _RATIO_DECIMALS)

    def normalise(self, value: Json, prop: PropertyLike) -> Json:
        if value is None or value == "":
            return None
        ratio = number_of(value)
        check_range(ratio, prop)
        if prop.decimals is not None and decimals_of(ratio) > prop.decimals + _RATIO_DECIMALS:
            raise FieldIssue("too_many_decimals", {"decimals": prop.decimals})
        return ratio

    def parse(self, cell: Cell, prop: PropertyLike, ctx: ReadContext = PLAIN_READ) -> Json:
        """Typed text counts in hundredths; a sheet's number is the ratio itself, as sheets keep percentages."""
        if isinstance(cell, int | float):
            ratio = decimal_of_cell(cell)
        else:
            text = narrow(cell_text(cell)).strip()
            sign = text[-1:]
            shown = decimal_of_text(text[:-1] if sign in _SIGNS else text, ctx.decimal)
            if shown is None and sign in _SIGNS:
                raise FieldIssue("not_a_number")
            ratio = None if shown is None else shown / _SIGNS.get(sign, Decimal(100))
        return None if ratio is None else self.normalise(float(ratio), prop)

    def format(self, value: Json, prop: PropertyLike, lang: Lang = "zh", ctx: PrintContext = PLAIN_PRINT) -> str:
        if value is None:
            return ""
        return number_text(Decimal(f"{float(value):.15g}").scaleb(_RATIO_DECIMALS), prop.decimals) + "%"

    def to_cell(self, value: Json, prop: PropertyLike, lang: Lang = "zh", ctx: PrintContext = PLAIN_PRINT) -> Cell:
        return None if value is None else float(value)
