"""Operations on the documents of an app (docs/designing.md, section 1); the same as frontend/src/engine/design.

An app here is its JSON: members `app`, `access`, `entities`, … as `core.model.folder` names them. Nothing is changed in
place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from followthrough.core.model.folder import PARTS

Json = dict[str, Any]
_MEMBERS = {kind: member for member, kind in PARTS.items()}


@dataclass(frozen=True, slots=True)
class Operation:
    """`value` is put at `path` where `was` stood; None is nothing."""

    path: str
    was: Any = None
    value: Any = None


@dataclass(frozen=True, slots=True)
class Applied:
    """The app afterwards (as it was when there are conflicts), and the operations that found something else."""

    app: Json
    conflicts: tuple[Operation, ...]


class _NoPlaceError(Exception):
    """What the place lies in is gone, or has no members."""


def keys_of(path: str) -> list[str]:
    """The keys under which a path's place stands in the app."""
    kind, *rest = path.split("/")
    return [_MEMBERS.get(kind, kind), *rest]


def read(app: Any, path: str) -> Any:
    """What stands at a path, None for nothing."""
    here = app
    for key in keys_of(path):
        if not isinstance(here, Mapping) or key not in here:
            return None
        here = here[key]
    return here


def same(found: Any, was: Any) -> bool:
    """Whether what stands at a place is what was seen there; nothing, null and {} are one."""
    return (_nothing(found) and _nothing(was)) or equal(found, was)


def equal(a: Any, b: Any) -> bool:
    """Whether two values are the same JSON; members that are null are as if left out, true is not 1, 1 is 1.0."""
    if a is None or b is None:
        return a is b
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return all(equal(a.get(key), b.get(key)) for key in a.keys() | b.keys())
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(equal, a, b))
    return bool(a == b)


def apply(app: Json, operations: Sequence[Operation]) -> Applied:
    """The app after all operations, or as it was with those that conflict."""
    now: Any = app
    conflicts: list[Operation] = []
    for one in operations:
        try:
            if same(read(now, one.path), one.was):
                now = _put(now, keys_of(one.path), one.value, 1 if one.path.split("/")[0] in PARTS.values() else 0)
            else:
                conflicts.append(one)
        except _NoPlaceError:
            conflicts.append(one)
    return Applied(app, tuple(conflicts)) if conflicts else Applied(now, ())


def invert(operations: Sequence[Operation]) -> tuple[Operation, ...]:
    """The operations that take these back."""
    return tuple(Operation(one.path, one.value, one.was) for one in reversed(operations))


def _nothing(value: Any) -> bool:
    return value is None or (isinstance(value, Mapping) and not value)


def _put(here: Any, keys: list[str], value: Any, made: int) -> Json:
    """`here` with the value at its place. Of the objects on the way only the `made` first may be missing: those that hold
    all documents of a kind. Where another is, somebody took it away, and half of it would come back."""
    if not isinstance(here, Mapping):
        raise _NoPlaceError
    inside = dict(here)
    key, *rest = keys
    if rest:
        inside[key] = _put(inside.get(key, {} if made > 0 else None), rest, value, made - 1)
    elif value is None:
        inside.pop(key, None)
    else:
        inside[key] = value
    return inside
