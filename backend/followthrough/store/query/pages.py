"""Pages of a list, and how many rows there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from followthrough.core.compile.app import CompiledApp
from followthrough.core.fields.base import Column
from followthrough.core.rules import Node, check_rule, errors
from followthrough.core.run.acts import Record
from followthrough.store.columns import Convert
from followthrough.store.columns import reader as reader_for
from followthrough.store.entities import tables_of
from followthrough.store.errors import BadFilter
from followthrough.store.hot import Row
from followthrough.store.platform import obligation
from followthrough.store.rules_sql import record_value
from followthrough.store.statements import statements_of
from followthrough.store.tables import SYSTEM
from followthrough.store.tx import Tx

from .order import Order, Place, cursor, order_of, place_of
from .plan import steered
from .reader import Reader
from .search import search
from .sources import Expression, Sources

MAX_LIMIT = 200
COUNT_CAP = 10_000


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of an entity's list.

    `filter` a rule tree; `q` search text; `stage` one column of a board; `sort` a path, "-" before it for descending;
    `after` the cursor of the page before; `fields` the paths wanted in `values` (None: all the entity's own that the
    reader may see). Archived records are left out unless `archived`. `owed` "open" or "overdue": those on which
    something is owed, by whomever.
    """

    entity: str
    filter: Node | None = None
    q: str = ""
    sort: str = "-_created_at"
    after: str | None = None
    limit: int = 50
    fields: tuple[str, ...] | None = None
    stage: str | None = None
    archived: bool = False
    owed: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in order, and the cursor after the last (None: there are no more). Values behind references are keyed by path."""

    rows: tuple[Record, ...]
    next: str | None


def page(tx: Tx, app: CompiledApp, reader: Reader, query: Query) -> Page:
    """A page of what the reader may see. Raises BadFilter, BadSort, BadCursor."""
    sources = Sources(app, reader, query.entity, tx.dialect)
    limit = max(1, min(query.limit, MAX_LIMIT))
    order = order_of(sources, query.sort)
    after = place_of(order, query.after) if query.after else None
    conditions = where(sources, query)
    if tx.dialect == "sqlite":
        conditions = steered(tx, sources, order, conditions)
    rows_of = _Rows(sources, order, conditions, query.fields)

    def zone(empty: bool, wanted: int) -> list[Row]:
        return tx.rows(rows_of.statement(empty, after, wanted))

    rows = [] if after is not None and after.key is None else zone(False, limit + 1)
    if order.nullable and len(rows) <= limit:
        rows += zone(True, limit + 1 - len(rows))
    shown = rows[:limit]
    following = None
    if len(rows) > limit:
        last = shown[-1]
        following = cursor(order, Place(_plain(order, last[len(SYSTEM)]), last[0]))
    return Page(tuple(_records(app, query.entity, rows_of.values, shown)), following)


class _Rows:
    """The statements of a page. Records behind references that only columns show are joined to the chosen rows, not to
    all that are chosen from."""

    def __init__(
        self, sources: Sources, order: Order, conditions: list[Expression], fields: tuple[str, ...] | None
    ) -> None:
        self.sources = sources
        self.order = order
        self.conditions = conditions
        self.chosen_from = sources.from_()
        needed = sources.joined
        self.values = selected(sources, fields)
        self.late = sources.joined > needed
        self.id = sources.record.c["_id"]

    def statement(self, empty: bool, after: Place | None, wanted: int) -> sa.Select[Any]:
        """System columns, the key of the order, then the values, of `wanted` rows of a zone."""
        order, id_ = self.order, self.id
        system = [self.sources.record.c[name] for name in SYSTEM]
        shown = [made for _, made, _ in self.values]
        key = order.key.label("_key")
        first = sa.select(id_, key) if self.late else sa.select(*system, key, *shown)
        chosen = (
            first.select_from(self.chosen_from)
            .where(*self.conditions, *order.zone(empty, id_, after))
            .order_by(*order.by(empty, id_))
            .limit(wanted)
        )
        if not self.late:
            return chosen
        few = chosen.subquery("_chosen")
        joined = self.sources.from_(self.sources.record.join(few, few.c["_id"] == id_))
        again = sa.select(*system, few.c["_key"], *shown).select_from(joined)
        return again.order_by(*order.by(empty, id_, few.c["_key"]))


def count(tx: Tx, app: CompiledApp, reader: Reader, query: Query, cap: int = COUNT_CAP) -> tuple[int, bool]:
    """How many rows the reader may see, counted up to `cap`; whether there are more. Raises BadFilter."""
    sources = Sources(app, reader, query.entity, tx.dialect)
    conditions = where(sources, query)
    some = sa.select(sa.literal(1).label("one")).select_from(sources.from_()).where(*conditions).limit(cap + 1)
    found = int(tx.scalar(sa.select(sa.func.count()).select_from(some.subquery())))
    return min(found, cap), found > cap


def where(sources: Sources, query: Query) -> list[Expression]:
    """The conditions of a query: row scope first, then stage, search and filter. Raises BadFilter."""
    record = sources.record
    made: list[Expression] = []
    scope = sources.scope()
    if scope is not None:
        made.append(scope)
    made.append(record.c["_archived"] == (sa.true() if query.archived else sa.false()))
    if query.stage is not None:
        made.append(record.c["_stage"] == query.stage)
    if query.owed is not None:
        made.append(_owed(sources, overdue=query.owed == "overdue"))
    found = search(sources, query.q)
    if found is not None:
        made.append(found)
    if query.filter is not None:
        made.append(filter_of(sources, query.filter))
    return made


def _owed(sources: Sources, *, overdue: bool) -> Expression:
    """Something is owed on the record; past its deadline."""
    c = obligation.c
    wanted = [c.record == sources.record.c["_id"], c.state == sa.literal_column("'open'")]
    if overdue:
        wanted.append(c.due_ms < sources.reader.now_s * 1000)
    return sa.exists(sa.select(sa.literal(1)).select_from(obligation).where(*wanted).correlate(sources.record))


def filter_of(sources: Sources, node: Node) -> Expression:
    """A filter as a condition, checked as any rule is. Raises BadFilter with the first issue's path and code."""
    wrong = errors(check_rule(node, sources, "condition", sources.reader.calendars.keys()))
    if wrong:
        raise BadFilter(wrong[0].code, path=wrong[0].path)
    return sources.condition(node)


