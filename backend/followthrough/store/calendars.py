"""Working calendars in the database: what they are made of, and day by day and span by span for rules in SQL."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from .columns import from_json, json_text
from .hot import Hot
from .platform import obligation
from .platform.time import calendar, calendar_day, calendar_span
from .tx import Tx
from .upsert import insert_or_keep

_c, _d = calendar.c, calendar_day.c
_REVISIONS = Hot(sa.select(_c.id, _c.revision, _c.updated_ms))
_NEW_DAY = Hot(calendar_day.insert(), [column.name for column in calendar_day.c])
_NEW_SPAN = Hot(calendar_span.insert(), [column.name for column in calendar_span.c])
Stamp = tuple[str, int, int]
"""A calendar's id, revision and time of change."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A calendar as it is kept. `content` is what it is made of, `built` its JSON form (core.rules.calendar_of);
    `known_to` "": all its days are known."""

    id: str
    label: Mapping[str, str]
    zone: str
    content: Mapping[str, Any]
    built: Mapping[str, Any]
    source: str = ""
    known_to: str = ""
    revision: int = 0
    updated_ms: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a calendar; `name` is {zh, en} or {}."""

    day: str
    working: bool
    working_days: int
    hours: Sequence[Sequence[str]]
    name: Mapping[str, str]
    provisional: bool


def stamps(tx: Tx) -> list[Stamp]:
    """What changes with every change of a calendar, for caches."""
    return [(row[0], int(row[1]), int(row[2])) for row in tx.run(_REVISIONS)]


def sources(tx: Tx) -> dict[str, str]:
    """By id, the edition of the public holidays a calendar was made with ("": none)."""
    return {row[0]: row[1] for row in tx.rows(sa.select(_c.id, _c.source))}


def listing(tx: Tx) -> list[Stored]:
    """All calendars, the organisation's own first."""
    rows = tx.execute(sa.select(calendar).order_by(_c.id != "organisation", _c.id))
    return [_stored(row) for row in rows]


def get(tx: Tx, calendar_id: str, *, lock: bool = False) -> Stored | None:
    """One calendar; `lock` until the end of the transaction."""
    statement = sa.select(calendar).where(_c.id == calendar_id)
    row = tx.execute(statement.with_for_update() if lock else statement).one_or_none()
    return None if row is None else _stored(row)


def _stored(row: Any) -> Stored:
    kept = from_json(row.content)
    return Stored(
        id=row.id,
        label=from_json(row.label),
        zone=row.zone,
        content=kept["content"],
        built=kept["built"],
        source=row.source,
        known_to=row.known_to,
        revision=int(row.revision),
        updated_ms=int(row.updated_ms),
    )


def create(tx: Tx, new: Stored, by: str | None) -> bool:
    """Keep a new calendar, without its days; False when its id is taken."""
    return insert_or_keep(tx, calendar, {"id": new.id, "revision": 1, **_columns(tx, new, by)})


def change(tx: Tx, new: Stored, by: str | None) -> None:
    """Keep a calendar that is there; its revision goes up by one."""
    tx.execute(
        calendar.update().where(_c.id == new.id).values(revision=_c.revision + 1, **_columns(tx, new, by)),
    )


def _columns(tx: Tx, new: Stored, by: str | None) -> dict[str, Any]:
    return {
        "label": json_text(new.label),
        "zone": new.zone,
        "content": json_text({"content": new.content, "built": new.built}),
        "source": new.source,
        "known_to": new.known_to,
        "updated_ms": tx.now_ms(),
        "updated_by": by,
    }


def rebuild(tx: Tx, calendar_id: str, days: Iterable[Day], spans: Iterable[tuple[int, int, int]]) -> None:
    """Replace the days and spans of a calendar; `spans` are (start, end, working seconds before)."""
    for table in (calendar_day, calendar_span):
        tx.execute(table.delete().where(table.c.calendar == calendar_id))
    tx.change_many(_NEW_DAY, [_day_row(calendar_id, day) for day in days])
    names = ("start_s", "end_s", "before_s")
    tx.change_many(_NEW_SPAN, [{"calendar": calendar_id, **dict(zip(names, row, strict=True))} for row in spans])


def _day_row(calendar_id: str, day: Day) -> dict[str, Any]:
    return {
        "calendar": calendar_id,
        "day": day.day,
        "working": day.working,
        "working_days": day.working_days,
        "hours": json_text(day.hours),
        "name": json_text(day.name) if day.name else "",
        "provisional": day.provisional,
    }


def days(tx: Tx, calendar_id: str, first: str, last: str) -> list[Day]:
    """The days from `first` to `last`, ascending."""
    # Not BETWEEN: SQLAlchemy writes a collation behind its bounds, which PostgreSQL does not read.
    within = sa.and_(_d.calendar == calendar_id, _d.day >= first, _d.day <= last)
    statement = sa.select(calendar_day).where(within).order_by(_d.day)
    return [
        Day(row.day, row.working, int(row.working_days), from_json(row.hours), _named(row.name), row.provisional)
        for row in tx.execute(statement)
    ]


def _named(text: str) -> Mapping[str, str]:
    return dict(from_json(text)) if text else {}


def owing(tx: Tx, app: str, duties: Collection[str], after: str, limit: int) -> list[tuple[str, str]]:
    """Records (entity, id) on which one of these duties is owed, in order of id after `after`."""
    c = obligation.c
    wanted = sa.and_(c.app == app, c.duty.in_(sorted(duties)), c.state == sa.literal_column("'open'"), c.record > after)
    found = sa.select(c.entity, c.record).distinct().where(wanted).order_by(c.record).limit(limit)
    return [(row[0], row[1]) for row in tx.rows(found)]
