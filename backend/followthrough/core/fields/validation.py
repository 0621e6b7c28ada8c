"""Whole records against portable JSON Schema, and issues made readable. Pure: who validates brings the library.

Both sides use the same few keywords, our `decimals` keyword and our own format checks (`FORMATS`);
a validator's own formats and messages are never used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from . import KINDS
from .cells import PLAIN_PRINT, Lang, PrintContext
from .contacts import is_email, phone_of, url_of
from .dates import stored_date
from .ids import is_id
from .instants import is_stored
from .numbers import decimals_of
from .prop import PropertyLike
from .regions import divisions

FORMATS: dict[str, Callable[[str], bool]] = {
    "date": lambda text: stored_date(text) is not None,
    "date-time": is_stored,
    "email": is_email,
    "uri": lambda text: url_of(text) == text,
    "phone": lambda text: phone_of(text) == text,
    "region": lambda text: text in divisions(),
    "id": is_id,
}
"""Every `format` that the schemas of kinds use, and whether a text is in its stored form."""

_EXPECTED: dict[str, dict[str, str]] = {
    "text": {"zh": "文字", "en": "text"},
    "number": {"zh": "数字", "en": "a number"},
    "boolean": {"zh": "是或否", "en": "yes or no"},
    "list": {"zh": "一个列表", "en": "a list"},
    "address": {"zh": "地址（省市区和详细地址）", "en": "an address (region and detail)"},
    "reference": {"zh": "一条关联记录", "en": "a reference (entity and id)"},
    "rows": {"zh": "若干行明细", "en": "rows"},
}
_QUANTITIES = ("minimum", "maximum")


class EntityLike(Protocol):
    """What a record schema needs of an entity document."""

    @property
    def properties(self) -> Mapping[str, PropertyLike]: ...


def has_decimals(number: object, most: int) -> bool:
    """The `decimals` keyword: whether the number has at most that many; what is no number passes."""
    return isinstance(number, bool) or not isinstance(number, int | float) or decimals_of(number) <= most


def record_schema(entity: EntityLike, children: Mapping[str, EntityLike] | None = None) -> dict[str, Any]:
    """JSON Schema of a stored record's values, empty ones left out; `children` are the entities of rows, by id.

    Lookups are never stored and are no members. `required` is not said: whether a field must be
    filled depends on relevance, which rules decide before.
    """
    properties = {
        name: _with_columns(KINDS[prop.field.kind].schema(prop), prop, children or {})
        for name, prop in entity.properties.items()
        if prop.field.kind != "lookup"
    }
    return {"type": "object", "properties": properties, "additionalProperties": False}


def readable_params(
    code: str, params: Mapping[str, Any], prop: PropertyLike, lang: Lang, ctx: PrintContext = PLAIN_PRINT
) -> dict[str, Any]:
    """The params of an issue as its message quotes them: 3 % for 0.03, ¥100.00 for 10000 fen, words for types."""
    kind = KINDS[prop.field.kind]
    shown = dict(params)
    for name in _QUANTITIES:
        if isinstance(params.get(name), int | float) and kind.id != "rating":
            shown[name] = kind.format(params[name], prop, lang, ctx)
    if code == "wrong_type":
        shown["expected"] = _EXPECTED.get(str(params.get("expected")), _EXPECTED["text"])[lang]
    return shown


def _with_columns(schema: dict[str, Any], prop: PropertyLike, children: Mapping[str, EntityLike]) -> dict[str, Any]:
    child = children.get(prop.field.target or "") if prop.field.kind == "rows" else None
    if child is None:
        return schema
    row = record_schema(child, children)
    row["properties"]["_id"] = {"type": "string", "format": "id"}
    return {**schema, "items": row}
