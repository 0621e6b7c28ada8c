"""person 人员: someone of the organisation."""

from __future__ import annotations

from typing import ClassVar

from followthrough.core.kit.fieldtype import PERSON

from .prop import PropertyLike
from .property_schema import PropertyShape
from .reference import ReferenceKind


class PersonKind(ReferenceKind):
    """A person id."""

    id = "person"
    label: ClassVar = {"zh": "人员", "en": "Person"}
    help: ClassVar = {"zh": "协作人、审核人等本企业成员", "en": "A member of the organisation"}
    group = "people"
    shape = PropertyShape()
    asks = ()

    def target_of(self, prop: PropertyLike) -> str:
        return PERSON
