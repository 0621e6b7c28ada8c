"""Rules rewritten over stored fields only: lookups become paths, own formulas are put in place.

So that two rules which say the same through different fields are seen to do so.
"""

from __future__ import annotations

from typing import Any

from followthrough.core.model.app import AppDocument
from followthrough.core.model.base import Node
from followthrough.core.model.entity import Entity, Property

_DEEPEST = 4


def plain(app: AppDocument, entity: str, node: Node, depth: int = 0) -> Node:
    """`node` with own lookups written as paths and own formulas by their rules (a few levels deep, circles end there)."""
    if "f" in node:
        return _field(app, entity, node, depth)
    if "a" not in node:
        return node
    return {**node, "a": [plain(app, entity, part, depth) for part in node["a"]]}


def _field(app: AppDocument, entity: str, node: Node, depth: int) -> Node:
    document = app.entities.get(entity)
    prop = document.properties.get(node["f"]) if document else None
    if prop is None or depth >= _DEEPEST:
        return node
    if prop.field.lookup is not None:
        return {"f": f"{prop.field.lookup.via}.{prop.field.lookup.value}"}
    if prop.field.kind == "formula" and prop.field.compute is not None:
        return plain(app, entity, prop.field.compute, depth + 1)
    return node


def bounds(entity: Entity, name: str) -> list[Node]:
    """The numeric bounds of a field as rules (an empty field breaks none, so they hold only where it is filled)."""
    prop: Property = entity.properties[name]
    found: list[Node] = []
    for op, limit in (("ge", prop.minimum), ("le", prop.maximum)):
        if limit is not None:
            found.append(_call(op, {"f": name}, {"v": limit}))
    return found


def _call(op: str, *args: Any) -> Node:
    return {"op": op, "a": list(args)}
