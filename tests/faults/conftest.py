"""The usual house on each database in turn."""

from tests.services.conftest import house

__all__ = ["house"]
