"""A rule tells whether it holds, a message what it names, an effect does what it says whoever sets it off: nobody draws one
over what his role does not see, and none that writes, creates, hands on or moves what his role may not."""

from __future__ import annotations

from collections.abc import Iterator

from followthrough.core.compile import CompiledApp
from followthrough.core.design.mentions import Mention, mentions
from followthrough.core.model.app import AppDocument
from followthrough.core.run.access import field_level, rights

from .reading import hidden


def drawn_beyond(live: CompiledApp, mine: str, before: AppDocument, after: AppDocument) -> Iterator[str]:
    """The places at which an edit names what role `mine` does not see in force, or does what it may not. What says the same
    as before, or as in force, is let be; so is what is not in force yet, which holds nothing."""
    known, in_force = mentions(before), mentions(live.doc)
    for place, one in sorted(mentions(after).items()):
        if one not in (known.get(place), in_force.get(place)) and _beyond(live, mine, one):
            yield place[0]


def _beyond(live: CompiledApp, mine: str, one: Mention) -> bool:
    return (
        any(hidden(live, mine, *read) for read in one.reads)
        or any(not _writes(live, mine, *written) for written in one.writes)
        or any(not _does(live, mine, *right) for right in one.rights)
    )


def _writes(live: CompiledApp, mine: str, entity: str, name: str) -> bool:
    """Whether a role may write a field in force. What is worked out or archived nobody writes: the check says so."""
    found = live.entities[entity].fields.get(name) if entity in live.entities else None
    if found is None:
        return entity not in live.entities or entity in live.roles[mine].entities
    if entity not in live.roles[mine].entities:
        return False
    return found.computed or found.archived or field_level(live, mine, entity, name) == "write"


def _does(live: CompiledApp, mine: str, entity: str, right: str) -> bool:
    """Whether a role may create, assign, or move records of an entity in force to a stage in force."""
    if entity not in live.entities:
        return True
    held = rights(live, mine, entity)
    kind, _, stage = right.partition(":")
    if held is None or kind != "move":
        return held is not None and bool(getattr(held, kind))
    flow = live.entities[entity].flow
    ways = [step.roles for step in flow.transitions.values() if step.to == stage] if flow is not None else []
    return not ways or any(held.edit if named is None else mine in named for named in ways)
