"""url 网址: a web address, http or https only."""

from __future__ import annotations

from typing import ClassVar

from .base import Json
from .characters import clean_line
from .contacts import MAX_URL, url_of
from .issues import FieldIssue
from .operators import FILLED
from .prop import PropertyLike
from .property_schema import PropertyShape
from .text import TextKind


class UrlKind(TextKind):
    """A web address one may click without harm: no other scheme, no user name in it."""

    id = "url"
    label: ClassVar = {"zh": "网址", "en": "Web address"}
    help: ClassVar = {"zh": "以 http:// 或 https:// 开头", "en": "Begins with http:// or https://"}
    group = "contact"
    operators = ("contains", "eq", *FILLED)
    can_sort = False
    shape = PropertyShape(keywords={"format": {"const": "uri"}})
    starts_with: ClassVar = {"format": "uri"}
    longest: ClassVar[int] = MAX_URL

    def schema(self, prop: PropertyLike) -> dict[str, Json]:
        return {"type": "string", "format": "uri", "maxLength": MAX_URL}

    def clean(self, value: Json) -> str:
        text = clean_line(value)
        if not text:
            return ""
        address = url_of(text)
        if address is None:
            raise FieldIssue("not_a_url")
        return address
