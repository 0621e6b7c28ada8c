"""What has been published and drafted, and which physical tables it made."""

import sqlalchemy as sa

from .base import BYTES, big, key, metadata, text

app = sa.Table(
    "app",
    metadata,
    key("key"),
    big("live", null=True),  # the version in force; NULL: nothing published yet
    big("position", server_default="0"),
    big("created_ms"),
)
version = sa.Table(
    "version",
    metadata,
    sa.Column("app", app.c.key.type, sa.ForeignKey("app.key"), primary_key=True, nullable=False),
    sa.Column("number", sa.BigInteger(), primary_key=True, nullable=False, autoincrement=False),
    sa.Column("content", BYTES, nullable=False),  # canonical JSON of the whole AppDocument
    text("sha256"),
    text("author", null=True),
    text("note", server_default=""),
    big("at_ms"),
)
draft = sa.Table(
    "draft",
    metadata,
    sa.Column("app", app.c.key.type, sa.ForeignKey("app.key"), primary_key=True, nullable=False),
    big("base", null=True),  # the version in force when it was published or begun last; NULL: none yet
    big("base_revision", server_default="0"),  # its revision then
    sa.Column("content", BYTES, nullable=False),  # JSON as the operations left it, not normalised
    big("revision", server_default="0"),
    big("updated_ms"),
    text("updated_by", null=True),
)
draft_edit = sa.Table(
    "draft_edit",
    metadata,
    sa.Column("app", app.c.key.type, sa.ForeignKey("draft.app"), primary_key=True, nullable=False),
    sa.Column("revision", sa.BigInteger(), primary_key=True, nullable=False, autoincrement=False),
    big("at_ms"),
    text("author", null=True),
    text("label"),  # JSON {"zh", "en"}
    text("operations"),  # JSON [{"path", "was", "value"}]
)
"""Appended to, never changed."""

planned_publication = sa.Table(
    "planned_publication",
    metadata,
    sa.Column("app", app.c.key.type, sa.ForeignKey("app.key"), primary_key=True, nullable=False),
    big("revision"),  # of the draft whose content it is
    big("base", null=True),  # the version in force it was compared with; NULL: there was none
    sa.Column("content", BYTES, nullable=False),  # canonical JSON of the whole AppDocument
    text("mapping", server_default="{}"),  # JSON {entity: {stage: stage}}
    text("author", sa.ForeignKey("person.id")),
    text("note", server_default=""),
    big("asked_ms"),
    big("effective_ms"),
)
"""At most one of an app; gone when it took effect, was taken back, or could not be."""

record_table = sa.Table(
    "record_table",
    metadata,
    key("name"),  # made by the server, see `tables.table_name`
    text("app", sa.ForeignKey("app.key")),
    text("entity"),
    text("columns"),  # JSON {"record": {column: type}, "milestone": {…}, "indexes": {name: [columns]}}
    big("changed_in"),  # the version that changed it last
    sa.UniqueConstraint("app", "entity"),
)
"""Written in the transaction of the DDL it describes: what stands here exists."""
