"""What people say of the places of an app, and what they propose (docs/designing.md, section 6)."""

import sqlalchemy as sa

from .apps import app
from .base import BIGINT, big, key, metadata, text
from .people import person

topic = sa.Table(
    "topic",
    metadata,
    key("id"),
    sa.Column("app", app.c.key.type, sa.ForeignKey("app.key"), nullable=False),
    text("kind"),  # remark, proposal
    text("path"),
    text("label"),  # JSON {"zh", "en"}: what the place was called when it was written
    sa.Column("author", person.c.id.type, sa.ForeignKey("person.id"), nullable=False),
    text("text"),
    big("at_ms"),
    big("edited_ms", null=True),
    text("state"),  # remark: open, resolved, deleted; proposal: open, accepted, rejected, withdrawn
    text("content", null=True),  # of a proposal, JSON {"operations": [{path, was, value}], "said": [changes in words]}
    big("base", null=True),  # the version in force when it was written; NULL: none yet
    big("edit", null=True),  # the revision of the draft that accepted it made
    big("last_ms"),  # when somebody last did something here
    big("replies", server_default="0"),  # the number of the last
    sa.Index(None, "app", "state", "last_ms"),
)
topic_reply = sa.Table(
    "topic_reply",
    metadata,
    sa.Column("topic", topic.c.id.type, sa.ForeignKey("topic.id"), primary_key=True, nullable=False),
    sa.Column("n", BIGINT, primary_key=True, nullable=False, autoincrement=False),
    text("kind"),  # said, or what became of the topic: resolved, reopened, accepted, rejected, withdrawn
    sa.Column("author", person.c.id.type, sa.ForeignKey("person.id"), nullable=False),
    text("text", server_default=""),
    big("at_ms"),
    big("edited_ms", null=True),
    big("deleted_ms", null=True),
    sa.Index(None, "author"),
)
"""A thread and, in the same order, what was decided: nothing of the latter is ever changed."""
