"""The order of a list and the place where its next page begins.

Order is by one path and then by id, in one direction, so that no two rows are equal and an index on (path, id) serves
both ways. Empty values come last in either direction: a page is asked for in at most two zones, first the rows with
a value, then those without.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa

from followthrough.core.compile.app import CompiledEntity, CompiledField
from followthrough.core.fields.base import Column
from followthrough.core.kit.ids import is_record_id
from followthrough.store.ddl import indexes
from followthrough.store.entities import tables_of
from followthrough.store.errors import BadCursor, BadFilter, BadSort
from followthrough.store.tables import SYSTEM

from .sources import Expression, Sources

_INDEXED_BY_OWNER = frozenset({"_created_at"})
_UNSORTABLE = frozenset({Column.JSON, Column.NONE})
_CURSOR = msgspec.json.Decoder(tuple[str, str | int | float | bool | None, str])
_JSON_TYPES: dict[Column, tuple[type, ...]] = {
    Column.TEXT: (str,),
    Column.DATE: (str,),
    Column.DOUBLE: (float, int),
    Column.BIGINT: (int,),
    Column.INSTANT: (int,),
    Column.BOOLEAN: (bool,),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A row's place in the order: the raw value of its key (None: empty) and its id."""

    key: Any
    id: str


@dataclass(frozen=True, slots=True)
class Order:
    """An order. `text` as the client wrote it ("-amount"); `key` the column; `nullable` whether it may be empty.

    `gathered`: the rows are few of many, so they are to be found first and sorted then. By themselves both databases walk the
    index of the key and look at every row of everybody; a key it has no index of keeps it from that.
    `indexed`: the table has an index of (key, id).
    """

    text: str
    key: Expression
    kind: Column
    descending: bool
    nullable: bool
    gathered: bool = False
    indexed: bool = False

    def zone(self, empty: bool, id_: Expression, after: Place | None) -> list[Expression]:
        """Conditions on the rows of a zone that come after a place."""
        made: list[Expression] = []
        if self.nullable:
            key = self._unindexed(self.key)
            made.append(key.is_(None) if empty else key.is_not(None))
        if after is None or (empty and after.key is not None):
            return made
        place = sa.literal(after.id, sa.Text())
        if empty:
            return [*made, id_ < place if self.descending else id_ > place]
        here, there = sa.tuple_(self.key, id_), sa.tuple_(sa.literal(after.key, self.key.type), place)
        return [*made, here < there if self.descending else here > there]

    def by(self, empty: bool, id_: Expression, key: Expression | None = None) -> list[Expression]:
        """ORDER BY of a zone; `key` stands for the order's own where that is selected already."""
        if key is None:
            key, id_ = self._unindexed(self.key), self._unindexed(id_) if empty else id_
        columns = [id_] if empty else [key, id_]
        return [column.desc() if self.descending else column.asc() for column in columns]

    def _unindexed(self, column: Expression) -> Expression:
        """The same value; of gathered rows one that no index has."""
        return sa.func.coalesce(column, column) if self.gathered else column


def order_of(sources: Sources, text: str) -> Order:
    """The order "amount", "-amount", "customer.name", "_stage", … Raises BadSort, the same for what does not exist, what
    the reader may not see and what is not declared filterable."""
    path = text.removeprefix("-")
    try:
        entity, field = sources.field(path)
        if field is not None and not sortable(entity, field):
            raise BadSort("not_sortable", field=path)
        key = sources.column(path)
    except BadFilter as error:
        raise BadSort("not_sortable", field=path) from error
    name = path.rpartition(".")[2]
    kind, nullable = (field.column, True) if field is not None else SYSTEM[name]
    gathered = sources.few and path not in _INDEXED_BY_OWNER
    indexed = "." not in path and [name, "_id"] in indexes(tables_of(sources.app)[sources.entity.id]).values()
    return Order(text, key, kind, text.startswith("-"), nullable or "." in path, gathered, indexed)


def sortable(entity: CompiledEntity, field: CompiledField) -> bool:
    """Whether a list may be sorted by the field: stored, not a set, and filterable or the title."""
    return field.column not in _UNSORTABLE and (field.filterable or field.id == entity.info.title)


def cursor(order: Order, place: Place) -> str:
    """The place as the client carries it: the value is one he has seen, the id that of a row he has seen."""
    key = place.key if isinstance(place.key, str | int | float | bool | None) else str(place.key)
    return base64.urlsafe_b64encode(msgspec.json.encode([order.text, key, place.id])).rstrip(b"=").decode()


def place_of(order: Order, text: str) -> Place:
    """The place a cursor stands for. Raises BadCursor for one that is not ours or is of another order."""
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        told, key, record = _CURSOR.decode(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (msgspec.MsgspecError, UnicodeEncodeError, binascii.Error, ValueError) as error:
        raise BadCursor("not_ours") from error
    if told != order.text or not is_record_id(record):
        raise BadCursor("other_order")
    if not _fits(order, key):
        raise BadCursor("not_ours")
    return Place(key, record)


def _fits(order: Order, key: Any) -> bool:
    if key is None:
        return order.nullable
    if (order.kind is Column.BOOLEAN) != isinstance(key, bool):
        return False
    if isinstance(key, str) and ("\x00" in key or (order.kind is Column.DATE and not _is_date(key))):
        return False
    if isinstance(key, int) and abs(key) >= 2**63:
        return False
    return isinstance(key, _JSON_TYPES[order.kind])


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
