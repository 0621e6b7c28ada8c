"""Nobody grants what he does not hold, drawn in a document just as well as given to a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

import msgspec

from followthrough.core.compile import CompiledApp, as_granted
from followthrough.core.model.access import EntityAccess, Role
from followthrough.core.model.app import AppDocument
from followthrough.core.model.base import Mark
from followthrough.core.run.access import rights
from followthrough.services.granting import FLAGS, LEVELS, SCOPES, manages_people
from followthrough.services.registry import Registry
from followthrough.store import people
from followthrough.store.tx import Tx

from .drawing import drawn_beyond
from .reading import reads_beyond

Marks = Mapping[str, Mark]


def granted_beyond(live: CompiledApp, mine: str, before: AppDocument, after: AppDocument) -> str | None:
    """The place at which an edit gives (or takes from a role that holds) more than role `mine` holds in the version in
    force; None: nowhere. What is not in force yet, a new entity or field, holds nothing that anybody could lack; of an
    archived entity a role holds what it is said to hold when it is used again.
    """
    live = as_granted(live)
    for name in sorted({*before.access.roles, *after.access.roles}):
        was, now = before.access.roles.get(name), after.access.roles.get(name)
        if _in_force(live, was) == _in_force(live, now):
            continue
        for role in (now, was):
            inside = None if role is None else next(_beyond(live, mine, role), None)
            if inside is not None:
                return f"access/roles/{name}/{inside}"
    asked = (live, mine, before, after)
    return next(chain(_steps_beyond(*asked), _waiving_beyond(*asked), reads_beyond(*asked), drawn_beyond(*asked)), None)


def left_to_nobody(before: AppDocument, after: AppDocument) -> bool:
    """Whether an app that some role designs would be left to none that does."""
    return _designed(before) and not _designed(after)


def _designed(app: AppDocument) -> bool:
    return any(role.design for role in app.access.roles.values())


def people_managed_by(app: AppDocument) -> str | None:
    """The place at which an app lets a role manage people, which is the people of the whole organisation; None: nowhere."""
    named = sorted(name for name, role in app.access.roles.items() if role.people)
    return f"access/roles/{named[0]}/people" if named else None


def may_share_people(tx: Tx, registry: Registry, person: str) -> bool:
    """Whether somebody manages people in any app in force, as it stands now: only then an app may begin with roles that do."""
    found = people.get(tx, person)
    return found is not None and manages_people(registry.live(tx), found.roles)


def _in_force(live: CompiledApp, role: Role | None) -> Role | None:
    """A role without its words and what it says of entities and fields that are not in force yet: whoever draws one may
    say who has it, of stronger roles too."""
    if role is None:
        return None
    known = {name: _known(live, name, held) for name, held in role.entities.items() if name in live.entities}
    return msgspec.structs.replace(role, label={"zh": ""}, order=0, entities=known)


def _known(live: CompiledApp, entity: str, held: EntityAccess) -> EntityAccess:
    fields = {name: level for name, level in held.fields.items() if name in live.entities[entity].fields}
    return msgspec.structs.replace(held, fields=fields)


def _beyond(live: CompiledApp, mine: str, asked: Role) -> Iterator[str]:
    """Members of a role that say more than `mine` holds."""
    held = live.roles[mine]
    for flag in ("people", "design"):
        if getattr(asked, flag) and not getattr(held.doc, flag):
            yield flag
    for entity, access in sorted(asked.entities.items()):
        if entity in live.entities:
            yield from (f"entities/{entity}{inside}" for inside in _entity_beyond(live, mine, entity, access))


def _entity_beyond(live: CompiledApp, mine: str, entity: str, asked: EntityAccess) -> Iterator[str]:
    held = live.roles[mine].entities.get(entity)
    if held is None:
        yield ""
        return
    if SCOPES[held.scope] < SCOPES[asked.scope]:
        yield "/scope"
    yield from (f"/{flag}" for flag in FLAGS if getattr(asked, flag) and not getattr(held, flag))
    changes = asked.edit or asked.create or asked.imports
    for name, field in live.entities[entity].fields.items():
        level: str | None = asked.fields.get(name)
        if level is None:
            level = "write" if changes and not field.computed and not field.archived else "read"
        if LEVELS[live.roles[mine].fields[entity][name]] < LEVELS[level]:
            yield f"/fields/{name}"


def _steps_beyond(live: CompiledApp, mine: str, before: AppDocument, after: AppDocument) -> Iterator[str]:
    """Transitions and actions in force that the edit opens to more roles, though `mine` may not do them."""
    for flow, doc in sorted(after.flows.items()):
        kept = live.doc.flows.get(flow)
        was = before.flows.get(flow)
        for name, step in sorted(doc.transitions.items()):
            known = kept.transitions.get(name) if kept else None
            old = was.transitions.get(name, known) if was else known
            if known and old and _opens(old.roles, step.roles) and not _may(live, mine, doc.entity, known.roles):
                yield f"flow/{flow}/transitions/{name}/roles"
    for name, action in sorted(after.actions.items()):
        known_action = live.doc.actions.get(name)
        old_action = before.actions.get(name, known_action)
        if known_action is None or old_action is None or not _opens(old_action.roles, action.roles):
            continue
        if not _may(live, mine, known_action.entity, known_action.roles):
            yield f"action/{name}/roles"


def _waiving_beyond(live: CompiledApp, mine: str, before: AppDocument, after: AppDocument) -> Iterator[str]:
    """Duties in force that the edit lets more roles waive, extend and reassign, though `mine` may not."""
    for name, duty in sorted(after.duties.items()):
        known = live.doc.duties.get(name)
        was = before.duties.get(name, known)
        if known is None or was is None or mine in known.waive:
            continue
        if not duty.waive.keys() <= was.waive.keys() | known.waive.keys():
            yield f"duty/{name}/waive"


def _opens(was: Marks, now: Marks) -> bool:
    """Whether somebody may do it now who might not before; no roles are all that may edit the entity."""
    return now != was and (not now or not now.keys() <= was.keys())


def _may(live: CompiledApp, mine: str, entity: str, named: Marks) -> bool:
    if named:
        return mine in named
    held = rights(live, mine, entity)
    return held is not None and held.edit
