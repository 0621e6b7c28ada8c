"""The operations that lead from one app to another, as fine as a place of their own has a meaning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from followthrough.core.model.folder import PARTS

from .operations import Json, Operation, equal

_ALONE = ("app", "access")


def between(before: Json, after: Json) -> tuple[Operation, ...]:
    """What makes `after` of `before`, in order of document and member; () when they say the same."""
    found: list[Operation] = []
    for kind in _ALONE:
        found += _steps(kind, before.get(kind), after.get(kind))
    for member, kind in PARTS.items():
        was, now = before.get(member) or {}, after.get(member) or {}
        for name in sorted({*was, *now}):
            found += _steps(f"{kind}/{name}", was.get(name), now.get(name))
    return tuple(found)


def _steps(path: str, was: Any, now: Any) -> Iterator[Operation]:
    if equal(was, now):
        return
    if not (_has_members(was) and _has_members(now)):
        yield Operation(path, was, now)
        return
    for name in [*was, *(name for name in now if name not in was)]:
        yield from _steps(f"{path}/{name}", was.get(name), now.get(name))


def _has_members(value: Any) -> bool:
    """Whether members of a value are places of their own: not those of a rule, which is written whole, and not those
    under names that a path cannot say."""
    if not isinstance(value, Mapping) or not value or any("/" in name or not name for name in value):
        return False
    return not (value.keys() == {"f"} or value.keys() == {"v"} or "op" in value)
