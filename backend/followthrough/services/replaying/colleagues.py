"""Who there is, for work that outlasts a transaction: every question is asked once, in a transaction of its own."""

from __future__ import annotations

from typing import Any

from followthrough.core.run.acts import Actor
from followthrough.services.directory import Staff
from followthrough.store.database import Database

_KEPT = 200_000


class Colleagues:
    """`core.run.triggers.People` over the database, as of today."""

    def __init__(self, db: Database, app: str) -> None:
        self._db = db
        self._app = app
        self._known: dict[tuple[Any, ...], Any] = {}

    def _ask(self, what: str, *about: Any) -> Any:
        asked = (what, *about)
        if asked not in self._known:
            if len(self._known) >= _KEPT:
                self._known.clear()
            with self._db.read() as tx:
                self._known[asked] = getattr(Staff(tx, self._app), what)(*about)
        return self._known[asked]

    def holders(self, role: str, unit: str | None) -> tuple[str, ...]:
        """Active persons with the role in the unit, else in the nearest unit above that has any."""
        found: tuple[str, ...] = self._ask("holders", role, unit)
        return found

    def above(self, unit: str) -> str | None:
        """The unit above."""
        found: str | None = self._ask("above", unit)
        return found

    def on_duty(self, roster: str, unit: str | None, at_ms: int) -> str | None:
        """Who is on duty then."""
        found: str | None = self._ask("on_duty", roster, unit, at_ms)
        return found

    def deputy(self, person: str, at_ms: int) -> str | None:
        """Who decides for an absent person at that moment."""
        found: str | None = self._ask("deputy", person, at_ms)
        return found

    def active(self, person: str) -> bool:
        """Whether the person exists and is not disabled."""
        return bool(self._ask("active", person))

    def has_role(self, person: str) -> bool:
        """Whether the person has a role in this app."""
        return bool(self._ask("has_role", person))

    def actor(self, person: str) -> Actor | None:
        """The person as he would act in this app now."""
        found: Actor | None = self._ask("actor", person)
        return found

    def name(self, target: str, key: str) -> str | None:
        """The name of a person, unit or file."""
        found: str | None = self._ask("name", target, key)
        return found

    def role(self, person: str) -> str | None:
        """The role of a person in this app; None: none, or disabled."""
        found = self.actor(person)
        return found.role if found is not None else None
