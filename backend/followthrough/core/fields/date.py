"""date 日期: a calendar day, no clock and no zone."""

from __future__ import annotations

from typing import ClassVar

from followthrough.core.kit.fieldtype import DATE

from .base import Column, Json, Kind
from .cells import PLAIN_PRINT, PLAIN_READ, Cell, Lang, PrintContext, ReadContext
from .characters import clean_line
from .dates import date_of_cell, date_text, stored_date
from .issues import FieldIssue
from .operators import TIMED
from .prop import PropertyLike
from .property_schema import PropertyShape


class DateKind(Kind):
    """ "YYYY-MM-DD", a real day between 1900 and 2200."""

    id = "date"
    label: ClassVar = {"zh": "日期", "en": "Date"}
    help: ClassVar = {"zh": "签约日期、到期日，只到天", "en": "A day of the calendar"}
    group = "time"
    json_type = "string"
    stored_as = Column.DATE
    typed = DATE
    operators = TIMED
    shape = PropertyShape(keywords={"format": {"const": "date"}})
    starts_with: ClassVar = {"format": "date"}

    def schema(self, prop: PropertyLike) -> dict[str, Json]:
        return {"type": "string", "format": "date"}

    def normalise(self, value: Json, prop: PropertyLike) -> Json:
        if value is None:
            return None
        text = clean_line(value)
        if text and stored_date(text) is None:
            raise FieldIssue("not_a_date")
        return text or None

    def parse(self, cell: Cell, prop: PropertyLike, ctx: ReadContext = PLAIN_READ) -> Json:
        day = date_of_cell(cell, ctx.date_order, ctx.today)
        return None if day is None else day.isoformat()

    def format(self, value: Json, prop: PropertyLike, lang: Lang = "zh", ctx: PrintContext = PLAIN_PRINT) -> str:
        return "" if value is None else date_text(value, lang)

    def to_cell(self, value: Json, prop: PropertyLike, lang: Lang = "zh", ctx: PrintContext = PLAIN_PRINT) -> Cell:
        return None if value is None else stored_date(value)
