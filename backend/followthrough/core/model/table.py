"""Decision tables: rows of conditions to one output, first hit."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import field as member

from .base import Doc, Id, Node, Text


class TableInput(Doc, frozen=True, kw_only=True):
    """A column of conditions: the value of `rule` (often one field), shown under `label`."""

    label: Text
    rule: Node
    order: int = 0


class TableRow(Doc, frozen=True, kw_only=True):
    """A row: a condition per input (a rule in which `{"p": "cell"}` is its value; none: any value) and the output."""

    output: Node
    cells: dict[Id, Node] = member(default_factory=dict)
    order: int = 0
    note: Text | None = None


class DecisionTable(Doc, frozen=True, kw_only=True):
    """判定表: rows of conditions give an output, first hit by order.

    `output` names the field that receives it (None: read by name only).
    """

    id: Id
    entity: Id
    label: Text
    inputs: dict[Id, TableInput]
    rows: dict[Id, TableRow]
    output: Id | None = None
    otherwise: Node | None = None
    order: int = 0
    help: Text | None = None


def table_for(tables: Mapping[str, DecisionTable], entity: str, field: str) -> DecisionTable | None:
    """The table that makes a field of an entity computed, None for a field people write (the first of several by id)."""
    found = (table for _, table in sorted(tables.items()) if table.entity == entity and table.output == field)
    return next(found, None)
