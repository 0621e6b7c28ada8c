"""Imports under way: the job and what became of every row; replays of a draft over history."""

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
replay_job = sa.Table(
    "replay_job",
    metadata,
    key("id"),
    text("app", sa.ForeignKey("app.key")),
    text("owner", sa.ForeignKey("person.id")),
    text("state"),  # running, done, failed, stopped
    text("same"),  # digest of everything the report is made of
    big("version"),
    big("revision"),
    big("from_ms"),
    big("to_ms"),
    big("last_seq"),
    big("total", server_default="0"),
    big("done", server_default="0"),
    text("report", null=True),  # JSON
    text("error", server_default=""),
    big("created_ms"),
    big("updated_ms"),
    sa.Index(None, "app", "created_ms"),
)
