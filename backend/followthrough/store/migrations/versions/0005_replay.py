"""Replays of a draft over history, and their reports (docs/replay.md)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table of replays."""
    op.create_table(
        "replay_job",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("app", TEXT, nullable=False),
        sa.Column("owner", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("same", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("from_ms", sa.BigInteger(), nullable=False),
        sa.Column("to_ms", sa.BigInteger(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("done", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("report", TEXT, nullable=True),
        sa.Column("error", TEXT, server_default="", nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["app"], ["app.key"], name="fk_replay_job_app"),
        sa.ForeignKeyConstraint(["owner"], ["person.id"], name="fk_replay_job_owner"),
        sa.PrimaryKeyConstraint("id", name="pk_replay_job"),
    )
    op.create_index("ix_replay_job_app_created_ms", "replay_job", ["app", "created_ms"], unique=False)
