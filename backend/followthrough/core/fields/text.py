"""text 单行文本: names, titles, codes."""

from __future__ import annotations

from typing import ClassVar

from followthrough.core.kit.fieldtype import TEXT

from .base import Column, Json, Kind
from .cells import PLAIN_PRINT, PLAIN_READ, Cell, Lang, PrintContext, ReadContext, cell_text
from .characters import clean_line
from .issues import FieldIssue
from .operators import TEXTUAL
from .prop import PropertyLike
from .property_schema import LENGTH, PropertyShape


class TextKind(Kind):
    """One line of text, trimmed, at most `longest` code points."""

    id = "text"
    label: ClassVar = {"zh": "单行文本", "en": "Text"}
    help: ClassVar = {"zh": "名称、标题、编号等一行文字", "en": "A name, a title, a code: one line"}
    group = "basic"
    json_type = "string"
    stored_as = Column.TEXT
    typed = TEXT
    operators = TEXTUAL
    shape = PropertyShape(keywords=LENGTH)
    starts_with: ClassVar = {"maxLength": 100}
    longest: ClassVar[int] = 2000

    def schema(self, prop: PropertyLike) -> dict[str, Json]:
        top = self.longest if prop.maxLength is None else min(prop.maxLength, self.longest)
        return {"type": "string", "minLength": max(1, prop.minLength or 1), "maxLength": top}

    def normalise(self, value: Json, prop: PropertyLike) -> Json:
        if value is None:
            return None
        text = self.clean(value)
        if not text:
            return None
        top = self.longest if prop.maxLength is None else min(prop.maxLength, self.longest)
        if len(text) > top:
            raise FieldIssue("too_long", {"max": top, "length": len(text)})
        if prop.minLength is not None and len(text) < prop.minLength:
            raise FieldIssue("too_short", {"min": prop.minLength, "length": len(text)})
        return text

    def clean(self, value: Json) -> str:
        """The stored form of a text, "" when empty; kinds of text differ here alone."""
        return clean_line(value)

    def parse(self, cell: Cell, prop: PropertyLike, ctx: ReadContext = PLAIN_READ) -> Json:
        return self.normalise(cell_text(cell), prop)

    def format(self, value: Json, prop: PropertyLike, lang: Lang = "zh", ctx: PrintContext = PLAIN_PRINT) -> str:
        return "" if value is None else str(value)
