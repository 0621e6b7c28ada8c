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
    """A place the manifest of `before` locks and `after` changes all the same; None: nothing is in the way.

    `locks` forbid. In a clone (`lineage` is set) that names what may change, only that may, and the app's own name. Where
    it comes from is never changed; nor, in a clone, what it may change.
    """
    said = before.get("app", {})
    locks: list[str] = sorted(said.get("locks") or {})
    for place in locks:
        if not equal(read(before, _path(before, place)), read(after, _path(before, place))):
            return place
    lineage = said.get("lineage")
    for fixed in _FIXED if lineage else _FIXED[:1]:
        if not equal(read(before, fixed) or None, read(after, fixed) or None):
            return fixed
    if not (lineage and said.get("clone_may_change")):
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
