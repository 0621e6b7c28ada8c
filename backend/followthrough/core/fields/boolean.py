"""boolean 是否: yes or no; not answered is empty."""

from __future__ import annotations

from typing import ClassVar

from followthrough.core.kit.fieldtype import BOOLEAN

from .base import Column, Json, Kind
from .cells import PLAIN_PRINT, PLAIN_READ, Cell, Lang, PrintContext, ReadContext, cell_text
from .characters import folded
from .issues import FieldIssue, wrong_type
from .operators import TRUTH
from .prop import PropertyLike
from .property_schema import PropertyShape

WORDS = {
    **dict.fromkeys(("是", "有", "对", "√", "✓", "✔", "☑", "yes", "y", "true", "t", "1", "on"), True),
    **dict.fromkeys(("否", "无", "没有", "不是", "×", "✗", "✘", "☐", "no", "n", "false", "f", "0", "off"), False),
}


class BooleanKind(Kind):
    """A JSON boolean."""

    id = "boolean"
    label: ClassVar = {"zh": "是否", "en": "Yes or no"}
    help: ClassVar = {"zh": "一个勾选框", "en": "A tick box"}
    group = "choose"
    json_type = "boolean"
    stored_as = Column.BOOLEAN
    typed = BOOLEAN
    operators = TRUTH
    shape = PropertyShape()

    def schema(self, prop: PropertyLike) -> dict[str, Json]:
        return {"type": "boolean"}

    def normalise(self, value: Json, prop: PropertyLike) -> Json:
        if value is None or value == "":
            return None
        if not isinstance(value, bool):
            raise wrong_type("boolean")
        return value

    def parse(self, cell: Cell, prop: PropertyLike, ctx: ReadContext = PLAIN_READ) -> Json:
        word = folded(cell_text(cell))
        if not word:
            return None
        if word not in WORDS:
            raise FieldIssue("not_a_boolean")
        return WORDS[word]

    def format(self, value: Json, prop: PropertyLike, lang: Lang = "zh", ctx: PrintContext = PLAIN_PRINT) -> str:
        if value is None:
            return ""
        return ("是" if value else "否") if lang == "zh" else ("Yes" if value else "No")
