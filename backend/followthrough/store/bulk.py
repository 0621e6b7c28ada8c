"""Many rows in one statement of PostgreSQL, a column to an array: a statement per row costs the server five times as much.

SQLite is in the same process: there `Tx.change_many` costs nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from .hot import Hot

_NTH = "_nth"


def inserting(table: sa.Table, names: Sequence[str], *, keep: str | None = None) -> Hot:
    """An INSERT of rows in their order; where the column `keep` names a row that is there already, that one stays."""
    rows = _rows(table, names)
    found = sa.select(*(rows.c[name] for name in names)).order_by(rows.c[_NTH])
    statement = postgresql.insert(table).from_select(list(names), found)
    return Hot(statement.on_conflict_do_nothing(index_elements=[keep]) if keep is not None else statement)


def updating(table: sa.Table, key: str, names: Sequence[str]) -> Hot:
    """An UPDATE of the columns `names` of the rows that `key` names."""
    rows = _rows(table, (key, *names))
    statement = sa.update(table).values({name: rows.c[name] for name in names})
    return Hot(statement.where(table.c[key] == rows.c[key]))


def arrays(rows: Iterable[Mapping[str, Any]], names: Sequence[str]) -> dict[str, list[Any]]:
    """Rows as their columns."""
    listed = list(rows)
    return {name: [row[name] for row in listed] for name in names}


def _rows(table: sa.Table, names: Sequence[str]) -> sa.TableValuedAlias:
    given = [sa.bindparam(name, type_=postgresql.ARRAY(table.c[name].type)) for name in names]
    made = [sa.column(name, table.c[name].type) for name in names]
    return sa.func.unnest(*given).table_valued(*made, with_ordinality=_NTH).render_derived(name="given")
