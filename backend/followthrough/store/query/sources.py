"""From field paths to columns: own fields, system fields, and fields behind one or two references.

A path through a reference is a LEFT JOIN to the record behind it, as far as the reader may see that record: one he
may not see reads as empty, in a column, a filter and an order alike, so that nothing can be told from it. A field he
may not see does not exist for him.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from followthrough.core.compile.app import PARENT, CompiledApp, CompiledEntity, CompiledField
from followthrough.core.fields.base import Column
from followthrough.core.kit.fieldtype import FieldType
from followthrough.core.rules import Env, Scope
from followthrough.store.entities import tables_of
from followthrough.store.errors import BadFilter
from followthrough.store.rules_sql import to_sql, where_sql
from followthrough.store.tables import SYSTEM, alias_of

from .reader import Reader
from .visible import visible

MAX_HOPS = 2
Expression = sa.ColumnElement[Any]


class Sources:
    """The FROM of one query over `entity`, growing with the paths asked for.

    Raises BadFilter("unknown_entity") for one the reader's role may not see. Detail rows are no list of their own:
    `rows` allows them to the platform's own queries.
    """

    def __init__(self, app: CompiledApp, reader: Reader, entity: str, dialect: str, *, rows: bool = False) -> None:
        if entity not in reader.scopes or (app.entities[entity].rows_of is not None and not rows):
            raise BadFilter("unknown_entity", entity=entity)
        self.app = app
        self.reader = reader
        self.entity = app.entities[entity]
        self.dialect = dialect
        self._types: Scope = self.entity.scope
        self.record: sa.Table = tables_of(app)[entity].record
        self.env: Env = reader.env()
        self._joins: dict[tuple[str, ...], tuple[sa.FromClause, CompiledEntity, Expression]] = {}

    @property
    def joined(self) -> int:
        """How many records behind references have been asked for so far."""
        return len(self._joins)

    @property
    def few(self) -> bool:
        """Whether the reader sees only his own: few rows of the table."""
        return self.reader.scopes[self.entity.id] == "own"

    def from_(self, start: sa.FromClause | None = None) -> sa.FromClause:
        """The record table (or `start`, which holds it) with all joins asked for so far."""
        made: sa.FromClause = self.record if start is None else start
        for table, _, on in self._joins.values():
            made = made.outerjoin(table, on)
        return made

    def scope(self) -> sa.ColumnElement[bool] | None:
        """Which rows the reader may see; None: all."""
        return visible(self.app, self.reader, self.entity.id, self.record)

    def column(self, path: str) -> Expression:
        """The column of a path as the reader sees it. Raises BadFilter("unknown_field")."""
        *hops, name = path.split(".")
        if len(hops) > MAX_HOPS:
            raise BadFilter("unknown_field", path=path)
        entity, table = self._walk(hops, path)
        return self._own(entity, table, name, hops, path)

    def field(self, path: str) -> tuple[CompiledEntity, CompiledField | None]:
        """The entity and field a path ends at; None for a system field. Raises BadFilter("unknown_field")."""
        *hops, name = path.split(".")
        entity = self.entity
        for hop in hops:
            entity = self._target(entity, hop, path)
        if name in SYSTEM:
            return entity, None
        return entity, self._seen(entity, name, path)

    def lookup(self, path: str) -> FieldType | None:
        """The type behind a path, as rules ask for it: None for what the reader may not see, as for what is not there."""
        try:
            self.field(path)
        except BadFilter:
            return None
        return self._types.lookup(path)

    def condition(self, node: Any) -> sa.ColumnElement[bool]:
        """A checked rule as a condition on the rows."""
        return where_sql(node, self._types, self.column, self.dialect, self.env)

    # -- paths ------------------------------------------------------------------------------------------------------

    def _walk(self, hops: list[str], path: str) -> tuple[CompiledEntity, sa.FromClause]:
        entity: CompiledEntity = self.entity
        table: sa.FromClause = self.record
        for depth in range(1, len(hops) + 1):
            key = tuple(hops[:depth])
            known = self._joins.get(key)
            if known is None:
                target = self._target(entity, hops[depth - 1], path)
                known = self._joins[key] = self._join(table, hops[depth - 1], target)
            table, entity = known[0], known[1]
        return entity, table

    def _join(
        self, table: sa.FromClause, reference: str, target: CompiledEntity
    ) -> tuple[sa.FromClause, CompiledEntity, Expression]:
        behind = alias_of(tables_of(self.app)[target.id], f"_j{len(self._joins)}")
        on: Expression = table.c[reference] == behind.c["_id"]
        seen = visible(self.app, self.reader, target.id, behind)
        return behind, target, on if seen is None else sa.and_(on, seen)

    def _target(self, entity: CompiledEntity, reference: str, path: str) -> CompiledEntity:
        if reference == PARENT and entity.rows_of is not None:
            return self.app.entities[entity.rows_of[0]]
        field = self._seen(entity, reference, path)
        if len(field.targets) != 1 or field.rows is not None or field.column is Column.NONE:
            raise BadFilter("unknown_field", path=path)
        target = self.app.entities[field.targets[0]]
        if target.id not in self.reader.scopes:
            raise BadFilter("unknown_field", path=path)
        return target

    def _seen(self, entity: CompiledEntity, name: str, path: str) -> CompiledField:
        field = entity.fields.get(name)
        if field is None or name not in self.reader.fields.get(entity.id, ()):
            raise BadFilter("unknown_field", path=path)
        return field

    def _own(self, entity: CompiledEntity, table: sa.FromClause, name: str, hops: list[str], path: str) -> Expression:
        if name in SYSTEM:
            return table.c[name]
        return self._column(entity, table, self._seen(entity, name, path), hops, path)

    def _column(
        self, entity: CompiledEntity, table: sa.FromClause, field: CompiledField, hops: list[str], path: str
    ) -> Expression:
        if field.column is not Column.NONE:
            return table.c[field.id]
        if not field.live:
            raise BadFilter("unknown_field", path=path)
        return self._live(entity, table, field, hops, path)

    def _live(
        self, entity: CompiledEntity, table: sa.FromClause, field: CompiledField, hops: list[str], path: str
    ) -> Expression:
        """A lookup is the path it stands for; a live formula its rule, asked in place.

        A formula the reader may see may read own fields he may not, as a stored one did when it was computed; what
        lies behind a reference he must be able to see.
        """

        def column_of(inner: str) -> Expression:
            if "." in inner or inner in SYSTEM:
                return self.column(".".join((*hops, inner)))
            return self._column(entity, table, entity.fields[inner], hops, path)

        made: Expression
        if field.lookup is not None:
            made = column_of(f"{field.lookup.via}.{field.lookup.value}")
        elif field.compute is not None:
            made = to_sql(field.compute.node, entity.scope, column_of, self.dialect, self.env)
        else:
            raise BadFilter("unknown_field", path=path)
        if field.relevance is None:
            return made
        shown = where_sql(field.relevance.node, entity.scope, column_of, self.dialect, self.env)
        return sa.case((shown, made))
