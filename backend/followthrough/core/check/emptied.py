"""A field that always has a value is not emptied by what follows by itself: every record would refuse it."""

from __future__ import annotations

from followthrough.core.model.base import Node
from followthrough.core.model.scope import property_at
from followthrough.core.rules.tree import is_empty_literal

from .context import Context


def check_emptied(ctx: Context, entity: str, field: str, node: Node, at: str) -> None:
    """A finding at `at` where the literal "empty" is written into a title or a required field. `field` is a path of
    `entity`. One that is hidden at times is left alone: hidden, it may be empty."""
    if node.keys() != {"v"} or not is_empty_literal(node["v"]):
        return
    found = property_at(ctx.app, entity, field)
    if found is None:
        return
    spec = found[1].field
    titled = ctx.app.entities[found[0]].entity.title == field.rpartition(".")[2]
    if not spec.archived and (titled or (spec.required and spec.relevance is None)):
        ctx.add("write_empties", at, None, field=field)
