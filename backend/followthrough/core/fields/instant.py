"""instant 日期时间: a moment, stored in UTC to the second."""

from __future__ import annotations

from typing import ClassVar

from followthrough.core.kit.fieldtype import INSTANT

from .base import Column, Json, Kind
from .cells import PLAIN_PRINT, PLAIN_READ, Cell, Lang, PrintContext, ReadContext
from .characters import clean_line
from .instants import STORED_LENGTH, instant_of_cell, instant_of_wire, instant_text, local_time, stored
from .issues import FieldIssue
from .operators import INSTANTS
from .prop import PropertyLike
from .property_schema import PropertyShape


class InstantKind(Kind):
    """ "YYYY-MM-DDTHH:MM:SSZ"; typed and shown on the organisation's clock."""

    id = "instant"
    label: ClassVar = {"zh": "日期时间", "en": "Date and time"}
    help: ClassVar = {"zh": "拜访时间、到账时间，精确到秒", "en": "A moment, to the second"}
    group = "time"
    json_type = "string"
    stored_as = Column.INSTANT
    typed = INSTANT
    operators = INSTANTS
    shape = PropertyShape(keywords={"format": {"const": "date-time"}})
    starts_with: ClassVar = {"format": "date-time"}

    def schema(self, prop: PropertyLike) -> dict[str, Json]:
        return {"type": "string", "format": "date-time", "maxLength": STORED_LENGTH}

    def normalise(self, value: Json, prop: PropertyLike) -> Json:
        if value is None:
            return None
        text = clean_line(value)
        if not text:
            return None
        moment = instant_of_wire(text)
        if moment is None:
            raise FieldIssue("not_an_instant")
        return stored(moment)

    def parse(self, cell: Cell, prop: PropertyLike, ctx: ReadContext = PLAIN_READ) -> Json:
        moment = instant_of_cell(cell, ctx.zone, ctx.date_order, ctx.today)
        return None if moment is None else stored(moment)

    def format(self, value: Json, prop: PropertyLike, lang: Lang = "zh", ctx: PrintContext = PLAIN_PRINT) -> str:
        return "" if value is None else instant_text(value, ctx.zone, lang)

    def to_cell(self, value: Json, prop: PropertyLike, lang: Lang = "zh", ctx: PrintContext = PLAIN_PRINT) -> Cell:
        return None if value is None else local_time(value, ctx.zone)
