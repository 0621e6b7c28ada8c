"""Access documents: what each role may do, deny by default."""

from __future__ import annotations

from msgspec import field as member

from .base import Doc, Text


class EntityAccess(Doc):
    """A role's rights on one entity.

    `scope` bounds the rows for reading AND writing: own (owner is me), unit (my unit),
    subtree (my unit and below), all. An entity not named is invisible. `fields` narrows
    single fields to "read" or "none"; a field not named is as writable as the record.
    """

    scope: str
    create: bool = False
    edit: bool = False
    assign: bool = False
    archive: bool = False
    imports: bool = False
    exports: bool = False
    fields: dict[str, str] = member(default_factory=dict)


class Role(Doc):
    """A role of the app. `design` may edit and publish documents; `people` may manage persons and units."""

    label: Text
    order: int = 0
    entities: dict[str, EntityAccess] = member(default_factory=dict)
    design: bool = False
    people: bool = False


class Access(Doc):
    """The access document of an app."""

    roles: dict[str, Role]
