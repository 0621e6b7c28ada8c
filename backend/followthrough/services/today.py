"""今天: what a person owes, by deadline; then the records he owns that are still under way, by stage, each with the one
thing to do next."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from followthrough.core.compile import CompiledEntity
from followthrough.core.rules import date_of, zone_table
from followthrough.core.rules.zones import ZoneTable, offset_at
from followthrough.core.run.acts import Record
from followthrough.core.run.next_step import NextStep, next_step
from followthrough.store import query
from followthrough.store.query import Query, owed

from . import wording
from .heartbeat import state_of
from .loading import Surroundings
from .naming import references_of
from .refusal import Refusal
from .showing_owed import OwedShowing
from .views import Text, Today, TodayGroup, TodayItem, TodayNext
from .views_owed import OwedCounts, OwedToday, WorkerState
from .watching import Reading, Watching
from .who import Who

PER_STAGE = 20
PER_PART = 50
DAY = 86_400
LOOK: Text = {"zh": "查看", "en": "Look"}


@dataclass(frozen=True, slots=True)
class Owing:
    """What stands above the groups."""

    owed: OwedToday
    approvals: int
    worker: WorkerState


class TodayOf:
    """What a person owes."""

    def __init__(self, watching: Watching) -> None:
        self._watching = watching

    def read(self, who: Who, app: str) -> Today | Refusal:
        """What I owe, the soonest deadline first, at most PER_PART of each part; and own open records by stage, those not
        touched for longest first, at most PER_STAGE of each."""
        owing = self._watching.opened(who, app, _owing)
        if isinstance(owing, Refusal):
            return owing
        groups: list[TodayGroup] = []
        for entity in self._entities(who, app):
            found = self._watching.reading(who, app, entity, partial(_groups, entity=entity))
            if isinstance(found, Refusal):
                return found
            groups += found
        return Today(owed=owing.owed, approvals=owing.approvals, worker=owing.worker, groups=groups)

    def _entities(self, who: Who, app: str) -> list[str]:
        with self._watching.db.read() as tx:
            found = self._watching.registry.app(tx, app)
        if found is None or who.roles.get(app) not in found.roles:
            return [""]
        seen = found.roles[who.roles[app]].entities
        return [name for name, entity in found.entities.items() if entity.flow is not None and name in seen]


def _owing(reading: Reading) -> Owing:
    tx, app, reader = reading.tx, reading.app, reading.showing.reader
    now = tx.now_ms()
    ends = (now, *_ends(now, reading.showing.moment.zone))
    counts = owed.by_deadline(tx, app, reader, owed.Asked(), ends)
    showing = OwedShowing(reading.showing)
    parts = []
    for index, count in enumerate(counts):
        found = owed.between(tx, app, reader, index, ends, PER_PART) if count else []
        parts.append(showing.views(found))
    return Owing(
        owed=OwedToday(
            overdue=parts[0], today=parts[1], week=parts[2], later=parts[3],
            counts=OwedCounts(overdue=counts[0], today=counts[1], week=counts[2], later=counts[3]),
        ),
        approvals=owed.tally(tx, app, reader, owed.Asked(kind="approval")).open,
        worker=state_of(tx),
    )  # fmt: skip


def _ends(now_ms: int, zone: str) -> tuple[int, int]:
    """When today ends and when this ISO week ends, in the organisation's zone; epoch milliseconds."""
    table = zone_table(zone)
    today = date_of(table, now_ms // 1000)
    monday = today + 7 - (today + 3) % 7  # day 0, 1970-01-01, was a Thursday
    return _midnight(table, today + 1), _midnight(table, monday)


def _midnight(table: ZoneTable, day: int) -> int:
    """When a day begins."""
    guess = day * DAY - offset_at(table, day * DAY)
    return (day * DAY - offset_at(table, guess)) * 1000


def _groups(reading: Reading, entity: str) -> list[TodayGroup]:
    compiled = reading.app.entities[entity]
    flow = compiled.flow
    assert flow is not None
    stages = [name for name, stage in flow.stages.items() if stage.kind == "open"]
    mine = {"op": "eq", "a": [{"f": "_owner"}, {"v": reading.who.person}]}
    asked = Query(entity, filter=mine, sort="_updated_at", limit=PER_STAGE)
    columns = query.board(reading.tx, reading.app, reading.showing.reader, asked, stages)
    around = Surroundings(reading.tx, reading.app, reading.showing.actor, reading.showing.moment.zone)
    listed = [row for column in columns for row in column.rows]
    around.fetch({key for row in listed for key in references_of(reading.app, row)})
    return [
        TodayGroup(
            entity=entity,
            stage=column.stage,
            label=wording.both(flow.stages[column.stage].label),
            count=column.count,
            items=_items(reading, around, compiled, column.rows),
        )
        for column in columns
        if column.rows
    ]


def _items(reading: Reading, around: Surroundings, entity: CompiledEntity, rows: tuple[Record, ...]) -> list[TodayItem]:
    views = reading.showing.rows(rows)
    around.read_many((entity.id, row.id) for row in rows)
    items = []
    for row, view in zip(rows, views, strict=True):
        record = around.read((entity.id, row.id))
        if record is None:
            continue
        snapshot = around.snapshot(record, entity)
        step = next_step(reading.app, snapshot, reading.showing.actor, reading.showing.moment)
        needs = step.to[0].needs if step.to else step.owed
        items.append(
            TodayItem(record=view, title=reading.showing.title(record), needs=len(needs), next=_next(reading, step))
        )
    return items


def _next(reading: Reading, step: NextStep) -> TodayNext:
    """An action that can be done now and supplies what is missing; else the field to fill; else the way that is open."""
    way = step.to[0] if step.to else None
    needs = way.needs if way is not None else step.owed
    offered = {offer.action: offer for offer in step.actions if offer.offered}
    for need in needs:
        for action in need.by:
            if action in offered:
                return TodayNext(kind="action", action=action, label=wording.both(offered[action].label))
    for need in needs:
        view = wording.need_view(reading.app, need, None)
        return TodayNext(kind="field", label=view.message)
    if way is not None:
        return TodayNext(kind="move", to=way.stage, label=wording.both(way.label))
    return TodayNext(kind="look", label=LOOK)
