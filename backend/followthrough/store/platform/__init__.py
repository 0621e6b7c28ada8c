"""The platform's own tables, the same in every organisation. Made and changed by Alembic only (`migrations/`)."""

from .apps import app, draft, draft_edit, planned_publication, record_table, version
from .base import metadata
from .files import file, file_link
from .messages import address, channel, delivery, notice, outbox, settling_record, worker
from .owed import approval, approval_turn, delegation, evidence_finding, file_print, obligation
from .people import bucket, organisation, person, person_role, preference, session, unit, unit_closure
from .running import event, event_seal, idempotency, serial_counter
from .talk import topic, topic_reply
from .time import calendar, calendar_day, calendar_span, roster, shift
from .work import import_job, import_row, replay_job

__all__ = [
    "address", "app", "approval", "approval_turn", "bucket", "calendar", "calendar_day", "calendar_span",
    "channel", "delegation", "delivery", "draft", "draft_edit", "event", "event_seal", "evidence_finding",
    "file", "file_link", "file_print", "idempotency", "import_job", "import_row", "metadata", "notice",
    "obligation", "organisation", "outbox", "person", "person_role", "planned_publication", "preference",
    "record_table", "replay_job", "roster", "serial_counter", "session", "settling_record", "shift", "topic", "topic_reply",
    "unit", "unit_closure", "version", "worker",
]  # fmt: skip
