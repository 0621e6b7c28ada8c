"""unit 部门: a department, region or store of the organisation."""

from __future__ import annotations

from typing import ClassVar

from followthrough.core.kit.fieldtype import UNIT

from .prop import PropertyLike
from .property_schema import PropertyShape
from .reference import ReferenceKind


class UnitKind(ReferenceKind):
    """A unit id."""

    id = "unit"
    label: ClassVar = {"zh": "部门", "en": "Unit"}
    help: ClassVar = {"zh": "部门、大区或门店", "en": "A department, region or store"}
    group = "people"
    shape = PropertyShape()
    asks = ()

    def target_of(self, prop: PropertyLike) -> str:
        return UNIT
