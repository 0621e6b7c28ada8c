"""Make the tables of the organisation: its apps, units, people and files."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables of the organisation: its apps, units, people and files."""
    _apps()
    _people()
    _sessions()
    _files()


def _apps() -> None:
    op.create_table(
        "app",
        sa.Column("key", TEXT, nullable=False),
        sa.Column("live", sa.BigInteger(), nullable=True),
        sa.Column("position", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_app"),
    )
    op.create_table(
        "version",
        sa.Column("app", TEXT, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("author", TEXT, nullable=True),
        sa.Column("note", TEXT, server_default="", nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["app"], ["app.key"], name="fk_version_app"),
        sa.PrimaryKeyConstraint("app", "number", name="pk_version"),
    )
    op.create_table(
        "draft",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("app", TEXT, nullable=False),
        sa.Column("name", TEXT, server_default="", nullable=False),
        sa.Column("author", TEXT, nullable=True),
        sa.Column("base", sa.BigInteger(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
    )
    op.create_index("ix_draft_app", "draft", ["app"])
    op.create_table(
        "record_table",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("app", TEXT, nullable=False),
        sa.Column("entity", TEXT, nullable=False),
        sa.Column("columns", TEXT, nullable=False),
        sa.Column("changed_in", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["app"], ["app.key"], name="fk_record_table_app"),
        sa.PrimaryKeyConstraint("name", name="pk_record_table"),
        sa.UniqueConstraint("app", "entity", name="uq_record_table_app_entity"),
    )


def _people() -> None:
    op.create_table(
        "organisation",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_organisation"),
    )
    op.create_table(
        "unit",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("parent", TEXT, nullable=True),
        sa.Column("kind", TEXT, server_default="", nullable=False),
        sa.Column("position", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.ForeignKeyConstraint(["parent"], ["unit.id"], name="fk_unit_parent"),
        sa.PrimaryKeyConstraint("id", name="pk_unit"),
    )
    op.create_index("ix_unit_parent", "unit", ["parent"])
    op.create_table(
        "unit_closure",
        sa.Column("ancestor", TEXT, nullable=False),
        sa.Column("descendant", TEXT, nullable=False),
        sa.Column("depth", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["ancestor"], ["unit.id"], name="fk_unit_closure_ancestor"),
        sa.ForeignKeyConstraint(["descendant"], ["unit.id"], name="fk_unit_closure_descendant"),
        sa.PrimaryKeyConstraint("ancestor", "descendant", name="pk_unit_closure"),
    )
    op.create_index("ix_unit_closure_descendant", "unit_closure", ["descendant"])
    op.create_table(
        "person",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("login", TEXT, nullable=False),
        sa.Column("password_hash", TEXT, nullable=True),
        sa.Column("unit", TEXT, nullable=False),
        sa.Column("lang", TEXT, server_default="zh", nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("must_change", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("stamp", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["unit"], ["unit.id"], name="fk_person_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("login", name="uq_person_login"),
    )
    op.create_index("ix_person_unit", "person", ["unit"])
    op.create_table(
        "person_role",
        sa.Column("person", TEXT, nullable=False),
        sa.Column("app", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_person_role_person"),
        sa.PrimaryKeyConstraint("person", "app", name="pk_person_role"),
    )


def _sessions() -> None:
    op.create_table(
        "session",
        sa.Column("token_hash", TEXT, nullable=False),
        sa.Column("person", TEXT, nullable=False),
        sa.Column("csrf_hash", TEXT, nullable=False),
        sa.Column("agent_hash", TEXT, server_default="", nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("seen_ms", sa.BigInteger(), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_session_person"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_session"),
    )
    op.create_index("ix_session_expires_ms", "session", ["expires_ms"])
    op.create_index("ix_session_person", "session", ["person"])
    op.create_table(
        "bucket",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("tokens", sa.Double(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_bucket"),
    )
    op.create_table(
        "preference",
        sa.Column("person", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_preference_person"),
        sa.PrimaryKeyConstraint("person", "name", name="pk_preference"),
    )


def _files() -> None:
    op.create_table(
        "file",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("mime", TEXT, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("owner", TEXT, nullable=False),
        sa.Column("linked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("info", TEXT, server_default="{}", nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["owner"], ["person.id"], name="fk_file_owner"),
        sa.PrimaryKeyConstraint("id", name="pk_file"),
    )
    op.create_index("ix_file_linked_created_ms", "file", ["linked", "created_ms"])
    op.create_index("ix_file_owner", "file", ["owner"])
    op.create_index("ix_file_sha256", "file", ["sha256"])
    op.create_table(
        "file_link",
        sa.Column("file", TEXT, nullable=False),
        sa.Column("app", TEXT, nullable=False),
        sa.Column("entity", TEXT, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["file"], ["file.id"], name="fk_file_link_file"),
        sa.PrimaryKeyConstraint("file", "app", "entity", "record", name="pk_file_link"),
    )
    op.create_index("ix_file_link_app_entity_record", "file_link", ["app", "entity", "record"])
