"""What can go wrong below the services, as few exceptions as callers treat differently.

Nothing of SQLAlchemy, psycopg or sqlite3 leaves this package: `dberrors` maps their errors to these.
"""

from __future__ import annotations


class StoreError(Exception):
    """Base of all; `code` is in schemas/errors.json."""

    code = "internal"


class Retryable(StoreError):
    """The database asks for another try: serialization failure, deadlock, lock timeout, busy. Nothing was stored."""

    code = "try_again"


class StoreUnavailable(StoreError):
    """The database cannot be used now: no connection, pool exhausted, disk full, statement timed out. Nothing was stored."""

    code = "try_again"


class Disconnected(StoreUnavailable):
    """The connection broke before COMMIT was sent: nothing was stored, another try is safe."""


class CommitUnknown(StoreUnavailable):
    """The connection broke while COMMIT was under way: stored or not, only a look at the data tells.

    Safe to try again only where the work begins by looking its idempotency key up.
    """


class Duplicate(StoreError):
    """A unique key exists already. `constraint` names it as the database does (may be empty on SQLite)."""

    def __init__(self, constraint: str = "") -> None:
        super().__init__(constraint)
        self.constraint = constraint


class VersionConflict(StoreError):
    """The record was changed since the version the caller read (or is gone)."""

    code = "version_conflict"


class KeyReused(StoreError):
    """The idempotency key was used before with another body."""

    code = "idempotency_key_reused"


class BadQuery(StoreError):
    """A filter, sort or cursor that means nothing or names what this actor may not see. `params` says what."""

    def __init__(self, reason: str, **params: str) -> None:
        super().__init__(reason)
        what = ".".join(params[name] for name in ("entity", "field", "table") if name in params)
        self.params = {"reason": reason, "what": what, **params}


class BadFilter(BadQuery):
    """Of a filter or a column."""

    code = "bad_filter"


class BadSort(BadQuery):
    """Of a sort."""

    code = "bad_sort"


class BadCursor(BadQuery):
    """Of the place where the next page begins: not ours, or of another sort."""

    code = "bad_cursor"


class UnitCycle(StoreError):
    """A unit cannot be moved under itself or below itself."""

    code = "unit_cycle"


class PublishRefused(StoreError):
    """The version cannot be stored: `params` names the column whose kind would change, or the number already taken."""

    code = "publish_blocked"

    def __init__(self, reason: str, **params: str) -> None:
        super().__init__(reason)
        what = ".".join(params[name] for name in ("entity", "field", "table") if name in params)
        self.params = {"reason": reason, "what": what, **params}


class SchemaOutdated(StoreError):
    """The platform tables are not at the revision this code needs: run the migration before serving."""
