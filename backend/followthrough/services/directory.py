"""Who there is, as decisions about what is owed may ask: asked of the database once per question and transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from followthrough.core.kit.fieldtype import FILE, PERSON, UNIT
from followthrough.core.run.acts import Actor
from followthrough.store import delegations, files, people, rosters, units
from followthrough.store.people import Standing
from followthrough.store.tx import Tx

from .who import Who, who_is


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was answered already."""

    holders: dict[tuple[str, str | None], tuple[str, ...]]
    above: dict[str, str | None]
    duty: dict[tuple[str, str | None, int], str | None]
    deputies: dict[tuple[str, int], str | None]
    standing: dict[str, Standing | None]
    who: dict[str, Who | None]
    names: dict[tuple[str, str], str | None]


class Staff:
    """`core.run.owed.Directory` and `core.run.triggers.People` over the database, for one app in one transaction."""

    def __init__(self, tx: Tx, app: str, actor: Actor | None = None) -> None:
        """`actor` acts now, so he is known to be active and in his role."""
        self._tx = tx
        self._app = app
        self._asked = _Asked({}, {}, {}, {}, {}, {}, {})
        if actor is not None and actor.person and actor.role:
            self._asked.standing[actor.person] = Standing(True, actor.role)

    def holders(self, role: str, unit: str | None) -> tuple[str, ...]:
        """Active persons with the role in the unit, else in the nearest unit above that has any; by name, id."""
        known, key = self._asked.holders, (role, unit)
        if key not in known:
            known[key] = people.holders(self._tx, self._app, role, unit) if unit is not None else ()
        return known[key]

    def above(self, unit: str) -> str | None:
        """The unit above; None at the top, or for a unit that is not there."""
        known = self._asked.above
        if unit not in known:
            found = units.get(self._tx, unit)
            known[unit] = found.parent if found is not None else None
        return known[unit]

    def on_duty(self, roster: str, unit: str | None, at_ms: int) -> str | None:
        """Who is on duty then; None: a gap."""
        known, key = self._asked.duty, (roster, unit, at_ms)
        if key not in known:
            known[key] = rosters.on_duty(self._tx, roster, unit, at_ms)
        return known[key]

    def deputy(self, person: str, at_ms: int) -> str | None:
        """Who decides for an absent person at that moment; None: he himself."""
        known, key = self._asked.deputies, (person, at_ms)
        if key not in known:
            known[key] = delegations.deputy(self._tx, person, at_ms)
        return known[key]

    def active(self, person: str) -> bool:
        """Whether the person exists and is not disabled."""
        found = self._standing(person)
        return found is not None and found.active

    def has_role(self, person: str) -> bool:
        """Whether the person has a role in this app."""
        found = self._standing(person)
        return found is not None and found.role is not None

    def actor(self, person: str) -> Actor | None:
        """The person with role, unit and scope in this app; None for one who has no role here or is disabled."""
        known = self._asked.who
        if person not in known:
            known[person] = who_is(self._tx, person) if self.active(person) and self.has_role(person) else None
        found = known[person]
        return found.actor(self._app) if found is not None else None

    def name(self, target: str, key: str) -> str | None:
        """The name of a person, unit or file."""
        known = self._asked.names
        if (target, key) not in known:
            known[target, key] = self._names(target, key).get(key)
        return known[target, key]

    def _names(self, target: str, key: str) -> Mapping[str, str]:
        if target == PERSON:
            return people.names(self._tx, {key})
        if target == UNIT:
            return units.names(self._tx, {key})
        if target == FILE:
            return {one: found.name for one, found in files.load(self._tx, {key}).items()}
        return {}

    def _standing(self, person: str) -> Standing | None:
        known = self._asked.standing
        if person not in known:
            known[person] = people.standing(self._tx, self._app, person)
        return known[person]
