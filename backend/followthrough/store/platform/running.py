"""What happens while records live: events, and answers kept for repeated requests."""

import sqlalchemy as sa

from .base import BIGINT, BYTES, IDENTITY, big, key, metadata, text

event = sa.Table(
    "event",
    metadata,
    sa.Column("seq", IDENTITY, sa.Identity(always=True), primary_key=True, nullable=False),
    text("app"),
    text("entity"),
    text("record"),
    big("n"),  # 1, 2, … within the record
    big("at_ms"),
    text("actor", null=True),
    text("kind"),
    text("name", null=True),
    text("from_stage", null=True),
    text("to_stage", null=True),
    text("changes"),  # canonical JSON, hashed as it stands
    text("data"),
    big("version"),  # the app version that judged
    sa.Column("prev", BYTES, nullable=False),
    sa.Column("hash", BYTES, nullable=False),
    sa.UniqueConstraint("record", "n"),
    sa.Index(None, "app", "entity", "kind", "at_ms"),
)
"""Append-only: triggers refuse UPDATE, DELETE and (PostgreSQL) TRUNCATE; see `guards`."""

event_seal = sa.Table(
    "event_seal",
    metadata,
    sa.Column("number", sa.BigInteger(), primary_key=True, nullable=False, autoincrement=False),
    big("after_seq"),
    big("up_to_seq"),
    big("events"),
    sa.Column("prev", BYTES, nullable=False),
    sa.Column("hash", BYTES, nullable=False),
    big("at_ms"),
)
"""A chain over batches of events in order of seq: makes the deletion of whole records show."""

idempotency = sa.Table(
    "idempotency",
    metadata,
    key("person"),
    key("key"),
    sa.Column("body_hash", BYTES, nullable=False),
    sa.Column("answer", BYTES, nullable=False),
    big("at_ms"),
    sa.Index(None, "at_ms"),
)
serial_counter = sa.Table(
    "serial_counter",
    metadata,
    key("app"),
    key("entity"),
    key("field"),
    key("period"),
    sa.Column("value", BIGINT, nullable=False),
)
