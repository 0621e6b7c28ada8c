"""Publications that are to take effect later (docs/designing.md)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table of planned publications."""
    op.create_table(
        "planned_publication",
        sa.Column("app", TEXT, nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("base", sa.BigInteger(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("mapping", TEXT, server_default="{}", nullable=False),
        sa.Column("author", TEXT, nullable=False),
        sa.Column("note", TEXT, server_default="", nullable=False),
        sa.Column("asked_ms", sa.BigInteger(), nullable=False),
        sa.Column("effective_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["app"], ["app.key"], name="fk_planned_publication_app"),
        sa.ForeignKeyConstraint(["author"], ["person.id"], name="fk_planned_publication_author"),
        sa.PrimaryKeyConstraint("app", name="pk_planned_publication"),
    )
