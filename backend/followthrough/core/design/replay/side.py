"""One of the two versions over the rebuilt records: what it would have stored of them, and what each act meant to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import EllipsisType
from typing import Any

from followthrough.core.compile.app import PARENT, CompiledApp, CompiledEntity, CompiledField
from followthrough.core.kit.ids import plain_json
from followthrough.core.model.decode import to_json
from followthrough.core.rules.calendars import Calendar
from followthrough.core.run.acts import Moment, Record, Snapshot
from followthrough.core.run.derive import derive, start_rollups
from followthrough.core.run.owed import Obligation
from followthrough.core.run.triggers import People
from followthrough.core.run.verdict import stored_values
from followthrough.core.run.world import Key, State, World, own, stored_state

from .books import Books
from .doubt import Doubt
from .shape import Shape

_PLACE = re.compile(r"(^|\.)_(stage|path)")


class Surroundings:
    """What holds for both versions: zone, calendars and people as they are today."""

    def __init__(self, zone: str, calendars: Mapping[str, Calendar], people: People) -> None:
        self.zone = zone
        self.calendars = calendars
        self.people = people

    def moment(self, ms: int) -> Moment:
        """The moment at which something is judged."""
        return Moment(ms, self.zone, self.calendars)


class View(dict[Key, "Record | None"]):
    """Records as the version would have stored them: those whose computed fields it works out otherwise are derived anew.

    Looked up as the references of a snapshot are.
    """

    def __init__(self, side: Side) -> None:
        super().__init__()
        self._side = side
        self._made: dict[Key, tuple[Record, int, Record]] = {}
        self._busy: set[Key] = set()

    def get(self, key: Any, default: Any = None) -> Any:
        """The record behind `key`."""
        side = self._side
        record = side.books.records.get(key)
        if record is None or key[0] not in side.stale or key in self._busy:
            return record or default
        known = self._made.get(key)
        if known is not None and known[0] is record and known[1] == side.now_ms:
            return known[2]
        self._busy.add(key)
        try:
            made = side.derived(record)
        finally:
            self._busy.discard(key)
        self._made[key] = (record, side.now_ms, made)
        if len(self._made) > 10_000:
            self._made.clear()
        return made


class Earlier(dict[Key, "Record | None"]):
    """The view, but for some records as they were before."""

    def __init__(self, view: View, others: Mapping[Key, Record | None]) -> None:
        super().__init__(others)
        self._view = view

    def get(self, key: Any, default: Any = None) -> Any:
        """The record behind `key`."""
        return self[key] if key in self else self._view.get(key, default)


class Side:
    """A version `app`. `live` is the shape of what the records were stored by last."""

    def __init__(self, app: CompiledApp, books: Books, around: Surroundings, shapes: Mapping[int, Shape]) -> None:
        self.app = app
        self.books = books
        self.around = around
        self.now_ms = 0
        self.stale = frozenset(
            name for name, one in app.entities.items() if any(_stale(shape, one) for shape in shapes.values())
        )
        self.placed = frozenset(name for name in app.entities if _by_place(app, name))
        """Entities of whose records a value may follow from the stage or the path they stand on."""
        self.view = View(self)
        self._doubts = {version: Doubt(app, shape) for version, shape in shapes.items()}
        self._latest = self._doubts[max(self._doubts)] if self._doubts else Doubt(app, Shape.of(app.doc))
        for doubt in (*self._doubts.values(), self._latest):
            doubt.stored = books.records.get

    def doubt(self, version: int) -> Doubt:
        """What is unknown of an act that `version` judged; of one that names no known version as of the latest."""
        return self._doubts.get(version, self._latest)

    @property
    def doubts(self) -> list[Doubt]:
        """What is unknown of the acts of each version."""
        return list(self._doubts.values())

    def entity(self, name: str) -> CompiledEntity | None:
        """The entity, None when the version has none of the name."""
        return self.app.entities.get(name)

    def earlier(self, record: Record, others: Mapping[Key, Record | None]) -> State:
        """The record among the others as they were before an act."""
        world = World(self.app, Snapshot(None, Earlier(self.view, others)), None, self.around.moment(self.now_ms))
        return self._settled(world, record)

    def snapshot(self, record: Record | None, obligations: tuple[Obligation, ...] = ()) -> Snapshot:
        """What a decision looks at. The record itself is looked up in the view."""
        return Snapshot(record, self.view, obligations=obligations, directory=self.around.people)

    def world(self, obligations: tuple[Obligation, ...] = ()) -> World:
        """The records at the present moment."""
        return World(self.app, self.snapshot(None, obligations), None, self.around.moment(self.now_ms))

    def state(
        self, record: Record, obligations: tuple[Obligation, ...] = (), *, stage: str | EllipsisType | None = ...
    ) -> State:
        """A rebuilt record with all that follows from its values under the version; as it stands in `stage` if given."""
        return self._settled(self.world(obligations), record, stage)

    def _settled(self, world: World, record: Record, stage: str | EllipsisType | None = ...) -> State:
        entity = self.app.entities[record.entity]
        state = own(stored_state(world, entity, record))
        if not isinstance(stage, EllipsisType):
            state.stage = stage
        world.states[state.key] = state
        start_rollups(state, {})
        derive(state)
        return state

    def derived(self, record: Record) -> Record:
        """The record as the version would have stored it."""
        values = stored_values(self.state(record))
        return Record(
            record.entity, record.id, record.version, values, record.stage, record.path, record.owner, record.unit,
            record.created_at, record.created_by, record.updated_at, record.archived, record.judged_by,
        )  # fmt: skip


def _stale(shape: Shape, entity: CompiledEntity) -> bool:
    """Whether a record stored under the shape would hold other computed values under the entity's present rules."""
    known = shape.fields.get(entity.id, {})
    for name, found in entity.fields.items():
        then = known.get(name)
        if found.live:
            continue
        if found.compute is not None and (then is None or then.computed != _rule_of(entity, name)):
            return True
        if found.rollup is not None and found.rollup.via == PARENT:
            if then is None or then.rollup != plain_json(to_json(found.rollup.spec)):
                return True
        elif found.relevance is not None and (
            then is None
            or then.relevance is None
            or plain_json(then.relevance.node) != plain_json(found.relevance.node)
        ):
            return True
    return False


def _by_place(app: CompiledApp, name: str) -> bool:
    """Whether a derived value of a record, or of its detail rows, may follow from its stage or path: by itself, or by what
    is read live of a record that refers back to it."""
    entity = app.entities[name]
    family = (entity, *(app.entities[child] for child in entity.rows.values()))
    own = (path for one in family for found in one.fields.values() for path in _read_by(found))
    live = (path for one in app.entities.values() for key in one.live for path in _read_by(one.fields[key]))
    return any(_PLACE.search(path) for path in own) or any("." in path and _PLACE.search(path) for path in live)


def _read_by(found: CompiledField) -> Iterator[str]:
    """The paths that a field's value follows from."""
    rollup = found.rollup
    for rule in (found.relevance, found.compute, rollup.where if rollup is not None else None):
        yield from rule.reads if rule is not None else ()
    if found.lookup is not None:
        yield f"{found.lookup.via}.{found.lookup.value}"


def _rule_of(entity: CompiledEntity, name: str) -> bytes | None:
    """What computes a field, as a shape notes it."""
    table = next((one for one in entity.tables.values() if one.output == name), None)
    if table is not None:
        return plain_json(to_json(table.doc))
    compute = entity.fields[name].property.field.compute
    return None if compute is None else plain_json(compute)


Roles = Callable[[str], str | None]
"""The role a person has in the app today; None: none."""
