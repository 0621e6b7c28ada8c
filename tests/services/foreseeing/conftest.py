"""The designer of the sales app."""

from tests.services.designing.conftest import sqlite_studio, studio

__all__ = ["sqlite_studio", "studio"]
