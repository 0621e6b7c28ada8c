"""The usual house on each database in turn."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.house import House, template
from tests.services.owed_house import FOLLOW_UP, WEEKLY, OwedHouse


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


@pytest.fixture
def owing(engine_url: str, tmp_path: Path) -> Iterator[OwedHouse]:
    """The sales app with a follow-up owed within a day and a weekly duty, on a clock that stands still."""
    made = OwedHouse(engine_url, tmp_path, FOLLOW_UP, WEEKLY)
    yield made
    made.close()
