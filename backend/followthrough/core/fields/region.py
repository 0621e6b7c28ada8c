"""region 省市区: a division of China, as deep as it is known."""

from __future__ import annotations

from typing import ClassVar

from followthrough.core.kit.fieldtype import TEXT

from .base import Column, Json, Kind
from .cells import PLAIN_PRINT, PLAIN_READ, Cell, Lang, PrintContext, ReadContext, cell_text
from .characters import clean_line, narrow
from .issues import FieldIssue
from .operators import CODED
from .prop import PropertyLike
from .property_schema import PropertyShape
from .regions import divisions, find_region, region_text


class RegionKind(Kind):
    """A division code of 2, 4 or 6 digits; `starts` asks whether a place lies within another."""

    id = "region"
    label: ClassVar = {"zh": "省市区", "en": "Region"}
    help: ClassVar = {"zh": "省、市、区县，可只选到省或市", "en": "Province, city, county; any depth"}
    group = "contact"
    json_type = "string"
    stored_as = Column.TEXT
    typed = TEXT
    operators = CODED
    shape = PropertyShape(keywords={"format": {"const": "region"}})
    starts_with: ClassVar = {"format": "region"}

    def schema(self, prop: PropertyLike) -> dict[str, Json]:
        return {"type": "string", "format": "region"}

    def normalise(self, value: Json, prop: PropertyLike) -> Json:
        if value is None:
            return None
        code = narrow(clean_line(value))
        if code and code not in divisions():
            raise FieldIssue("not_a_region")
        return code or None

    def parse(self, cell: Cell, prop: PropertyLike, ctx: ReadContext = PLAIN_READ) -> Json:
        text = clean_line(cell_text(cell))
        return find_region(text) if text else None

    def format(self, value: Json, prop: PropertyLike, lang: Lang = "zh", ctx: PrintContext = PLAIN_PRINT) -> str:
        return "" if value is None else region_text(value, "" if lang == "zh" else " ")
