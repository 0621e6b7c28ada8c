"""Watching: lists, boards, counts, choices and single records, as far as the reader may see them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from followthrough.core.compile import CompiledApp
from followthrough.core.run.access import in_scope, visible_fields
from followthrough.store import query
from followthrough.store.database import Database
from followthrough.store.errors import BadQuery, StoreError
from followthrough.store.query import Query
from followthrough.store.tx import Tx

from .loading import Surroundings
from .refusal import NOT_FOUND, Refusal, refuse
from .registry import Registry
from .showing import Showing
from .showing_record import opened
from .titling import names_of, shown_field, text_of
from .views import BoardColumnView, BoardView, CountView, OptionView, RecordAnswer, RowPage
from .who import Who

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ListAsked:
    """What is asked of a list.

    `filter` a rule tree; `q` words to search; `sort` a path, "-" before it for descending; `after` the cursor of the
    page before; `fields` the paths wanted (None: all own fields); `archived`: the archived ones instead of the others;
    `owed` "open" or "overdue": those on which something is owed.
    """

    filter: dict[str, Any] | None = None
    q: str = ""
    sort: str = "-_created_at"
    after: str | None = None
    limit: int = 50
    fields: tuple[str, ...] | None = None
    stage: str | None = None
    archived: bool = False
    owed: str | None = None

    def query(self, entity: str) -> Query:
        """As the query builder takes it."""
        return Query(
            entity,
            filter=self.filter,
            q=self.q,
            sort=self.sort,
            after=self.after,
            limit=self.limit,
            fields=self.fields,
            stage=self.stage,
            archived=self.archived,
            owed=self.owed,
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """One reader at one app in one transaction."""

    tx: Tx
    app: CompiledApp
    showing: Showing
    who: Who

    def sees(self, entity: str) -> bool:
        """Whether the entity is listed for the reader: it exists, his role sees it, and it is no detail row."""
        found = self.app.entities.get(entity)
        return found is not None and found.rows_of is None and entity in self.showing.reader.scopes


class Watching:
    """Reads for people. Refusals: no_role, not_found, bad_filter, bad_sort, bad_cursor, try_again."""

    def __init__(self, db: Database, registry: Registry) -> None:
        self.db = db
        self.registry = registry

    def page(self, who: Who, app: str, entity: str, asked: ListAsked) -> RowPage | Refusal:
        """A page of a list."""

        def work(reading: Reading) -> RowPage:
            found = query.page(reading.tx, reading.app, reading.showing.reader, asked.query(entity))
            return RowPage(rows=reading.showing.rows(found.rows, asked.fields or ()), next=found.next)

        return self.reading(who, app, entity, work)

    def board(self, who: Who, app: str, entity: str, asked: ListAsked) -> BoardView | Refusal:
        """The stages of the entity's flow in order, each with its first rows. not_found for an entity without a flow."""

        def work(reading: Reading) -> BoardView | Refusal:
            compiled = reading.app.entities[entity]
            if compiled.flow is None:
                return NOT_FOUND
            stages = [name for name, stage in compiled.flow.stages.items() if not stage.archived]
            total = _total(reading, entity)
            found = query.board(
                reading.tx, reading.app, reading.showing.reader, asked.query(entity), stages, total=total
            )
            rows = iter(reading.showing.rows([row for column in found for row in column.rows], asked.fields or ()))
            columns = [
                BoardColumnView(
                    stage=column.stage,
                    count=column.count,
                    more=column.more,
                    total=column.total,
                    rows=list(islice(rows, len(column.rows))),
                    next=column.next,
                )
                for column in found
            ]
            return BoardView(columns=columns)

        return self.reading(who, app, entity, work)

    def count(self, who: Who, app: str, entity: str, asked: ListAsked) -> CountView | Refusal:
        """How many rows there are, counted up to a cap."""

        def work(reading: Reading) -> CountView:
            found, capped = query.count(reading.tx, reading.app, reading.showing.reader, asked.query(entity))
            return CountView(count=found, capped=capped)

        return self.reading(who, app, entity, work)

    def options(self, who: Who, app: str, entity: str, q: str = "", limit: int = 20) -> list[OptionView] | Refusal:
        """Records to choose from in a reference, by words of their titles."""

        def work(reading: Reading) -> list[OptionView]:
            reader, compiled = reading.showing.reader, reading.app.entities[entity]
            found = query.options(reading.tx, reading.app, reader, entity, q, limit)
            title = shown_field(reading.app, compiled, compiled.info.title)
            subtitle = shown_field(reading.app, compiled, compiled.info.subtitle or "")
            named = {
                (str(part.type.target), value)
                for part, values in ((title, [o.title for o in found]), (subtitle, [o.subtitle for o in found]))
                if part is not None and part.type.base == "ref"
                for value in values
                if isinstance(value, str)
            }
            names = names_of(reading.tx, reading.app, reader, named, who.lang)
            return [
                OptionView(
                    id=one.id,
                    title=text_of(title, one.title, who.lang, names) or "–",
                    subtitle=text_of(subtitle, one.subtitle, who.lang, names) or None,
                )
                for one in found
            ]

        return self.reading(who, app, entity, work)

    def record(self, who: Who, app: str, entity: str, record: str) -> RecordAnswer | Refusal:
        """A record with what comes next. One that may not be seen is not_found like one that does not exist."""

        def work(reading: Reading) -> RecordAnswer | Refusal:
            zone = reading.showing.moment.zone
            around = Surroundings(reading.tx, reading.app, reading.showing.actor, zone)
            found = around.read((entity, record))
            if found is None:
                return NOT_FOUND
            snapshot = around.snapshot(found, reading.app.entities[entity])
            around.chains({(entity, record)})
            if not in_scope(reading.app, snapshot, reading.showing.actor, found):
                return NOT_FOUND
            return opened(reading.showing, around, snapshot)

        return self.reading(who, app, entity, work)

    def reading(self, who: Who, app: str, entity: str, work: Callable[[Reading], T | Refusal]) -> T | Refusal:
        """Run `work` for a reader who sees the entity at all; bad queries come back as refusals."""
        return self.opened(who, app, lambda reading: work(reading) if reading.sees(entity) else NOT_FOUND)

    def opened(self, who: Who, app: str, work: Callable[[Reading], T | Refusal]) -> T | Refusal:
        """Run `work` for a reader with a role in the app; bad queries come back as refusals."""
        try:
            with self.db.read(snapshot=True) as tx:
                found = self.registry.app(tx, app)
                if found is None:
                    return NOT_FOUND
                actor = who.actor(app)
                if actor.role not in found.roles:
                    return refuse("no_role")
                return work(Reading(tx, found, Showing(tx, found, actor, self.registry.moment(tx), who.lang), who))
        except BadQuery as error:
            return NOT_FOUND if error.params.get("reason") == "unknown_entity" else refuse(error.code, **error.params)
        except StoreError as error:
            return refuse(error.code)


def _total(reading: Reading, entity: str) -> str | None:
    """The field summed per column of a board: that of the first list with one the reader may see."""
    seen = visible_fields(reading.app, reading.showing.actor.role, entity)
    for listed in reading.app.entities[entity].lists.values():
        if listed.kanban is not None and listed.kanban.total in seen:
            return listed.kanban.total
    return None
