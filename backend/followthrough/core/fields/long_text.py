"""long_text 多行文本: notes with paragraphs."""

from __future__ import annotations

from typing import ClassVar

from .base import Json
from .characters import clean_lines
from .operators import FILLED
from .text import TextKind


class LongTextKind(TextKind):
    """Several lines of text; line ends are stored as "\\n"."""

    id = "long_text"
    label: ClassVar = {"zh": "多行文本", "en": "Long text"}
    help: ClassVar = {"zh": "跟进内容、备注等，可以换行", "en": "Notes with line breaks"}
    operators = ("contains", *FILLED)
    can_sort = False
    starts_with: ClassVar = {"maxLength": 2000}
    longest: ClassVar[int] = 50_000

    def clean(self, value: Json) -> str:
        return clean_lines(value)
