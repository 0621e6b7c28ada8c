"""Rules as SQL: filters, boards, metrics and replay ask the database the very question the evaluator answers."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from followthrough.core.rules import Env, Node, Scope
from followthrough.store.platform.time import calendar_day

from .emitter import ColumnOf, Emitter, record_value

__all__ = ["ColumnOf", "Emitter", "record_value", "to_sql", "where_sql"]


def to_sql(
    node: Node, scope: Scope, column_of: ColumnOf, dialect: str, env: Env, calendar: sa.Table = calendar_day
) -> sa.ColumnElement[Any]:
    """The value of a checked rule as a column of a SELECT; `record_value` turns what comes back into a record's value.

    `column_of` maps a field path to its column (DOUBLE or BIGINT for numbers, BIGINT epoch seconds for instants,
    DATE on PostgreSQL and ISO text on SQLite for dates, JSONB or JSON text for sets). `env.values` holds the
    parameters by `@name` in inner form. `dialect` is "sqlite" or "postgresql".
    """
    return Emitter(scope, column_of, dialect, env, calendar).column(node)


def where_sql(
    node: Node, scope: Scope, column_of: ColumnOf, dialect: str, env: Env, calendar: sa.Table = calendar_day
) -> sa.ColumnElement[Any]:
    """A checked rule as a condition for WHERE: TRUE exactly for the records that fulfil it; indexes on columns serve.

    Arguments as for `to_sql`. Negate it only with `.is_not(sa.true())`: elsewhere it may be NULL.
    """
    return Emitter(scope, column_of, dialect, env, calendar).filter(node)
