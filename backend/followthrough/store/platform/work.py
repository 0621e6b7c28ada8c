"""Imports under way: the job and what became of every row."""

import sqlalchemy as sa

from .base import BIGINT, big, flag, key, metadata, text

import_job = sa.Table(
    "import_job",
    metadata,
    key("id"),
    text("app"),
    text("entity"),
    text("owner", sa.ForeignKey("person.id")),
    text("state"),  # read, mapped, checked, running, done, failed
    text("name", server_default=""),
    text("columns", server_default="[]"),  # JSON
    text("mapping", server_default="{}"),
    text("options", server_default="{}"),
    flag("atomic", True),
    big("total", server_default="0"),
    big("done", server_default="0"),
    big("failed", server_default="0"),
    text("error", server_default=""),
    big("created_ms"),
    big("updated_ms"),
    sa.Index(None, "owner", "created_ms"),
)
import_row = sa.Table(
    "import_row",
    metadata,
    sa.Column("job", import_job.c.id.type, sa.ForeignKey("import_job.id"), primary_key=True, nullable=False),
    sa.Column("n", BIGINT, primary_key=True, nullable=False, autoincrement=False),
    text("cells"),  # JSON
    text("state"),  # waiting, ok, error, done, skipped
    text("problems", server_default="[]"),  # JSON
    text("record", null=True),
    sa.Index(None, "job", "state", "n"),
)
