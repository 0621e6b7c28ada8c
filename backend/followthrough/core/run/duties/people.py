"""Who owes, and who is told (docs/duties.md, section 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followthrough.core.run.owed import Directory
from followthrough.core.run.world import State

if TYPE_CHECKING:
    from followthrough.core.model.pattern import Person


def person_meant(person: Person, state: State, directory: Directory, at_ms: int) -> str | None:
    """Who is meant on the record: else its owner, else nobody. Whoever cannot act in the app counts as nobody."""
    return assigned(person, state, directory, at_ms)[0]


def assigned(person: Person, state: State, directory: Directory, at_ms: int) -> tuple[str | None, list[str | None]]:
    """Who is meant, and the grounds: he is worked out anew only when they become others.

    They are the unit for a role, the person in the field, and the owner where he is meant or stands in. A roster is
    asked once.
    """
    found: str | None = None
    ground: str | None = None
    if person.to == "role" and person.role is not None:
        found, ground = next(iter(directory.holders(person.role, state.unit)), None), state.unit
    elif person.to == "field" and person.field is not None:
        found = ground = state.lens[person.field]
    elif person.to == "roster" and person.roster is not None:
        found = directory.on_duty(person.roster, state.unit, at_ms)
    if there(directory, found):
        return found, [ground]
    owner = state.owner
    return owner if there(directory, owner) else None, [ground, owner]


def there(directory: Directory, person: str | None) -> bool:
    """Whether the person can act in the app at all: not disabled, and with a role in it."""
    return person is not None and directory.active(person) and directory.has_role(person)


def told_above(person: Person, state: State, directory: Directory, at_ms: int, but: str | None) -> str | None:
    """Who is told of a breach: who is meant, but never `but` (who owes): then the next holder of the role, in the unit
    or above. None: there is nobody."""
    if person.to == "role" and person.role is not None:
        found = holder_but(person.role, state.unit, directory, but)
        return found if found is not None else other(state.owner, directory, but)
    return other(person_meant(person, state, directory, at_ms), directory, but)


def holder_but(role: str, unit: str | None, directory: Directory, but: str | None) -> str | None:
    """The first holder of a role in the unit or nearest above who is not `but`."""
    here = unit
    while True:
        found = next((one for one in directory.holders(role, here) if one != but), None)
        if found is not None or here is None:
            return found
        here = directory.above(here)


def other(found: str | None, directory: Directory, but: str | None) -> str | None:
    """`found`, if it is somebody else who can act here."""
    return found if found != but and there(directory, found) else None
