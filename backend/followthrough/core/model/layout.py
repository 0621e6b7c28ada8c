"""Forms and lists: layout by field id only, never a tree of UI components."""

from __future__ import annotations

from msgspec import field as member

from .base import Doc, Node, Text


class FormField(Doc):
    """Where a field stands: `width` is full or half."""

    order: int = 0
    width: str = "full"


class Section(Doc):
    """A titled group of fields; `folded` starts closed."""

    label: Text
    fields: dict[str, FormField]
    order: int = 0
    folded: bool = False


class Form(Doc):
    """A form of one entity."""

    id: str
    entity: str
    label: Text
    sections: dict[str, Section]
    order: int = 0


class Column(Doc):
    """A column of a list: a field id, a one-hop path (`customer.level`) or a system field (`_stage`)."""

    order: int = 0
    width: int | None = None


class View(Doc):
    """A named filter of a list."""

    label: Text
    order: int = 0
    filter: Node | None = None
    sort: str | None = None


class Board(Doc):
    """How the list shows as a kanban: fields on the card and the one summed per column."""

    fields: dict[str, Column] = member(default_factory=dict)
    total: str | None = None


class ListDoc(Doc):
    """A list of one entity. `sort` is a column id, "-" before it for descending."""

    id: str
    entity: str
    label: Text
    columns: dict[str, Column]
    sort: str = "-_created_at"
    views: dict[str, View] = member(default_factory=dict)
    kanban: Board | None = None
    order: int = 0
