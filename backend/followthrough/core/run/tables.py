"""Which row of a decision table hits for a record, and with which values: what an alert explains itself with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from followthrough.core.kit.fieldtype import FieldType
from followthrough.core.rules import outer

from .acts import Moment, Record, Snapshot, Values
from .derive import derive, stored_form
from .world import State, World, own, stored_state

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledApp
    from followthrough.core.compile.table import CompiledTable


@dataclass(frozen=True, slots=True)
class Hit:
    """The answer of a table: the first `row` whose conditions hold (None: none, `otherwise` counts), the values of its
    columns by input in stored form (None: empty), and the result `value` in stored form."""

    row: str | None
    inputs: Values
    value: Any


def hit(table: CompiledTable, state: State) -> Hit:
    """What the table says of a record in the middle of a decision."""
    row = next((name for name, condition in table.rows if condition.holds(state.env)), None)
    inputs = {name: _stored(made.value(state.env), table.types[name]) for name, made in table.inputs.items()}
    value = table.rule.value(state.env)
    if table.output is not None:
        return Hit(row, inputs, stored_form(state.entity.fields[table.output], value))
    return Hit(row, inputs, value)


def _stored(value: Any, kind: FieldType | None) -> Any:
    """An inner value as records hold it; a whole number without its fraction."""
    found = outer(value, kind) if kind is not None else value
    return int(found) if isinstance(found, float) and found.is_integer() and abs(found) < 2**53 else found


def hits(app: CompiledApp, snapshot: Snapshot, record: Record, moment: Moment) -> Mapping[str, Hit]:
    """What every table of the record's entity says of it at a moment, in order. `snapshot.refs` holds the records
    behind its references."""
    entity = app.entities[record.entity]
    if not entity.tables:
        return {}
    world = World(app, snapshot, None, moment)
    state = own(stored_state(world, entity, record))
    world.states[state.key] = state
    derive(state)
    return {name: hit(table, state) for name, table in entity.tables.items()}


def told(state: State, changes: Mapping[str, Any]) -> dict[str, Any]:
    """What an event that changes table outputs keeps of how they came about: `{"tables": {table: {row, inputs}}}`;
    nothing when no output is among `changes`."""
    found: dict[str, Any] = {}
    for name, table in state.entity.tables.items():
        if table.output in changes:
            answer = hit(table, state)
            found[name] = {"row": answer.row, "inputs": answer.inputs}
    return {"tables": found} if found else {}
