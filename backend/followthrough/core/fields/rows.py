"""rows 明细: the lines of a record (quote lines), each a record of a child entity."""

from __future__ import annotations

from typing import ClassVar

from followthrough.core.kit.fieldtype import OPAQUE as OPAQUE_TYPE

from .base import Column, Json, Kind
from .cells import PLAIN_PRINT, PLAIN_READ, Cell, Lang, PrintContext, ReadContext, cell_text
from .issues import wrong_type
from .lists import check_items, item_bounds, list_of
from .operators import OPAQUE
from .prop import PropertyLike
from .property_schema import ID, ITEMS, PropertyShape


class RowsKind(Kind):
    """Row objects in order; a stored row carries its "_id". Their values are judged with their record (`core.run.apply`)."""

    id = "rows"
    label: ClassVar = {"zh": "明细", "en": "Rows"}
    help: ClassVar = {"zh": "报价明细、订单明细等多行内容", "en": "Lines such as those of a quote"}
    group = "relation"
    json_type = "array"
    stored_as = Column.NONE
    typed = OPAQUE_TYPE
    operators = OPAQUE
    can_filter = False
    can_sort = False
    shape = PropertyShape(keywords=ITEMS, members={"target": ID}, required_members=("target",))
    starts_with: ClassVar = {"maxItems": 100}
    asks: ClassVar[tuple[str, ...]] = ("target",)

    def schema(self, prop: PropertyLike) -> dict[str, Json]:
        """Without the columns of a row; `validation.record_schema` puts them in."""
        return {"type": "array", "items": {"type": "object"}, **item_bounds(prop)}

    def normalise(self, value: Json, prop: PropertyLike) -> Json:
        if value is not None and not isinstance(value, list):
            raise wrong_type("rows")
        rows = list_of(value)
        if not all(isinstance(row, dict) and isinstance(row.get("_id", ""), str) for row in rows):
            raise wrong_type("rows")
        return check_items([dict(row) for row in rows], prop)

    def parse(self, cell: Cell, prop: PropertyLike, ctx: ReadContext = PLAIN_READ) -> Json:
        """Rows do not fit into one cell: a blank one is empty, any other is refused."""
        if cell_text(cell).strip():
            raise wrong_type("rows")
        return None

    def format(self, value: Json, prop: PropertyLike, lang: Lang = "zh", ctx: PrintContext = PLAIN_PRINT) -> str:
        count = len(value or [])
        if not count:
            return ""
        return f"{count} 行" if lang == "zh" else f"{count} row{'' if count == 1 else 's'}"

    def to_cell(self, value: Json, prop: PropertyLike, lang: Lang = "zh", ctx: PrintContext = PLAIN_PRINT) -> Cell:
        return None
