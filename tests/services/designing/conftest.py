"""The designer of the sales app."""

import pytest

from tests.services.designing.studio import Studio
from tests.services.house import House


@pytest.fixture
def studio(house: House) -> Studio:
    """On each database in turn."""
    return Studio(house)


@pytest.fixture
def sqlite_studio(sqlite_house: House) -> Studio:
    """On SQLite only, for what does not depend on the database."""
    return Studio(sqlite_house)
