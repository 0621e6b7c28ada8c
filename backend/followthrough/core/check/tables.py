"""Checks of decision tables: cells, results, and where every case can be tried, gaps, overlaps and dead rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from followthrough.core.kit.fieldtype import FieldType
from followthrough.core.model.base import Node
from followthrough.core.model.scope import in_order
from followthrough.core.model.table import DecisionTable, TableRow, table_for
from followthrough.core.rules import FieldScope, Scope, parameter_key, type_of
from followthrough.core.rules.tree import is_empty_literal

from .context import COMPUTED, Context
from .satisfy import find

CELL = "cell"
"""The parameter by which a cell's rule names the value of its column."""


def check_tables(ctx: Context) -> None:
    """Every decision table."""
    for name, table in sorted(ctx.app.decision_tables.items()):
        at = f"decision_table/{name}"
        if ctx.entity(table.entity, f"{at}/entity") is not None:
            _table(ctx, table, at)


@dataclass(frozen=True, slots=True)
class _Inputs(Scope):
    """A scope in which each column is a parameter named after it."""

    types: Mapping[str, FieldType]

    def lookup(self, path: str) -> FieldType | None:
        return self.types.get(path.removeprefix("@"))


def _table(ctx: Context, table: DecisionTable, at: str) -> None:
    scope = ctx.scope(table.entity)
    types: dict[str, FieldType] = {}
    sound = True
    for name, column in in_order(table.inputs):
        good = ctx.rule(column.rule, scope, f"{at}/inputs/{name}/rule")
        kind = type_of(column.rule, scope) if good else None
        sound = sound and kind is not None
        if kind is not None:
            types[name] = kind
    result = _result(ctx, table, at)
    for name, row in in_order(table.rows):
        sound = _row(ctx, table, types, row, f"{at}/rows/{name}") and sound
        ctx.rule(row.output, scope, f"{at}/rows/{name}/output", result)
    ctx.rule(table.otherwise, scope, f"{at}/otherwise", result)
    gap = _cases(ctx, table, _Inputs(types), at) if sound and table.inputs else False
    if gap or _gives_nothing(table):
        _required(ctx, table)


def _gives_nothing(table: DecisionTable) -> bool:
    """Whether a result is empty as written, or there is none."""
    results = [row.output for row in table.rows.values()]
    if table.otherwise is not None:
        results.append(table.otherwise)
    return not results or any("v" in node and is_empty_literal(node["v"]) for node in results)


def _required(ctx: Context, table: DecisionTable) -> None:
    """A field that must be filled always, and that a table may leave empty: nobody else can fill it, so nothing is saved."""
    prop = ctx.app.entities[table.entity].properties.get(table.output or "")
    if prop is not None and prop.field.required and prop.field.relevance is None and not prop.field.archived:
        at = f"entity/{table.entity}/properties/{table.output}/field/required"
        ctx.add("required_not_filled", at, None, field=table.output, table=table.id)


def _result(ctx: Context, table: DecisionTable, at: str) -> FieldType | None:
    if table.output is None or not ctx.own_field(table.entity, table.output, f"{at}/output"):
        return None
    if ctx.app.entities[table.entity].properties[table.output].field.kind in COMPUTED:
        ctx.add("write_computed", f"{at}/output", None, field=table.output)
    first = table_for(ctx.app.decision_tables, table.entity, table.output)
    if first is not None and first.id != table.id:
        ctx.add("table_output_twice", f"{at}/output", None, field=table.output, table=first.id)
    return ctx.scope(table.entity).lookup(table.output)


def _row(ctx: Context, table: DecisionTable, types: Mapping[str, FieldType], row: TableRow, at: str) -> bool:
    sound = True
    for name, cell in sorted(row.cells.items()):
        if name not in table.inputs:
            ctx.add("unknown_field", f"{at}/cells/{name}", None, entity=table.id, field=name)
            sound = False
        elif name in types:
            scope = FieldScope({parameter_key(CELL): types[name]})
            sound = ctx.condition(cell, scope, f"{at}/cells/{name}") and sound
    return sound


def _cases(ctx: Context, table: DecisionTable, scope: _Inputs, at: str) -> bool:
    """Adds what trying every case finds; whether some case has no result."""
    gap = False
    rows = [(name, row, _condition(row)) for name, row in in_order(table.rows)]
    conditions = [condition for _, _, condition in rows]
    if table.otherwise is None:
        open_case = find([], scope, false=conditions)
        gap = open_case.record is not None
        if open_case.record is not None:
            ctx.add("table_gap", f"{at}/rows", _named(open_case.record))
    for place, (name, row, condition) in enumerate(rows):
        above = conditions[:place]
        if find([condition], scope, false=above).never:
            fits = find([condition], scope).record
            ctx.add("table_row_never", f"{at}/rows/{name}", _named(fits) if fits else None, row=name)
            continue
        for other, earlier, before in rows[:place]:
            both = find([condition, before], scope) if earlier.output != row.output else None
            if both is not None and both.record is not None:
                ctx.add("table_overlap", f"{at}/rows/{name}", _named(both.record), row=other, other=name)
                break
    return gap


def _condition(row: TableRow) -> Node:
    """The row's condition with the value of each column as a parameter named after it."""
    cells = [_renamed(cell, name) for name, cell in sorted(row.cells.items())]
    return {"op": "and", "a": cells} if cells else {"v": True}


def _renamed(node: Node, column: str) -> Node:
    if node.get("p") == CELL:
        return {"p": column}
    return {**node, "a": [_renamed(part, column) for part in node["a"]]} if "a" in node else node


def _named(record: dict[str, object]) -> dict[str, object]:
    return {name.removeprefix("@"): value for name, value in record.items()}
