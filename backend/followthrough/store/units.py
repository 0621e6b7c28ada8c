"""The tree of units and its closure (every ancestor of every unit, itself included), by which row scope is a join."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from .errors import UnitCycle
from .hot import Hot
from .platform import person, unit, unit_closure
from .tx import Tx

_u, _c = unit.c, unit_closure.c
_LOCK = 0x756E697473  # "units"

FEW = 4
"""So few names are cheaper one by one, by a statement that is compiled already."""
_NAME = Hot(sa.select(_u.id, _u.name).where(_u.id == sa.bindparam("_key")))


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit 部门/区域/门店. `parent` None: a root."""

    id: str
    name: str
    parent: str | None = None
    kind: str = ""
    position: int = 0
    active: bool = True


def create(tx: Tx, new: Unit) -> None:
    """Add a unit under its parent; everybody gets a new stamp, since those above it see more from now on."""
    _lock(tx)
    tx.execute(
        unit.insert(),
        {
            "id": new.id,
            "name": new.name,
            "parent": new.parent,
            "kind": new.kind,
            "position": new.position,
            "active": new.active,
        },
    )
    above = sa.select(_c.ancestor, sa.literal(new.id), _c.depth + 1).where(_c.descendant == new.parent)
    if new.parent is not None:
        tx.execute(unit_closure.insert().from_select(["ancestor", "descendant", "depth"], above))
    tx.execute(unit_closure.insert(), {"ancestor": new.id, "descendant": new.id, "depth": 0})
    tx.execute(person.update().values(stamp=person.c.stamp + 1))


def change(
    tx: Tx,
    unit_id: str,
    *,
    name: str | None = None,
    kind: str | None = None,
    position: int | None = None,
    active: bool | None = None,
) -> None:
    """Change what is not None."""
    wanted = {"name": name, "kind": kind, "position": position, "active": active}
    values = {key: value for key, value in wanted.items() if value is not None}
    if values:
        tx.execute(unit.update().where(_u.id == unit_id).values(values))


def move(tx: Tx, unit_id: str, parent: str | None) -> None:
    """Put the unit and all below it under `parent` (None: make it a root); everybody gets a new stamp.

    Raises UnitCycle when `parent` is the unit itself or below it.
    """
    _lock(tx)
    below = sa.select(_c.descendant).where(_c.ancestor == unit_id)
    if parent is not None and parent in {row[0] for row in tx.rows(below)}:
        raise UnitCycle(f"{unit_id} -> {parent}")
    tx.execute(unit.update().where(_u.id == unit_id).values(parent=parent))
    outside = sa.and_(_c.descendant.in_(below), _c.ancestor.not_in(below))
    tx.execute(unit_closure.delete().where(outside))
    if parent is not None:
        over, under = unit_closure.alias("over"), unit_closure.alias("under")
        crossed = (
            sa.select(over.c.ancestor, under.c.descendant, over.c.depth + under.c.depth + 1)
            .select_from(over.join(under, sa.true()))
            .where(over.c.descendant == parent, under.c.ancestor == unit_id)
        )
        tx.execute(unit_closure.insert().from_select(["ancestor", "descendant", "depth"], crossed))
    tx.execute(person.update().values(stamp=person.c.stamp + 1))


def tree(tx: Tx) -> list[Unit]:
    """All units, in order of position and name; put together by `parent`."""
    return [Unit(*row) for row in tx.rows(_shown().order_by(_u.position, _u.name, _u.id))]


def get(tx: Tx, unit_id: str) -> Unit | None:
    """The unit, None when there is none."""
    found = tx.rows(_shown().where(_u.id == unit_id))
    return Unit(*found[0]) if found else None


def subtree(tx: Tx, unit_id: str) -> frozenset[str]:
    """The ids of the unit and all below it."""
    return frozenset(row[0] for row in tx.rows(sa.select(_c.descendant).where(_c.ancestor == unit_id)))


def above(tx: Tx, unit_id: str) -> list[str]:
    """The ids of the unit and all above it, nearest first."""
    return [row[0] for row in tx.rows(sa.select(_c.ancestor).where(_c.descendant == unit_id).order_by(_c.depth))]


def existing(tx: Tx, ids: Collection[str]) -> frozenset[str]:
    """Those of `ids` that are active units."""
    if not ids:
        return frozenset()
    found = tx.rows(sa.select(_u.id).where(_u.id.in_(sorted(set(ids))), _u.active == sa.true()))
    return frozenset(row[0] for row in found)


def names(tx: Tx, ids: Collection[str]) -> dict[str, str]:
    """Names of those of `ids` that exist."""
    if len(ids) <= FEW:
        return {row[0]: row[1] for one in ids for row in tx.run(_NAME, {"_key": one})}
    return {row[0]: row[1] for row in tx.rows(sa.select(_u.id, _u.name).where(_u.id.in_(sorted(set(ids)))))}


def called(tx: Tx, names: Collection[str]) -> dict[str, list[str]]:
    """The ids of active units called exactly so, by name."""
    found: dict[str, list[str]] = {}
    wanted = sa.and_(_u.name.in_(sorted(set(names))), _u.active == sa.true())
    for key, name in tx.rows(sa.select(_u.id, _u.name).where(wanted).order_by(_u.id)):
        found.setdefault(name, []).append(key)
    return found


def _shown() -> sa.Select[tuple[object, ...]]:
    return sa.select(_u.id, _u.name, _u.parent, _u.kind, _u.position, _u.active)


def _lock(tx: Tx) -> None:
    """Changes of the tree wait for each other, so that two moves cannot make a cycle together."""
    if tx.dialect == "postgresql":
        tx.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
