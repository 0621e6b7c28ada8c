"""Triggers: which effects an event sets off, and what each comes to when its turn comes.

An effect is an act of the app itself (`permit.THE_SYSTEM`): it holds every right and skips no gate. Effects are worked
out one after another on the record as the one before left it; who runs them (services/reacting.py) does each in a
savepoint and stops after `MAX_DEPTH` links of cause and effect.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from followthrough.core.model.trigger import (
    AssignRecord,
    CreateRecord,
    MoveRecord,
    Notify,
    OpenObligation,
    SetField,
    Webhook,
)

from .acts import Act, Actor, Assign, Create, Edit, EventDraft, Moment, Move, Snapshot, Values
from .derive import stored_form
from .duties.people import person_meant
from .message import message_text
from .owed import Directory, NoticeDraft
from .patterns import matches, see_act
from .stored import as_stored
from .world import State, World, behind

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledApp
    from followthrough.core.compile.trigger import CompiledEffect, CompiledTrigger

MAX_DEPTH = 5
"""How many effects may follow from one another. The next one is not run; `trigger_stopped` tells it."""


class People(Directory, Protocol):
    """The directory, and who a person is in this app."""

    def actor(self, person: str) -> Actor | None:
        """The person with role, unit and scope in this app; None for one who has no role here or is disabled."""
        ...

    def name(self, target: str, key: str) -> str | None:
        """The name of a person (`_person`), unit (`_unit`) or file (`_file`)."""
        ...


@dataclass(frozen=True, slots=True)
class Fired:
    """An effect that an event of a record sets off."""

    trigger: CompiledTrigger
    effect: CompiledEffect
    event: EventDraft

    def told(self, kind: str, **data: Any) -> EventDraft:
        """The event on the record by which it is told that the effect did not come about."""
        data = {"effect": self.effect.id, "by": self.event.kind, **data}
        return EventDraft(self.event.entity, self.event.record, kind, self.trigger.id, data=data)


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the organisation's endpoint of this name."""

    endpoint: str
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Consequence:
    """What an effect comes to: an act of the app on `record` of `entity` (None: it creates one), an obligation of `duty`
    to open, notices, or a call. Nothing of all that: there is nothing to do."""

    entity: str
    record: str | None = None
    act: Act | None = None
    duty: str | None = None
    notices: tuple[NoticeDraft, ...] = ()
    call: Call | None = None


def fired(app: CompiledApp, snapshot: Snapshot, events: Iterable[EventDraft], moment: Moment) -> tuple[Fired, ...]:
    """The effects that `events` of the snapshot's record (as it now stands) set off, in order: event, trigger, effect."""
    record = snapshot.record
    waiting = app.entities[record.entity].triggers if record is not None else {}
    own = [event for event in events if event.kind in waiting] if waiting else []
    if record is None or not own:
        return ()
    state = _state(app, snapshot, moment)
    return tuple(
        Fired(trigger, effect, event)
        for event in own
        for trigger in waiting[event.kind]
        if matches(trigger.pattern, event, state)
        for effect in trigger.effects
    )


def consequence(app: CompiledApp, snapshot: Snapshot, what: Fired, people: People, moment: Moment) -> Consequence:
    """What an effect comes to on its record as it now stands. An act that would change nothing is left out."""
    state = _state(app, snapshot, moment)
    see_act(state, what.event)
    entity, record = state.key
    effect = what.effect.doc
    match effect:
        case SetField():
            return _setting(state, what.effect.values)
        case MoveRecord():
            act = Move(effect.stage, entry="system") if state.stage != effect.stage else None
            return Consequence(entity, record, act)
        case CreateRecord():
            return Consequence(effect.entity, None, _creation(state, what.effect.values, effect))
        case AssignRecord():
            return Consequence(entity, record, _assignment(state, effect, people, what))
        case OpenObligation():
            return Consequence(entity, record, duty=effect.duty)
        case Notify():
            return Consequence(entity, record, notices=_notices(state, effect, people, what))
        case Webhook():
            return Consequence(entity, record, call=_call(state, effect, what))


def _state(app: CompiledApp, snapshot: Snapshot, moment: Moment) -> State:
    record = snapshot.record
    assert record is not None
    return as_stored(World(app, snapshot, None, moment), record)


def _setting(state: State, rules: Mapping[str, Any]) -> Consequence:
    """An edit of the record, or of the one behind a reference; nothing when there is none."""
    ((path, rule),) = rules.items()
    via, _, name = path.rpartition(".")
    target = behind(state, via) if via else state
    if target is None:
        return Consequence(state.entity.id, state.id)
    value = stored_form(target.entity.fields[name], rule.value(state.env))
    return Consequence(*target.key, Edit({name: value}, entry="system"))


def _values(state: State, rules: Mapping[str, Any], entity: str) -> Values:
    target = state.world.app.entities[entity]
    return {name: stored_form(target.fields[name], rule.value(state.env)) for name, rule in rules.items()}


def _creation(state: State, rules: Mapping[str, Any], effect: CreateRecord) -> Create:
    """The new record belongs to whoever holds the event's record, and refers to it by `link`."""
    given = {name: value for name, value in _values(state, rules, effect.entity).items() if value is not None}
    if effect.link is not None:
        found = state.world.app.entities[effect.entity].fields[effect.link]
        several = len(found.targets) > 1 or found.kind.id == "poly_reference"
        given[effect.link] = {"entity": state.entity.id, "id": state.id} if several else state.id
    return Create(effect.entity, "", given, owner=state.owner, unit=state.unit, entry="system")


def _assignment(state: State, effect: AssignRecord, people: People, what: Fired) -> Assign | None:
    """To the person meant, in his unit. Nobody there: the record stays where it is."""
    person = person_meant(effect.person, state, people, state.world.moment.now_ms)
    actor = people.actor(person) if person is not None else None
    if actor is None or person == state.owner:
        return None
    return Assign(actor.person, actor.unit, reason=_label(what), entry="system")


def _notices(state: State, effect: Notify, people: People, what: Fired) -> tuple[NoticeDraft, ...]:
    person = person_meant(effect.person, state, people, state.world.moment.now_ms)
    actor = people.actor(person) if person is not None else None
    if actor is None:
        return ()
    text = message_text(state, effect.text, what.trigger.doc.label, actor, people.name)
    params = {"trigger": what.trigger.id}
    return (NoticeDraft(actor.person, "message", *state.key, text=text, params=params),)


def _call(state: State, effect: Webhook, what: Fired) -> Call:
    event = {"kind": what.event.kind, "name": what.event.name, "to_stage": what.event.to_stage}
    values = {name: value for name, value in state.values.items() if value is not None}
    record = {"entity": state.entity.id, "id": state.id, "stage": state.stage, "values": values}
    payload = {
        "app": state.world.app.key,
        "trigger": what.trigger.id,
        "at": state.world.instant,
        "event": event,
        "record": record,
    }
    return Call(effect.endpoint, payload)


def _label(what: Fired) -> str:
    label = what.trigger.doc.label
    return label.get("zh") or label.get("en") or what.trigger.id
