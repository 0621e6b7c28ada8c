"""The usual house on each database in turn."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.house import House, template


@pytest.fixture
def house(engine_url: str, tmp_path: Path) -> Iterator[House]:
    """The sales app with the usual units and people."""
    made = House(engine_url, tmp_path, template("sales")).settle()
    yield made
    made.close()


@pytest.fixture
def sqlite_house(sqlite_url: str, tmp_path: Path) -> Iterator[House]:
    """The same on SQLite only, for what does not depend on the database."""
    made = House(sqlite_url, tmp_path, template("sales")).settle()
    yield made
    made.close()
