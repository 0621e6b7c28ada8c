"""Forms and lists: layout by field id only, never a tree of UI components."""

from __future__ import annotations

from typing import Literal

from msgspec import field as member

from .base import Doc, FieldPath, Id, Node, SortKey, Text


class FormField(Doc, frozen=True, kw_only=True):
    """Where a field stands: `width` is full or half."""

    order: int = 0
    width: Literal["full", "half"] = "full"


class Section(Doc, frozen=True, kw_only=True):
    """A titled group of fields; `folded` starts closed."""

    label: Text
    fields: dict[Id, FormField]
    order: int = 0
    folded: bool = False


class Form(Doc, frozen=True, kw_only=True):
    """A form of one entity."""

    id: Id
    entity: Id
    label: Text
    sections: dict[Id, Section]
    order: int = 0


class Column(Doc, frozen=True, kw_only=True):
    """A column of a list: a field id, a one-hop path (`customer.level`) or a system field (`_stage`)."""

    order: int = 0
    width: int | None = None


class View(Doc, frozen=True, kw_only=True):
    """A named filter of a list."""

    label: Text
    order: int = 0
    filter: Node | None = None
    sort: SortKey | None = None


class Board(Doc, frozen=True, kw_only=True):
    """How the list shows as a kanban: fields on the card and the one summed per column."""

    fields: dict[FieldPath, Column] = member(default_factory=dict)
    total: Id | None = None


class ListDoc(Doc, frozen=True, kw_only=True):
    """A list of one entity. `sort` is a column id, "-" before it for descending."""

    id: Id
    entity: Id
    label: Text
    columns: dict[FieldPath, Column]
    sort: SortKey = "-_created_at"
    views: dict[Id, View] = member(default_factory=dict)
    kanban: Board | None = None
    order: int = 0
