"""Checks of a field that takes over what another holds: that it can, and that nobody comes to read what he could not."""

from __future__ import annotations

from followthrough.core.fields.convert import called_by, fits
from followthrough.core.model.access import EntityAccess, Role
from followthrough.core.model.app import AppDocument
from followthrough.core.model.entity import Property
from followthrough.core.model.scope import in_order, target_of

from .context import Context


def check_copy(ctx: Context, entity: str, key: str, prop: Property, at: str) -> None:
    """What another field of the entity holds must have a form in this one, and this one be people's to fill.

    A reference that becomes a text says for good what its record is called: to a role that sees the text, and does not see
    every such record by its title, that tells what the reference did not.
    """
    source = prop.field.copied_from
    assert source is not None
    if not ctx.own_field(entity, source, at):
        return
    was = ctx.app.entities[entity].properties[source]
    if source == key or not fits(was, prop) or ctx.computed(entity, key):
        ctx.add("copy_impossible", at, None, field=key, source=source)
        return
    if prop.field.kind not in ("text", "long_text"):
        return
    for name, role in in_order(ctx.app.access.roles):
        mine = role.entities.get(entity)
        if mine is None or mine.fields.get(key) == "none":
            continue
        for target in sorted(called_by(was, prop)):
            if not _reads_titles(ctx.app, role, entity, source, mine, target):
                ctx.add("copy_shows", at, None, role=name, entity=target, field=key, source=source)


def _reads_titles(app: AppDocument, role: Role, entity: str, source: str, mine: EntityAccess, target: str) -> bool:
    """Whether a role reads the title of whatever record of `target` the reference `source` of records it sees points at: of
    all, or of those that its own records belong to and are seen with."""
    theirs = role.entities.get(target)
    if theirs is None or target not in app.entities:
        return False
    with_it = app.entities[entity].entity.belongs_to == source and theirs.scope == mine.scope
    return (theirs.scope == "all" or with_it) and _reads(app, role, target, app.entities[target].entity.title)


def _reads(app: AppDocument, role: Role, entity: str, field: str) -> bool:
    """Whether a role may read a field, and what a lookup reads it from."""
    seen: set[tuple[str, str]] = set()
    while (entity, field) not in seen:
        seen.add((entity, field))
        access, prop = role.entities.get(entity), app.entities[entity].properties.get(field)
        if access is None or prop is None or access.fields.get(field) == "none":
            return False
        if prop.field.lookup is None:
            return True
        beyond, field = target_of(app, entity, prop.field.lookup.via), prop.field.lookup.value
        if beyond is None:
            return False
        entity = beyond
    return False
