"""今天: the records a person owns that are still under way, by stage, each with the one thing to do next."""

from __future__ import annotations

from functools import partial

from followthrough.core.compile import CompiledEntity
from followthrough.core.run.acts import Record
from followthrough.core.run.next_step import NextStep, next_step
from followthrough.store import query
from followthrough.store.query import Query

from . import wording
from .loading import Surroundings
from .naming import references_of
from .refusal import Refusal
from .views import Text, Today, TodayGroup, TodayItem, TodayNext
from .watching import Reading, Watching
from .who import Who

PER_STAGE = 20
LOOK: Text = {"zh": "查看", "en": "Look"}


class TodayOf:
    """What a person owes."""

    def __init__(self, watching: Watching) -> None:
        self._watching = watching

    def read(self, who: Who, app: str) -> Today | Refusal:
        """Own open records by stage, those not touched for longest first; at most PER_STAGE of each."""
        groups: list[TodayGroup] = []
        for entity in self._entities(who, app):
            found = self._watching.reading(who, app, entity, partial(_groups, entity=entity))
            if isinstance(found, Refusal):
                return found
            groups += found
        return Today(groups=groups)

    def _entities(self, who: Who, app: str) -> list[str]:
        with self._watching.db.read() as tx:
            found = self._watching.registry.app(tx, app)
        if found is None or who.roles.get(app) not in found.roles:
            return [""]
        seen = found.roles[who.roles[app]].entities
        return [name for name, entity in found.entities.items() if entity.flow is not None and name in seen]


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
