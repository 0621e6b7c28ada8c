"""What a decision looks at: records as they stand or are becoming, each with the values its rules see.

A `State` is one record in the middle of a decision. Its `Lens` answers any path a rule may name
(`amount`, `customer.level`, `_stage`, `act.result`, `_parent.discount`), resolved when first read and
forgotten when anything changes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from followthrough.core.compile.app import PARENT, CompiledApp, CompiledEntity, CompiledField
from followthrough.core.rules import Env, date_of, inner, instant_text, second_of, zone_table

from .acts import Actor, Milestones, Moment, Record, Snapshot, Values

Key = tuple[str, str]
"""A record: (entity, id)."""


class Lens(dict[str, Any]):
    """Inner values by path, read through on demand; `get` is the plain look-up so that missing paths are resolved."""

    __slots__ = ("state",)

    state: State

    def __missing__(self, path: str) -> Any:
        value = self[path] = resolve(self.state, path)
        return value

    get: Any = dict.__getitem__


class World:
    """One decision's view: the snapshot, laid over by the states of the records the act changes."""

    __slots__ = ("actor", "app", "files", "lenses", "moment", "now", "snapshot", "states", "taken", "today", "zone")

    def __init__(self, app: CompiledApp, snapshot: Snapshot, actor: Actor | None, moment: Moment) -> None:
        self.app = app
        self.snapshot = snapshot
        self.actor = actor
        self.moment = moment
        self.now = moment.now_ms // 1000
        self.zone = zone_table(moment.zone)
        self.today = date_of(self.zone, self.now)
        self.states: dict[Key, State] = {}
        self.lenses: list[Lens] = []
        self.files: list[str] = []
        self.taken: frozenset[str] = frozenset()
        """Files that this very act has tied to its record before, when it was asked for."""

    @property
    def instant(self) -> str:
        """The moment as records hold it."""
        return instant_text(self.now)

    def record(self, key: Key) -> Record | None:
        """The stored record behind `key`, None when there is none."""
        own = self.snapshot.record
        if own is not None and (own.entity, own.id) == key:
            return own
        return self.snapshot.refs.get(key)

    def state(self, key: Key) -> State | None:
        """The record behind `key` as the decision sees it now; None when there is none."""
        found = self.states.get(key)
        if found is None:
            record = self.record(key)
            entity = self.app.entities.get(key[0])
            if record is None or entity is None:
                return None
            found = stored_state(self, entity, record)
            self.states[key] = found
        return found

    def forget(self) -> None:
        """Something changed: no lens may answer from memory."""
        for lens in self.lenses:
            lens.clear()


@dataclass(slots=True, eq=False)
class State:
    """A record in the middle of a decision.

    `raw` holds the values as stored or given, `values` those that count: hidden fields emptied, computed
    ones computed. `extras` are inner values of `act.<key>`; `made` the record the act creates (`new.<field>`); `acting`
    the action that is being done on it, which was asked for at `asked_ms` (None: now);
    `parent` and `rows` tie detail rows to their record.
    """

    world: World
    entity: CompiledEntity
    id: str
    raw: Values
    values: Values
    before: Record | None = None
    stage: str | None = None
    path: str | None = None
    owner: str | None = None
    unit: str | None = None
    created_at: str = ""
    created_by: str | None = None
    archived: bool = False
    milestones: Milestones = field(default_factory=Milestones)
    parent: State | None = None
    rows: dict[str, list[State]] = field(default_factory=dict)
    extras: dict[str, Any] = field(default_factory=dict)
    made: State | None = None
    acting: str | None = None
    asked_ms: int | None = None
    hidden: set[str] = field(default_factory=set)
    bad: set[str] = field(default_factory=set)
    lens: Lens = field(init=False)
    env: Env = field(init=False)

    def __post_init__(self) -> None:
        world = self.world
        self.lens = Lens()
        self.lens.state = self
        self.env = Env(self.lens, world.now, world.today, world.zone, world.moment.calendars)
        world.lenses.append(self.lens)

    @property
    def key(self) -> Key:
        """(entity, id)."""
        return self.entity.id, self.id

    def put(self, name: str, value: Any) -> bool:
        """Let a value count from now on; whether it differs from the one before."""
        if self.values.get(name) == value:
            return False
        self.values[name] = value
        self.world.forget()
        return True

    def filled(self, name: str) -> bool:
        """Whether a field of this record has a value, read live where it is live."""
        return self.lens[name] is not None


