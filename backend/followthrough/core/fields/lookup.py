"""lookup 引用字段: a field of the record behind a reference, always as it is there now."""

from __future__ import annotations

from typing import ClassVar

from followthrough.core.kit.fieldtype import OPAQUE as OPAQUE_TYPE
from followthrough.core.kit.fieldtype import FieldType

from .base import Column
from .computed import ComputedKind
from .operators import OPAQUE
from .prop import PropertyLike
from .property_schema import CURRENCY, PropertyShape


class LookupKind(ComputedKind):
    """No column and no type of its own: the compiler gives it those of the field it shows.

    A declared `type` says the same to readers of the document; alone it is opaque to rules and prints by that type.
    """

    id = "lookup"
    label: ClassVar = {"zh": "引用字段", "en": "Lookup"}
    help: ClassVar = {"zh": "显示关联记录的字段，如 客户等级", "en": "Shows a field of a referenced record"}
    json_type = "string"
    stored_as = Column.NONE
    typed = OPAQUE_TYPE
    operators = OPAQUE
    can_filter = False
    can_sort = False
    shape = PropertyShape(
        keywords={"format": {"type": "string"}},
        members={"lookup": {"$ref": "#/$defs/lookup"}, **CURRENCY},
        required_members=("lookup",),
        types=("string", "number", "integer", "boolean", "array", "object"),
        typed=False,
    )
    asks: ClassVar[tuple[str, ...]] = ("lookup",)

    def column(self, prop: PropertyLike) -> Column:
        return Column.NONE

    def rule_type(self, prop: PropertyLike) -> FieldType:
        return OPAQUE_TYPE
