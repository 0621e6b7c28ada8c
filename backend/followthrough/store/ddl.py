"""What a version adds to the physical tables, and the statements that add it: never a type change, never a drop.

Statements are built by SQLAlchemy from `EntityTable`, so every identifier is quoted and comes from the compiled app.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateColumn, CreateIndex, CreateTable

from followthrough.core.fields.base import Column

from .errors import PublishRefused
from .tables import EntityTable, milestone_columns

MAX_INDEXED = 40
"""Filterable fields of one entity that get an index; beyond it a filter still works, by scanning the actor's rows."""


class Layout(msgspec.Struct, frozen=True):
    """The columns and indexes a pair of tables has, as `record_table.columns` keeps it."""

    record: dict[str, str] = msgspec.field(default_factory=dict)
    milestone: list[str] = msgspec.field(default_factory=list)
    indexes: dict[str, list[str]] = msgspec.field(default_factory=dict)


@dataclass(slots=True)
class Plan:
    """Statements to run inside the publishing transaction, and the layout after them."""

    statements: list[sa.Executable] = field(default_factory=list)
    layout: Layout = field(default_factory=Layout)


def plan(table: EntityTable, had: Layout | None) -> Plan:
    """What turns the tables of layout `had` (None: there are none) into those of `table`.

    Raises PublishRefused("kind_changed") when a stored field's column would change its type.
    """
    wanted = {name: kind.value for name, kind in table.columns.items()}
    if had is None:
        return _created(table, wanted)
    for name, kind in wanted.items():
        if had.record.get(name, kind) != kind:
            raise PublishRefused("kind_changed", entity=table.entity, field=name, was=had.record[name], now=kind)
    made = Plan()
    for name in sorted(wanted.keys() - had.record.keys()):
        made.statements.append(_add_column(table.record, table.record.c[name]))
    milestones = [] if table.is_rows else milestone_columns(table.actions, table.stages)
    for name in milestones:
        if name not in had.milestone:
            made.statements.append(_add_column(table.milestone, table.milestone.c[name]))
    made.layout = Layout(
        record=had.record | wanted,
        milestone=[*had.milestone, *(name for name in milestones if name not in had.milestone)],
        indexes=had.indexes,
    )
    return made


def _created(table: EntityTable, wanted: dict[str, str]) -> Plan:
    made = Plan()
    made.statements.append(CreateTable(table.record))
    if not table.is_rows:
        made.statements.append(CreateTable(table.milestone))
    wanted_indexes = indexes(table)
    made.statements += [CreateIndex(index(table, name, columns)) for name, columns in wanted_indexes.items()]
    made.layout = Layout(
        record=wanted,
        milestone=[] if table.is_rows else milestone_columns(table.actions, table.stages),
        indexes=wanted_indexes,
    )
    return made


def indexes(table: EntityTable) -> dict[str, list[str]]:
    """The indexes of an entity's records, columns by name: row scope and order of lists, filterable fields, references."""
    if table.is_rows:
        wanted = [["_parent", "_position"]]
    else:
        wanted = [
            ["_created_at", "_id"],
            ["_updated_at", "_id"],
            ["_owner", "_created_at", "_id"],
            ["_unit", "_created_at", "_id"],
            *([["_stage", "_created_at", "_id"]] if table.stages else []),
        ]
        plain = [name for name in table.indexed if table.columns[name] is not Column.JSON]
        wanted += [[name, "_id"] for name in plain[:MAX_INDEXED]]
    return {_index_name(table, columns): columns for columns in wanted}


def index(table: EntityTable, name: str, columns: list[str]) -> sa.Index:
    """The index `name`, which `indexes` names, as SQLAlchemy knows it."""
    return sa.Index(name, *(table.record.c[column] for column in columns))


def _index_name(table: EntityTable, columns: list[str]) -> str:
    digest = hashlib.sha256("/".join((table.app, table.entity, *columns)).encode()).hexdigest()[:12]
    return f"i_{columns[0].strip('_')}_{digest}"


class AddColumn(sa.schema.DDLElement):
    """ALTER TABLE … ADD COLUMN of a nullable column."""

    inherit_cache = False

    def __init__(self, table: sa.Table, column: sa.Column[object]) -> None:
        self.table = table
        self.column = column


def _add_column(table: sa.Table, column: sa.Column[object]) -> sa.Executable:
    return AddColumn(table, column)


@compiles(AddColumn)
def _compile_add_column(element: AddColumn, compiler: sa.sql.compiler.DDLCompiler, **_kw: object) -> str:
    table = compiler.preparer.format_table(element.table)
    return f"ALTER TABLE {table} ADD COLUMN {compiler.process(CreateColumn(element.column))}"
