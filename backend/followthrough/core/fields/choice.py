"""choice 单选: one of the field's options."""

from __future__ import annotations

from typing import ClassVar

from followthrough.core.kit.fieldtype import FieldType

from .base import Column, Json, Kind
from .cells import PLAIN_PRINT, PLAIN_READ, Cell, Lang, PrintContext, ReadContext, cell_text
from .characters import clean_line
from .issues import FieldIssue
from .operators import ONE_OF
from .options import find_option, option_label
from .prop import PropertyLike
from .property_schema import OPTIONS, PropertyShape


class ChoiceKind(Kind):
    """An option id. An archived option stays valid where it is, and is no longer offered."""

    id = "choice"
    label: ClassVar = {"zh": "单选", "en": "Choice"}
    help: ClassVar = {"zh": "客户等级、来源等，从选项中选一个", "en": "One of a list of options"}
    group = "choose"
    json_type = "string"
    stored_as = Column.TEXT
    typed = FieldType("choice")
    operators = ONE_OF
    shape = PropertyShape(members=OPTIONS, required_members=("options",))
    field_starts_with: ClassVar = {
        "options": {
            "option_1": {"label": {"zh": "选项一", "en": "Option 1"}, "order": 1},
            "option_2": {"label": {"zh": "选项二", "en": "Option 2"}, "order": 2},
        }
    }

    def schema(self, prop: PropertyLike) -> dict[str, Json]:
        return {"type": "string", "enum": sorted(prop.field.options)}

    def normalise(self, value: Json, prop: PropertyLike) -> Json:
        if value is None:
            return None
        option = clean_line(value)
        if option and option not in prop.field.options:
            raise FieldIssue("unknown_option", {"value": option})
        return option or None

    def parse(self, cell: Cell, prop: PropertyLike, ctx: ReadContext = PLAIN_READ) -> Json:
        text = clean_line(cell_text(cell))
        return find_option(text, prop) if text else None

    def format(self, value: Json, prop: PropertyLike, lang: Lang = "zh", ctx: PrintContext = PLAIN_PRINT) -> str:
        return "" if value is None else option_label(value, prop, lang)

    def rule_type(self, prop: PropertyLike) -> FieldType:
        return FieldType("choice", options=frozenset(prop.field.options))
