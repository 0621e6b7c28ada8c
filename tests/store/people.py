"""A small organisation and records in it, for tests of reading."""

from typing import Any

from followthrough.core.run.acts import Actor, EventDraft, Moment, Record, RecordWrite
from followthrough.store import events, people, records, units
from followthrough.store.people import Person
from followthrough.store.query import Reader, reader_of
from followthrough.store.tx import Tx
from followthrough.store.units import Unit
from tests.store.apps import SALES
from tests.store.ids import new_id

NOW = Moment(now_ms=1_750_000_000_000)
UNITS = {"hq": None, "east": "hq", "west": "hq", "shop": "east"}
PEOPLE = {"li": "east", "wang": "shop", "zhao": "west", "chen": "hq"}


def organisation(tx: Tx) -> None:
    """Headquarters, two regions, a shop in the east; one person in each."""
    for name, parent in UNITS.items():
        units.create(tx, Unit(name, name, parent))
    for name, unit in PEOPLE.items():
        people.create(tx, Person(name, name, name, unit), None)


def reader(person: str, role: str) -> Reader:
    """`person` reading in `role` of SALES."""
    return reader_of(SALES, Actor(person, role, PEOPLE[person]), NOW)


def put(tx: Tx, entity: str, values: dict[str, Any], **more: Any) -> Record:
    """Store a new record without events."""
    stage = {"stage": "lead", "path": "main"} if entity == "customer" else {}
    record = Record(entity=entity, id=more.pop("id", None) or new_id(), version=0, values=values, **{**stage, **more})
    return records.write(tx, SALES, RecordWrite(after=record, before=None, changed=frozenset(values)))


def add(tx: Tx, entity: str, values: dict[str, Any], **more: Any) -> Record:
    """Store a new record with its first event."""
    stored = put(tx, entity, values, **more)
    events.append(tx, SALES, [EventDraft(entity, stored.id, "created", to_stage=stored.stage)], stored.created_by)
    return stored
