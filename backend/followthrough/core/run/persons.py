"""Who is meant: the owner, a role, the person in a field, or whoever is on duty (docs/duties.md, section 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .owed import Directory
from .world import State

if TYPE_CHECKING:
    from followthrough.core.model.pattern import Person


def meant(person: Person, state: State, directory: Directory) -> str | None:
    """The person meant on a record at this moment. Nobody found, or disabled: the record's owner; he neither: None."""
    found = _named(person, state, directory)
    if found is not None and directory.active(found):
        return found
    return state.owner if state.owner is not None and directory.active(state.owner) else None


def _named(person: Person, state: State, directory: Directory) -> str | None:
    match person.to:
        case "role" if person.role is not None:
            return next(iter(directory.holders(person.role, state.unit)), None)
        case "field" if person.field is not None:
            value = state.lens[person.field]
            return value if isinstance(value, str) else None
        case "roster" if person.roster is not None:
            return directory.on_duty(person.roster, state.unit, state.world.moment.now_ms)
    return state.owner
