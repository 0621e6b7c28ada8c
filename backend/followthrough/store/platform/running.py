"""What happens while records live: events, obligations, messages under way, answers kept for repeated requests."""

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

obligation = sa.Table(
    "obligation",
    metadata,
    key("id"),
    text("app"),
    text("entity"),
    text("record"),
    text("duty"),
    text("cycle"),  # what repeats: "" once per record, "2026-W14", …
    text("state"),  # open, done, waived, withdrawn
    text("owner", null=True),
    text("unit", null=True),
    big("opened_ms"),
    big("due_ms"),
    big("original_due_ms"),
    big("next_ms", null=True),  # when the sweep has to look at it next
    big("closed_ms", null=True),
    big("closed_by", null=True),  # the event's seq
    big("judged_by"),
    text("data", server_default="{}"),
    sa.UniqueConstraint("record", "duty", "cycle"),
    sa.Index(
        None, "owner", "due_ms", sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'")
    ),
    sa.Index(None, "next_ms", sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'")),
)
outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("seq", IDENTITY, sa.Identity(always=True), primary_key=True, nullable=False),
    text("id"),  # the stable delivery id
    text("kind"),
    text("payload"),  # JSON
    text("dedupe", null=True),
    big("created_ms"),
    big("due_ms"),
    big("attempts", server_default="0"),
    big("lease_ms", null=True),
    text("state", server_default="waiting"),  # waiting, sent, dead
    sa.UniqueConstraint("id"),
    sa.UniqueConstraint("dedupe"),
    sa.Index(None, "due_ms", sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'")),
)
delivery = sa.Table(
    "delivery",
    metadata,
    key("id"),
    text("outbox", sa.ForeignKey("outbox.id")),
    text("channel"),
    text("target"),
    text("state"),
    text("error", server_default=""),
    big("attempt"),
    big("at_ms"),
    sa.Index(None, "outbox"),
)
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
