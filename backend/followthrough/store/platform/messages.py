"""Who is told what, and how it leaves the house: notices, messages under way, channels, deliveries, workers."""

import sqlalchemy as sa

from .base import BYTES, IDENTITY, TEXT, big, flag, key, metadata, text

_WAITING = sa.text("state = 'waiting'")
_NEW = sa.text("composed_ms IS NULL")
_UNREAD = sa.text("read_ms IS NULL")

notice = sa.Table(
    "notice",
    metadata,
    sa.Column("seq", IDENTITY, sa.Identity(always=True), primary_key=True, nullable=False),
    text("person", sa.ForeignKey("person.id")),
    text("kind"),
    text("app"),
    text("entity"),
    text("record"),
    text("obligation", null=True),
    text("duty", null=True),
    text("text", server_default="{}"),  # JSON {zh, en}; {} = the words of its kind
    text("params", server_default="{}"),
    text("dedupe", null=True),
    big("at_ms"),
    big("read_ms", null=True),
    big("composed_ms", null=True),  # when it was made into messages for the person's channels
    sa.UniqueConstraint("dedupe"),
    sa.Index(None, "person", "seq"),
    sa.Index("ix_notice_new", "person", "seq", sqlite_where=_NEW, postgresql_where=_NEW),
    sa.Index("ix_notice_unread", "person", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
    sa.Index(None, "obligation"),
)
"""The inbox. Written in the transaction of what it tells."""

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("seq", IDENTITY, sa.Identity(always=True), primary_key=True, nullable=False),
    text("id"),  # the stable delivery id
    text("kind"),  # message, webhook, recompute
    text("channel", null=True),
    text("person", null=True),
    text("payload"),  # JSON
    text("dedupe", null=True),
    big("created_ms"),
    big("due_ms"),
    big("attempts", server_default="0"),
    big("lease_ms", null=True),  # until when a worker has it
    text("lease_by", null=True),
    text("state", server_default="waiting"),  # waiting, sent, dead
    text("error", server_default=""),
    sa.UniqueConstraint("id"),
    sa.UniqueConstraint("dedupe"),
    sa.Index("ix_outbox_due", "kind", "due_ms", sqlite_where=_WAITING, postgresql_where=_WAITING),
    sa.Index("ix_outbox_queue", "channel", "seq", sqlite_where=_WAITING, postgresql_where=_WAITING),
    sa.Index(None, "state", "created_ms"),
)
settling_record = sa.Table(
    "settling_record",
    metadata,
    key("job"),  # id of its row in the outbox
    key("record"),
)
"""Records that wait to be moved by a job that says which (`recomputes`); gone once they are."""

delivery = sa.Table(
    "delivery",
    metadata,
    key("id"),
    text("outbox", sa.ForeignKey("outbox.id")),
    text("channel"),
    text("target"),
    text("state"),  # sent, failed, dead
    text("error", server_default=""),
    big("attempt"),
    big("at_ms"),
    big("took_ms", server_default="0"),
    sa.Index(None, "outbox"),
    sa.Index(None, "at_ms"),
)
channel = sa.Table(
    "channel",
    metadata,
    key("id"),
    text("kind"),  # wecom, wecom_robot, dingtalk, dingtalk_robot, feishu, feishu_robot, email, webhook
    text("name"),
    text("config", server_default="{}"),  # JSON, without secrets
    sa.Column("secret", BYTES, nullable=True),  # encrypted; never read out
    flag("active", True),
    big("revision", server_default="1"),
    big("updated_ms"),
    text("updated_by", null=True),
)
address = sa.Table(
    "address",
    metadata,
    sa.Column("person", TEXT, sa.ForeignKey("person.id"), primary_key=True, nullable=False),
    sa.Column("channel", TEXT, sa.ForeignKey("channel.id"), primary_key=True, nullable=False),
    text("value"),
)
worker = sa.Table(
    "worker",
    metadata,
    key("id"),
    text("host", server_default=""),
    big("started_ms"),
    big("seen_ms"),
    text("info", server_default="{}"),
)
