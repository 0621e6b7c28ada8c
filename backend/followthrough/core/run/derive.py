"""What follows from a record's values: hidden fields empty, detail rows, rollups over them, formulas.

Worked out from `raw` to a fixed point, so that the order of the fields does not matter: a field hidden by a
formula, or a formula over a hidden field, come out the same either way.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from followthrough.core.compile.app import PARENT, CompiledField, CompiledRollup
from followthrough.core.rules import outer, storable

from .acts import Values
from .apply import row_of
from .world import State, relevant, whole_units


def open_rows(state: State) -> None:
    """Bring every rows field's stored rows into the decision, unless they were given anew."""
    for name, child in state.entity.rows.items():
        if name not in state.rows:
            entity = state.world.app.entities[child]
            state.rows[name] = [row_of(state, entity, row) for row in state.raw.get(name) or ()]


def start_rollups(state: State, current: Values) -> None:
    """Set the record's rollups over other records: `current` where given, else as stored, else those of nothing."""
    for name, rollup in state.entity.rollups.items():
        if rollup.via != PARENT:
            value = current.get(name, state.raw.get(name))
            if value is None and rollup.op in ("count", "sum"):
                value = stored_form(state.entity.fields[name], 0.0)
            state.raw[name] = state.values[name] = value
    state.world.forget()


def derive(state: State) -> None:
    """Bring `values` in line with `raw` and the rules of the entity.

    One pass in `derive_order` is enough but for detail rows, which read their record and feed its rollups: then
    passes are repeated until nothing changes (as many as there are derived fields, if rules ran in a circle).
    """
    entity = state.entity
    if not entity.rows:
        _pass(state)
        return
    open_rows(state)
    for _ in range(len(entity.derive_order) + 2):
        changed = _pass(state)
        changed = _rows(state) or changed
        changed = _rollups(state) or changed
        if not changed:
            return


def _pass(state: State) -> bool:
    """Go through the derived fields once: hide, bring back, compute."""
    changed = False
    fields, hidden = state.entity.fields, state.hidden
    for name in state.entity.derive_order:
        found = fields[name]
        if not relevant(state, found):
            hidden.add(name)
            changed = state.put(name, None) or changed
            continue
        hidden.discard(name)
        if found.live or found.rows is not None or _over_rows(found.rollup):
            continue
        value = state.raw.get(name)
        if found.compute is not None:
            value = stored_form(found, found.compute.value(state.env))
        changed = state.put(name, value) or changed
    return changed


def _over_rows(rollup: CompiledRollup | None) -> bool:
    return rollup is not None and rollup.via == PARENT


def _rows(state: State) -> bool:
    changed = False
    for name in state.entity.rows:
        if name in state.hidden:
            continue
        rows = state.rows[name]
        for row in rows:
            derive(row)
        changed = state.put(name, [stored_row(row) for row in rows] or None) or changed
    return changed


def stored_row(row: State) -> Values:
    """A detail row as its record holds it: filled values, and `_id` once stored."""
    values = {name: value for name, value in row.values.items() if value is not None}
    return {"_id": row.id, **values} if row.id else values


def _rollups(state: State) -> bool:
    changed = False
    for name, rollup in state.entity.rollups.items():
        if rollup.via == PARENT and name not in state.hidden:
            rows = [
                row
                for field, child in state.entity.rows.items()
                if child == rollup.child and field not in state.hidden
                for row in state.rows[field]
            ]
            value = stored_form(state.entity.fields[name], aggregate(rollup, contributions(rollup, rows)))
            changed = state.put(name, value) or changed
    return changed


def contributions(rollup: CompiledRollup, children: Iterable[State]) -> list[float]:
    """What each child that counts adds: its value as a number (1 for a count); empty values add nothing."""
    found: list[float] = []
    for child in children:
        if rollup.where is not None and not rollup.where.holds(child.env):
            continue
        value = 1.0 if rollup.value is None else child.lens[rollup.value]
        if value is not None:
            found.append(1.0 if rollup.op == "count" else value)
    return found


def aggregate(rollup: CompiledRollup, values: list[float]) -> float | None:
    """The rollup of these contributions; nothing counts as 0 for count and sum, as empty else."""
    match rollup.op:
        case "count" | "sum":
            return math.fsum(values)
        case "min":
            return min(values, default=None)
        case "max":
            return max(values, default=None)
        case "avg":
            return math.fsum(values) / len(values) if values else None


def stored_form(found: CompiledField, value: Any) -> Any:
    """A rule's inner value as the field stores it; whole minor units where the column is of whole numbers."""
    if value is None:
        return None
    value = whole_units(found, value)
    if isinstance(value, float):
        value = storable(value)
    if found.property.type == "integer" and isinstance(value, float):
        return int(value)
    return outer(value, found.type)
