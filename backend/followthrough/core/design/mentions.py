"""What the rules, messages and effects of an app name: every field they read or write, and what they do besides.

Forms and lists are left out: what they show is measured by who looks. How a value is worked out (formula, default, lookup,
rollup, decision table) is told by `services/designing/reading`, since there it matters where the value stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import msgspec
from msgspec import inspect

from followthrough.core.fields.convert import called_by
from followthrough.core.model.app import AppDocument
from followthrough.core.model.entity import Field, Option
from followthrough.core.model.flow import Action, ActionField, Creates
from followthrough.core.model.folder import PARTS
from followthrough.core.model.metric import Card
from followthrough.core.model.pattern import EventPattern
from followthrough.core.model.scope import target_of
from followthrough.core.model.trigger import (
    AssignRecord,
    CreateRecord,
    MoveRecord,
    Notify,
    SetField,
    Trigger,
    placeholders,
)
from followthrough.core.rules import fields_of

from .differences import form_of

Named = tuple[str, str]
"""(entity, field)."""
_LEFT_OUT = frozenset({"forms", "lists", "queues", "decision_tables"})
_WRITTEN = frozenset({(ActionField, "target"), (SetField, "field"), (Action, "writes")})
_WORKED_OUT = frozenset({"compute", "default_rule", "lookup", "rollup"})


@dataclass(frozen=True, slots=True)
class Mention:
    """What one place names. `how`: as it stands there. `reads` and `writes` are (entity, field); `rights` are (entity, right)
    with "create", "assign" or "move:<stage>": what it does, whoever sets it off."""

    how: Any
    reads: frozenset[Named] = frozenset()
    writes: frozenset[Named] = frozenset()
    rights: frozenset[tuple[str, str]] = frozenset()


Found = Iterator[tuple[tuple[str, str], Mention]]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk is: what the paths there begin from, and which entity `new.` stands for."""

    app: AppDocument
    at: str
    entity: str
    made: str | None = None

    def on(self, *names: str) -> _Place:
        return replace(self, at="/".join((self.at, *names)))

    def steps(self, path: str) -> list[Named]:
        """Every (entity, field) a path goes through; none for what is given with an act, and for parameters."""
        first, _, rest = path.partition(".")
        if first == "new" and self.made is not None:
            return list(steps(self.app, self.made, rest))
        return [] if first == "act" else list(steps(self.app, self.entity, path))

    def reads(self, paths: Iterable[str]) -> frozenset[Named]:
        return frozenset(step for path in paths for step in self.steps(path))


def mentions(app: AppDocument) -> Mapping[tuple[str, str], Mention]:
    """Everything an app names so, by its place and what about it ("rule", "path", "itself")."""
    found: dict[tuple[str, str], Mention] = {}
    for member, kind in PARTS.items():
        for name, document in getattr(app, member).items() if member not in _LEFT_OUT else ():
            entity = name if member == "entities" else getattr(document, "entity", "")
            found.update(_struct(_Place(app, f"{kind}/{name}", entity), document))
    return found


def steps(app: AppDocument, entity: str, path: str) -> Iterator[Named]:
    """Every (entity, field) a path goes through, its end among them, as far as it leads anywhere."""
    here: str | None = entity
    for name in path.split("."):
        if here is None:
            return
        yield here, name
        here = target_of(app, here, name)


def _struct(place: _Place, part: msgspec.Struct) -> Found:
    place = _inside(place, part)
    yield from _itself(place, part)
    for member in _members(type(part)):
        value = getattr(part, member.name)
        if value is None or (isinstance(part, Field) and member.name in _WORKED_OUT):
            continue
        yield from _member(place.on(member.written), type(part), member, value)


def _member(here: _Place, owner: type, member: _Member, value: Any) -> Found:
    written = (owner, member.name) in _WRITTEN
    if member.form == "field_path":
        yield from _path(here, value, written)
    elif member.form == "rule":
        yield from _rule(here, value)
    elif isinstance(value, msgspec.Struct):
        yield from _struct(here, value)
    elif member.keyed:
        for key, inner in value.items():
            if member.keys == "field_path":
                yield from _path(here.on(key), key, written)
            if member.values == "rule":
                yield from _rule(here.on(key), inner)
            elif isinstance(inner, msgspec.Struct):
                yield from _struct(here.on(key), inner)


