"""What happened to a record, newest first: events without hidden fields, with the names behind their ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from followthrough.core.compile import CompiledApp, CompiledEntity
from followthrough.core.rules import instant_text
from followthrough.core.run.access import visible_fields
from followthrough.core.run.acts import Actor, Record
from followthrough.core.run.world import Key
from followthrough.store import events, people, query
from followthrough.store.events import Event
from followthrough.store.tx import Tx

from .refusal import NOT_FOUND, Refusal
from .titling import Names, Places, names_of, places_of, titles_at
from .views import EventPage, EventView, PersonRef
from .watching import Reading, Watching
from .who import Who
from .wording import both

MAX_EVENTS = 100
PERSONS = ("owner", "from", "to", "person", "for")
"""Members of an event's data that name people: who owes it, who signed for whom. Their names are at `data`."""
_OF_THE_FORM = ("took_s", "entered")
"""What an event keeps for what forms cost (services.foreseeing.burden), and shows nobody."""

_OF_TRIGGERS = ("trigger_refused", "trigger_stopped")
"""What is told of an effect that did not come about; `name` is the trigger."""


class Timeline:
    """Reads events for people."""

    def __init__(self, watching: Watching) -> None:
        self._watching = watching

    def page(
        self, who: Who, app: str, entity: str, record: str, before: int | None = None, limit: int = 50
    ) -> EventPage | Refusal:
        """A record's events, `before` a seq to go on from. not_found for a record the reader may not see."""

        def work(reading: Reading) -> EventPage | Refusal:
            if not query.sees(reading.tx, reading.app, reading.showing.reader, entity, record):
                return NOT_FOUND
            wanted = max(1, min(limit, MAX_EVENTS))
            found = events.of_record(reading.tx, app, entity, record, before=before, limit=wanted + 1)
            shown, more = found[:wanted], len(found) > wanted
            return EventPage(events=_views(reading, (entity, record), shown), next=shown[-1].seq if more else None)

        return self._watching.reading(who, app, entity, work)


def _views(reading: Reading, key: Key, found: list[Event]) -> list[EventView]:
    role, entity = reading.showing.actor.role, key[0]
    compiled = reading.app.entities[entity]
    seen = visible_fields(reading.app, role, entity)
    kept = [_visible(reading.app, compiled, role, event.changes, seen) for event in found]
    placed = [_places(reading.app, compiled, event, changes) for event, changes in zip(found, kept, strict=True)]
    named = {one for places in placed for ids in places.values() for one in ids}
    names = names_of(reading.tx, reading.app, reading.showing.reader, named, reading.who.lang)
    return [
        EventView(
            seq=event.seq,
            at=instant_text(event.at_ms // 1000),
            actor=_actor(event, names),
            kind=event.kind,
            name=event.name,
            from_stage=event.from_stage,
            to_stage=event.to_stage,
            changes=changes,
            data={**_data(event, key, seen), **_automation(reading.app, event)},
            version=event.version,
            titles=titles_at(places, names),
        )
        for event, changes, places in zip(found, kept, placed, strict=True)
    ]


def _data(event: Event, key: Key, seen: frozenset[str]) -> dict[str, Any]:
    """What an event keeps, without what is kept of its form alone: forms are measured, not people. Of what an effect lacked
    only what is asked of this record, in fields the role may see: the app itself tried, and it sees everything."""
    data = {name: value for name, value in event.data.items() if name not in _OF_THE_FORM}
    needs = data.get("needs")
    if not isinstance(needs, list):
        return data
    own = [need for need in needs if (need.get("entity"), need.get("record")) == key]
    return {**data, "needs": [need for need in own if need.get("field") is None or need["field"] in seen]}


def _automation(app: CompiledApp, event: Event) -> dict[str, Any]:
    """What the automation is called whose effect did not come about, as `label`; nothing once the app has it no longer."""
    trigger = app.doc.triggers.get(event.name or "") if event.kind in _OF_TRIGGERS else None
    return {"label": both(trigger.label)} if trigger is not None else {}


def _visible(
    app: CompiledApp, entity: CompiledEntity, role: str, changes: Mapping[str, list[Any]], seen: frozenset[str]
) -> dict[str, list[Any]]:
    """The changes of fields the role may see, and of system fields."""
    kept = {}
    for name, pair in changes.items():
        child = entity.rows.get(name)
        if name in seen and child is not None:
            columns = visible_fields(app, role, child) | {"_id"}
            kept[name] = [[_only(row, columns) for row in rows or ()] for rows in pair]
        elif name in seen or name.startswith("_"):
            kept[name] = pair
    return kept


def _only(row: Mapping[str, Any], columns: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name in columns}


def _places(app: CompiledApp, entity: CompiledEntity, event: Event, changes: Mapping[str, list[Any]]) -> Places:
    """What an event names: its actor, old and new values, the inputs and files of an act."""
    places: Places = {"_actor": {("_person", event.actor)}} if event.actor else {}
    for side in (0, 1):
        values = {name: pair[side] for name, pair in changes.items() if pair[side]}
        for path, named in places_of(app, entity, values).items():
            places.setdefault(path, set()).update(named)
        for name, target in (("_owner", "_person"), ("_unit", "_unit")):
            if isinstance(values.get(name), str):
                places.setdefault(name, set()).add((target, values[name]))
    told = {value for key in PERSONS if isinstance(value := event.data.get(key), str) and value}
    if told:
        places["data"] = {("_person", value) for value in told}
    files = event.data.get("files")
    if isinstance(files, list):
        places["files"] = {("_file", one) for one in files}
    places.update(_inputs(entity, event))
    return places


def _inputs(entity: CompiledEntity, event: Event) -> Places:
    """The people, units, files and records among an act's own inputs, at "inputs.<key>"."""
    action = entity.actions.get(event.name or "") if event.kind in ("acted", "requested", "signed") else None
    given = event.data.get("inputs")
    if action is None or not isinstance(given, dict):
        return {}
    places: Places = {}
    inputs = {**action.inputs, **(action.approval.inputs if action.approval is not None else {})}
    for key, value in given.items():
        found = inputs.get(key)
        target = found.type.target if found else None
        if target is not None and value:
            places[f"inputs.{key}"] = {(target, one) for one in (value if isinstance(value, list) else [value])}
    return places


def _actor(event: Event, names: Names) -> PersonRef | None:
    if event.actor is None:
        return None
    return PersonRef(id=event.actor, name=names.get(("_person", event.actor), ""))


def changed_since(tx: Tx, app: CompiledApp, actor: Actor, record: Record, version: int) -> list[dict[str, Any]]:
    """What was done to a record after its version `version`, oldest first, as far as the actor may see it:
    {at, actor: {id, name}, kind, name, to_stage, fields: [ids of visible fields]}."""
    found = [
        event
        for event in events.of_record(tx, app.key, record.entity, record.id, limit=MAX_EVENTS)
        if event.data.get("record_version", 0) > version
    ]
    seen = visible_fields(app, actor.role, record.entity)
    names = people.names(tx, {event.actor for event in found if event.actor})
    return [
        {
            "at": instant_text(event.at_ms // 1000),
            "actor": {"id": event.actor, "name": names.get(event.actor, "")} if event.actor else None,
            "kind": event.kind,
            "name": event.name,
            "to_stage": event.to_stage,
            "fields": [name for name in event.changes if name in seen or name.startswith("_")],
        }
        for event in reversed(found)
    ]
