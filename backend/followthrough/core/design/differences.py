"""Where two versions of an app differ: a walk over their structs, so that a default and its absence are one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec
from msgspec import inspect

from followthrough.core.model.access import EntityAccess
from followthrough.core.model.app import AppDocument
from followthrough.core.model.folder import PARTS
from followthrough.core.model.pattern import EventPattern
from followthrough.core.model.trigger import Trigger

Struct = msgspec.Struct
Form = str
"""What a member is to the reader: "text", "rule", "duration", "id", "field_path", …; "" for plain values."""


@dataclass(frozen=True, slots=True)
class Step:
    """A member of a keyed collection on the way to a difference: (owner's struct, member) is the collection."""

    owner: str
    member: str
    key: str
    before: Any
    after: Any

    @property
    def part(self) -> Any:
        """The member as it is afterwards, as it was when it is gone."""
        return self.before if self.after is None else self.after


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. `owner` and `member` say what differs (struct and attribute); a member of a collection that came
    or went is the last of `trail` with `member` "". `entity` is the entity the place is about, "" for none."""

    path: str
    trail: tuple[Step, ...]
    owner: str
    member: str
    form: Form
    before: Any
    after: Any
    entity: str
    kept: int = 0
    """Of a member that came or went: how many others its collection has on both sides."""

    @property
    def whole(self) -> bool:
        """Whether a member of a collection came or went."""
        return self.member == ""


def differences(before: AppDocument, after: AppDocument) -> list[Difference]:
    """Every difference of two apps, in the order of their documents' kinds; [] when they say the same."""
    found = list(_struct("app", (), before.app, after.app, ""))
    for member, kind in PARTS.items():
        olds, news = getattr(before, member), getattr(after, member)
        for key in _keys(olds, news):
            old, new = olds.get(key), news.get(key)
            entity = key if kind == "entity" else _about(old if new is None else new)
            step = Step("AppDocument", member, key, old, new)
            found += _keyed(f"{kind}/{key}", (step,), old, new, entity)
    found += _struct("access", (), before.access, after.access, "")
    return found


def _about(document: Any) -> str:
    """The entity a document is about; an automation is about that of its event. "" for none."""
    holder = document.on if isinstance(document, Trigger) else document
    return getattr(holder, "entity", "")


def _keyed(path: str, trail: tuple[Step, ...], old: Any, new: Any, entity: str, kept: int = 0) -> Iterator[Difference]:
    step = trail[-1]
    if old is None or new is None:
        if old is not new:
            yield Difference(path, trail, step.owner, "", "", old, new, entity, kept)
    elif isinstance(old, Struct) and type(old) is type(new):
        yield from _struct(path, trail, old, new, entity)
    elif old != new:
        form = "rule" if isinstance(new, Mapping) else ""
        yield Difference(path, trail, step.owner, step.member, form, old, new, entity)


def _struct(path: str, trail: tuple[Step, ...], old: Struct, new: Struct, entity: str) -> Iterator[Difference]:
    cls = type(new)
    if cls is EntityAccess:
        entity = trail[-1].key
    elif isinstance(new, EventPattern):
        entity = new.entity
    for part in _members(cls):
        a, b = getattr(old, part.name), getattr(new, part.name)
        if a == b:
            continue
        place = f"{path}/{part.written}"
        if part.keyed:
            kept = len(a.keys() & b.keys())
            for key in _keys(a, b):
                step = Step(cls.__name__, part.name, key, a.get(key), b.get(key))
                yield from _keyed(f"{place}/{key}", (*trail, step), a.get(key), b.get(key), entity, kept)
        elif isinstance(a, Struct) and isinstance(b, Struct) and type(a) is type(b):
            yield from _struct(place, trail, a, b, entity)
        else:
            yield Difference(place, trail, cls.__name__, part.name, part.form, a, b, entity)


def _keys(a: Mapping[str, Any], b: Mapping[str, Any]) -> list[str]:
    return [*b, *(key for key in a if key not in b)]


@dataclass(frozen=True, slots=True)
class _Member:
    name: str
    written: str
    keyed: bool
    form: Form


@cache
def _members(cls: type[Struct]) -> tuple[_Member, ...]:
    info = inspect.type_info(cls)
    assert isinstance(info, inspect.StructType)
    return tuple(
        _Member(part.name, part.encode_name, isinstance(part.type, inspect.DictType), form_of(part.type))
        for part in info.fields
    )


def members_of(cls: type[Struct]) -> Mapping[str, _Member]:
    """The members of a struct as they are written."""
    return {part.written: part for part in _members(cls)}


def _bare(type_: Any) -> Any:
    """The type without None; a marked one (a text, a rule) stays marked."""
    if isinstance(type_, inspect.UnionType):
        parts = [part for part in type_.types if not isinstance(part, inspect.NoneType)]
        return _bare(parts[0]) if len(parts) == 1 else type_
    return type_


def form_of(type_: Any) -> Form:
    """What the type of a member says it is to the reader; "" for plain values."""
    bare = _bare(type_)
    if isinstance(bare, inspect.Metadata):
        return str((bare.extra_json_schema or {}).get("form", ""))
    return ""