Selected = tuple[str, Expression, Convert | None]


def selected(sources: Sources, paths: tuple[str, ...] | None) -> list[Selected]:
    """The wanted paths with their columns and the conversion of what comes back. Raises BadFilter."""
    wanted = default_paths(sources) if paths is None else dict.fromkeys(paths)
    return [(path, sources.column(path), _conversion(sources, path)) for path in wanted if path not in SYSTEM]


def _conversion(sources: Sources, path: str) -> Convert | None:
    """How a path's column becomes a record's value; a lookup's as that of the field it reads."""
    head, dot, name = path.rpartition(".")
    _, field = sources.field(path)
    if field is None:
        return reader_for(SYSTEM[name][0])
    if field.lookup is not None:
        return _conversion(sources, f"{head}{dot}{field.lookup.via}.{field.lookup.value}")
    if not field.live:
        return reader_for(field.column)
    kind = field.type
    return lambda raw: record_value(raw, kind)


def convert_all(values: list[Selected], row: Sequence[Any]) -> dict[str, Any]:
    """The filled values of `row`, which holds the columns of `values`."""
    made: dict[str, Any] = {}
    for (path, _, convert), value in zip(values, row, strict=True):
        if value is not None:
            made[path] = convert(value) if convert else value
    return made


def default_paths(sources: Sources) -> list[str]:
    """All own fields the reader may see that a list can show: no detail rows, no live field over what he may not see."""
    seen = sources.reader.fields.get(sources.entity.id, frozenset())
    made: list[str] = []
    for name, field in sources.entity.fields.items():
        if name not in seen or field.rows is not None:
            continue
        if field.live:
            try:
                sources.column(name)
            except BadFilter:
                continue
        made.append(name)
    return made


def _records(app: CompiledApp, entity: str, values: list[Selected], rows: list[Row]) -> Iterator[Record]:
    width = len(SYSTEM)
    made = statements_of(tables_of(app)[entity]).system_record
    return (made(row[:width], convert_all(values, row[width + 1 :])) for row in rows)


def _plain(order: Order, value: Any) -> Any:
    return value.isoformat() if order.kind is Column.DATE and hasattr(value, "isoformat") else value
