"""One draft per app, and every edit of it (docs/designing.md, section 1).

The table `draft` was made before anything wrote to it: it is made anew.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables of drafts."""
    op.drop_table("draft")
    op.create_table(
        "draft",
        sa.Column("app", TEXT, nullable=False),
        sa.Column("base", sa.BigInteger(), nullable=True),
        sa.Column("base_revision", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_by", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["app"], ["app.key"], name="fk_draft_app"),
        sa.PrimaryKeyConstraint("app", name="pk_draft"),
    )
    op.create_table(
        "draft_edit",
        sa.Column("app", TEXT, nullable=False),
        sa.Column("revision", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("author", TEXT, nullable=True),
        sa.Column("label", TEXT, nullable=False),
        sa.Column("operations", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["app"], ["draft.app"], name="fk_draft_edit_app"),
        sa.PrimaryKeyConstraint("app", "revision", name="pk_draft_edit"),
    )
