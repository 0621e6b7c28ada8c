"""Make the tables of time and of what is owed: calendars, duty rosters, obligations, approvals, evidence, messages.

Obligation, outbox, delivery and roster were made before anything wrote to them: they are made anew.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql, sqlite

revision = "0003"
down_revision = "0002"

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
IDENTITY = sa.BigInteger().with_variant(sqlite.INTEGER(), "sqlite")


def upgrade() -> None:
    """Make the tables of time and of what is owed."""
    for name in ("delivery", "outbox", "obligation", "roster"):
        op.drop_table(name)
    _owed()
    _approvals()
    _evidence()
    _notices()
    _outbox()
    _channels()
    _time()


def _owed() -> None:
    op.create_table(
        "obligation",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("app", TEXT, nullable=False),
        sa.Column("entity", TEXT, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.Column("duty", TEXT, nullable=False),
        sa.Column("cycle", TEXT, nullable=False),
        sa.Column("kind", TEXT, server_default="duty", nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("owner", TEXT, nullable=True),
        sa.Column("unit", TEXT, nullable=True),
        sa.Column("opened_ms", sa.BigInteger(), nullable=False),
        sa.Column("anchor_ms", sa.BigInteger(), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=True),
        sa.Column("original_due_ms", sa.BigInteger(), nullable=True),
        sa.Column("next_ms", sa.BigInteger(), nullable=True),
        sa.Column("closed_ms", sa.BigInteger(), nullable=True),
        sa.Column("closed_by", sa.BigInteger(), nullable=True),
        sa.Column("judged_by", sa.BigInteger(), nullable=False),
        sa.Column("provisional", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("fired", TEXT, server_default="{}", nullable=False),
        sa.Column("data", TEXT, server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_obligation"),
        sa.UniqueConstraint("record", "duty", "cycle", name="uq_obligation_record_duty_cycle"),
    )
    op.create_index("ix_obligation_app_duty_opened_ms", "obligation", ["app", "duty", "opened_ms"], unique=False)
    op.create_index(
        "ix_obligation_app_due_ms",
        "obligation",
        ["app", "due_ms"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "ix_obligation_next_ms",
        "obligation",
        ["next_ms"],
        unique=False,
        sqlite_where=sa.text("next_ms IS NOT NULL"),
        postgresql_where=sa.text("next_ms IS NOT NULL"),
    )
    op.create_index(
        "ix_obligation_owner_due_ms",
        "obligation",
        ["owner", "due_ms"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "ix_obligation_unit_due_ms",
        "obligation",
        ["unit", "due_ms"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


def _approvals() -> None:
    op.create_table(
        "approval",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("app", TEXT, nullable=False),
        sa.Column("entity", TEXT, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("step", TEXT, nullable=True),
        sa.Column("asked_by", TEXT, nullable=False),
        sa.Column("asked_ms", sa.BigInteger(), nullable=False),
        sa.Column("closed_ms", sa.BigInteger(), nullable=True),
        sa.Column("judged_by", sa.BigInteger(), nullable=False),
        sa.Column("content", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_approval"),
    )
    op.create_index("ix_approval_app_state_asked_ms", "approval", ["app", "state", "asked_ms"], unique=False)
    op.create_index("ix_approval_asked_by_asked_ms", "approval", ["asked_by", "asked_ms"], unique=False)
    op.create_index("ix_approval_record", "approval", ["record"], unique=False)
    op.create_table(
        "approval_turn",
        sa.Column("approval", TEXT, nullable=False),
        sa.Column("n", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person", TEXT, nullable=True),
        sa.Column("by", TEXT, nullable=True),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["approval"], ["approval.id"], name="fk_approval_turn_approval"),
        sa.PrimaryKeyConstraint("approval", "n", name="pk_approval_turn"),
    )
    op.create_index("ix_approval_turn_by", "approval_turn", ["by"], unique=False)
    op.create_index("ix_approval_turn_person_state", "approval_turn", ["person", "state"], unique=False)
    op.create_table(
        "delegation",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("person", TEXT, nullable=False),
        sa.Column("deputy", TEXT, nullable=False),
        sa.Column("from_ms", sa.BigInteger(), nullable=False),
        sa.Column("to_ms", sa.BigInteger(), nullable=False),
        sa.Column("reason", TEXT, server_default="", nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["deputy"], ["person.id"], name="fk_delegation_deputy"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_delegation_person"),
        sa.PrimaryKeyConstraint("id", name="pk_delegation"),
    )
    op.create_index("ix_delegation_deputy_to_ms", "delegation", ["deputy", "to_ms"], unique=False)
    op.create_index("ix_delegation_person_to_ms", "delegation", ["person", "to_ms"], unique=False)
    # ### end Alembic commands ###


def _evidence() -> None:
    op.create_table(
        "file_print",
        sa.Column("file", TEXT, nullable=False),
        sa.Column("method", TEXT, nullable=False),
        sa.Column("bits", TEXT, nullable=False),
        sa.Column("band_0", sa.BigInteger(), nullable=False),
        sa.Column("band_1", sa.BigInteger(), nullable=False),
        sa.Column("band_2", sa.BigInteger(), nullable=False),
        sa.Column("band_3", sa.BigInteger(), nullable=False),
        sa.Column("looks", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["file"], ["file.id"], name="fk_file_print_file"),
        sa.PrimaryKeyConstraint("file", name="pk_file_print"),
    )
    op.create_index("ix_file_print_band_0", "file_print", ["band_0"], unique=False)
    op.create_index("ix_file_print_band_1", "file_print", ["band_1"], unique=False)
    op.create_index("ix_file_print_band_2", "file_print", ["band_2"], unique=False)
    op.create_index("ix_file_print_band_3", "file_print", ["band_3"], unique=False)
    op.create_index("ix_file_print_looks", "file_print", ["looks"], unique=False)
    op.create_table(
        "evidence_finding",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("app", TEXT, nullable=False),
        sa.Column("entity", TEXT, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("file", TEXT, nullable=False),
        sa.Column("person", TEXT, nullable=False),
        sa.Column("earlier_file", TEXT, nullable=False),
        sa.Column("earlier_entity", TEXT, nullable=False),
        sa.Column("earlier_record", TEXT, nullable=False),
        sa.Column("earlier_place", TEXT, nullable=False),
        sa.Column("earlier_person", TEXT, nullable=False),
        sa.Column("earlier_ms", sa.BigInteger(), nullable=False),
        sa.Column("distance", sa.BigInteger(), nullable=False),
        sa.Column("refused", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("seen_by", TEXT, nullable=True),
        sa.Column("seen_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["earlier_file"], ["file.id"], name="fk_evidence_finding_earlier_file"),
        sa.ForeignKeyConstraint(["file"], ["file.id"], name="fk_evidence_finding_file"),
        sa.PrimaryKeyConstraint("id", name="pk_evidence_finding"),
    )
    op.create_index("ix_evidence_finding_app_at_ms", "evidence_finding", ["app", "at_ms"], unique=False)
    op.create_index("ix_evidence_finding_record", "evidence_finding", ["record"], unique=False)
    op.create_index("ix_evidence_finding_file", "evidence_finding", ["file"], unique=False)
    op.create_index("ix_evidence_finding_earlier_file", "evidence_finding", ["earlier_file"], unique=False)
    # ### end Alembic commands ###


def _notices() -> None:
    op.create_table(
        "notice",
        sa.Column("seq", IDENTITY, sa.Identity(always=True), nullable=False),
        sa.Column("person", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("app", TEXT, nullable=False),
        sa.Column("entity", TEXT, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.Column("obligation", TEXT, nullable=True),
        sa.Column("duty", TEXT, nullable=True),
        sa.Column("text", TEXT, server_default="{}", nullable=False),
        sa.Column("params", TEXT, server_default="{}", nullable=False),
        sa.Column("dedupe", TEXT, nullable=True),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("read_ms", sa.BigInteger(), nullable=True),
        sa.Column("composed_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_notice_person"),
        sa.PrimaryKeyConstraint("seq", name="pk_notice"),
        sa.UniqueConstraint("dedupe", name="uq_notice_dedupe"),
    )
    op.create_index(
        "ix_notice_new",
        "notice",
        ["person", "seq"],
        unique=False,
        sqlite_where=sa.text("composed_ms IS NULL"),
        postgresql_where=sa.text("composed_ms IS NULL"),
    )
    op.create_index("ix_notice_obligation", "notice", ["obligation"], unique=False)
    op.create_index("ix_notice_person_seq", "notice", ["person", "seq"], unique=False)
    op.create_index(
        "ix_notice_unread",
        "notice",
        ["person"],
        unique=False,
        sqlite_where=sa.text("read_ms IS NULL"),
        postgresql_where=sa.text("read_ms IS NULL"),
    )
    # ### end Alembic commands ###


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("seq", IDENTITY, sa.Identity(always=True), nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("channel", TEXT, nullable=True),
        sa.Column("person", TEXT, nullable=True),
        sa.Column("payload", TEXT, nullable=False),
        sa.Column("dedupe", TEXT, nullable=True),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("lease_ms", sa.BigInteger(), nullable=True),
        sa.Column("lease_by", TEXT, nullable=True),
        sa.Column("state", TEXT, server_default="waiting", nullable=False),
        sa.Column("error", TEXT, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_outbox"),
        sa.UniqueConstraint("dedupe", name="uq_outbox_dedupe"),
        sa.UniqueConstraint("id", name="uq_outbox_id"),
    )
    for name, columns in (("ix_outbox_due", ["kind", "due_ms"]), ("ix_outbox_queue", ["channel", "seq"])):
        op.create_index(
            name,
            "outbox",
            columns,
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
    op.create_index("ix_outbox_state_created_ms", "outbox", ["state", "created_ms"], unique=False)
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
        sa.Column("took_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["outbox"], ["outbox.id"], name="fk_delivery_outbox"),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
    )
    op.create_index("ix_delivery_at_ms", "delivery", ["at_ms"], unique=False)
    op.create_index("ix_delivery_outbox", "delivery", ["outbox"], unique=False)
    # ### end Alembic commands ###


def _channels() -> None:
    op.create_table(
        "channel",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("config", TEXT, server_default="{}", nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_by", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_channel"),
    )
    op.create_table(
        "address",
        sa.Column("person", TEXT, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["channel"], ["channel.id"], name="fk_address_channel"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_address_person"),
        sa.PrimaryKeyConstraint("person", "channel", name="pk_address"),
    )
    op.create_table(
        "worker",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("host", TEXT, server_default="", nullable=False),
        sa.Column("started_ms", sa.BigInteger(), nullable=False),
        sa.Column("seen_ms", sa.BigInteger(), nullable=False),
        sa.Column("info", TEXT, server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_worker"),
    )
    # ### end Alembic commands ###


def _time() -> None:
    op.create_table(
        "calendar",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("label", TEXT, nullable=False),
        sa.Column("zone", TEXT, nullable=False),
        sa.Column("content", TEXT, nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("source", TEXT, server_default="", nullable=False),
        sa.Column("known_to", TEXT, server_default="", nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_by", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_calendar"),
    )
    op.create_table(
        "calendar_span",
        sa.Column("calendar", TEXT, nullable=False),
        sa.Column("start_s", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("end_s", sa.BigInteger(), nullable=False),
        sa.Column("before_s", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("calendar", "start_s", name="pk_calendar_span"),
    )
    op.create_index("ix_calendar_span_calendar_before_s", "calendar_span", ["calendar", "before_s"], unique=False)
    op.create_table(
        "roster",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("label", TEXT, nullable=False),
        sa.Column("unit", TEXT, nullable=True),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["unit"], ["unit.id"], name="fk_roster_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_roster"),
    )
    op.create_table(
        "shift",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("roster", TEXT, nullable=False),
        sa.Column("unit", TEXT, nullable=True),
        sa.Column("person", TEXT, nullable=False),
        sa.Column("from_ms", sa.BigInteger(), nullable=False),
        sa.Column("to_ms", sa.BigInteger(), nullable=False),
        sa.Column("note", TEXT, server_default="", nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_shift_person"),
        sa.ForeignKeyConstraint(["roster"], ["roster.id"], name="fk_shift_roster"),
        sa.ForeignKeyConstraint(["unit"], ["unit.id"], name="fk_shift_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_shift"),
    )
    op.create_index("ix_shift_person_from_ms", "shift", ["person", "from_ms"], unique=False)
    op.create_index("ix_shift_roster_from_ms", "shift", ["roster", "from_ms"], unique=False)
    # ### end Alembic commands ###
