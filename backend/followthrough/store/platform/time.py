"""Working calendars day by day, and who is on duty when."""

import sqlalchemy as sa

from .base import big, flag, key, metadata, text

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
roster = sa.Table(
    "roster",
    metadata,
    key("id"),
    text("name"),
    text("unit", sa.ForeignKey("unit.id"), null=True),
    text("person", sa.ForeignKey("person.id")),
    big("from_ms"),
    big("to_ms"),
    sa.Index(None, "name", "from_ms"),
)
