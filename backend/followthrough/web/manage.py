"""Routes about people, units and one's own preferences."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, patch, post, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from followthrough.services.managing import NewPerson, PersonChange, UnitChange
from followthrough.services.refusal import Refusal
from followthrough.services.views import OneTimePassword, PersonView, UnitView
from followthrough.services.wiring import Services

from .guards import held_of
from .problems import refused
from .wire import Body

AnyRequest = Request[Any, Any, Any]
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


def _given(value: Any) -> Any:
    if isinstance(value, Refusal):
        raise refused(value)
    return value


def _services(request: AnyRequest) -> Services:
    services: Services = request.app.state.services
    return services


@get("/api/people", sync_to_thread=True)
def people(request: AnyRequest, q: Words = "") -> list[PersonView]:
    """Names to choose from."""
    return _services(request).managing.choices(q)


@get("/api/units", sync_to_thread=True)
def units(request: AnyRequest) -> list[UnitView]:
    """The tree of units."""
    return _services(request).managing.units()


@get("/api/staff", sync_to_thread=True)
def staff(request: AnyRequest, q: Words = "", active: FromQuery[bool | None] = None) -> list[PersonView]:
    """People with logins and roles, for who manages them."""
    found: list[PersonView] = _given(_services(request).managing.persons(held_of(request).who, q, active))
    return found


@post("/api/people", opt=REPEATABLE, sync_to_thread=True)
def add_person(request: AnyRequest, data: JSONBody[NewPersonBody]) -> OneTimePassword:
    """Add a person; the first password is shown this once."""
    new = NewPerson(data.name, data.login, data.unit, data.roles, data.lang)
    made: OneTimePassword = _given(_services(request).managing.add_person(held_of(request).who, new))
    return made


@patch("/api/people/{person:str}", opt=REPEATABLE, sync_to_thread=True)
def change_person(request: AnyRequest, person: FromPath[str], data: JSONBody[PersonBody]) -> PersonView:
    """Change a person."""
    change = PersonChange(data.name, data.login, data.unit, data.lang, data.active, data.roles)
    changed: PersonView = _given(_services(request).managing.change_person(held_of(request).who, person, change))
    return changed


@post("/api/people/{person:str}/password", opt=REPEATABLE, status_code=200, sync_to_thread=True)
def reset_password(request: AnyRequest, person: FromPath[str]) -> OneTimePassword:
    """Give a person a new first password; all his sessions end."""
    made: OneTimePassword = _given(_services(request).managing.reset_password(held_of(request).who, person))
    return made


@post("/api/units", opt=REPEATABLE, sync_to_thread=True)
def add_unit(request: AnyRequest, data: JSONBody[NewUnitBody]) -> UnitView:
    """Add a unit."""
    managing = _services(request).managing
    made: UnitView = _given(managing.add_unit(held_of(request).who, data.name, data.parent, data.kind, data.position))
    return made


@patch("/api/units/{unit:str}", opt=REPEATABLE, sync_to_thread=True)
def change_unit(request: AnyRequest, unit: FromPath[str], data: JSONBody[UnitBody]) -> UnitView:
    """Change or move a unit."""
    moves = data.parent is not msgspec.UNSET
    parent = None if data.parent is msgspec.UNSET else data.parent
    change = UnitChange(data.name, data.kind, data.position, data.active, moves, parent)
    changed: UnitView = _given(_services(request).managing.change_unit(held_of(request).who, unit, change))
    return changed


@get("/api/preferences/{key:str}", sync_to_thread=True)
def preference(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    """What I set under a name; null for nothing."""
    return Response(_services(request).managing.preference(held_of(request).who, key))


class PreferenceBody(Body):
    """A preference: any JSON."""

    value: Any


@put("/api/preferences/{key:str}", opt=REPEATABLE, status_code=204, sync_to_thread=True)
def set_preference(request: AnyRequest, key: FromPath[str], data: JSONBody[PreferenceBody]) -> None:
    """Set it; null forgets it."""
    _given(_services(request).managing.set_preference(held_of(request).who, key, data.value))


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
