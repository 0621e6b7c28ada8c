"""The usual house on each database in turn, with a clock that can be set."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.house import House, template


@pytest.fixture
def house(engine_url: str, tmp_path: Path) -> Iterator[House]:
    """The sales app with the usual units and people; its clock stands."""
    made = House(engine_url, tmp_path, template("sales"), clocked=True).settle()
    yield made
    made.close()
