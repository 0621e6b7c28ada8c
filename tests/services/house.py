"""An organisation over the real services, for tests: units and people by alias, a clock that can be set."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from followthrough.core.kit.ids import canonical_json, digest
from followthrough.core.model.app import AppDocument
from followthrough.core.model.decode import decode_app, to_json
from followthrough.core.run.acts import Act, Archive, Assign, Create, Edit, Move, Perform
from followthrough.services.catalogue import check_folder
from followthrough.services.filling import Submission
from followthrough.services.ids import new_id
from followthrough.services.refusal import Refusal
from followthrough.services.views import Answer, NeedView, RecordView
from followthrough.services.who import Who, who_is
from followthrough.services.wiring import Services, services_over
from followthrough.settings import Settings
from followthrough.store import events, migrate, organisation, people, records, units
from followthrough.store.database import Database
from followthrough.store.engines import Limits
from followthrough.store.events import Event
from tests.support import prepared

CATALOGUE = Path(__file__).resolve().parents[2] / "templates_catalog"
UNITS = {"hq": None, "east": "hq", "shanghai": "east", "south": "hq"}
PEOPLE = {
    "li": ("rep", "shanghai"),
    "zhou": ("rep", "shanghai"),
    "zhao": ("rep", "south"),
    "wang": ("manager", "east"),
    "liang": ("manager", "south"),
    "chen": ("supervisor", "hq"),
    "sun": ("hq_admin", "hq"),
}


@cache
def template(key: str) -> AppDocument:
    """A template of the catalogue."""
    checked = check_folder(CATALOGUE / key)
    assert checked.app is not None, checked.issues
    return checked.app


def changed(app: AppDocument, change: Any) -> AppDocument:
    """The app with `change(json)` done to its JSON form."""
    plain = to_json(app)
    change(plain)
    return decode_app(plain)


class House:
    """Services over a fresh database with the tables of `apps`, and an organisation."""

    def __init__(self, url: str, folder: Path, *apps: AppDocument, clocked: bool = False) -> None:
        self.now_ms = 1_772_413_200_000  # 2026-03-02 09:00 in Shanghai
        self._clock = (lambda: self.now_ms) if clocked else None
        self.settings = replace(Settings(), data_dir=folder, database_url=url, templates=CATALOGUE)
        what = digest(canonical_json([clocked, *map(to_json, apps)]))
        prepared.begin(url, what, lambda at: self._prepare(at, apps))
        self.db = self._opened(url)
        self.services: Services = services_over(self.db, self.settings)
        self.apps = [app.app.key for app in apps]
        self.units: dict[str, str] = {}
        self.people: dict[str, Who] = {}

    def _opened(self, url: str) -> Database:
        schema = None if url.startswith("sqlite") else "org_test"
        return Database(url, schema, limits=Limits(pool=24, wait_s=20), clock=self._clock)

    def _prepare(self, url: str, apps: tuple[AppDocument, ...]) -> None:
        """The tables of `apps`, and the organisation's settings."""
        db = self._opened(url)
        migrate.initialise(db)
        services = services_over(db, self.settings)
        for app in apps:
            services.publishing.documents(app)
        with db.write() as tx:
            organisation.put(tx, "name", "测试公司")
            organisation.put(tx, "zone", "Asia/Shanghai")
        db.close()

    def settle(self) -> House:
        """The usual units and people."""
        for alias, parent in UNITS.items():
            self.add_unit(alias, parent)
        for alias, (role, unit) in PEOPLE.items():
            self.add_person(alias, role, unit)
        self.refresh()
        return self

    def add_unit(self, alias: str, parent: str | None = None) -> str:
        """A unit."""
        self.units[alias] = new_id()
        with self.db.write() as tx:
            units.create(tx, units.Unit(self.units[alias], alias, self.units[parent] if parent else None))
        return self.units[alias]

    def add_person(self, alias: str, role: str, unit: str, password_hash: str | None = None) -> None:
        """A person with the same role in every app."""
        made = people.Person(new_id(), alias, alias, self.units[unit], roles=dict.fromkeys(self.apps, role))
        with self.db.write() as tx:
            people.create(tx, made, password_hash)
        self.people[alias] = Who(made.id, alias, made.unit)
        self.refresh()

    def refresh(self) -> None:
        """Read everybody's rights anew."""
        with self.db.read() as tx:
            for alias, who in self.people.items():
                found = who_is(tx, who.person)
                if found is not None:
                    self.people[alias] = found

    def close(self) -> None:
        """Close the pools."""
        self.db.close()

    # -- acts -------------------------------------------------------------------------------------------------------

    def submit(
        self,
        who: str,
        entity: str,
        record: str | None,
        act: Act,
        *,
        app: str = "sales",
        version: int | None = None,
        key: str = "",
        body: bytes = b"",
        took_s: int | None = None,
        drawn: int | None = None,
    ) -> Answer | Refusal:
        """Submit an act as somebody."""
        asked = Submission(app, entity, record, act, key, body, version, took_s, drawn)
        return self.services.filling.submit(self.people[who], asked)

    def done(self, who: str, entity: str, record: str | None, act: Act, app: str = "sales") -> Answer:
        """Submit an act that must be allowed."""
        answer = self.submit(who, entity, record, act, app=app)
        assert isinstance(answer, Answer), told(answer)
        return answer

    def create(self, who: str, entity: str, **values: Any) -> RecordView:
        """Create a record."""
        return self.done(who, entity, None, Create(entity, "", values)).record

    def edit(self, who: str, entity: str, record: str, **values: Any) -> RecordView:
        """Edit a record."""
        return self.done(who, entity, record, Edit(values)).record

    def perform(
        self, who: str, record: str, action: str, *files: str, entity: str = "opportunity", **inputs: Any
    ) -> Answer:
        """Do an action."""
        return self.done(who, entity, record, Perform(action, inputs, files))

    def upload(self, who: str, data: bytes, name: str = "f.jpg") -> str:
        """Upload a file."""
        found = self.services.attaching.upload(self.people[who], name, data)
        assert not isinstance(found, Refusal), found
        return found.id

    # -- what is stored ---------------------------------------------------------------------------------------------

    def stored(self, entity: str, record: str, app: str = "sales") -> Any:
        """The record as it is stored, with its milestones; None when there is none."""
        with self.db.read() as tx:
            compiled = self.services.registry.app(tx, app)
            assert compiled is not None
            return records.load(tx, compiled, entity, record)

    def events(self, entity: str, record: str, app: str = "sales") -> list[Event]:
        """All events of a record, oldest first."""
        with self.db.read() as tx:
            return list(reversed(events.of_record(tx, app, entity, record, limit=10_000)))

    def deal(self, who: str = "li", grade: str = "standard") -> tuple[str, str]:
        """A customer and its opportunity in the first stage; (opportunity, customer)."""
        customer = self.create(who, "customer", name="恒达精密", grade=grade, level="a").id
        deal = self.create(who, "opportunity", title="监护仪更新", customer=customer, product_line="monitor")
        return deal.id, customer


def told(answer: Answer | Refusal) -> str:
    """An answer in one line."""
    if isinstance(answer, Answer):
        return f"ok {answer.record.stage}"
    return f"{answer.code} {[(i.path, i.code) for i in answer.issues]} {short(answer.needs)}"


def short(needs: Any) -> list[str]:
    """Needs in their short spelling."""
    return [_short(need) for need in needs]


def _short(need: NeedView) -> str:
    if need.kind == "field":
        return f"{need.entity}.{need.field}"
    return f"{need.kind}:{need.action or need.statement or need.input or ''}"


__all__ = [
    "Act",
    "Archive",
    "Assign",
    "Create",
    "Edit",
    "House",
    "Move",
    "Perform",
    "changed",
    "short",
    "template",
    "told",
]
