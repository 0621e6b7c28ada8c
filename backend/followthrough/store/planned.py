"""The publication of each app that is to take effect later, if there is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from .columns import from_json, json_text
from .platform import planned_publication
from .tx import Tx
from .upsert import insert_or_keep

_p = planned_publication.c
_SHOWN = (
    _p.app, _p.revision, _p.base, _p.content, _p.mapping, _p.author, _p.note, _p.asked_ms, _p.effective_ms,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Planned:
    """What is to be published: the draft as it stood at `revision`, compared with version `base` (None: there was none),
    at the instant `effective_ms`; `mapping` as for a publication at once."""

    app: str
    revision: int
    base: int | None
    content: bytes = field(repr=False)
    mapping: Mapping[str, Mapping[str, str]]
    author: str
    note: str
    asked_ms: int
    effective_ms: int


def add(tx: Tx, new: Planned) -> bool:
    """Keep a planned publication; False when the app has one already."""
    mapping = {entity: dict(stages) for entity, stages in new.mapping.items()}
    values = {
        "app": new.app, "revision": new.revision, "base": new.base, "content": new.content,
        "mapping": json_text(mapping), "author": new.author, "note": new.note,
        "asked_ms": new.asked_ms, "effective_ms": new.effective_ms,
    }  # fmt: skip
    return insert_or_keep(tx, planned_publication, values)


def get(tx: Tx, app: str, *, lock: bool = False) -> Planned | None:
    """That of an app, None when there is none. `lock`: nobody else has it until the end of the transaction."""
    statement = sa.select(*_SHOWN).where(_p.app == app)
    found = tx.rows(statement.with_for_update() if lock else statement)
    return _planned(found[0]) if found else None


def due(tx: Tx, now_ms: int) -> list[str]:
    """The apps whose time has come, the earliest first."""
    return [row[0] for row in tx.rows(sa.select(_p.app).where(_p.effective_ms <= now_ms).order_by(_p.effective_ms))]


def remove(tx: Tx, app: str) -> None:
    """Let it be no more."""
    tx.execute(planned_publication.delete().where(_p.app == app))


def _planned(row: tuple[Any, ...]) -> Planned:
    return Planned(row[0], row[1], row[2], bytes(row[3]), from_json(row[4]), *row[5:])
