"""address 地址: a division and the street below it."""

from __future__ import annotations

from typing import ClassVar

from followthrough.core.kit.fieldtype import OPAQUE as OPAQUE_TYPE

from .base import Column, Json, Kind
from .cells import PLAIN_PRINT, PLAIN_READ, Cell, Lang, PrintContext, ReadContext, cell_text
from .characters import clean_line
from .issues import FieldIssue, wrong_type
from .operators import OPAQUE
from .prop import PropertyLike
from .property_schema import PropertyShape
from .region import RegionKind
from .regions import region_text, split_address

_LONGEST_DETAIL = 200
_MEMBERS = {"region", "detail"}


class AddressKind(Kind):
    """{"region": code or null, "detail": text or null}, both members always there; not both null."""

    id = "address"
    label: ClassVar = {"zh": "地址", "en": "Address"}
    help: ClassVar = {"zh": "省市区加详细地址", "en": "Region and street"}
    group = "contact"
    json_type = "object"
    stored_as = Column.JSON
    typed = OPAQUE_TYPE
    operators = OPAQUE
    can_sort = False
    shape = PropertyShape()

    def schema(self, prop: PropertyLike) -> dict[str, Json]:
        region = {"type": ["string", "null"], "format": "region"}
        detail = {"type": ["string", "null"], "minLength": 1, "maxLength": _LONGEST_DETAIL}
        return {
            "type": "object",
            "required": sorted(_MEMBERS),
            "properties": {"region": region, "detail": detail},
            "additionalProperties": False,
        }

    def normalise(self, value: Json, prop: PropertyLike) -> Json:
        if value is None or value == "":
            return None
        if not isinstance(value, dict) or not set(value) <= _MEMBERS:
            raise wrong_type("address")
        region = RegionKind().normalise(value.get("region"), prop)
        given = value.get("detail")
        detail = None if given is None else clean_line(given) or None
        if detail and len(detail) > _LONGEST_DETAIL:
            raise FieldIssue("too_long", {"max": _LONGEST_DETAIL, "length": len(detail)})
        return {"region": region, "detail": detail} if region or detail else None

    def parse(self, cell: Cell, prop: PropertyLike, ctx: ReadContext = PLAIN_READ) -> Json:
        text = clean_line(cell_text(cell))
        region, detail = split_address(text)
        return self.normalise({"region": region, "detail": detail}, prop) if text else None

    def format(self, value: Json, prop: PropertyLike, lang: Lang = "zh", ctx: PrintContext = PLAIN_PRINT) -> str:
        if value is None:
            return ""
        between = "" if lang == "zh" else " "
        region = region_text(value["region"], between) if value.get("region") else ""
        return between.join(part for part in (region, value.get("detail")) if part)
