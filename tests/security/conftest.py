"""Sites over prepared databases: set up once per engine, copied for each test."""

from tests.web.fixtures import cheap_passwords, loop, saved, shared_site, shared_sqlite, site, sqlite_site

__all__ = ["cheap_passwords", "loop", "saved", "shared_site", "shared_sqlite", "site", "sqlite_site"]
