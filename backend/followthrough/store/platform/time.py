"""Working calendars, day by day and span by span, and who is on duty when."""

import sqlalchemy as sa

from .base import BIGINT, TEXT, big, flag, key, metadata, text

calendar = sa.Table(
    "calendar",
    metadata,
    key("id"),  # "organisation" is the organisation's own
    text("label"),  # JSON {zh, en}
    text("zone"),
    text("content"),  # JSON: holidays taken from, hours of each weekday, days of its own
    big("revision", server_default="1"),
    text("source", server_default=""),  # which edition of which data its public holidays are from
    text("known_to", server_default=""),  # the last day whose holidays are published; later ones are provisional
    big("updated_ms"),
    text("updated_by", null=True),
)
calendar_day = sa.Table(
    "calendar_day",
    metadata,
    key("calendar"),
    key("day"),  # "2026-02-17"
    flag("working", True),
    big("working_days"),  # how many working days up to and including this one: differences are subtractions
    text("hours", server_default="[]"),  # JSON [["09:00", "12:00"], …]
    text("name", server_default=""),
    flag("provisional", False),
    sa.Index(None, "calendar", "working_days"),
)
calendar_span = sa.Table(
    "calendar_span",
    metadata,
    key("calendar"),
    sa.Column("start_s", BIGINT, primary_key=True, nullable=False, autoincrement=False),  # epoch seconds
    big("end_s"),
    big("before_s"),  # working seconds of all spans before this one
    sa.Index(None, "calendar", "before_s"),
)
"""Every stretch of working time: working time between two instants is a subtraction of two look-ups."""

roster = sa.Table(
    "roster",
    metadata,
    key("id"),
    text("label"),  # JSON {zh, en}
    text("unit", sa.ForeignKey("unit.id"), null=True),
    big("updated_ms"),
)
shift = sa.Table(
    "shift",
    metadata,
    key("id"),
    sa.Column("roster", TEXT, sa.ForeignKey("roster.id"), nullable=False),
    text("unit", sa.ForeignKey("unit.id"), null=True),  # NULL: for all units
    text("person", sa.ForeignKey("person.id")),
    big("from_ms"),
    big("to_ms"),
    text("note", server_default=""),
    sa.Index(None, "roster", "from_ms"),
    sa.Index(None, "person", "from_ms"),
)
