"""An organisation over a real database: the demo's people, and rows its simulator made through the command path."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from followthrough.core.compile import CompiledApp
from followthrough.core.model.app import AppDocument
from followthrough.core.model.decode import decode_app, to_json
from followthrough.services import clock
from followthrough.services.catalogue import check_folder
from followthrough.services.demo.organisation import Cast, found_organisation
from followthrough.services.demo.simulate import simulate
from followthrough.services.who import Who
from followthrough.services.wiring import Services, prepare_database, services_over
from followthrough.settings import Settings
from followthrough.store.database import Database
from followthrough.store.engines import Limits
from tests.support.postgres import running

ROOT = Path(__file__).resolve().parents[1]
SALES = ROOT / "templates_catalog" / "sales"
ENGINES = ("sqlite", "postgresql")


@dataclass
class Place:
    """`bare` opens the same database without us: the file of SQLite, libpq's connection string of PostgreSQL."""

    engine: str
    settings: Settings
    services: Services
    cast: Cast
    bare: str
    reps: list[Who]

    @property
    def db(self) -> Database:
        return self.services.db

    def app(self) -> CompiledApp:
        with self.db.read() as tx:
            found = self.services.registry.app(tx, "sales")
        assert found is not None
        return found


Change = Callable[[AppDocument], AppDocument]


def as_it_is(app: AppDocument) -> AppDocument:
    """The template."""
    return app


def without_duties(app: AppDocument) -> AppDocument:
    """The template with nothing that is owed, and no automations."""
    return decode_app({**to_json(app), "duties": {}, "queues": {}, "triggers": {}})


@contextmanager
def place(engine: str, deals: int, change: Change = as_it_is) -> Iterator[Place]:
    """The demo with so many opportunities, on a database of its own that is as durable as in production. `change` makes
    another app of the template."""
    folder = Path(tempfile.mkdtemp(prefix="followthrough-bench-"))
    try:
        if engine == "sqlite":
            file = folder / "bench.db"
            yield from _lived(engine, folder, f"sqlite:///{file}", None, str(file), deals, change)
        else:
            with running(durable=True) as cluster:
                yield from _lived(engine, folder, cluster.url("postgres"), "org", cluster.dsn(), deals, change)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _lived(
    engine: str, folder: Path, url: str, schema: str | None, bare: str, deals: int, change: Change
) -> Iterator[Place]:
    settings = replace(
        Settings(), data_dir=folder, database_url=url, database_schema=schema, templates=SALES.parent, workers=1
    )
    prepare_database(settings).close()
    db = Database(url, schema, limits=Limits(wait_s=30, statement_ms=600_000))
    services = services_over(db, settings)
    template = check_folder(SALES).app
    assert template is not None
    services.publishing.documents(change(template))
    cast = found_organisation(db, SALES / "demo")
    simulate(settings, cast, SALES / "demo", until_ms=clock.now_ms(), opportunities=deals)
    try:
        yield Place(engine, settings, services, cast, bare, cast.of("rep"))
    finally:
        services.close()
