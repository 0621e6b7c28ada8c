"""Duty rosters: who is on duty when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from .columns import from_json, json_text
from .hot import Hot
from .platform import person, unit_closure
from .platform.time import roster, shift
from .tx import Tx
from .upsert import insert_or_set

_r, _s, _u, _p = roster.c, shift.c, unit_closure.c, person.c


@dataclass(frozen=True, slots=True)
class Roster:
    """A roster; `unit` None: for the whole organisation."""

    id: str
    label: Mapping[str, str]
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """`person` is on duty from `from_ms` until just before `to_ms`; `unit` None: for all units."""

    id: str
    person: str
    unit: str | None
    from_ms: int
    to_ms: int
    note: str = ""


def listing(tx: Tx) -> list[Roster]:
    """All rosters."""
    return [_roster(row) for row in tx.execute(sa.select(roster).order_by(_r.id))]


def get(tx: Tx, roster_id: str, *, lock: bool = False) -> Roster | None:
    """One roster; `lock` until the end of the transaction."""
    statement = sa.select(roster).where(_r.id == roster_id)
    row = tx.execute(statement.with_for_update() if lock else statement).one_or_none()
    return None if row is None else _roster(row)


def _roster(row: Any) -> Roster:
    return Roster(row.id, from_json(row.label), row.unit)


def put(tx: Tx, new: Roster) -> None:
    """Make or change a roster."""
    values = {"id": new.id, "label": json_text(new.label), "unit": new.unit, "updated_ms": tx.now_ms()}
    insert_or_set(tx, roster, values, "label", "unit", "updated_ms")


def shifts(tx: Tx, roster_id: str, from_ms: int, to_ms: int) -> list[Shift]:
    """The shifts that share any time with the window, by their begin."""
    statement = (
        sa.select(shift)
        .where(_s.roster == roster_id, _s.from_ms < to_ms, _s.to_ms > from_ms)
        .order_by(_s.from_ms, _s.id)
    )
    return [_shift(row) for row in tx.execute(statement)]


def _shift(row: Any) -> Shift:
    return Shift(row.id, row.person, row.unit, int(row.from_ms), int(row.to_ms), row.note)


def replace(tx: Tx, roster_id: str, from_ms: int, to_ms: int, new: Sequence[Shift]) -> None:
    """The shifts that begin in the window are these from now on."""
    begins = sa.and_(_s.roster == roster_id, _s.from_ms >= from_ms, _s.from_ms < to_ms)
    tx.execute(shift.delete().where(begins))
    if new:
        tx.execute(
            shift.insert(),
            [
                {
                    "id": one.id,
                    "roster": roster_id,
                    "unit": one.unit,
                    "person": one.person,
                    "from_ms": one.from_ms,
                    "to_ms": one.to_ms,
                    "note": one.note,
                }
                for one in new
            ],
        )


_BY_UNIT = Hot(
    sa.select(_s.person)
    .join(unit_closure, sa.and_(_u.ancestor == _s.unit, _u.descendant == sa.bindparam("_unit")))
    .join(person, sa.and_(_p.id == _s.person, _p.active == sa.true()))
    .where(_s.roster == sa.bindparam("_roster"), _s.from_ms <= sa.bindparam("_at"), _s.to_ms > sa.bindparam("_at"))
    .order_by(_u.depth, _s.from_ms.desc(), _s.id)
    .limit(1)
)
_BY_ALL = Hot(
    sa.select(_s.person)
    .join(person, sa.and_(_p.id == _s.person, _p.active == sa.true()))
    .where(
        _s.roster == sa.bindparam("_roster"),
        _s.unit.is_(None),
        _s.from_ms <= sa.bindparam("_at"),
        _s.to_ms > sa.bindparam("_at"),
    )
    .order_by(_s.from_ms.desc(), _s.id)
    .limit(1)
)


def on_duty(tx: Tx, roster_id: str, unit: str | None, at_ms: int) -> str | None:
    """Who is on duty at a moment: by a shift of `unit` or the nearest unit above, else by one for all units.

    Of several the one whose shift began last; nobody who is disabled. None: a gap.
    """
    asked = {"_roster": roster_id, "_at": at_ms}
    found = tx.run(_BY_UNIT, {**asked, "_unit": unit}) if unit is not None else []
    found = found or tx.run(_BY_ALL, asked)
    return str(found[0][0]) if found else None


def above(tx: Tx, units: Sequence[str]) -> dict[str, frozenset[str]]:
    """Of each unit: itself and all above it."""
    made: dict[str, set[str]] = {unit: {unit} for unit in units}
    statement = sa.select(_u.descendant, _u.ancestor).where(_u.descendant.in_(sorted(set(units))))
    for below, ancestor in tx.rows(statement):
        made[below].add(ancestor)
    return {unit: frozenset(found) for unit, found in made.items()}
