"""Setting up an installation: the organisation, its apps, and the first person who may do everything."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from followthrough.store import organisation, people, units
from followthrough.store.tx import Tx

from . import calendars
from .catalogue import check_folder
from .granting import admin_role
from .ids import new_id
from .signing_in import hash_password
from .wiring import Services


@dataclass(frozen=True, slots=True)
class FirstPerson:
    """Who was made to begin with; the password is told this once."""

    login: str
    password: str


def is_set_up(services: Services) -> bool:
    """Whether there is an organisation already."""
    with services.db.read() as tx:
        return bool(organisation.settings(tx).get("name"))


def publish_templates(services: Services, keys: Sequence[str]) -> dict[str, int]:
    """Put templates into force; their version numbers by key. A folder with errors raises CompileError or DocumentError."""
    made = {}
    for key in keys:
        checked = check_folder(services.catalogue.template(key))
        if checked.app is None:
            raise ValueError(f"template {key} does not read: {checked.issues[:3]}")
        # A note is read in both languages.
        made[key] = services.publishing.documents(checked.app, note=" / ".join(checked.app.app.name.values()))
    return made


def set_up(services: Services, name: str, zone: str, login: str) -> FirstPerson | None:
    """The organisation with one root unit and one administrator of every published app; None when there is one already."""
    password = secrets.token_urlsafe(12)
    hashed = hash_password(password)

    def work(tx: Tx) -> FirstPerson | None:
        if organisation.settings(tx).get("name"):
            return None
        organisation.put(tx, "name", name)
        organisation.put(tx, "zone", zone)
        calendars.ensure(tx)
        unit = new_id()
        units.create(tx, units.Unit(unit, name, kind="headquarters"))
        roles = {key: admin_role(app.doc) for key, app in services.registry.live(tx).items()}
        admin = people.Person(
            new_id(), login, login, unit, must_change=True, roles={k: r for k, r in roles.items() if r}
        )
        people.create(tx, admin, hashed)
        return FirstPerson(login, password)

    return services.db.transact(work)
