"""Managing people and units: who there is, where he belongs, what he may do."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from followthrough.core.compile import CompiledApp
from followthrough.store import people, preferences, recomputes, sessions, units
from followthrough.store.columns import json_text
from followthrough.store.database import Database
from followthrough.store.errors import Duplicate, StoreError, UnitCycle
from followthrough.store.people import Person
from followthrough.store.tx import Tx

from .granting import manages, may_manage
from .ids import new_id
from .refusal import NOT_FOUND, Abandoned, Refusal, refuse
from .registry import Registry
from .signing_in import hash_password
from .views import OneTimePassword, PersonView, UnitView
from .who import Who
from .wording import both

MAX_NAME = 60
MAX_LOGIN = 60
MAX_PREFERENCE = 16_384
LANGS = ("zh", "en")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to add. `roles`: app key -> role."""

    name: str
    login: str
    unit: str
    roles: Mapping[str, str]
    lang: str = "zh"


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What to change of a person; None leaves it. `roles` replaces those in the apps it names ("" takes one away)."""

    name: str | None = None
    login: str | None = None
    unit: str | None = None
    lang: str | None = None
    active: bool | None = None
    roles: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class UnitChange:
    """What to change of a unit; None leaves it. `move`: put it under `parent` (None: make it a root)."""

    name: str | None = None
    kind: str | None = None
    position: int | None = None
    active: bool | None = None
    move: bool = False
    parent: str | None = None


class Managing:
    """People, units and a person's own preferences.

    Codes: not_permitted {right: people} for who manages nobody or less than is asked; not_found; bad_request {reason};
    login_taken; unit_not_found; unit_cycle; try_again.
    """

    def __init__(self, db: Database, registry: Registry) -> None:
        self.db = db
        self.registry = registry

    def myself(self, who: Who) -> PersonView:
        """The person asking, as he is told about himself."""
        with self.db.read() as tx:
            return msgspec.structs.replace(self._shown(tx, who.person), manages=self._manages(tx, who))

    def choices(self, q: str, limit: int = 50) -> list[PersonView]:
        """Active people by part of their name, for pickers: everyone may be chosen, and only names are told."""
        with self.db.read() as tx:
            found = people.search(tx, q, limit=max(1, min(limit, 100)))
            places = units.names(tx, {person.unit for person in found})
        return [
            PersonView(id=one.id, name=one.name, unit=one.unit, unit_name=places.get(one.unit, "")) for one in found
        ]

    def persons(self, who: Who, q: str = "", active: bool | None = None) -> list[PersonView] | Refusal:
        """People with their logins and roles, for who manages people."""

        def work(tx: Tx) -> list[PersonView]:
            self._require(tx, who)
            found = people.search(tx, q, active=active, limit=500)
            places = units.names(tx, {person.unit for person in found})
            live = self.registry.live(tx)
            return [_view(person, places, live) for person in found]

        return self._do(work, write=False)

    def units(self) -> list[UnitView]:
        """The tree of units."""
        with self.db.read() as tx:
            found = units.tree(tx)
        return _tree(found, None)

    def add_person(self, who: Who, new: NewPerson) -> OneTimePassword | Refusal:
        """Add a person; the password made for him is told this once."""
        password = secrets.token_urlsafe(9)
        hashed = hash_password(password)

        def work(tx: Tx) -> OneTimePassword:
            self._require_over(tx, who, new.roles)
            roles = self._roles(tx, {}, new.roles)
            person = Person(
                new_id(),
                _name(new.name),
                _login(new.login),
                self._unit(tx, new.unit),
                _lang(new.lang),
                must_change=True,
                roles=roles,
            )
            people.create(tx, person, hashed)
            return OneTimePassword(person=self._told(tx, person), password=password)

        return self._do(work)

    def change_person(self, who: Who, person_id: str, change: PersonChange) -> PersonView | Refusal:
        """Change a person. His own roles, unit and activity nobody changes himself. Takes effect on his next request."""

        def work(tx: Tx) -> PersonView:
            person = self._of(tx, who, person_id)
            own, left = person.id == who.person, set[str]()
            if own and not (change.roles is None and change.unit is None and change.active is None):
                raise Abandoned(refuse("not_permitted", right="people"))
            if change.roles is not None:
                self._require_over(tx, who, change.roles)
                left = {app for app, role in change.roles.items() if not role} & person.roles.keys()
                people.set_roles(tx, person.id, self._roles(tx, person.roles, change.roles))
            people.change(
                tx,
                person.id,
                name=None if change.name is None else _name(change.name),
                login=None if change.login is None else _login(change.login),
                unit=None if change.unit is None else self._unit(tx, change.unit),
                lang=None if change.lang is None else _lang(change.lang),
                active=change.active,
            )
            if change.active is False:
                sessions.close_all(tx, person.id)
            if change.active is False or left:
                recomputes.add_person(tx, person.id)
            return self._shown(tx, person.id)

        return self._do(work)

    def reset_password(self, who: Who, person_id: str) -> OneTimePassword | Refusal:
        """A new password, told this once; all his sessions end."""
        password = secrets.token_urlsafe(9)
        hashed = hash_password(password)

        def work(tx: Tx) -> OneTimePassword:
            person = self._of(tx, who, person_id)
            people.set_password(tx, person.id, hashed, must_change=True)
            sessions.close_all(tx, person.id)
            return OneTimePassword(person=self._shown(tx, person.id), password=password)

        return self._do(work)

    def add_unit(
        self, who: Who, name: str, parent: str | None, kind: str = "", position: int = 0
    ) -> UnitView | Refusal:
        """Add a unit under another (None: a root)."""

        def work(tx: Tx) -> UnitView:
            self._require(tx, who)
            under = None if parent is None else self._unit(tx, parent)
            made = units.Unit(new_id(), _name(name), under, kind[:MAX_NAME], position)
            units.create(tx, made)
            return _unit_view(made, [])

        return self._do(work)

    def change_unit(self, who: Who, unit_id: str, change: UnitChange) -> UnitView | Refusal:
        """Rename, move or retire a unit. Everybody's view of rows follows at once."""

        def work(tx: Tx) -> UnitView:
            self._require(tx, who)
            if units.get(tx, unit_id) is None:
                raise Abandoned(NOT_FOUND)
            name = None if change.name is None else _name(change.name)
            kind = None if change.kind is None else change.kind[:MAX_NAME]
            units.change(tx, unit_id, name=name, kind=kind, position=change.position, active=change.active)
            if change.move:
                units.move(tx, unit_id, None if change.parent is None else self._unit(tx, change.parent))
            found = units.get(tx, unit_id)
            assert found is not None
            return _unit_view(found, [])

        return self._do(work)

    def preference(self, who: Who, name: str) -> object:
        """What the person has set under a name; None for nothing."""
        with self.db.read() as tx:
            found: object = preferences.get(tx, who.person, name)
            return found

    def set_preference(self, who: Who, name: str, value: object) -> Refusal | None:
        """Set it; None forgets it. Codes: bad_request {reason} for a name that will not do, body_too_large."""
        if not 0 < len(name) <= 100 or not name.isprintable():
            return refuse("bad_request", reason="name")
        if len(json_text(value).encode()) > MAX_PREFERENCE:
            return refuse("body_too_large", limit=MAX_PREFERENCE)
        return self._do(lambda tx: preferences.put(tx, who.person, name, value))

    def _do(self, work: Callable[[Tx], T], *, write: bool = True) -> T | Refusal:
        try:
            if write:
                return self.db.transact(work)
            with self.db.read() as tx:
                return work(tx)
        except Abandoned as abandoned:
            result: T | Refusal = abandoned.result
            return result
        except Duplicate:
            return refuse("login_taken")
        except UnitCycle:
            return refuse("unit_cycle")
        except StoreError as error:
            return refuse(error.code)

    def _manages(self, tx: Tx, who: Who) -> bool:
        live = self.registry.live(tx)
        return any(manages(live[key], role) for key, role in who.roles.items() if key in live)

    def _require(self, tx: Tx, who: Who) -> None:
        if not self._manages(tx, who):
            raise Abandoned(refuse("not_permitted", right="people"))

    def _require_over(self, tx: Tx, who: Who, roles: Mapping[str, str]) -> None:
        """He manages people, and holds himself whatever these roles hold."""
        if not may_manage(self.registry.live(tx), who.roles, {key: role for key, role in roles.items() if role}):
            raise Abandoned(refuse("not_permitted", right="people"))

    def _of(self, tx: Tx, who: Who, person_id: str) -> Person:
        """A person `who` may manage: nobody manages someone who holds more."""
        self._require(tx, who)
        person = people.get(tx, person_id)
        if person is None:
            raise Abandoned(NOT_FOUND)
        self._require_over(tx, who, person.roles)
        return person

    def _roles(self, tx: Tx, had: Mapping[str, str], asked: Mapping[str, str]) -> dict[str, str]:
        live = self.registry.live(tx)
        for key, role in asked.items():
            if key not in live or (role and role not in live[key].roles):
                raise Abandoned(refuse("bad_request", reason=f"roles.{key}"))
        return {key: role for key, role in {**had, **asked}.items() if role}

    def _unit(self, tx: Tx, unit_id: str) -> str:
        if unit_id not in units.existing(tx, {unit_id}):
            raise Abandoned(refuse("unit_not_found"))
        return unit_id

    def _shown(self, tx: Tx, person_id: str) -> PersonView:
        person = people.get(tx, person_id)
        assert person is not None
        return self._told(tx, person)

    def _told(self, tx: Tx, person: Person) -> PersonView:
        return _view(person, units.names(tx, {person.unit}), self.registry.live(tx))


