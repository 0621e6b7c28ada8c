"""phone 电话: mobile, landline with area code, service numbers, or + and a country code."""

from __future__ import annotations

from typing import ClassVar

from .base import Json
from .cells import PLAIN_PRINT, Lang, PrintContext
from .characters import clean_line, narrow
from .contacts import MAX_PHONE, phone_of, phone_text
from .issues import FieldIssue
from .prop import PropertyLike
from .property_schema import PropertyShape
from .text import TextKind


class PhoneKind(TextKind):
    """One stored form per number, whatever spaces, brackets or full-width digits were typed."""

    id = "phone"
    label: ClassVar = {"zh": "电话", "en": "Phone"}
    help: ClassVar = {"zh": "手机或座机，保存时统一格式", "en": "Mobile or landline, stored in one form"}
    group = "contact"
    shape = PropertyShape(keywords={"format": {"const": "phone"}})
    starts_with: ClassVar = {"format": "phone"}
    longest: ClassVar[int] = MAX_PHONE

    def schema(self, prop: PropertyLike) -> dict[str, Json]:
        return {"type": "string", "format": "phone", "maxLength": MAX_PHONE}

    def clean(self, value: Json) -> str:
        text = narrow(clean_line(value)).strip()
        number = phone_of(text) if text else ""
        if number is None:
            raise FieldIssue("not_a_phone")
        return number

    def format(self, value: Json, prop: PropertyLike, lang: Lang = "zh", ctx: PrintContext = PLAIN_PRINT) -> str:
        return "" if value is None else phone_text(value)
