"""reference 关联: one record of another entity."""

from __future__ import annotations

from typing import ClassVar

from followthrough.core.kit.fieldtype import FieldType

from .base import Column, Json, Kind
from .cells import PLAIN_PRINT, PLAIN_READ, Cell, Lang, PrintContext, ReadContext, cell_text
from .characters import clean_line
from .ids import ID_SCHEMA, find_by_title, id_of
from .operators import ONE_OF
from .prop import PropertyLike
from .property_schema import ID, PropertyShape


class ReferenceKind(Kind):
    """A record id of the entity `target`. That the record exists and is visible is judged with the snapshot."""

    id = "reference"
    label: ClassVar = {"zh": "关联", "en": "Reference"}
    help: ClassVar = {"zh": "关联一条客户、产品等记录", "en": "One record of another kind"}
    group = "relation"
    json_type = "string"
    stored_as = Column.TEXT
    typed = FieldType("ref")
    operators = ONE_OF
    can_sort = False
    shape = PropertyShape(members={"target": ID}, required_members=("target",))
    asks: ClassVar[tuple[str, ...]] = ("target",)

    def target_of(self, prop: PropertyLike) -> str:
        """What the id stands for: an entity id, `_person` or `_unit`."""
        return prop.field.target or ""

    def schema(self, prop: PropertyLike) -> dict[str, Json]:
        return dict(ID_SCHEMA)

    def normalise(self, value: Json, prop: PropertyLike) -> Json:
        return id_of(value)

    def parse(self, cell: Cell, prop: PropertyLike, ctx: ReadContext = PLAIN_READ) -> Json:
        text = clean_line(cell_text(cell))
        return find_by_title(self.target_of(prop), text, ctx) if text else None

    def format(self, value: Json, prop: PropertyLike, lang: Lang = "zh", ctx: PrintContext = PLAIN_PRINT) -> str:
        return "" if value is None else ctx.title(self.target_of(prop), value) or value

    def rule_type(self, prop: PropertyLike) -> FieldType:
        return FieldType("ref", target=self.target_of(prop))