def _inside(place: _Place, part: msgspec.Struct) -> _Place:
    """What paths within `part` begin from."""
    match part:
        case EventPattern():
            return replace(place, entity=part.entity)
        case Trigger():
            return replace(place, entity=part.on.entity)
        case Action() if part.creates is not None:
            return replace(place, made=part.creates.entity)
        case Card():
            metric = place.app.metrics.get(part.metric)
            return replace(place, entity=metric.entity if metric is not None else "")
    return place


def _itself(place: _Place, part: msgspec.Struct) -> Found:
    """What a part names other than by rules and paths."""
    match part:
        case Field() if part.copied_from is not None:
            key = place.at.split("/")[-2]
            read = frozenset(
                {(place.entity, part.copied_from), *_titles(place.app, place.entity, key, part.copied_from)}
            )
            written = frozenset({(place.entity, key)})
            yield (place.on("copied_from").at, "path"), Mention(part.copied_from, read, written)
        case Option() if part.merged_into is not None and place.at.startswith("entity/"):
            own = frozenset({(place.entity, place.at.split("/")[3])})
            yield (place.on("merged_into").at, "path"), Mention(part.merged_into, own, own)
        case EventPattern():
            for key in part.fields:
                yield (place.on("fields", key).at, "path"), Mention(True, reads=frozenset({(part.entity, key)}))
        case Creates() | CreateRecord():
            yield (place.at, "itself"), Mention(True, rights=frozenset({(part.entity, "create")}))
            for key in part.values:
                yield (place.on("values", key).at, "path"), Mention(True, writes=frozenset({(part.entity, key)}))
        case MoveRecord():
            yield (place.at, "itself"), Mention(True, rights=frozenset({(place.entity, f"move:{part.stage}")}))
        case AssignRecord():
            yield (place.at, "itself"), Mention(True, rights=frozenset({(place.entity, "assign")}))
        case Notify():
            named = placeholders(part.text)
            yield (place.on("text").at, "path"), Mention(named, reads=place.reads(named))


def _titles(app: AppDocument, entity: str, key: str, source: str) -> Iterator[Named]:
    """The titles that are read where a reference becomes a text, or a text a reference."""
    properties = app.entities[entity].properties if entity in app.entities else {}
    if key in properties and source in properties:
        for target in called_by(properties[source], properties[key]):
            if target in app.entities:
                yield target, app.entities[target].entity.title


def _rule(here: _Place, rule: Any) -> Found:
    yield (here.at, "rule"), Mention(rule, reads=here.reads(fields_of(rule)))


def _path(here: _Place, path: str, written: bool) -> Found:
    """A path that is named: where it is written what it goes through is read all the same."""
    named = here.steps(path)
    end = named[-1:] if written else []
    yield (here.at, "path"), Mention(path, frozenset(named[: len(named) - len(end)]), frozenset(end))


@dataclass(frozen=True, slots=True)
class _Member:
    """A member of a struct, and what it is to the reader (see `differences.Form`); of a keyed collection its keys and values."""

    name: str
    written: str
    keyed: bool
    form: str
    keys: str
    values: str


@cache
def _members(cls: type[msgspec.Struct]) -> tuple[_Member, ...]:
    info = inspect.type_info(cls)
    assert isinstance(info, inspect.StructType)
    return tuple(_known(part) for part in info.fields)


def _known(part: inspect.Field) -> _Member:
    bare = part.type
    keyed = isinstance(bare, inspect.DictType)
    keys, values = (
        (form_of(bare.key_type), form_of(bare.value_type)) if isinstance(bare, inspect.DictType) else ("", "")
    )
    return _Member(part.name, part.encode_name, keyed, form_of(bare), keys, values)
