"""poly_reference 多类关联: one record of one of several entities (a call about a lead or a customer)."""

from __future__ import annotations

from typing import ClassVar

from followthrough.core.kit.fieldtype import OPAQUE as OPAQUE_TYPE

from .base import Column, Json, Kind
from .cells import PLAIN_PRINT, PLAIN_READ, Cell, Lang, PrintContext, ReadContext, cell_text
from .characters import clean_line
from .ids import ID_SCHEMA, find_by_title, id_of
from .issues import FieldIssue, wrong_type
from .operators import OPAQUE
from .prop import PropertyLike
from .property_schema import MARKS, PropertyShape

_MEMBERS = {"entity", "id"}


class PolyReferenceKind(Kind):
    """{"entity": id, "id": id}; the field's `targets` are the entities it may refer to."""

    id = "poly_reference"
    label: ClassVar = {"zh": "多类关联", "en": "Reference of several kinds"}
    help: ClassVar = {"zh": "可关联线索、客户等几类记录之一", "en": "One record of one of several kinds"}
    group = "relation"
    json_type = "object"
    stored_as = Column.JSON
    typed = OPAQUE_TYPE
    operators = OPAQUE
    can_sort = False
    shape = PropertyShape(members={"targets": {**MARKS, "minProperties": 1}}, required_members=("targets",))
    asks: ClassVar[tuple[str, ...]] = ("targets",)

    def schema(self, prop: PropertyLike) -> dict[str, Json]:
        return {
            "type": "object",
            "required": sorted(_MEMBERS),
            "properties": {"entity": {"type": "string", "enum": sorted(prop.field.targets)}, "id": dict(ID_SCHEMA)},
            "additionalProperties": False,
        }

    def normalise(self, value: Json, prop: PropertyLike) -> Json:
        if value is None or value == "":
            return None
        if not isinstance(value, dict) or set(value) != _MEMBERS:
            raise wrong_type("reference")
        entity, record = id_of(value["entity"]), id_of(value["id"])
        if entity is None or record is None:
            raise wrong_type("reference")
        if entity not in prop.field.targets:
            raise FieldIssue("not_a_target", {"entity": entity})
        return {"entity": entity, "id": record}

    def parse(self, cell: Cell, prop: PropertyLike, ctx: ReadContext = PLAIN_READ) -> Json:
        """The record of any target with that title; it must be the only one."""
        title = clean_line(cell_text(cell))
        if not title:
            return None
        found = [(entity, record) for entity in sorted(prop.field.targets) for record in ctx.resolve(entity, title)]
        if len(found) == 1:
            return {"entity": found[0][0], "id": found[0][1]}
        if found:
            raise FieldIssue("ambiguous_reference", {"text": title, "count": len(found)})
        return find_by_title(next(iter(sorted(prop.field.targets)), ""), title, ctx)

    def format(self, value: Json, prop: PropertyLike, lang: Lang = "zh", ctx: PrintContext = PLAIN_PRINT) -> str:
        return "" if value is None else ctx.title(value["entity"], value["id"]) or value["id"]
