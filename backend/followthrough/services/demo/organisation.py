"""The demo's organisation: units, people with a known password, and their roles in the demo's apps."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from followthrough.services import calendars
from followthrough.services.ids import new_id
from followthrough.services.signing_in import hash_password
from followthrough.services.who import Who, who_is
from followthrough.store import organisation, people, units
from followthrough.store.database import Database
from followthrough.store.tx import Tx

APPS = ("sales", "pipeline", "seal_approval")


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A person of the demo: `login` is the alias; everyone has the same password. `role` is that in the sales apps, or in
    the only app the person works in."""

    login: str
    name: str
    unit: str
    role: str


@dataclass(frozen=True, slots=True)
class Cast:
    """Who there is: people and units by alias."""

    people: dict[str, Who]
    units: dict[str, str]
    roles: dict[str, str]

    def of(self, role: str) -> list[Who]:
        """Everyone in a role."""
        return [who for alias, who in self.people.items() if self.roles[alias] == role]


def read_demo(folder: Path, name: str) -> Any:
    """A file of the demo's data, `<name>.json`."""
    return msgspec.json.decode((folder / f"{name}.json").read_bytes())


def demo_people(folder: Path) -> tuple[str, list[DemoPerson]]:
    """The password of every demo login, and the people."""
    said = read_demo(folder, "organisation")
    found = [
        DemoPerson(alias, one["name"], said["units"][one["unit"]]["name"], one["role"])
        for alias, one in said["people"].items()
    ]
    return said["password"], found


def cast_of(db: Database, folder: Path) -> Cast:
    """The people and units of a demo organisation made before, found by login and name.

    Raises KeyError when one of them is not there: it is no demo, or somebody renamed them.
    """
    said = read_demo(folder, "organisation")
    made: dict[str, Who] = {}
    with db.read() as tx:
        for alias in said["people"]:
            found = people.by_login(tx, alias)
            who = who_is(tx, found[0].id) if found else None
            if who is None:
                raise KeyError(alias)
            made[alias] = who
        by_name = {unit.name: unit.id for unit in units.tree(tx)}
    ids = {alias: by_name[unit["name"]] for alias, unit in said["units"].items()}
    return Cast(made, ids, {alias: one["role"] for alias, one in said["people"].items()})


def note_demo(db: Database, state: str) -> None:
    """Note that the demo is "living" or has "lived"."""
    db.transact(lambda tx: organisation.put(tx, "demo", state))


def demo_noted(db: Database) -> str:
    """What was noted last; "" for an installation without a demo."""
    with db.read() as tx:
        return str(organisation.settings(tx).get("demo") or "")


def found_organisation(db: Database, folder: Path) -> Cast:
    """Make the organisation of the demo. For a database without one."""
    said = read_demo(folder, "organisation")
    hashed = hash_password(said["password"])

    def work(tx: Tx) -> Cast:
        organisation.put(tx, "name", said["name"])
        organisation.put(tx, "zone", said["zone"])
        calendars.ensure(tx)
        ids: dict[str, str] = {}
        for alias, unit in said["units"].items():
            ids[alias] = new_id()
            parent = ids[unit["parent"]] if "parent" in unit else None
            units.create(tx, units.Unit(ids[alias], unit["name"], parent, unit["kind"], unit["position"]))
        made: dict[str, Who] = {}
        for alias, one in said["people"].items():
            person = people.Person(new_id(), one["name"], alias, ids[one["unit"]], roles=_roles(said, one))
            people.create(tx, person, hashed)
            who = who_is(tx, person.id)
            assert who is not None
            made[alias] = who
        return Cast(made, ids, {alias: one["role"] for alias, one in said["people"].items()})

    return db.transact(work)


def _roles(said: Any, one: Any) -> dict[str, str]:
    """The roles of a person by app: in the apps named, or in all, where an app may call the role otherwise."""
    apps = one.get("apps", APPS)
    return {app: said.get("roles", {}).get(app, {}).get(one["role"], one["role"]) for app in apps}
