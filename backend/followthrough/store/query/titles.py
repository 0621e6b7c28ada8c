"""What stands for a record elsewhere: its title and subtitle, for pickers and for the names behind references."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from followthrough.core.compile.app import CompiledApp
from followthrough.core.fields.base import Column
from followthrough.store.errors import BadFilter
from followthrough.store.hot import Row
from followthrough.store.tx import Tx

from .pages import Query, Selected, convert_all, selected, where
from .reader import Reader
from .sources import Sources

MAX_OPTIONS = 50


@dataclass(frozen=True, slots=True)
class Title:
    """The values of the title and subtitle fields, as a record holds them; None: empty, or hidden from this reader."""

    title: Any
    subtitle: Any


@dataclass(frozen=True, slots=True)
class Option:
    """A record a reference may point to."""

    id: str
    title: Any
    subtitle: Any


def titles(tx: Tx, app: CompiledApp, reader: Reader, entity: str, ids: Collection[str]) -> dict[str, Title]:
    """Titles of those of `ids` that exist and that the reader may see; an invisible one is left out as a missing one is."""
    if not ids or entity not in reader.scopes or app.entities[entity].rows_of is not None:
        return {}
    sources = Sources(app, reader, entity, tx.dialect)
    shown = _shown(sources)
    id_ = sources.record.c["_id"]
    conditions: list[sa.ColumnElement[bool]] = [id_.in_(sorted(set(ids)))]
    scope = sources.scope()
    if scope is not None:
        conditions.append(scope)
    statement = sa.select(id_, *(column for _, column, _ in shown))
    rows = tx.rows(statement.select_from(sources.from_()).where(*conditions))
    return {row[0]: Title(*_pair(sources, shown, row)) for row in rows}


def options(tx: Tx, app: CompiledApp, reader: Reader, entity: str, q: str = "", limit: int = 20) -> list[Option]:
    """Records the reader may see that match `q`, in order of title, at most MAX_OPTIONS. One with an empty
    title cannot be told from another and is not offered."""
    sources = Sources(app, reader, entity, tx.dialect)
    shown = _shown(sources)
    conditions = where(sources, Query(entity, q=q))
    id_ = sources.record.c["_id"]
    title = [column for path, column, _ in shown if path == sources.entity.info.title]
    conditions += [column.is_not(None) for column in title]
    statement = (
        sa.select(id_, *(column for _, column, _ in shown))
        .select_from(sources.from_())
        .where(*conditions)
        .order_by(*title, id_)
        .limit(max(1, min(limit, MAX_OPTIONS)))
    )
    return [Option(row[0], *_pair(sources, shown, row)) for row in tx.rows(statement)]


def every(
    tx: Tx, app: CompiledApp, reader: Reader, entity: str, path: str, limit: int = 200_000
) -> list[tuple[str, Any]]:
    """(id, value at `path`) of all records the reader may see and that are filled there, at most `limit`, in order of id.

    Raises BadFilter for a path he may not see.
    """
    sources = Sources(app, reader, entity, tx.dialect)
    shown = selected(sources, (path,))
    _, column, _ = shown[0]
    id_ = sources.record.c["_id"]
    statement = sa.select(id_, column).select_from(sources.from_())
    rows = tx.rows(statement.where(*where(sources, Query(entity)), column.is_not(None)).order_by(id_).limit(limit))
    return [(row[0], convert_all(shown, row[1:])[path]) for row in rows]


def called(tx: Tx, app: CompiledApp, reader: Reader, entity: str, names: Collection[str]) -> dict[str, list[str]]:
    """The ids of the records the reader may see whose title is exactly one of `names`, by title; none where titles of the
    entity are no text."""
    found = app.entities[entity].fields.get(app.entities[entity].info.title)
    if found is None or found.column is not Column.TEXT or found.type.base != "text" or entity not in reader.scopes:
        return {}
    sources = Sources(app, reader, entity, tx.dialect)
    record = sources.record
    wanted = [*where(sources, Query(entity)), record.c[found.id].in_(sorted(set(names)))]
    statement = sa.select(record.c["_id"], record.c[found.id]).select_from(sources.from_()).where(*wanted)
    made: dict[str, list[str]] = {}
    for key, title in tx.rows(statement.order_by(record.c["_id"])):
        made.setdefault(title, []).append(key)
    return made


def _shown(sources: Sources) -> list[Selected]:
    """Title and subtitle, as far as the reader may see them."""
    info = sources.entity.info
    made: list[Selected] = []
    for name in filter(None, (info.title, info.subtitle)):
        try:
            made += selected(sources, (name,))
        except BadFilter:
            continue
    return made


def _pair(sources: Sources, shown: list[Selected], row: Row) -> tuple[Any, Any]:
    values = convert_all(shown, row[1:])
    info = sources.entity.info
    return values.get(info.title), values.get(info.subtitle or "")
