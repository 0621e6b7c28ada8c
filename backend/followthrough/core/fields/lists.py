"""Lists inside a value: of options, files or rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from .issues import FieldIssue, wrong_type
from .prop import PropertyLike

Item = TypeVar("Item")

MOST_ITEMS = 200
"""No list is longer; also the longest list a rule may name."""


def list_of(value: object) -> list[Any]:
    """A JSON list; none for empty. Raises wrong_type."""
    if value is None or value == "":
        return []
    if not isinstance(value, list):
        raise wrong_type("list")
    return value


def unique(items: Iterable[str]) -> list[str]:
    """The items in order, each once."""
    return list(dict.fromkeys(items))


def check_items(items: list[Item], prop: PropertyLike) -> list[Item] | None:
    """The list within `minItems` and `maxItems`; None when it is empty."""
    if not items:
        return None
    most = min(prop.maxItems or MOST_ITEMS, MOST_ITEMS)
    if len(items) > most:
        raise FieldIssue("too_many_items", {"max": most})
    if prop.minItems is not None and len(items) < prop.minItems:
        raise FieldIssue("too_few_items", {"min": prop.minItems})
    return items


def item_bounds(prop: PropertyLike, most: int = MOST_ITEMS) -> dict[str, int]:
    """The same bounds as schema keywords; a stored list is never empty."""
    return {"minItems": max(1, prop.minItems or 1), "maxItems": min(prop.maxItems or MOST_ITEMS, MOST_ITEMS, most)}
