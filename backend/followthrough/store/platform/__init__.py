"""The platform's own tables, the same in every organisation. Made and changed by Alembic only (`migrations/`)."""

from .apps import app, draft, record_table, version
from .base import metadata
from .files import file, file_link
from .people import bucket, organisation, person, person_role, preference, session, unit, unit_closure
from .running import delivery, event, event_seal, idempotency, obligation, outbox, serial_counter
from .time import calendar_day, roster
from .work import import_job, import_row

__all__ = [
    "app", "bucket", "calendar_day", "delivery", "draft", "event", "event_seal", "file", "file_link", "idempotency",
    "import_job", "import_row", "metadata", "obligation", "organisation", "outbox", "person", "person_role",
    "preference", "record_table", "roster", "serial_counter", "session", "unit", "unit_closure", "version",
]  # fmt: skip
