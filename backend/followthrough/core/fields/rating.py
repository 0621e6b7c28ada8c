"""rating 评分: so many stars."""

from __future__ import annotations

from typing import ClassVar

from followthrough.core.kit.fieldtype import NUMBER

from .base import Column, Json, Kind
from .cells import PLAIN_PRINT, PLAIN_READ, Cell, Lang, PrintContext, ReadContext, cell_text
from .issues import FieldIssue
from .numbers import decimal_of_cell, whole_of
from .operators import ORDERED
from .prop import PropertyLike
from .property_schema import PropertyShape

_MOST = 10
_USUAL = 5
_STARS = "★⭐☆"


class RatingKind(Kind):
    """An integer from 1 to `maximum` (5 when absent); no stars is empty, not 0."""

    id = "rating"
    label: ClassVar = {"zh": "评分", "en": "Rating"}
    help: ClassVar = {"zh": "几颗星，例如方案定制化程度", "en": "So many stars"}
    group = "number"
    json_type = "integer"
    stored_as = Column.BIGINT
    typed = NUMBER
    operators = ORDERED
    shape = PropertyShape(
        keywords={"minimum": {"const": 1}, "maximum": {"type": "integer", "minimum": 2, "maximum": _MOST}}
    )
    starts_with: ClassVar = {"maximum": _USUAL}

    def schema(self, prop: PropertyLike) -> dict[str, Json]:
        return {"type": "integer", "minimum": 1, "maximum": top_of(prop)}

    def normalise(self, value: Json, prop: PropertyLike) -> Json:
        if value is None or value == "":
            return None
        stars = whole_of(value)
        if stars < 1:
            raise FieldIssue("too_small", {"minimum": 1})
        if stars > top_of(prop):
            raise FieldIssue("too_large", {"maximum": top_of(prop)})
        return stars

    def parse(self, cell: Cell, prop: PropertyLike, ctx: ReadContext = PLAIN_READ) -> Json:
        text = cell_text(cell).replace("\ufe0f", "").strip()
        if text and all(char in _STARS for char in text):
            return self.normalise(len(text.replace("☆", "")), prop)
        exact = decimal_of_cell(cell, ctx.decimal)
        return None if exact is None else self.normalise(float(exact), prop)

    def format(self, value: Json, prop: PropertyLike, lang: Lang = "zh", ctx: PrintContext = PLAIN_PRINT) -> str:
        return "" if value is None else "★" * int(value) + "☆" * (top_of(prop) - int(value))

    def to_cell(self, value: Json, prop: PropertyLike, lang: Lang = "zh", ctx: PrintContext = PLAIN_PRINT) -> Cell:
        return None if value is None else int(value)


def top_of(prop: PropertyLike) -> int:
    """The most stars the property gives."""
    return _USUAL if prop.maximum is None else int(prop.maximum)
