"""Statements that run on every submit: compiled to text once per database, run straight on the driver's cursor.

SQLAlchemy builds them, so names are quoted and types cast by one authority; what is saved is building, cache
lookup and result wrapping at each use. Values are the driver's own (see `columns`), rows are plain tuples.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

Row = tuple[Any, ...]


class Hot:
    """A statement whose parameters are all named binds (no IN lists).

    `columns`: those an INSERT or UPDATE sets, each from the parameter of its own key (None: all, as for INSERT).
    """

    __slots__ = ("columns", "statement", "texts")

    def __init__(self, statement: sa.Executable, columns: list[str] | None = None) -> None:
        self.statement = statement
        self.columns = columns
        self.texts: dict[tuple[str, str | None], HotText] = {}
        """By dialect and schema. Kept here, so that they go with the version they were made for."""


def is_hot(statement: sa.ClauseElement) -> bool:
    """Whether all parameters of a statement are single values, as `Hot` needs it."""
    parts = sa.sql.visitors.iterate(statement)
    return not any(isinstance(part, sa.BindParameter) and part.expanding for part in parts)


def _driver_value(kind: sa.types.TypeEngine[Any], value: Any, dialect: sa.Dialect) -> Any:
    """A value written in a statement, as the driver wants it."""
    convert = kind.dialect_impl(dialect).bind_processor(dialect)
    return convert(value) if convert is not None else value


class HotText:
    """What a `Hot` became on one database: text, and the order of its parameters (None: by name)."""

    __slots__ = ("defaults", "order", "sql")

    def __init__(self, hot: Hot, dialect: sa.Dialect, schema: str | None) -> None:
        compiled = hot.statement.compile(  # type: ignore[attr-defined] # every statement we make is a ClauseElement
            dialect=dialect,
            column_keys=hot.columns,
            schema_translate_map={None: schema} if schema else None,
            render_schema_translate=bool(schema),
        )
        self.sql: str = str(compiled)
        self.order: tuple[str, ...] | None = tuple(compiled.positiontup) if compiled.positiontup is not None else None
        self.defaults: dict[str, Any] = {
            name: _driver_value(compiled.binds[name].type, value, dialect)
            for name, value in compiled.params.items()
            if value is not None and not compiled.binds[name].required
        }

    def bind(self, values: Mapping[str, Any]) -> Any:
        """`values` as the driver takes them; a parameter not given has the value written in the statement, else NULL."""
        if self.order is not None:
            defaults = self.defaults
            return [values[name] if name in values else defaults.get(name) for name in self.order]
        return {**self.defaults, **values} if self.defaults else values
