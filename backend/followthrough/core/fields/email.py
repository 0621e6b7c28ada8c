"""email 邮箱: an address one can send to."""

from __future__ import annotations

from typing import ClassVar

from .base import Json
from .characters import clean_line, narrow
from .contacts import MAX_EMAIL, is_email
from .issues import FieldIssue
from .prop import PropertyLike
from .property_schema import PropertyShape
from .text import TextKind


class EmailKind(TextKind):
    """An e-mail address, full-width signs made narrow."""

    id = "email"
    label: ClassVar = {"zh": "邮箱", "en": "E-mail"}
    help: ClassVar = {"zh": "电子邮箱地址", "en": "An e-mail address"}
    group = "contact"
    shape = PropertyShape(keywords={"format": {"const": "email"}})
    starts_with: ClassVar = {"format": "email"}
    longest: ClassVar[int] = MAX_EMAIL

    def schema(self, prop: PropertyLike) -> dict[str, Json]:
        return {"type": "string", "format": "email", "maxLength": MAX_EMAIL}

    def clean(self, value: Json) -> str:
        text = narrow(clean_line(value)).strip()
        if text and not is_email(text):
            raise FieldIssue("not_an_email")
        return text
