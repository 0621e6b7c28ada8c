"""Apps of the organisation: which version is in force, what each version says."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from .hot import Hot
from .platform import app, version
from .tx import Tx
from .upsert import insert_or_keep

_v = version.c

_LIVE = Hot(
    sa.select(_v.app, _v.number, _v.sha256)
    .join(app, sa.and_(app.c.key == _v.app, app.c.live == _v.number))
    .order_by(app.c.position, app.c.key)
)


@dataclass(frozen=True, slots=True)
class LiveVersion:
    """A version of an app, as it is known by name; mostly the one in force."""

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


def live(tx: Tx) -> list[LiveVersion]:
    """The versions in force of all apps, in order. One cheap read: ask it to know whether a cache still holds."""
    return [LiveVersion(*row) for row in tx.run(_LIVE)]


def numbered(tx: Tx, key: str, number: int) -> LiveVersion | None:
    """A version by its number, in force or not; None: there is none."""
    found = tx.rows(sa.select(_v.app, _v.number, _v.sha256).where(_v.app == key, _v.number == number))
    return LiveVersion(*found[0]) if found else None


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


def exists(tx: Tx, key: str) -> bool:
    """Whether there is an app of that key, published or not."""
    return tx.scalar(sa.select(app.c.key).where(app.c.key == key)) is not None


def add(tx: Tx, key: str) -> bool:
    """Add an app that has no version yet, after all others; False when the key is taken."""
    last = int(tx.scalar(sa.select(sa.func.max(app.c.position))) or 0)
    values = {"key": key, "live": None, "created_ms": tx.now_ms(), "position": last + 1}
    return insert_or_keep(tx, app, values)
