"""Fixtures every test may use: fresh databases of both engines; the sizes of generated runs."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.support import databases as support
from tests.support.databases import Databases

# CI judges a change, so it tries the same cases each time; a developer's machine and `make fuzz` look for new ones.
settings.register_profile("quick", deadline=None, max_examples=100, derandomize="CI" in os.environ)
settings.register_profile("fuzz", deadline=None, max_examples=20_000, print_blob=True)
settings.load_profile("quick")


def _leads(config: pytest.Config) -> bool:
    """True in the process that leads the run, False in the worker processes of pytest-xdist."""
    return not hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    if _leads(config):
        support.open_run()


def pytest_unconfigure(config: pytest.Config) -> None:
    if _leads(config):
        support.close_run()


@pytest.fixture(scope="session")
def databases() -> Databases:
    """Maker of fresh databases, for fixtures of wider scope: `with databases.fresh("postgresql") as url`."""
    return Databases()


@pytest.fixture(params=support.ENGINES)
def engine_kind(request: pytest.FixtureRequest) -> str:
    """ "sqlite", then "postgresql": a test that uses this runs once on each."""
    return str(request.param)


@pytest.fixture
def engine_url(databases: Databases, engine_kind: str) -> Iterator[str]:
    """SQLAlchemy URL of a fresh, empty database of each engine in turn."""
    with databases.fresh(engine_kind) as url:
        yield url


@pytest.fixture
def sqlite_url(databases: Databases) -> Iterator[str]:
    """SQLAlchemy URL of a fresh, empty SQLite database."""
    with databases.fresh("sqlite") as url:
        yield url


@pytest.fixture
def postgresql_url(databases: Databases) -> Iterator[str]:
    """SQLAlchemy URL of a fresh, empty PostgreSQL database."""
    with databases.fresh("postgresql") as url:
        yield url
