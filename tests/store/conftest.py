"""A database with the platform tables, and one with a published app, on each engine in turn."""

from collections.abc import Iterator

import pytest

from followthrough.store import migrate
from followthrough.store.database import Database
from followthrough.store.engines import Limits
from followthrough.store.publish import publish
from tests.store.apps import SALES
from tests.support import prepared


def opened(url: str, schema: str | None = None) -> Database:
    """A database of `url` with its platform tables, pools small enough for many tests at once."""
    prepared.begin(url, str(schema), lambda at: _migrate(at, schema))
    return Database(url, schema, limits=Limits(pool=8))


def _migrate(url: str, schema: str | None) -> None:
    db = Database(url, schema)
    migrate.initialise(db)
    db.close()


@pytest.fixture
def db(engine_url: str, engine_kind: str) -> Iterator[Database]:
    """Platform tables only; on PostgreSQL in a schema of the organisation."""
    made = opened(engine_url, "org_one" if engine_kind == "postgresql" else None)
    yield made
    made.close()


@pytest.fixture
def sales(db: Database) -> Database:
    """With the tables of `apps.SALES`."""
    with db.write() as tx:
        publish(tx, SALES.key, b"{}", SALES)
    return db
