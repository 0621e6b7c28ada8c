"""What is owed: obligations, approvals under way, who signs for whom, and what was found about evidence."""

import sqlalchemy as sa

from .base import BIGINT, big, flag, key, metadata, text
from .files import file

_OPEN = sa.text("state = 'open'")
_TIMED = sa.text("next_ms IS NOT NULL")

obligation = sa.Table(
    "obligation",
    metadata,
    key("id"),
    text("app"),
    text("entity"),
    text("record"),
    text("duty"),
    text("cycle"),  # see core.run.owed.Obligation
    text("kind", server_default="duty"),  # duty, approval
    text("state"),  # open, done, waived, withdrawn
    text("owner", null=True),
    text("unit", null=True),
    big("opened_ms"),
    big("anchor_ms"),
    big("due_ms", null=True),
    big("original_due_ms", null=True),
    big("next_ms", null=True),  # when the sweep has to look at it next; the row IS the timer
    big("closed_ms", null=True),
    big("closed_by", null=True),  # the number of the event within the record
    big("judged_by"),
    flag("provisional", False),
    text("fired", server_default="{}"),  # JSON {step: deadline it was done for}
    text("data", server_default="{}"),
    sa.UniqueConstraint("record", "duty", "cycle"),
    sa.Index(None, "owner", "due_ms", sqlite_where=_OPEN, postgresql_where=_OPEN),
    sa.Index(None, "unit", "due_ms", sqlite_where=_OPEN, postgresql_where=_OPEN),
    sa.Index(None, "app", "due_ms", sqlite_where=_OPEN, postgresql_where=_OPEN),
    sa.Index(None, "next_ms", sqlite_where=_TIMED, postgresql_where=_TIMED),
    sa.Index(None, "app", "duty", "opened_ms"),
)
approval = sa.Table(
    "approval",
    metadata,
    key("id"),
    text("app"),
    text("entity"),
    text("record"),
    text("action"),
    text("state"),  # pending, approved, refused, withdrawn, timed_out
    text("step", null=True),
    text("asked_by"),
    big("asked_ms"),
    big("closed_ms", null=True),
    big("judged_by"),
    text("content"),  # JSON: turns, inputs, files, new_id, round
    sa.Index(None, "record"),
    sa.Index(None, "app", "state", "asked_ms"),
    sa.Index(None, "asked_by", "asked_ms"),
)
approval_turn = sa.Table(
    "approval_turn",
    metadata,
    sa.Column("approval", approval.c.id.type, sa.ForeignKey("approval.id"), primary_key=True, nullable=False),
    sa.Column("n", BIGINT, primary_key=True, nullable=False, autoincrement=False),
    text("person", null=True),  # NULL: nobody could be found
    text("by", null=True),
    text("state"),  # waiting, asked, approved, refused, returned, passed_on, skipped, timed_out
    big("at_ms", null=True),
    sa.Index(None, "person", "state"),
    sa.Index(None, "by"),
)
"""Of each turn what boxes are found by; all of it is in its approval's content."""

delegation = sa.Table(
    "delegation",
    metadata,
    key("id"),
    text("person", sa.ForeignKey("person.id")),
    text("deputy", sa.ForeignKey("person.id")),
    big("from_ms"),
    big("to_ms"),
    text("reason", server_default=""),
    big("created_ms"),
    sa.Index(None, "person", "to_ms"),
    sa.Index(None, "deputy", "to_ms"),
)
file_print = sa.Table(
    "file_print",
    metadata,
    sa.Column("file", file.c.id.type, sa.ForeignKey("file.id"), primary_key=True, nullable=False),
    text("method"),  # which perceptual hash
    text("bits"),  # 64 bits, hexadecimal
    big("band_0"),  # its four 16-bit parts: two pictures that differ in at most 3 bits share one of them
    big("band_1"),
    big("band_2"),
    big("band_3"),
    text("looks"),  # the first of the pictures that were found to look the same (itself: none before)
    sa.Index(None, "band_0"),
    sa.Index(None, "band_1"),
    sa.Index(None, "band_2"),
    sa.Index(None, "band_3"),
    sa.Index(None, "looks"),
)
evidence_finding = sa.Table(
    "evidence_finding",
    metadata,
    key("id"),
    text("app"),
    text("entity"),
    text("record"),
    text("action"),
    text("file", sa.ForeignKey("file.id")),
    text("person"),
    text("earlier_file", sa.ForeignKey("file.id")),
    text("earlier_entity"),
    text("earlier_record"),
    text("earlier_place"),
    text("earlier_person"),
    big("earlier_ms"),
    big("distance"),
    flag("refused", False),  # the act was not taken
    big("at_ms"),
    text("seen_by", null=True),
    big("seen_ms", null=True),
    sa.Index(None, "app", "at_ms"),
    sa.Index(None, "record"),
    sa.Index(None, "file"),
    sa.Index(None, "earlier_file"),
)
