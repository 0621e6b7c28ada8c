"""The closed list of field kinds, each with all its aspects: schema, parsing, formatting, operators, column, sheets."""

from __future__ import annotations

from .address import AddressKind
from .base import Column, Kind
from .boolean import BooleanKind
from .cells import Cell, DateOrder, Lang, PrintContext, ReadContext
from .choice import ChoiceKind
from .choices import ChoicesKind
from .date import DateKind
from .dates import guess_date_order
from .duration import DurationKind
from .email import EmailKind
from .file import FileKind
from .formula import FormulaKind
from .image import ImageKind
from .instant import InstantKind
from .issues import FieldIssue
from .long_text import LongTextKind
from .lookup import LookupKind
from .money import MoneyKind
from .number import NumberKind
from .percent import PercentKind
from .person import PersonKind
from .phone import PhoneKind
from .poly_reference import PolyReferenceKind
from .prop import FieldLike, OptionLike, PropertyLike
from .rating import RatingKind
from .reference import ReferenceKind
from .region import RegionKind
from .rollup import RollupKind
from .rows import RowsKind
from .serial import SerialKind
from .tags import TagsKind
from .text import TextKind
from .unit import UnitKind
from .url import UrlKind

KINDS: dict[str, Kind] = {
    kind.id: kind
    for kind in (
        TextKind(),
        LongTextKind(),
        NumberKind(),
        MoneyKind(),
        PercentKind(),
        RatingKind(),
        BooleanKind(),
        DateKind(),
        InstantKind(),
        DurationKind(),
        ChoiceKind(),
        ChoicesKind(),
        TagsKind(),
        PersonKind(),
        UnitKind(),
        PhoneKind(),
        EmailKind(),
        UrlKind(),
        RegionKind(),
        AddressKind(),
        FileKind(),
        ImageKind(),
        ReferenceKind(),
        PolyReferenceKind(),
        RowsKind(),
        SerialKind(),
        FormulaKind(),
        RollupKind(),
        LookupKind(),
    )
}
"""Every kind by id, in the order the designer offers them. A kind in use never leaves the list."""

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
    "guess_date_order",
]
