"""Uploaded files: what is known of them. The bytes lie in a blob store under the file's id."""

import sqlalchemy as sa

from .base import big, flag, key, metadata, text

file = sa.Table(
    "file",
    metadata,
    key("id"),
    text("name"),  # as the uploader called it; never part of a path
    text("kind"),  # image, pdf, office, audio, video, text, other: by content
    text("mime"),
    big("size"),
    text("sha256"),
    text("owner", sa.ForeignKey("person.id")),
    flag("linked", False),  # False: staged, swept after a day
    text("info", server_default="{}"),  # JSON: width, height, taken at, …
    big("created_ms"),
    sa.Index(None, "owner"),
    sa.Index(None, "linked", "created_ms"),
    sa.Index(None, "sha256"),
)
file_link = sa.Table(
    "file_link",
    metadata,
    sa.Column("file", file.c.id.type, sa.ForeignKey("file.id"), primary_key=True, nullable=False),
    key("app"),
    key("entity"),
    key("record"),
    text("place"),  # field id, or "act:<action>"
    big("at_ms"),
    sa.Index(None, "app", "entity", "record"),
)
