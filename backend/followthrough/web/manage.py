"""Routes about people, units and one's own preferences."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Response, get, patch, post, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from followthrough.services.managing import NewPerson, PersonChange, UnitChange
from followthrough.services.views import OneTimePassword, PersonView, UnitView

from .guards import AnyRequest, held_of, services_of
from .problems import given
from .wire import Body

Words = Annotated[str, QueryParameter(max_length=100)]
Position = Annotated[int, msgspec.Meta(ge=-(10**9), le=10**9)]
# A login exists once and a change says the whole new state, so repeating these does nothing twice.
REPEATABLE = {"unkeyed": True}


class NewPersonBody(Body):
    """A person to add."""

    name: str
    login: str
    unit: str
    roles: dict[str, str]
    lang: str = "zh"


class PersonBody(Body):
    """What to change of a person; a member left out stays."""

    name: str | None = None
    login: str | None = None
    unit: str | None = None
    lang: str | None = None
    active: bool | None = None
    roles: dict[str, str] | None = None


class NewUnitBody(Body):
    """A unit to add under `parent`."""

    name: str
    parent: str | None = None
    kind: str = ""
    position: Position = 0


class UnitBody(Body):
    """What to change of a unit; a member left out stays. `parent` null makes it a root."""

    name: str | None = None
    kind: str | None = None
    position: Position | None = None
    active: bool | None = None
    parent: str | msgspec.UnsetType | None = msgspec.UNSET


@get("/api/people", sync_to_thread=True)
def people(request: AnyRequest, q: Words = "") -> list[PersonView]:
    """Names to choose from."""
    return services_of(request).managing.choices(q)


@get("/api/units", sync_to_thread=True)
def units(request: AnyRequest) -> list[UnitView]:
    """The tree of units."""
    return services_of(request).managing.units()


@get("/api/staff", sync_to_thread=True)
def staff(request: AnyRequest, q: Words = "", active: FromQuery[bool | None] = None) -> list[PersonView]:
    """People with logins and roles, for who manages them."""
    return given(services_of(request).managing.persons(held_of(request).who, q, active))


@post("/api/people", opt=REPEATABLE, sync_to_thread=True)
def add_person(request: AnyRequest, data: JSONBody[NewPersonBody]) -> OneTimePassword:
    """Add a person; the first password is shown this once."""
    new = NewPerson(data.name, data.login, data.unit, data.roles, data.lang)
    return given(services_of(request).managing.add_person(held_of(request).who, new))


@patch("/api/people/{person:str}", opt=REPEATABLE, sync_to_thread=True)
def change_person(request: AnyRequest, person: FromPath[str], data: JSONBody[PersonBody]) -> PersonView:
    """Change a person."""
    change = PersonChange(data.name, data.login, data.unit, data.lang, data.active, data.roles)
    return given(services_of(request).managing.change_person(held_of(request).who, person, change))


@post("/api/people/{person:str}/password", opt=REPEATABLE, status_code=200, sync_to_thread=True)
def reset_password(request: AnyRequest, person: FromPath[str]) -> OneTimePassword:
    """Give a person a new first password; all his sessions end."""
    return given(services_of(request).managing.reset_password(held_of(request).who, person))


@post("/api/units", opt=REPEATABLE, sync_to_thread=True)
def add_unit(request: AnyRequest, data: JSONBody[NewUnitBody]) -> UnitView:
    """Add a unit."""
    managing = services_of(request).managing
    return given(managing.add_unit(held_of(request).who, data.name, data.parent, data.kind, data.position))


@patch("/api/units/{unit:str}", opt=REPEATABLE, sync_to_thread=True)
def change_unit(request: AnyRequest, unit: FromPath[str], data: JSONBody[UnitBody]) -> UnitView:
    """Change or move a unit."""
    moves = data.parent is not msgspec.UNSET
    parent = None if data.parent is msgspec.UNSET else data.parent
    change = UnitChange(data.name, data.kind, data.position, data.active, moves, parent)
    return given(services_of(request).managing.change_unit(held_of(request).who, unit, change))


@get("/api/preferences/{key:str}", sync_to_thread=True)
def preference(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    """What I set under a name; null for nothing."""
    return Response(services_of(request).managing.preference(held_of(request).who, key))


class PreferenceBody(Body):
    """A preference: any JSON."""

    value: Any


@put("/api/preferences/{key:str}", opt=REPEATABLE, status_code=204, sync_to_thread=True)
def set_preference(request: AnyRequest, key: FromPath[str], data: JSONBody[PreferenceBody]) -> None:
    """Set it; null forgets it."""
    given(services_of(request).managing.set_preference(held_of(request).who, key, data.value))


ROUTES = [
    people,
    units,
    staff,
    add_person,
    change_person,
    reset_password,
    add_unit,
    change_unit,
    preference,
    set_preference,
]
