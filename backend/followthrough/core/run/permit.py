"""Whether this person may: role, scope on the row, rights, roles of actions and transitions.

Refusals are Deny with a code of schemas/errors.json. A record outside the role's scope is `not_found`, exactly
as one that does not exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from followthrough.core.model.access import EntityAccess

from .acts import Actor, Deny, Record, Values
from .world import Key, World, target_key

if TYPE_CHECKING:
    from followthrough.core.compile.app import (
        CompiledAction,
        CompiledApp,
        CompiledEntity,
        CompiledTransition,
    )

Right = Literal["create", "edit", "assign", "archive", "imports", "exports"]
Level = Literal["write", "read", "none"]

NOT_FOUND = Deny("not_found")
NONE: Level = "none"
WRITE: Level = "write"

SYSTEM = "@system"
"""The role of the app itself, when a trigger or a re-computation acts: it holds every right and skips no gate.
No document can name it (ids have no @)."""
THE_SYSTEM = Actor(person="", role=SYSTEM, unit="")
_EVERY_RIGHT = EntityAccess(scope="all", create=True, edit=True, assign=True, archive=True)


def access_of(app: CompiledApp, actor: Actor, entity: str) -> EntityAccess | Deny:
    """The rights of the actor's role on an entity; no_role, or not_found for an entity the role may not see."""
    if actor.role == SYSTEM:
        return _EVERY_RIGHT if entity in app.entities else NOT_FOUND
    role = app.roles.get(actor.role)
    if role is None:
        return Deny("no_role")
    return role.entities.get(entity) or NOT_FOUND


def may(access: EntityAccess, right: Right) -> Deny | None:
    """None when the role holds the right, else not_permitted."""
    return None if getattr(access, right) else Deny("not_permitted", {"right": right})


def in_scope(world: World, actor: Actor, record: Record) -> bool:
    """Whether the actor's role may see the record: its scope, on the record that `belongs_to` leads to.

    Where that chain is broken only scope "all" sees the record.
    """
    access = access_of(world.app, actor, record.entity)
    if isinstance(access, Deny):
        return False
    if access.scope == "all":
        return True
    root = root_of(world, record)
    return root is not None and covers(access.scope, actor, root.owner, root.unit)


def root_of(world: World, record: Record) -> Record | None:
    """The record whose owner and unit decide who sees this one; None when the chain is broken."""
    entity = world.app.entities[record.entity]
    for reference, _ in entity.owner_chain:
        key = target_key(world.app.entities[record.entity].fields[reference], record.values.get(reference))
        found = None if key is None else world.record(key)
        if found is None:
            return None
        record = found
    return record


def covers(scope: str, actor: Actor, owner: str | None, unit: str | None) -> bool:
    """Whether a scope lets the actor see what this owner and unit hold."""
    match scope:
        case "all":
            return True
        case "own":
            return owner == actor.person
        case "unit":
            return unit is not None and unit == actor.unit
        case "subtree":
            return unit is not None and (unit == actor.unit or unit in actor.subtree)
    return False


def sees(world: World, key: Key) -> bool:
    """Whether the actor may point at the record behind `key`: it exists and is in his scope (no actor: the system)."""
    record = world.record(key)
    if record is None:
        return False
    return world.actor is None or in_scope(world, world.actor, record)


def levels(world: World, entity: str) -> Mapping[str, Level]:
    """What the actor's role may do with each field of an entity; rows of an entity it may not see are hidden."""
    if world.actor is None:
        return {}
    if world.actor.role == SYSTEM:
        return dict.fromkeys(world.app.entities[entity].fields, WRITE)
    role = world.app.roles[world.actor.role]
    found = role.fields.get(entity, {})
    unseen = [name for name, child in world.app.entities[entity].rows.items() if child not in role.entities]
    return {**found, **dict.fromkeys(unseen, NONE)} if unseen else found


def writes(world: World, entity: CompiledEntity, given: Values) -> Deny | None:
    """read_only for the first given field the role may read but not write; computed, retired and hidden ones are Invalid."""
    allowed = levels(world, entity.id)
    for name, value in given.items():
        found = entity.fields.get(name)
        if found is None or found.computed or found.archived:
            continue
        if allowed.get(name) == "read":
            return Deny("read_only", {"field": name})
        if found.rows is not None and allowed.get(name) == "write" and isinstance(value, list):
            refused = _row_writes(world, world.app.entities[found.rows], name, value)
            if refused is not None:
                return refused
    return None


def _row_writes(world: World, child: CompiledEntity, name: str, rows: list[Any]) -> Deny | None:
    for row in rows:
        refused = writes(world, child, row) if isinstance(row, dict) else None
        if refused is not None:
            return Deny(refused.code, {"field": f"{name}.{refused.params['field']}"})
    return None


def admits_action(action: CompiledAction, actor: Actor, access: EntityAccess) -> bool:
    """Whether the action is for this role: named, or (none named) any that may edit the record."""
    return access.edit if action.roles is None else actor.role == SYSTEM or actor.role in action.roles


def admits_transition(transition: CompiledTransition, actor: Actor | None, edit: bool) -> bool:
    """Whether the role may walk the transition; `edit` says whether it counts as one that may edit the record."""
    if transition.roles is None:
        return edit
    return actor is None or actor.role == SYSTEM or actor.role in transition.roles
