"""Compiles decision tables: each row becomes one condition, the whole table one `case` rule.

The `case` is what fills the table's output field, so that every executor of the rule language gives the same; the
rows are kept apart to tell which one hit, and with which values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from followthrough.core.kit.fieldtype import FieldType
from followthrough.core.model.app import AppDocument
from followthrough.core.model.base import Node
from followthrough.core.model.scope import in_order
from followthrough.core.model.table import DecisionTable, TableRow
from followthrough.core.rules import Scope, type_of

from .rule import CompiledRule

CELL = "cell"
"""The parameter by which a cell's rule names the value of its column."""


@dataclass(frozen=True, slots=True)
class CompiledTable:
    """A table ready to run. `rows` are its conditions in order, `inputs` what its columns read, `types` their types.

    `rule` is the whole table as one value (empty when no row hits and there is no `otherwise`). `reads` are the paths
    of the record it reads; `clock` says whether time alone may change its answer.
    """

    id: str
    doc: DecisionTable
    inputs: Mapping[str, CompiledRule]
    types: Mapping[str, FieldType | None]
    rows: tuple[tuple[str, CompiledRule], ...]
    rule: CompiledRule

    @property
    def output(self) -> str | None:
        """The field it fills; None when it is only read by name."""
        return self.doc.output

    @property
    def reads(self) -> frozenset[str]:
        """The paths of the record that it reads, for columns that no cell asks about too."""
        return self.rule.reads.union(*(made.reads for made in self.inputs.values()))

    @property
    def clock(self) -> bool:
        """Whether it uses now or today."""
        return self.rule.clock


def lowered(table: DecisionTable) -> Node:
    """The table as one rule: `case(row 1, its output, row 2, …, otherwise)`; without rows its `otherwise`."""
    otherwise: Node = table.otherwise if table.otherwise is not None else {"v": None}
    arguments: list[Node] = []
    for _, row in in_order(table.rows):
        arguments += [condition_of(table, row), row.output]
    return {"op": "case", "a": [*arguments, otherwise]} if arguments else otherwise


def condition_of(table: DecisionTable, row: TableRow) -> Node:
    """When the row hits: every cell holds of its column's value. A row without cells always does."""
    columns = in_order(table.inputs)
    cells = [_filled(row.cells[name], column.rule) for name, column in columns if name in row.cells]
    if not cells:
        return {"v": True}
    return cells[0] if len(cells) == 1 else {"op": "and", "a": cells}


def _filled(cell: Node, value: Node) -> Node:
    if cell.get("p") == CELL:
        return value
    return {**cell, "a": [_filled(part, value) for part in cell["a"]]} if "a" in cell else cell


def compile_table(name: str, table: DecisionTable, scope: Scope) -> CompiledTable:
    """A table that passed the check."""
    return CompiledTable(
        name,
        table,
        {key: CompiledRule(column.rule, scope) for key, column in in_order(table.inputs)},
        {key: type_of(column.rule, scope) for key, column in in_order(table.inputs)},
        tuple((key, CompiledRule(condition_of(table, row), scope)) for key, row in in_order(table.rows)),
        CompiledRule(lowered(table), scope),
    )


def tables_of(app: AppDocument, entity: str, scope: Scope) -> dict[str, CompiledTable]:
    """The tables over records of an entity, in order."""
    own = {name: table for name, table in app.decision_tables.items() if table.entity == entity}
    return {name: compile_table(name, table, scope) for name, table in in_order(own)}
