"""Nobody grants what he does not hold: whether one role's rights cover another's."""

from __future__ import annotations

from collections.abc import Mapping

from followthrough.core.compile import CompiledApp, as_granted
from followthrough.core.model.app import AppDocument
from followthrough.core.run.access import EntityRights, rights

SCOPES = {"own": 0, "unit": 1, "subtree": 2, "all": 3}
LEVELS = {"none": 0, "read": 1, "write": 2}
FLAGS = ("create", "edit", "assign", "archive", "imports", "exports")


def manages(app: CompiledApp, role: str) -> bool:
    """Whether the role may manage people and units."""
    found = app.roles.get(role)
    return found is not None and found.doc.people


def manages_people(apps: Mapping[str, CompiledApp], roles: Mapping[str, str]) -> bool:
    """Whether someone with these roles (app key -> role) may manage people in any of the apps."""
    return any(manages(apps[key], role) for key, role in roles.items() if key in apps)


def role_covers(app: CompiledApp, mine: str, other: str) -> bool:
    """Whether role `mine` holds everything role `other` does, in every entity, field, transition and action.

    A role the app does not have (any more) grants nothing and is covered. Archived entities count as they will be used again.
    """
    app = as_granted(app)
    held, asked = app.roles.get(mine), app.roles.get(other)
    if asked is None or mine == other:
        return held is not None
    if held is None or (asked.doc.people and not held.doc.people) or (asked.doc.design and not held.doc.design):
        return False
    return all(_entity_covers(app, mine, other, entity) for entity in asked.entities) and _steps_cover(app, mine, other)


def _entity_covers(app: CompiledApp, mine: str, other: str, entity: str) -> bool:
    held, asked = rights(app, mine, entity), rights(app, other, entity)
    if asked is None:
        return True
    if held is None or SCOPES[held.scope] < SCOPES[asked.scope]:
        return False
    return all(getattr(held, flag) or not getattr(asked, flag) for flag in FLAGS) and _fields_cover(held, asked)


def _fields_cover(held: EntityRights, asked: EntityRights) -> bool:
    return all(LEVELS[held.fields.get(name, "none")] >= LEVELS[level] for name, level in asked.fields.items())


def _steps_cover(app: CompiledApp, mine: str, other: str) -> bool:
    """Transitions and actions that name the other role and not mine."""
    for name in app.roles[other].entities:
        entity = app.entities[name]
        steps = entity.flow.transitions.values() if entity.flow else ()
        for named in (*(step.roles for step in steps), *(action.roles for action in entity.actions.values())):
            if named is not None and other in named and mine not in named:
                return False
    return True


def may_manage(apps: Mapping[str, CompiledApp], mine: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether someone with roles `mine` may manage a person with roles `other`: he manages people somewhere, and in
    every app his role covers the person's."""
    if not any(manages(apps[key], role) for key, role in mine.items() if key in apps):
        return False
    return all(role_covers(apps[key], mine.get(key, ""), role) for key, role in other.items() if key in apps)


def admin_role(app: AppDocument) -> str:
    """The role that may do most: manages people and designs; "" where no role does either."""
    ranked = sorted(app.access.roles.items(), key=lambda item: (item[1].people, item[1].design, item[1].order))
    name, role = ranked[-1]
    return name if role.people or role.design else ""
