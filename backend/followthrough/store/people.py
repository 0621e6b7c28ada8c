"""People and their roles. Whoever's rights change gets a new stamp, so that nothing remembered about him outlives it."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from .hot import Hot
from .patterns import like
from .platform import person, person_role, unit_closure
from .tx import Tx

_c = person.c
_SHOWN = (_c.id, _c.name, _c.login, _c.unit, _c.lang, _c.active, _c.must_change, _c.stamp)

FEW = 4
"""So few names are cheaper one by one, by a statement that is compiled already."""
_NAME = Hot(sa.select(_c.id, _c.name).where(_c.id == sa.bindparam("_key")))


_r, _u = person_role.c, unit_closure.c
_HOLDERS = Hot(
    sa.select(_c.id, _u.depth)
    .join(person_role, sa.and_(_r.person == _c.id, _r.app == sa.bindparam("_app"), _r.role == sa.bindparam("_role")))
    .join(unit_closure, sa.and_(_u.ancestor == _c.unit, _u.descendant == sa.bindparam("_unit")))
    .where(_c.active == sa.true())
    .order_by(_u.depth, _c.name, _c.id)
)
_STANDING = Hot(
    sa.select(_c.active, _r.role)
    .select_from(person.outerjoin(person_role, sa.and_(_r.person == _c.id, _r.app == sa.bindparam("_app"))))
    .where(_c.id == sa.bindparam("_key"))
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a person is active, and his role in an app (None: none)."""

    active: bool
    role: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """A person. `roles` maps app keys to the role there."""

    id: str
    name: str
    login: str
    unit: str
    lang: str = "zh"
    active: bool = True
    must_change: bool = False
    stamp: int = 0
    roles: dict[str, str] = field(default_factory=dict)


def fold_login(login: str) -> str:
    """The one form of a login name: NFKC, lower case, no blanks around it."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def create(tx: Tx, new: Person, password_hash: str | None) -> None:
    """Add a person with his roles. Raises Duplicate("uq_person_login" or "person.login") when the login is taken."""
    values = {name: getattr(new, name) for name in ("id", "name", "unit", "lang", "active", "must_change")}
    values |= {"login": fold_login(new.login), "password_hash": password_hash, "created_ms": tx.now_ms()}
    tx.execute(person.insert(), values)
    set_roles(tx, new.id, new.roles)


def change(
    tx: Tx,
    person_id: str,
    *,
    name: str | None = None,
    login: str | None = None,
    unit: str | None = None,
    lang: str | None = None,
    active: bool | None = None,
) -> None:
    """Change what is not None."""
    wanted = {"name": name, "login": fold_login(login) if login else None, "unit": unit, "lang": lang, "active": active}
    values = {key: value for key, value in wanted.items() if value is not None}
    if values:
        tx.execute(person.update().where(_c.id == person_id).values({**values, "stamp": _c.stamp + 1}))


def set_password(tx: Tx, person_id: str, password_hash: str, *, must_change: bool = False) -> None:
    """Store a new password hash."""
    values = {"password_hash": password_hash, "must_change": must_change, "stamp": _c.stamp + 1}
    tx.execute(person.update().where(_c.id == person_id).values(values))


def set_roles(tx: Tx, person_id: str, roles: Mapping[str, str]) -> None:
    """Make these the person's roles: app key -> role."""
    tx.execute(person_role.delete().where(person_role.c.person == person_id))
    if roles:
        rows = [{"person": person_id, "app": app, "role": role} for app, role in sorted(roles.items())]
        tx.execute(person_role.insert(), rows)
    tx.execute(person.update().where(_c.id == person_id).values(stamp=_c.stamp + 1))


def add_role(tx: Tx, person_id: str, app: str, role: str) -> None:
    """Give the person a role in an app where he has none; his other roles stay as they are, whoever changes them just now."""
    tx.execute(person.update().where(_c.id == person_id).values(stamp=_c.stamp + 1))
    tx.execute(person_role.insert(), {"person": person_id, "app": app, "role": role})


def get(tx: Tx, person_id: str) -> Person | None:
    """The person, active or not; None when there is none."""
    found = _people(tx, sa.select(*_SHOWN).where(_c.id == person_id))
    return found[0] if found else None


