"""choices 多选: any of the field's options, as a set."""

from __future__ import annotations

from typing import ClassVar

from followthrough.core.kit.fieldtype import FieldType

from .base import Column, Json, Kind
from .cells import PLAIN_PRINT, PLAIN_READ, Cell, Lang, PrintContext, ReadContext, cell_text
from .characters import clean_line, clean_lines
from .choice import ChoiceKind
from .issues import FieldIssue
from .lists import check_items, item_bounds, list_of
from .operators import SETS
from .options import find_options, in_option_order, option_label
from .prop import PropertyLike
from .property_schema import ITEMS, OPTIONS, PropertyShape


class ChoicesKind(Kind):
    """A sorted list of option ids without doubles."""

    id = "choices"
    label: ClassVar = {"zh": "多选", "en": "Choices"}
    help: ClassVar = {"zh": "感兴趣的产品等，可选多个", "en": "Any of a list of options"}
    group = "choose"
    json_type = "array"
    stored_as = Column.JSON
    typed = FieldType("set")
    operators = SETS
    can_sort = False
    shape = PropertyShape(keywords=ITEMS, members=OPTIONS, required_members=("options",))
    field_starts_with: ClassVar = ChoiceKind.field_starts_with

    def schema(self, prop: PropertyLike) -> dict[str, Json]:
        return {
            "type": "array",
            "items": {"type": "string", "enum": sorted(prop.field.options)},
            "uniqueItems": True,
            **item_bounds(prop, most=len(prop.field.options)),
        }

    def normalise(self, value: Json, prop: PropertyLike) -> Json:
        chosen = {clean_line(item) for item in list_of(value)} - {""}
        for option in sorted(chosen):
            if option not in prop.field.options:
                raise FieldIssue("unknown_option", {"value": option})
        return check_items(sorted(chosen), prop)

    def parse(self, cell: Cell, prop: PropertyLike, ctx: ReadContext = PLAIN_READ) -> Json:
        text = clean_lines(cell_text(cell))
        return self.normalise(find_options(text, prop), prop) if text else None

    def format(self, value: Json, prop: PropertyLike, lang: Lang = "zh", ctx: PrintContext = PLAIN_PRINT) -> str:
        between = "、" if lang == "zh" else ", "
        return between.join(self.shown(option, prop, lang) for option in in_option_order(value or [], prop))

    def shown(self, option: str, prop: PropertyLike, lang: Lang) -> str:
        """One chosen option for reading."""
        return option_label(option, prop, lang)

    def rule_type(self, prop: PropertyLike) -> FieldType:
        return FieldType("set", options=frozenset(prop.field.options))
