"""The places a manifest names: documents, their members, fields."""

from __future__ import annotations

from .context import Context


def check_places(ctx: Context) -> None:
    """What a clone may change and what is locked must exist."""
    for member, places in (("clone_may_change", ctx.app.app.clone_may_change), ("locks", ctx.app.app.locks)):
        for place in places:
            if not place_exists(ctx, place):
                ctx.add("unknown_place", f"app/{member}/{place}", None, place=place)


def place_exists(ctx: Context, place: str) -> bool:
    """Whether a document path leads somewhere: a document, one of its members, or a field as `entity/<id>/<field>`."""
    kind, _, rest = place.partition("/")
    name, _, inside = rest.partition("/")
    documents = {
        "entity": ctx.app.entities,
        "form": ctx.app.forms,
        "list": ctx.app.lists,
        "flow": ctx.app.flows,
        "action": ctx.app.actions,
        "duty": ctx.app.duties,
        "trigger": ctx.app.triggers,
        "queue": ctx.app.queues,
        "decision_table": ctx.app.decision_tables,
        "metric": ctx.app.metrics,
        "board": ctx.app.boards,
    }.get(kind, {})
    here: object = ctx.app.access if kind == "access" else documents.get(name) if isinstance(documents, dict) else None
    if kind == "access":
        inside = rest
    if here is None:
        return False
    if kind == "entity" and inside.partition("/")[0] in ctx.app.entities[name].properties:
        inside = f"properties/{inside}"
    for step in inside.split("/") if inside else ():
        here = here.get(step) if isinstance(here, dict) else getattr(here, step, None)
        if here is None:
            return False
    return True