def by_login(tx: Tx, login: str) -> tuple[Person, str | None] | None:
    """The person who logs in so, with the password hash (None: may not log in); None when there is none."""
    found = _people(tx, sa.select(*_SHOWN).where(_c.login == fold_login(login)))
    if not found:
        return None
    return found[0], tx.scalar(sa.select(_c.password_hash).where(_c.id == found[0].id))


def password_hash(tx: Tx, person_id: str) -> str | None:
    """The stored password hash; None when there is none."""
    found: str | None = tx.scalar(sa.select(_c.password_hash).where(_c.id == person_id))
    return found


def search(
    tx: Tx,
    q: str = "",
    *,
    units: Collection[str] | None = None,
    active: bool | None = True,
    app: str | None = None,
    limit: int = 50,
) -> list[Person]:
    """People by part of name or login, in order of name; `units` narrows (None: all), and so does a role in `app`; `active`
    None: both."""
    statement = sa.select(*_SHOWN).order_by(_c.name, _c.id).limit(limit)
    if q:
        statement = statement.where(sa.or_(like(_c.name, q), like(_c.login, fold_login(q))))
    if units is not None:
        statement = statement.where(_c.unit.in_(sorted(units)))
    if app is not None:
        statement = statement.where(_c.id.in_(sa.select(person_role.c.person).where(person_role.c.app == app)))
    if active is not None:
        statement = statement.where(_c.active == sa.true() if active else _c.active == sa.false())
    return _people(tx, statement)


def existing(tx: Tx, ids: Collection[str]) -> dict[str, frozenset[str]]:
    """Those of `ids` that are active people, each with the units he is in."""
    if not ids:
        return {}
    found = tx.rows(sa.select(_c.id, _c.unit).where(_c.id.in_(sorted(set(ids))), _c.active == sa.true()))
    return {row[0]: frozenset({row[1]}) for row in found}


def holders(tx: Tx, app: str, role: str, unit: str) -> tuple[str, ...]:
    """Active people with a role in an app in `unit`, else in the nearest unit above that has any; by name, id."""
    found = tx.run(_HOLDERS, {"_app": app, "_role": role, "_unit": unit})
    return tuple(row[0] for row in found if row[1] == found[0][1])


def in_roles(tx: Tx, app: str, roles: Collection[str]) -> dict[str, str]:
    """The active people who hold one of `roles` in an app, with the role."""
    of = person_role.c
    held = sa.select(of.person, of.role).join(person, _c.id == of.person)
    found = tx.rows(held.where(of.app == app, of.role.in_(sorted(roles)), _c.active == sa.true()).order_by(of.person))
    return {row[0]: row[1] for row in found}


def standing(tx: Tx, app: str, person_id: str) -> Standing | None:
    """Where a person stands in an app; None when there is no such person."""
    for active, role in tx.run(_STANDING, {"_app": app, "_key": person_id}):
        return Standing(bool(active), role)
    return None


def names(tx: Tx, ids: Collection[str]) -> dict[str, str]:
    """Names of those of `ids` that exist, active or not."""
    if len(ids) <= FEW:
        return {row[0]: row[1] for one in ids for row in tx.run(_NAME, {"_key": one})}
    return {row[0]: row[1] for row in tx.rows(sa.select(_c.id, _c.name).where(_c.id.in_(sorted(set(ids)))))}


def called(tx: Tx, names: Collection[str]) -> dict[str, list[str]]:
    """The ids of those called exactly so, active or not, by name."""
    found: dict[str, list[str]] = {}
    for key, name in tx.rows(sa.select(_c.id, _c.name).where(_c.name.in_(sorted(set(names)))).order_by(_c.id)):
        found.setdefault(name, []).append(key)
    return found


def _people(tx: Tx, statement: sa.Select[tuple[object, ...]]) -> list[Person]:
    rows = tx.rows(statement)
    roles: dict[str, dict[str, str]] = {row[0]: {} for row in rows}
    if roles:
        of = person_role.c
        for holder, app, role in tx.rows(sa.select(of.person, of.app, of.role).where(of.person.in_(sorted(roles)))):
            roles[holder][app] = role
    return [Person(*[*row[:5], bool(row[5]), bool(row[6]), row[7], roles[row[0]]]) for row in rows]
