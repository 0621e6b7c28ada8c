"""Remarks on the places of an app, and proposals (docs/designing.md, section 6)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables of talk."""
    op.create_table(
        "topic",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("app", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("path", TEXT, nullable=False),
        sa.Column("label", TEXT, nullable=False),
        sa.Column("author", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("edited_ms", sa.BigInteger(), nullable=True),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("content", TEXT, nullable=True),
        sa.Column("base", sa.BigInteger(), nullable=True),
        sa.Column("edit", sa.BigInteger(), nullable=True),
        sa.Column("last_ms", sa.BigInteger(), nullable=False),
        sa.Column("replies", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["app"], ["app.key"], name="fk_topic_app"),
        sa.ForeignKeyConstraint(["author"], ["person.id"], name="fk_topic_author"),
        sa.PrimaryKeyConstraint("id", name="pk_topic"),
    )
    op.create_index("ix_topic_app_state_last_ms", "topic", ["app", "state", "last_ms"], unique=False)
    op.create_table(
        "topic_reply",
        sa.Column("topic", TEXT, nullable=False),
        sa.Column("n", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("author", TEXT, nullable=False),
        sa.Column("text", TEXT, server_default="", nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("edited_ms", sa.BigInteger(), nullable=True),
        sa.Column("deleted_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["author"], ["person.id"], name="fk_topic_reply_author"),
        sa.ForeignKeyConstraint(["topic"], ["topic.id"], name="fk_topic_reply_topic"),
        sa.PrimaryKeyConstraint("topic", "n", name="pk_topic_reply"),
    )
    op.create_index("ix_topic_reply_author", "topic_reply", ["author"], unique=False)
