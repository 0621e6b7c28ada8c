"""People who talk about the sales app; its reps do not see what a deal is expected to bring in, nor what has been paid."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.services.house import House, changed, template
from tests.services.talking.round_table import RoundTable

HIDDEN = ("amount", "received_amount")


def hide(app: dict[str, Any]) -> None:
    """The role of the reps loses the fields."""
    rep = app["access"]["roles"]["rep"]["entities"]["opportunity"]
    rep["fields"] = {**rep.get("fields", {}), **dict.fromkeys(HIDDEN, "none")}


@pytest.fixture
def table(engine_url: str, tmp_path: Path) -> Iterator[RoundTable]:
    """On each database in turn."""
    house = House(engine_url, tmp_path, changed(template("sales"), hide)).settle()
    yield RoundTable(house)
    house.close()


@pytest.fixture
def sqlite_table(sqlite_url: str, tmp_path: Path) -> Iterator[RoundTable]:
    """On SQLite only, for what does not depend on the database."""
    house = House(sqlite_url, tmp_path, changed(template("sales"), hide)).settle()
    yield RoundTable(house)
    house.close()
