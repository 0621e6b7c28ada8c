"""Publishing: the new version row and the tables it needs, in one transaction, additive only.

Two publications of one app wait for each other (advisory lock on PostgreSQL, the one writer on SQLite); readers and
writers of records wait only for the moment of each ALTER, and a publisher that cannot have that moment within
`lock_timeout` gives up and is tried again (Retryable).
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec
import sqlalchemy as sa

from . import apps, failpoints, recomputes
from .columns import json_text
from .ddl import Layout, plan
from .entities import tables_of
from .errors import PublishRefused
from .hot import Hot
from .platform import app as app_table
from .platform import record_table, version
from .platform.base import TEXT
from .tables import EntityTable
from .tx import Tx

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledApp

# One row, whatever the lock answers: its own answer is of type void.
_HOLD = Hot(
    sa.select(sa.literal(1)).where(
        sa.func.pg_advisory_xact_lock_shared(sa.bindparam("_key", type_=sa.BigInteger()), type_=TEXT).is_not(None)
    )
)
_TRY = Hot(sa.select(sa.func.pg_try_advisory_xact_lock_shared(sa.bindparam("_key", type_=sa.BigInteger()))))
# Made at import: msgspec crashes the process when two threads are first to use a type.
_LAYOUTS = msgspec.json.Decoder(Layout)
_PARTS = msgspec.json.Decoder(dict[str, msgspec.Raw])
READ_BY_DUTIES = ("duties", "entities", "actions", "flows", "decision_tables")
"""The parts of an app's document that say what is owed: by whom it is seen, shown or counted does not."""


def publish(
    tx: Tx, app: str, content: bytes, compiled: CompiledApp, *, author: str | None = None, note: str = ""
) -> int:
    """Store `content` (canonical JSON of the AppDocument that `compiled` was made from) as the next version of `app`
    and put it in force; the version's number.

    Publishing what is in force already changes nothing and gives its number. Raises PublishRefused when a stored
    field would change its column type.
    """
    lock_app(tx, app)
    digest = hashlib.sha256(content).hexdigest()
    live = tx.rows(
        sa.select(version.c.number, version.c.sha256, version.c.content)
        .join(app_table, sa.and_(app_table.c.key == version.c.app, app_table.c.live == version.c.number))
        .where(version.c.app == app)
    )
    if live and live[0][1] == digest:
        return int(live[0][0])
    failpoints.hit("publish_begin")
    number = int(tx.scalar(sa.select(sa.func.max(version.c.number)).where(version.c.app == app)) or 0) + 1
    now = tx.now_ms()
    if number == 1:
        apps.add(tx, app)
    tx.execute(
        version.insert(),
        {
            "app": app,
            "number": number,
            "content": content,
            "sha256": digest,
            "author": author,
            "note": note,
            "at_ms": now,
        },
    )
    for table in tables_of(compiled).values():
        _extend(tx, table, number)
    if live and _asked_anew(bytes(live[0][2]), content):
        recomputes.add_version(tx, app, number)
    failpoints.hit("publish_live")
    tx.execute(app_table.update().where(app_table.c.key == app).values(live=number))
    return number


def _asked_anew(before: bytes, after: bytes) -> bool:
    """Whether the new version says anything else about duties, or about what they may read."""
    old, new = _PARTS.decode(before), _PARTS.decode(after)
    return any(old.get(part) != new.get(part) for part in READ_BY_DUTIES)


def layout_of(tx: Tx, table: EntityTable) -> Layout | None:
    """The layout the entity's tables have now, None when there are none. Raises PublishRefused on a name clash."""
    name = table.record.name
    found = tx.rows(
        sa.select(record_table.c.app, record_table.c.entity, record_table.c.columns).where(record_table.c.name == name)
    )
    if not found:
        return None
    if (found[0][0], found[0][1]) != (table.app, table.entity):
        raise PublishRefused("table_name_taken", table=name)
    return read_layout(found[0][2])


def read_layout(text: str) -> Layout:
    """The layout kept as JSON text."""
    return _LAYOUTS.decode(text)


def save_layout(tx: Tx, table: EntityTable, layout: Layout) -> None:
    """Keep the layout of existing tables."""
    values = {"columns": json_text(msgspec.to_builtins(layout))}
    tx.execute(record_table.update().where(record_table.c.name == table.record.name).values(values))


def _extend(tx: Tx, table: EntityTable, number: int) -> None:
    had = layout_of(tx, table)
    made = plan(table, had)
    for statement in made.statements:
        failpoints.hit("publish_ddl")
        tx.execute(statement)
    if had is None:
        tx.execute(
            record_table.insert(),
            {
                "name": table.record.name,
                "app": table.app,
                "entity": table.entity,
                "columns": "{}",
                "changed_in": number,
            },
        )
    if had is None or made.statements:
        save_layout(tx, table, made.layout)
        tx.execute(record_table.update().where(record_table.c.name == table.record.name).values(changed_in=number))


def lock_app(tx: Tx, app: str) -> None:
    """Until the end of the transaction nobody else changes the app's versions or tables, and nobody acts in it."""
    if tx.dialect == "postgresql":
        tx.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _lock_key(tx, app)})


def hold_version(tx: Tx, app: str) -> None:
    """Until the end of the transaction the version in force stays in force: whoever changes records asks for this before
    he reads which it is. Many hold it at once; a publication waits for them, and they for it. (SQLite has one writer.)"""
    if tx.dialect == "postgresql":
        tx.run(_HOLD, {"_key": _lock_key(tx, app)})


def try_hold_version(tx: Tx, app: str) -> bool:
    """As `hold_version`, for who holds something else already that a publication may wait for: it does not wait, and is false
    while somebody publishes."""
    return tx.dialect != "postgresql" or bool(tx.run(_TRY, {"_key": _lock_key(tx, app)})[0][0])


def _lock_key(tx: Tx, app: str) -> int:
    return _key_of(f"publish/{tx.db.schema}/{app}")


@lru_cache(maxsize=1024)
def _key_of(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
