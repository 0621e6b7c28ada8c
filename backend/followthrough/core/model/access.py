"""Access documents: what each role may do, deny by default."""

from __future__ import annotations

from typing import Literal

from msgspec import field as member

from .base import Doc, Id, Text


class EntityAccess(Doc, frozen=True, kw_only=True):
    """A role's rights on one entity.

    `scope` bounds the rows for reading AND writing: own (owner is me), unit (my unit),
    subtree (my unit and below), all. An entity not named is invisible. `fields` narrows
    single fields to "read" or "none"; a field not named is as writable as the record.
    """

    scope: Literal["own", "unit", "subtree", "all"]
    create: bool = False
    edit: bool = False
    assign: bool = False
    archive: bool = False
    imports: bool = False
    exports: bool = False
    fields: dict[Id, Literal["read", "none"]] = member(default_factory=dict)


class Role(Doc, frozen=True, kw_only=True):
    """A role of the app. `design` may edit and publish documents; `people` may manage persons and units."""

    label: Text
    order: int = 0
    entities: dict[Id, EntityAccess] = member(default_factory=dict)
    design: bool = False
    people: bool = False


class Access(Doc, frozen=True, kw_only=True):
    """The access document of an app."""

    roles: dict[Id, Role]
