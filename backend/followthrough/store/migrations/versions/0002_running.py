"""Make the tables of what happens: events, obligations, messages, answers, imports."""

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import postgresql, sqlite

from followthrough.store.guards import postgresql_guards, sqlite_guards

revision = "0002"
down_revision = "0001"

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
IDENTITY = sa.BigInteger().with_variant(sqlite.INTEGER(), "sqlite")


def upgrade() -> None:
    """Make the tables of what happens: events, obligations, messages, answers, imports."""
    _running()
    _owed()
    _messages()
    _kept()
    _work()
    _guards()


def _running() -> None:
    op.create_table(
        "event",
        sa.Column("seq", IDENTITY, sa.Identity(always=True), nullable=False),
        sa.Column("app", TEXT, nullable=False),
        sa.Column("entity", TEXT, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("actor", TEXT, nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=True),
        sa.Column("from_stage", TEXT, nullable=True),
        sa.Column("to_stage", TEXT, nullable=True),
        sa.Column("changes", TEXT, nullable=False),
        sa.Column("data", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("prev", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_event"),
        sa.UniqueConstraint("record", "n", name="uq_event_record_n"),
    )
    op.create_index("ix_event_app_entity_kind_at_ms", "event", ["app", "entity", "kind", "at_ms"])
    op.create_table(
        "event_seal",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("after_seq", sa.BigInteger(), nullable=False),
        sa.Column("up_to_seq", sa.BigInteger(), nullable=False),
        sa.Column("events", sa.BigInteger(), nullable=False),
        sa.Column("prev", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_event_seal"),
    )


def _owed() -> None:
    op.create_table(
        "obligation",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("app", TEXT, nullable=False),
        sa.Column("entity", TEXT, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.Column("duty", TEXT, nullable=False),
        sa.Column("cycle", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("owner", TEXT, nullable=True),
        sa.Column("unit", TEXT, nullable=True),
        sa.Column("opened_ms", sa.BigInteger(), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=False),
        sa.Column("original_due_ms", sa.BigInteger(), nullable=False),
        sa.Column("next_ms", sa.BigInteger(), nullable=True),
        sa.Column("closed_ms", sa.BigInteger(), nullable=True),
        sa.Column("closed_by", sa.BigInteger(), nullable=True),
        sa.Column("judged_by", sa.BigInteger(), nullable=False),
        sa.Column("data", TEXT, server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_obligation"),
        sa.UniqueConstraint("record", "duty", "cycle", name="uq_obligation_record_duty_cycle"),
    )
    op.create_index(
        "ix_obligation_next_ms",
        "obligation",
        ["next_ms"],
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "ix_obligation_owner_due_ms",
        "obligation",
        ["owner", "due_ms"],
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


def _messages() -> None:
    op.create_table(
        "outbox",
        sa.Column("seq", IDENTITY, sa.Identity(always=True), nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("payload", TEXT, nullable=False),
        sa.Column("dedupe", TEXT, nullable=True),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("lease_ms", sa.BigInteger(), nullable=True),
        sa.Column("state", TEXT, server_default="waiting", nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_outbox"),
        sa.UniqueConstraint("dedupe", name="uq_outbox_dedupe"),
        sa.UniqueConstraint("id", name="uq_outbox_id"),
    )
    op.create_index(
        "ix_outbox_due_ms",
        "outbox",
        ["due_ms"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "delivery",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("outbox", TEXT, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("target", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("error", TEXT, server_default="", nullable=False),
        sa.Column("attempt", sa.BigInteger(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["outbox"], ["outbox.id"], name="fk_delivery_outbox"),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
    )
    op.create_index("ix_delivery_outbox", "delivery", ["outbox"])


def _kept() -> None:
    op.create_table(
        "idempotency",
        sa.Column("person", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("body_hash", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person", "key", name="pk_idempotency"),
    )
    op.create_index("ix_idempotency_at_ms", "idempotency", ["at_ms"])
    op.create_table(
        "serial_counter",
        sa.Column("app", TEXT, nullable=False),
        sa.Column("entity", TEXT, nullable=False),
        sa.Column("field", TEXT, nullable=False),
        sa.Column("period", TEXT, nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("app", "entity", "field", "period", name="pk_serial_counter"),
    )
    op.create_table(
        "calendar_day",
        sa.Column("calendar", TEXT, nullable=False),
        sa.Column("day", TEXT, nullable=False),
        sa.Column("working", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("working_days", sa.BigInteger(), nullable=False),
        sa.Column("hours", TEXT, server_default="[]", nullable=False),
        sa.Column("name", TEXT, server_default="", nullable=False),
        sa.Column("provisional", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("calendar", "day", name="pk_calendar_day"),
    )
    op.create_index("ix_calendar_day_calendar_working_days", "calendar_day", ["calendar", "working_days"])
    op.create_table(
        "roster",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("unit", TEXT, nullable=True),
        sa.Column("person", TEXT, nullable=False),
        sa.Column("from_ms", sa.BigInteger(), nullable=False),
        sa.Column("to_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_roster_person"),
        sa.ForeignKeyConstraint(["unit"], ["unit.id"], name="fk_roster_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_roster"),
    )
    op.create_index("ix_roster_name_from_ms", "roster", ["name", "from_ms"])


def _work() -> None:
    op.create_table(
        "import_job",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("app", TEXT, nullable=False),
        sa.Column("entity", TEXT, nullable=False),
        sa.Column("owner", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("name", TEXT, server_default="", nullable=False),
        sa.Column("columns", TEXT, server_default="[]", nullable=False),
        sa.Column("mapping", TEXT, server_default="{}", nullable=False),
        sa.Column("options", TEXT, server_default="{}", nullable=False),
        sa.Column("atomic", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("total", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("done", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("failed", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("error", TEXT, server_default="", nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["owner"], ["person.id"], name="fk_import_job_owner"),
        sa.PrimaryKeyConstraint("id", name="pk_import_job"),
    )
    op.create_index("ix_import_job_owner_created_ms", "import_job", ["owner", "created_ms"])
    op.create_table(
        "import_row",
        sa.Column("job", TEXT, nullable=False),
        sa.Column("n", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("cells", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("problems", TEXT, server_default="[]", nullable=False),
        sa.Column("record", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["job"], ["import_job.id"], name="fk_import_row_job"),
        sa.PrimaryKeyConstraint("job", "n", name="pk_import_row"),
    )
    op.create_index("ix_import_row_job_state_n", "import_row", ["job", "state", "n"])


def _guards() -> None:
    dialect = op.get_bind().dialect.name
    schema = context.config.attributes["schema"] or "public"
    for table in ("event", "event_seal"):
        for statement in sqlite_guards(table) if dialect == "sqlite" else postgresql_guards(table, schema):
            op.execute(statement)
