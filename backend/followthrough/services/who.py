"""Who is asking: a person with his roles and units, as of his last change of rights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from followthrough.core.run.acts import Actor
from followthrough.store import people, units
from followthrough.store.tx import Tx


@dataclass(frozen=True, slots=True)
class Who:
    """A person acting. `roles`: app key -> role; `subtree`: his unit and all below it; `stamp` changes with his rights.

    `must_change`: he may do nothing but change his password.
    """

    person: str
    name: str
    unit: str
    lang: str = "zh"
    roles: Mapping[str, str] = field(default_factory=dict)
    subtree: frozenset[str] = frozenset()
    must_change: bool = False
    stamp: int = 0

    def actor(self, app: str) -> Actor:
        """He as an actor in an app; without a role there his role is "" and everything is refused."""
        return Actor(self.person, self.roles.get(app, ""), self.unit, self.subtree, self.name)


class KnownPeople:
    """Remembers people by their stamp, which changes with everything that decides what they may do."""

    def __init__(self, most: int = 2000) -> None:
        self._most = most
        self._found: dict[str, Who] = {}

    def of(self, tx: Tx, person_id: str, stamp: int) -> Who | None:
        """The person as of `stamp`, just read from his session; None for none or a disabled one."""
        known = self._found.get(person_id)
        if known is not None and known.stamp == stamp:
            return known
        found = who_is(tx, person_id)
        if found is not None:
            if len(self._found) >= self._most:
                self._found.clear()
            self._found[person_id] = found
        return found


def who_is(tx: Tx, person_id: str) -> Who | None:
    """The active person `person_id` as an actor, read now; None when there is none or he is disabled."""
    found = people.get(tx, person_id)
    if found is None or not found.active:
        return None
    return Who(
        found.id,
        found.name,
        found.unit,
        found.lang,
        dict(found.roles),
        units.subtree(tx, found.unit),
        found.must_change,
        found.stamp,
    )
