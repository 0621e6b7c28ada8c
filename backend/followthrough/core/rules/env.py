"""What a compiled rule is evaluated in: the record's values in their inner form, the moment, calendars and zone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from followthrough.core.kit.fieldtype import FieldType

from .calendars import Calendar
from .dates import date_text, day_of, instant_text, second_of
from .tree import is_empty_literal
from .zones import ZoneTable, date_of

Value = Any
"""Inner form: text, choice and ref str; number float; boolean bool; date int (days since 1970); instant int
(seconds since 1970); set a list of str; empty None."""


class Scope(Protocol):
    """What a rule may name: the type behind a field path or a parameter key (`@name`), None when there is none."""

    def lookup(self, path: str) -> FieldType | None:
        """The type of `path`."""


@dataclass(frozen=True, slots=True)
class FieldScope:
    """A scope over a mapping of paths (and `@name` keys) to types."""

    types: Mapping[str, FieldType]

    def lookup(self, path: str) -> FieldType | None:
        """The type of `path`, None when the mapping has none."""
        return self.types.get(path)


@dataclass(slots=True)
class Env:
    """One record at one moment. `values` holds inner forms by path and `@name`; a path it lacks is empty.

    `now` epoch seconds, `today` day number in the organisation's zone; `zone` its offsets; `calendars` by name.
    """

    values: Mapping[str, Value]
    now: int = 0
    today: int = 0
    zone: ZoneTable = ()
    calendars: Mapping[str, Calendar] = field(default_factory=dict)


def env_at(values: Mapping[str, Value], now: int, zone: ZoneTable, calendars: Mapping[str, Calendar]) -> Env:
    """An environment whose `today` is the local date of `now` (epoch seconds)."""
    return Env(values, now, date_of(zone, now), zone, calendars)


def inner(value: Any, kind: FieldType) -> Value:
    """A record's value in inner form; null, "" and [] become None. Raises ValueError for a malformed date or instant."""
    if is_empty_literal(value):
        return None
    convert = _INNER.get(kind.base)
    return convert(value) if convert else value


def outer(value: Value, kind: FieldType) -> Any:
    """An inner value as a record holds it: dates and instants as text."""
    if value is None:
        return None
    convert = _OUTER.get(kind.base)
    return convert(value) if convert else value


_INNER: dict[str, Callable[[Any], Value]] = {"number": float, "date": day_of, "instant": second_of}
_OUTER: dict[str, Callable[[Any], Any]] = {"date": date_text, "instant": instant_text}


class Binder:
    """Brings records into inner form, once per record, for all rules over the same fields.

    Made once per entity from the types of the paths its rules read.
    """

    __slots__ = ("_plan",)

    def __init__(self, types: Mapping[str, FieldType]) -> None:
        self._plan = tuple((path, _INNER.get(kind.base)) for path, kind in types.items())

    def bind(self, record: Mapping[str, Any]) -> dict[str, Value]:
        """The record's filled values in inner form, by path. Raises ValueError for a malformed date or instant."""
        values: dict[str, Value] = {}
        get = record.get
        for path, convert in self._plan:
            value = get(path)
            if value or not (value is None or value == "" or value == []):
                values[path] = convert(value) if convert else value
        return values


def bind(record: Mapping[str, Any], scope: Scope, paths: Iterable[str]) -> dict[str, Value]:
    """The values of `paths` in inner form. Paths unknown to the scope are left out."""
    known = {path: kind for path in paths if (kind := scope.lookup(path)) is not None}
    return Binder(known).bind(record)
