"""Who there is: the organisation's settings, its tree of units, people, their sessions and limits."""

import sqlalchemy as sa

from .base import BIGINT, big, flag, key, metadata, text

organisation = sa.Table(
    "organisation",
    metadata,
    key("name"),
    text("value"),  # JSON
)
"""Settings by name: `name`, `zone`, `generation` (changes with every restore), …"""

unit = sa.Table(
    "unit",
    metadata,
    key("id"),
    text("name"),
    text("parent", sa.ForeignKey("unit.id"), null=True),
    text("kind", server_default=""),
    big("position", server_default="0"),
    flag("active", True),
    sa.Index(None, "parent"),
)
unit_closure = sa.Table(
    "unit_closure",
    metadata,
    sa.Column("ancestor", unit.c.id.type, sa.ForeignKey("unit.id"), primary_key=True, nullable=False),
    sa.Column("descendant", unit.c.id.type, sa.ForeignKey("unit.id"), primary_key=True, nullable=False),
    big("depth"),
    sa.Index(None, "descendant"),
)
person = sa.Table(
    "person",
    metadata,
    key("id"),
    text("name"),
    text("login"),  # folded to lower case
    text("password_hash", null=True),  # NULL: cannot log in
    text("unit", sa.ForeignKey("unit.id")),
    text("lang", server_default="zh"),
    flag("active", True),
    flag("must_change", False),  # the password, at the next login
    big("stamp", server_default="0"),  # counts every change of rights, so that caches notice
    big("created_ms"),
    sa.UniqueConstraint("login"),
    sa.Index(None, "unit"),
)
person_role = sa.Table(
    "person_role",
    metadata,
    sa.Column("person", person.c.id.type, sa.ForeignKey("person.id"), primary_key=True, nullable=False),
    key("app"),
    text("role"),
)
session = sa.Table(
    "session",
    metadata,
    key("token_hash"),  # sha256 of the cookie; the cookie itself is never stored
    text("person", sa.ForeignKey("person.id")),
    text("csrf_hash"),
    text("agent_hash", server_default=""),
    big("created_ms"),
    big("seen_ms"),
    big("expires_ms"),  # absolute end; idle end is derived from seen_ms
    sa.Index(None, "person"),
    sa.Index(None, "expires_ms"),
)
bucket = sa.Table(
    "bucket",
    metadata,
    key("name"),  # e.g. "login:account:li.wei"
    sa.Column("tokens", sa.Double(), nullable=False),
    sa.Column("at_ms", BIGINT, nullable=False),
)
preference = sa.Table(
    "preference",
    metadata,
    sa.Column("person", person.c.id.type, sa.ForeignKey("person.id"), primary_key=True, nullable=False),
    key("name"),
    text("value"),  # JSON
)
