"""The one shape of every field kind: all that the platform knows of it, in one object."""

from __future__ import annotations

from enum import Enum
from typing import Any, ClassVar

from followthrough.core.kit.fieldtype import FieldType

from .cells import PLAIN_PRINT, PLAIN_READ, Cell, Lang, PrintContext, ReadContext
from .issues import FieldIssue
from .prop import PropertyLike
from .property_schema import PropertyShape

Json = Any
"""A JSON value: str, float, int, bool, list, dict or None."""


class Column(Enum):
    """The column a kind is stored in; the store knows what each is on SQLite and PostgreSQL."""

    TEXT = "text"
    DOUBLE = "double"
    BIGINT = "bigint"
    BOOLEAN = "boolean"
    DATE = "date"
    INSTANT = "instant"
    JSON = "json"
    NONE = "none"


class Kind:
    """A field kind.

    `group` is where the designer shows it; `json_type` the JSON Schema type of a stored value;
    `server_set` kinds take no value from a client. `operators` are the rule operators offered in
    filters, the most used first. `asks` are the annotation members a new field cannot start without and
    for which there is no sensible default: the designer asks for them.
    """

    id: ClassVar[str]
    label: ClassVar[dict[str, str]]
    help: ClassVar[dict[str, str]]
    group: ClassVar[str]
    json_type: ClassVar[str]
    stored_as: ClassVar[Column]
    typed: ClassVar[FieldType]
    operators: ClassVar[tuple[str, ...]]
    server_set: ClassVar[bool] = False
    can_filter: ClassVar[bool] = True
    can_sort: ClassVar[bool] = True
    shape: ClassVar[PropertyShape] = PropertyShape()
    starts_with: ClassVar[dict[str, Any]] = {}
    field_starts_with: ClassVar[dict[str, Any]] = {}
    asks: ClassVar[tuple[str, ...]] = ()

    def schema(self, prop: PropertyLike) -> dict[str, Json]:
        """JSON Schema of a stored value (never empty: empty values are left out of a record)."""
        raise NotImplementedError

    def normalise(self, value: Json, prop: PropertyLike) -> Json:
        """The stored form of a JSON value; None for an empty one. Idempotent. Raises FieldIssue."""
        raise NotImplementedError

    def parse(self, cell: Cell, prop: PropertyLike, ctx: ReadContext = PLAIN_READ) -> Json:
        """The stored value of typed text or of a sheet's cell; None when blank. Raises FieldIssue."""
        raise NotImplementedError

    def format(self, value: Json, prop: PropertyLike, lang: Lang = "zh", ctx: PrintContext = PLAIN_PRINT) -> str:
        """The value as people read it; "" when empty."""
        raise NotImplementedError

    def to_cell(self, value: Json, prop: PropertyLike, lang: Lang = "zh", ctx: PrintContext = PLAIN_PRINT) -> Cell:
        """The value for a sheet, so that `parse` reads it back: numbers and dates as such, the rest as text."""
        return self.format(value, prop, lang, ctx) or None

    def column(self, prop: PropertyLike) -> Column:
        """Where the value is stored; NONE when it has no column of its own."""
        return self.stored_as

    def rule_type(self, prop: PropertyLike) -> FieldType:
        """The type rules see."""
        return self.typed

    def property_schema(self) -> dict[str, Json]:
        """JSON Schema of a legal property of this kind; refers to `property_schema.DEFS` as `#/$defs/…`."""
        return self.shape.schema(self.id, self.json_type, server_set=self.server_set)

    def default_property(self) -> dict[str, Json]:
        """What a new field of this kind starts with, less `asks`, as a property of an entity document."""
        head = {"type": self.json_type} if self.shape.typed else {}
        return {**head, **self.starts_with, "field": {"kind": self.id, "label": self.label, **self.field_starts_with}}


def refuse_client(value: Json) -> None:
    """A kind the server sets takes nothing but emptiness from a client."""
    if value not in (None, "", []):
        raise FieldIssue("computed_field")
