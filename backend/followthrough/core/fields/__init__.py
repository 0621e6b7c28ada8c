"""The closed list of field kinds, each with all its aspects: schema, parsing, formatting, operators, column, sheets."""

from __future__ import annotations

from .base import Column, Kind
from .boolean import BooleanKind
from .cells import Cell, DateOrder, Lang, PrintContext, ReadContext
from .issues import FieldIssue
from .long_text import LongTextKind
from .number import NumberKind
from .prop import FieldLike, OptionLike, PropertyLike
from .text import TextKind

KINDS: dict[str, Kind] = {kind.id: kind for kind in (TextKind(), LongTextKind(), NumberKind(), BooleanKind())}

__all__ = [
    "KINDS",
    "Cell",
    "Column",
    "DateOrder",
    "FieldIssue",
    "FieldLike",
    "Kind",
    "Lang",
    "OptionLike",
    "PrintContext",
    "PropertyLike",
    "ReadContext",
]
