"""The physical tables of an entity, made from the compiled app: nowhere else do record table identifiers come from.

One table of records (`r_…`), and beside it one of milestones (`m_…`), narrow, one row per record: how often and when
its actions were done, when its stages were entered, and the head of its chain of events. Rows of a `rows` field are
records of a child entity with `_parent` and `_position`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import sqlalchemy as sa

from followthrough.core.fields.base import Column

from .columns import TYPES
from .platform.base import BYTES

SYSTEM: dict[str, tuple[Column, bool]] = {
    "_id": (Column.TEXT, False),
    "_version": (Column.BIGINT, False),
    "_stage": (Column.TEXT, True),
    "_path": (Column.TEXT, True),
    "_owner": (Column.TEXT, True),
    "_unit": (Column.TEXT, True),
    "_created_at": (Column.INSTANT, False),
    "_created_by": (Column.TEXT, True),
    "_updated_at": (Column.INSTANT, False),
    "_archived": (Column.BOOLEAN, False),
    "_judged_by": (Column.BIGINT, False),
}
"""System columns: type and whether NULL is possible."""
ROW_SYSTEM: dict[str, tuple[Column, bool]] = {
    "_id": (Column.TEXT, False),
    "_parent": (Column.TEXT, False),
    "_position": (Column.BIGINT, False),
}

# PostgreSQL's own hidden columns may not be named again.
_TAKEN = frozenset({"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"})


def column_name(field: str) -> str:
    """The column of a field: its id (at most 40 characters of [a-z0-9_])."""
    return f"_f_{field}" if field in _TAKEN else field


def table_name(kind: str, app: str, entity: str) -> str:
    """A name for the table: readable, bounded, and by its digest never that of another entity. At most 57 characters."""
    digest = hashlib.sha256(f"{app}/{entity}".encode()).hexdigest()[:8]
    readable = re.sub(r"[^a-z0-9_]", "_", app.lower())[:16]
    return f"{kind}_{readable}_{entity[:28]}_{digest}"


@dataclass(frozen=True, eq=False)
class EntityTable:
    """The tables of one entity in one version. `columns` are the stored fields, in a fixed order."""

    app: str
    entity: str
    columns: Mapping[str, Column]
    row_fields: Mapping[str, str]
    is_rows: bool
    actions: tuple[str, ...]
    stages: tuple[str, ...]
    indexed: tuple[str, ...]

    @cached_property
    def record(self) -> sa.Table:
        """The table of records; columns are keyed by field id."""
        system = ROW_SYSTEM if self.is_rows else SYSTEM
        return sa.Table(
            table_name("r", self.app, self.entity),
            sa.MetaData(),
            *(
                sa.Column(name, TYPES[kind], primary_key=name == "_id", nullable=null)
                for name, (kind, null) in system.items()
            ),
            *(sa.Column(column_name(name), TYPES[kind], key=name) for name, kind in self.columns.items()),
        )

    @cached_property
    def milestone(self) -> sa.Table:
        """The table of milestones: `_id, _events, _head`, then the columns of `milestone_columns`."""
        return sa.Table(
            table_name("m", self.app, self.entity),
            sa.MetaData(),
            sa.Column("_id", TYPES[Column.TEXT], primary_key=True, nullable=False),
            sa.Column("_events", sa.BigInteger(), nullable=False),
            sa.Column("_head", BYTES, nullable=False),
            *(sa.Column(name, sa.BigInteger()) for name in milestone_columns(self.actions, self.stages)),
        )

    @property
    def types(self) -> dict[str, Column]:
        """Column of every system and stored field."""
        system = ROW_SYSTEM if self.is_rows else SYSTEM
        return {**{name: kind for name, (kind, _) in system.items()}, **self.columns}


def milestone_columns(actions: Iterable[str], stages: Iterable[str]) -> list[str]:
    """Per action `act_n_<id>` (how often), `act_f_<id>` and `act_l_<id>` (when first and last, epoch ms); per stage
    `stage_f_<id>` and `stage_l_<id>`."""
    names = [f"act_{part}_{action}" for action in actions for part in "nfl"]
    return names + [f"stage_{part}_{stage}" for stage in stages for part in "fl"]


@lru_cache(maxsize=2048)
def alias_of(table: EntityTable, name: str) -> sa.FromClause:
    """The table of records under another name, made once: its columns cost a tenth of a page of a list."""
    made = table.record.alias(name)
    # SQLAlchemy makes an alias's columns at their first use: here, before threads share it.
    assert len(made.c)
    return made