def _view(person: Person, places: Mapping[str, str], live: Mapping[str, CompiledApp]) -> PersonView:
    held = {key: live[key].roles.get(role) for key, role in person.roles.items() if key in live}
    return PersonView(
        id=person.id,
        name=person.name,
        unit=person.unit,
        unit_name=places.get(person.unit, ""),
        login=people.fold_login(person.login),
        lang=person.lang,
        active=person.active,
        must_change=person.must_change,
        roles=dict(person.roles),
        role_labels={key: both(role.doc.label) for key, role in held.items() if role is not None},
    )


def _tree(found: list[units.Unit], parent: str | None) -> list[UnitView]:
    known = {unit.id for unit in found}
    return [
        _unit_view(unit, _tree(found, unit.id))
        for unit in found
        if unit.parent == parent or (parent is None and unit.parent not in known)
    ]


def _unit_view(unit: units.Unit, children: list[UnitView]) -> UnitView:
    return UnitView(
        id=unit.id, name=unit.name, parent=unit.parent, kind=unit.kind, active=unit.active, children=children
    )


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not 0 < len(name) <= MAX_NAME:
        raise Abandoned(refuse("bad_request", reason="name"))
    return name


def _login(text: str) -> str:
    login = people.fold_login(text)
    if not 0 < len(login) <= MAX_LOGIN or any(sign.isspace() or not sign.isprintable() for sign in login):
        raise Abandoned(refuse("bad_request", reason="login"))
    return login


def _lang(text: str) -> str:
    if text not in LANGS:
        raise Abandoned(refuse("bad_request", reason="lang"))
    return text
