"""Fixtures of HTTP tests. A house is prepared once per engine and process; each test gets a copy of its database."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from followthrough.core.run.duties import obligation_id
from followthrough.services import calendars, signing_in
from followthrough.services.ids import new_id
from followthrough.services.who import Who
from followthrough.store import findings, people, rosters
from tests.scenarios.filling_stage import sample
from tests.services.house import House, template
from tests.support.databases import ENGINES, Databases
from tests.web.site import Loop, Saved, Site

PASSWORD = "correct horse 落实"
MORE_PEOPLE: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("guest", "shanghai", {}),
    ("newcomer", "shanghai", {"sales": "rep"}),
    ("spare", "hq", {"sales": "rep"}),
)


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Hashing with the least work argon2 knows: what is tested is when a password counts, not how long it takes."""
    before = signing_in._hasher, signing_in._nobody
    signing_in._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    signing_in._nobody = signing_in._hasher.hash("nobody")
    yield
    signing_in._hasher, signing_in._nobody = before


@pytest.fixture(scope="session")
def loop() -> Iterator[Loop]:
    """The event loop of the requests."""
    made = Loop()
    yield made
    made.close()


@pytest.fixture(scope="session")
def saved(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Saved]]:
    """The prepared house of an engine, made when first asked for; of "engine/template" an empty one with that app."""
    made: dict[str, Saved] = {}
    with ExitStack() as stack:

        def of(name: str) -> Saved:
            if name not in made:
                engine, _, app = name.partition("/")
                url = stack.enter_context(databases.fresh(engine))
                prepare = _empty if app else _prepare
                made[name] = prepare(engine, url, tmp_path_factory.mktemp("house"), app or "sales")
            return made[name]

        yield of


def _empty(engine: str, url: str, folder: Path, app: str) -> Saved:
    house = House(url, folder, template(app))
    house.close()
    return Saved(engine, url, folder, house.apps, {}, {}, {})


def _prepare(engine: str, url: str, folder: Path, app: str) -> Saved:
    house = House(url, folder, template(app)).settle()
    _more_people(house)
    known = _records(house)
    _time(house)
    (folder / "pages" / "assets").mkdir(parents=True)
    (folder / "pages" / "index.html").write_text("<!doctype html><title>落实</title>", "utf-8")
    (folder / "pages" / "assets" / "app-1.js").write_text("export {};\n" * 100, "utf-8")
    house.close()
    return Saved(engine, url, folder, house.apps, house.units, house.people, known)


def _time(house: House) -> None:
    """The organisation's calendar and an empty duty roster."""
    with house.db.write() as tx:
        calendars.ensure(tx)
        rosters.put(tx, rosters.Roster("holidays", {"zh": "节假日值班", "en": "Holiday duty"}))


def _more_people(house: House) -> None:
    """A guest without a role, a newcomer who has to change his password, one to spare; everybody's password."""
    hashed = signing_in.hash_password(PASSWORD)
    with house.db.write() as tx:
        for alias, unit, roles in MORE_PEOPLE:
            one = people.Person(new_id(), alias, alias, house.units[unit], roles=roles)
            people.create(tx, one, hashed)
            house.people[alias] = Who(one.id, alias, one.unit)
        for alias, who in house.people.items():
            people.set_password(tx, who.person, hashed, must_change=alias == "newcomer")
    house.refresh()


def _records(house: House) -> dict[str, str]:
    """Per place an opportunity, its customer and a picture of a visit."""
    known = {"missing": new_id(), "missing.file": new_id(), "missing.person": new_id()}
    for place, who in (("own", "li"), ("sibling", "zhao"), ("parent", "chen")):
        customer = house.create(who, "customer", name=f"{place}客户", grade="standard", level="a").id
        values = {"title": f"{place}商机", "customer": customer, "product_line": "monitor"}
        deal = house.create(who, "opportunity", **values).id
        file = house.upload(who, sample("image"), f"{place}.jpg")
        said: dict[str, Any] = {"way": "visit", "content": "拜访了采购负责人，确认需求", "photos": [file]}
        house.perform(who, deal, "log_follow_up", **said)
        known |= {place: deal, f"{place}.customer": customer, f"{place}.file": file}
        known[f"{place}.obligation"] = obligation_id(deal, "no_update_72h", "1")
        known[f"{place}.finding"] = _finding(house, house.people[who].person, deal, file)
    return known


def _finding(house: House, person: str, deal: str, file: str) -> str:
    """That the picture was handed in twice on the opportunity."""
    key = new_id()
    act = ("sales", "opportunity", deal, "log_follow_up", file, person)
    before = (file, "opportunity", deal, "photos", person, 1_772_413_100_000)
    with house.db.write() as tx:
        findings.add(tx, [findings.Finding(key, *act, *before, 0, refused=True, at_ms=1_772_413_200_000)])
    return key


@contextmanager
def opened(saved: Saved, databases: Databases, loop: Loop, folder: Path, **how: Any) -> Iterator[Site]:
    """A site over a copy of a prepared house."""
    shutil.copytree(saved.folder, folder, dirs_exist_ok=True)
    with databases.copy(saved.engine, saved.url) as url:
        made = Site(saved, url, folder, loop, **how)
        try:
            yield made
        finally:
            made.close()


@pytest.fixture
def site(
    engine_kind: str, databases: Databases, saved: Callable[[str], Saved], loop: Loop, tmp_path: Path
) -> Iterator[Site]:
    """A site of one's own, on each database in turn."""
    with opened(saved(engine_kind), databases, loop, tmp_path) as made:
        yield made


@pytest.fixture
def sqlite_site(databases: Databases, saved: Callable[[str], Saved], loop: Loop, tmp_path: Path) -> Iterator[Site]:
    """The same on SQLite only, for what does not depend on the database."""
    with opened(saved("sqlite"), databases, loop, tmp_path) as made:
        yield made


@pytest.fixture(scope="module", params=ENGINES)
def shared_site(
    request: pytest.FixtureRequest,
    databases: Databases,
    saved: Callable[[str], Saved],
    loop: Loop,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    """One site for all tests of a module that leave it as it was (or do not mind), on each database in turn."""
    with opened(saved(request.param), databases, loop, tmp_path_factory.mktemp("site")) as made:
        yield made


@pytest.fixture(scope="module")
def shared_sqlite(
    databases: Databases, saved: Callable[[str], Saved], loop: Loop, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The same on SQLite only."""
    with opened(saved("sqlite"), databases, loop, tmp_path_factory.mktemp("site")) as made:
        yield made
