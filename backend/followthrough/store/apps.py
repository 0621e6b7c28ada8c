"""Apps of the organisation: which version is in force, what each version and draft says."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from .hot import Hot
from .platform import app, draft, version
from .tx import Tx
from .upsert import insert_or_set

_v, _d = version.c, draft.c

_LIVE = Hot(
    sa.select(_v.app, _v.number, _v.sha256)
    .join(app, sa.and_(app.c.key == _v.app, app.c.live == _v.number))
    .order_by(app.c.position, app.c.key)
)


@dataclass(frozen=True, slots=True)
class LiveVersion:
    """The version of an app that is in force."""

    app: str
    number: int
    sha256: str


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """A published version without its content."""

    number: int
    sha256: str
    author: str | None
    note: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class Draft:
    """An unpublished edit of an app. `base` is the version it began from, `revision` counts its saves."""

    id: str
    app: str
    name: str
    author: str | None
    base: int | None
    content: bytes
    revision: int = 1
    updated_ms: int = 0


def live(tx: Tx) -> list[LiveVersion]:
    """The versions in force of all apps, in order. One cheap read: ask it to know whether a cache still holds."""
    return [LiveVersion(*row) for row in tx.run(_LIVE)]


def content(tx: Tx, key: str, number: int) -> bytes | None:
    """The canonical JSON of a version, None when there is none."""
    found = tx.scalar(sa.select(_v.content).where(_v.app == key, _v.number == number))
    return None if found is None else bytes(found)


def versions(tx: Tx, key: str) -> list[VersionInfo]:
    """All versions, newest first."""
    rows = tx.rows(
        sa.select(_v.number, _v.sha256, _v.author, _v.note, _v.at_ms).where(_v.app == key).order_by(_v.number.desc())
    )
    return [VersionInfo(*row) for row in rows]


def save_draft(tx: Tx, new: Draft) -> None:
    """Store the draft as it stands, replacing the one of the same id."""
    values = {
        "id": new.id,
        "app": new.app,
        "name": new.name,
        "author": new.author,
        "base": new.base,
        "content": new.content,
        "revision": new.revision,
        "updated_ms": tx.now_ms(),
    }
    insert_or_set(tx, draft, values, "name", "author", "base", "content", "revision", "updated_ms")


def drafts(tx: Tx, key: str) -> list[Draft]:
    """All drafts of an app, last saved first."""
    columns = (_d.id, _d.app, _d.name, _d.author, _d.base, _d.content, _d.revision, _d.updated_ms)
    rows = tx.rows(sa.select(*columns).where(_d.app == key).order_by(_d.updated_ms.desc(), _d.id))
    return [Draft(*[*row[:5], bytes(row[5]), *row[6:]]) for row in rows]


def drop_draft(tx: Tx, draft_id: str) -> None:
    """Delete a draft."""
    tx.execute(draft.delete().where(_d.id == draft_id))
