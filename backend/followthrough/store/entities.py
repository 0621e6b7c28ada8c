"""The tables of a compiled app, made once per version."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from followthrough.core.fields.base import Column

from .tables import EntityTable

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledApp, CompiledEntity


class _ByVersion:
    """A compiled app as a cache key: two are the same when key, version and digest are."""

    __slots__ = ("app", "key")

    def __init__(self, app: CompiledApp) -> None:
        self.app = app
        self.key = (app.key, app.version, app.digest)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByVersion) and self.key == other.key


def tables_of(app: CompiledApp) -> Mapping[str, EntityTable]:
    """The tables of every entity of `app`, by entity id."""
    return _tables(_ByVersion(app))


@lru_cache(maxsize=256)
def _tables(version: _ByVersion) -> Mapping[str, EntityTable]:
    app = version.app
    return MappingProxyType({entity.id: _table(app.key, entity) for entity in app.entities.values()})


def _table(app: str, entity: CompiledEntity) -> EntityTable:
    stored = {name: kind for name, kind in sorted(entity.columns.items()) if kind is not Column.NONE}
    wanted = {name for name, field in entity.fields.items() if field.filterable} | set(entity.references)
    # Pickers list records in order of their title.
    wanted.add(entity.info.title)
    return EntityTable(
        app=app,
        entity=entity.id,
        columns=MappingProxyType(stored),
        row_fields=MappingProxyType(dict(entity.rows)),
        is_rows=entity.rows_of is not None,
        actions=tuple(entity.actions),
        stages=tuple(entity.flow.stages) if entity.flow else (),
        indexed=tuple(sorted(wanted & stored.keys())),
    )