def stored_state(world: World, entity: CompiledEntity, record: Record) -> State:
    """A record as it is stored. Its values are shared with the record: `own` them before changing any."""
    return State(
        world,
        entity,
        record.id,
        record.values,
        record.values,
        before=record,
        stage=record.stage,
        path=record.path,
        owner=record.owner,
        unit=record.unit,
        created_at=record.created_at,
        created_by=record.created_by,
        archived=record.archived,
    )


def own(state: State) -> State:
    """Give the state values of its own, so that changing them leaves the stored record as it is."""
    state.raw = dict(state.raw)
    state.values = dict(state.values)
    return state


def behind(state: State, reference: str) -> State | None:
    """The record behind a reference field (or `a.b`, two of them), None when one is empty or its record is not there."""
    if "." in reference:
        head, _, rest = reference.partition(".")
        first = behind(state, head)
        return None if first is None else behind(first, rest)
    if reference == PARENT:
        return state.parent
    found = state.entity.fields.get(reference)
    if found is None or not found.targets:
        return None
    key = target_key(found, state.values.get(reference))
    return None if key is None else state.world.state(key)


def target_key(found: CompiledField, value: Any) -> Key | None:
    """The record a reference value names."""
    if not value:
        return None
    if isinstance(value, Mapping):
        return value["entity"], value["id"]
    return found.targets[0], value


def relevant(state: State, found: CompiledField) -> bool:
    """Whether the field is shown at all."""
    return found.relevance is None or found.relevance.holds(state.env)


def resolve(state: State, path: str) -> Any:
    """The inner value of any path a rule may name; what does not exist is empty."""
    head, dot, rest = path.partition(".")
    if dot:
        return _through(state, head, rest, path)
    if head[0] == "_":
        return _system(state, head)
    if head[0] == "@":
        return _parameter(state.world.actor, head)
    found = state.entity.fields.get(head)
    if found is None:
        return None
    if found.lookup is not None:
        target = behind(state, found.lookup.via)
        return target.lens[found.lookup.value] if target is not None and relevant(state, found) else None
    if found.live and found.compute is not None:
        return whole_units(found, found.compute.value(state.env)) if relevant(state, found) else None
    return inner(state.values.get(head), found.type)


def whole_units(found: CompiledField, value: Any) -> Any:
    """A computed value of a field of whole numbers (minor units, seconds) rounded half away from zero, as `round` of the
    rule language; of any other field as it is. Live fields too: what a list shows and a rule reads is one number."""
    if found.property.type != "integer" or isinstance(value, bool) or not isinstance(value, int | float):
        return value
    nudge = 1 + 2**-50 if abs(value) < 2**48 else 1  # beyond it the nudge would itself be worth a quarter
    return math.copysign(math.floor(abs(value) * nudge + 0.5), value) or 0.0


def _through(state: State, head: str, rest: str, path: str) -> Any:
    if head == "act":
        return state.extras.get(path)
    target = state.made if head == "new" else behind(state, head)
    return None if target is None else target.lens[rest]


def _system(state: State, name: str) -> Any:
    match name:
        case "_id":
            return state.id
        case "_stage":
            return state.stage
        case "_path":
            return state.path
        case "_owner":
            return state.owner
        case "_unit":
            return state.unit
        case "_created_by":
            return state.created_by
        case "_created_at":
            return second_of(state.created_at) if state.created_at else None
        case "_updated_at":
            updated = state.before.updated_at if state.before else ""
            return second_of(updated) if updated else None
        case "_parent":
            return state.parent.id if state.parent else None
    return None


def _parameter(actor: Actor | None, name: str) -> Any:
    if actor is None:
        return None
    match name:
        case "@actor":
            return actor.person or None
        case "@role":
            return actor.role
        case "@unit":
            return actor.unit
    return None
