"""Places in the documents: which a path may name, which meet, which the manifest locks."""

from __future__ import annotations

import re
from collections.abc import Iterable

from followthrough.core.kit.ids import is_id
from followthrough.core.model.folder import PARTS

from .between import between
from .operations import Json, equal, read

MAX_STEPS = 24
_MEMBER = re.compile(r"(?!__)[$A-Za-z_][$A-Za-z0-9_.-]{0,124}")
_KINDS = frozenset(PARTS.values())
_FREE = ("app/name", "app/help", "app/icon", "app/version")
_FIXED = ("app/lineage", "app/locks", "app/clone_may_change")
"""What a clone says of where it comes from, and what it may change, it does not change itself."""


def is_place(path: str) -> bool:
    """Whether an operation may name the path: a document, or members of it. Whether it exists is another matter."""
    kind, *rest = path.split("/")
    if len(rest) > MAX_STEPS or not all(_MEMBER.fullmatch(step) for step in rest):
        return False
    if kind in ("app", "access"):
        return True
    return kind in _KINDS and bool(rest) and is_id(rest[0])


def meet(one: str, other: str) -> bool:
    """Whether a change of one place is a change of the other: they are the same, or one lies within the other."""
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")


def locked_place(before: Json, after: Json) -> str | None:
    """A place that a clone must leave as it is and `after` changes all the same; None: nothing is in the way.

    What the manifest locks, and names as what may change, it says to clones (`lineage` is set): `locks` forbid; where
    anything is named that may change, only that may, and the app's own name. A clone does not change these themselves,
    nor where it comes from; who owns the original changes everything.
    """
    said = before.get("app", {})
    if not said.get("lineage"):
        return None if equal(said.get("lineage"), after.get("app", {}).get("lineage")) else _FIXED[0]
    locks: list[str] = sorted(said.get("locks") or {})
    for place in [*locks, *_FIXED]:
        path = _path(before, place)
        if not equal(read(before, path) or None, read(after, path) or None):
            return place
    if not said.get("clone_may_change"):
        return None
    may = [*_FREE, *(_path(before, place) for place in said["clone_may_change"])]
    return next((one.path for one in between(before, after) if not _within(one.path, may)), None)


def _within(path: str, places: Iterable[str]) -> bool:
    return any(path == place or path.startswith(f"{place}/") for place in places)


def _path(app: Json, place: str) -> str:
    """A place as an operation names it: the manifest writes a field as `entity/<id>/<field>`."""
    kind, _, rest = place.partition("/")
    name, _, inside = rest.partition("/")
    fields = read(app, f"entity/{name}/properties") if kind == "entity" else None
    if isinstance(fields, dict) and inside.partition("/")[0] in fields:
        return f"entity/{name}/properties/{inside}"
    return place
