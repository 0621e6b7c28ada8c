"""The pipeline app with the usual people, and imports into it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.house import House, template
from tests.services.importing.steps import Imports


@pytest.fixture
def pipeline(engine_url: str, tmp_path: Path) -> Iterator[House]:
    """The pipeline app on each database in turn."""
    made = House(engine_url, tmp_path, template("pipeline")).settle()
    yield made
    made.close()
    made.services.importing.close()


@pytest.fixture
def imports(pipeline: House) -> Imports:
    """Imports by the supervisor."""
    return Imports(pipeline)


@pytest.fixture
def sqlite_imports(sqlite_url: str, tmp_path: Path) -> Iterator[Imports]:
    """The same on SQLite only, for what does not depend on the database."""
    made = House(sqlite_url, tmp_path, template("pipeline")).settle()
    yield Imports(made)
    made.close()
    made.services.importing.close()
