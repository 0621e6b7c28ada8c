"""formula 计算字段: computed from other fields by the rule `compute`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from followthrough.core.kit.fieldtype import NUMBER

from .base import Column
from .computed import FORMATS, TYPES, ComputedKind
from .operators import ORDERED
from .prop import PropertyLike
from .property_schema import CURRENCY, DECIMALS, RULE, PropertyShape

_CLOCK_OPERATORS = {"now", "today"}


class FormulaKind(ComputedKind):
    """Stored when the record changes; one that asks the clock is computed when read and has no column."""

    id = "formula"
    label: ClassVar = {"zh": "计算字段", "en": "Formula"}
    help: ClassVar = {"zh": "由其他字段算出，如 数量×单价", "en": "Computed from other fields"}
    json_type = "number"
    stored_as = Column.DOUBLE
    typed = NUMBER
    operators = ORDERED
    shape = PropertyShape(
        keywords={"format": {"enum": list(FORMATS)}, **DECIMALS},
        members={"compute": RULE, **CURRENCY},
        types=TYPES,
    )
    starts_with: ClassVar = {"decimals": 2}
    asks: ClassVar[tuple[str, ...]] = ("compute",)

    def column(self, prop: PropertyLike) -> Column:
        return Column.NONE if asks_clock(prop.field.compute) else super().column(prop)


def asks_clock(node: Mapping[str, Any] | None) -> bool:
    """Whether a rule itself uses now or today; through other formulas is for the compiler to see."""
    stack: list[Any] = [node]
    while stack:
        at = stack.pop()
        if isinstance(at, Mapping):
            if at.get("op") in _CLOCK_OPERATORS:
                return True
            stack.extend(at.get("a", ()))
    return False
