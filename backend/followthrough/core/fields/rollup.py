"""rollup 汇总: count, sum, min, max or average over the records that refer to this one."""

from __future__ import annotations

from typing import ClassVar

from followthrough.core.kit.fieldtype import NUMBER

from .base import Column
from .computed import ComputedKind
from .operators import ORDERED
from .property_schema import CURRENCY, DECIMALS, PropertyShape


class RollupKind(ComputedKind):
    """A number, kept up in the transaction of the child's write. Counts and sums of money are integers."""

    id = "rollup"
    label: ClassVar = {"zh": "汇总", "en": "Rollup"}
    help: ClassVar = {"zh": "统计下级记录，如 跟进次数、回款合计", "en": "A count or a sum over related records"}
    json_type = "number"
    stored_as = Column.DOUBLE
    typed = NUMBER
    operators = ORDERED
    shape = PropertyShape(
        keywords={"format": {"enum": ["percent", "duration"]}, **DECIMALS},
        members={"rollup": {"$ref": "#/$defs/rollup"}, **CURRENCY},
        types=("number", "integer"),
    )
    asks: ClassVar[tuple[str, ...]] = ("rollup",)
