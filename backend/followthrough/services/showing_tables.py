"""Why a decision table says what it says of a record, as one reader may see it."""

from __future__ import annotations

from followthrough.core.compile import CompiledApp
from followthrough.core.compile.table import CompiledTable
from followthrough.core.run.access import visible_fields
from followthrough.core.run.acts import Actor, Moment, Snapshot
from followthrough.core.run.message import Reading
from followthrough.core.run.stored import as_stored
from followthrough.core.run.tables import Hit, hits
from followthrough.core.run.world import World

from . import wording
from .views import TableInputView, TableView


def tables_shown(app: CompiledApp, snapshot: Snapshot, actor: Actor, moment: Moment) -> list[TableView]:
    """The tables of the snapshot's record in order, less those whose answer the reader may not see."""
    record = snapshot.record
    if record is None or not app.entities[record.entity].tables:
        return []
    reading = Reading(as_stored(World(app, snapshot, None, moment), record), actor)
    seen = visible_fields(app, actor.role, record.entity)
    tables = app.entities[record.entity].tables
    return [
        _view(tables[name], found, reading)
        for name, found in hits(app, snapshot, record, moment).items()
        if tables[name].output is None or tables[name].output in seen
    ]


def _view(table: CompiledTable, found: Hit, reading: Reading) -> TableView:
    note = table.doc.rows[found.row].note if found.row is not None else None
    return TableView(
        table=table.id,
        label=wording.both(table.doc.label),
        output=table.output,
        row=found.row,
        note=wording.both(note) if note else None,
        value=found.value,
        inputs=[_input(table, name, found, reading) for name in table.inputs],
    )


def _input(table: CompiledTable, name: str, found: Hit, reading: Reading) -> TableInputView:
    hidden = not all(reading.sees(path) for path in table.inputs[name].reads)
    label = wording.both(table.doc.inputs[name].label)
    return TableInputView(id=name, label=label, value=None if hidden else found.inputs[name], hidden=hidden)
