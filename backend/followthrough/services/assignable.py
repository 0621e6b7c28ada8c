"""Whom an obligation or a decision can be given to: those for whom the act would not be refused (core.run)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from followthrough.core.run.access import in_scope
from followthrough.core.run.acts import Actor, Allow, PassOn, Snapshot
from followthrough.core.run.approval import Approval
from followthrough.core.run.decide import decide
from followthrough.core.run.owed import Obligation
from followthrough.store import people, units
from followthrough.store.people import Person

from .loading import Surroundings
from .views import PersonView
from .watching import Reading

LOOKED_AT, OFFERED = 1000, 50
"""People looked at, in order of name, and those offered of them: who is not there is found by typing more of his name."""


def assignable(reading: Reading, around: Surroundings, found: Sequence[Obligation], q: str) -> list[PersonView]:
    """Those who could owe all of `found`, whose records and what these belong to were read into `around`."""
    tx, app = reading.tx, reading.app
    look = Snapshot(None, around.records)
    records = [around.records.get((one.entity, one.record)) for one in found]
    owners = {one.owner for one in found}
    below: dict[str, frozenset[str]] = {}

    def possible(person: Person) -> bool:
        if person.id in owners:
            return False
        if person.unit not in below:
            below[person.unit] = units.subtree(tx, person.unit)
        actor = Actor(person.id, person.roles[app.key], person.unit, below[person.unit], person.name)
        return all(record is not None and in_scope(app, look, actor, record) for record in records)

    return _offered(reading, q, possible)


def signers(reading: Reading, around: Surroundings, one: Approval, act: PassOn, q: str) -> list[PersonView]:
    """Those whom `act` could name, were it done by the reader now; its own person counts for nothing."""
    record = around.read((one.entity, one.record))
    if record is None:
        return []
    snapshot = around.snapshot(record, reading.app.entities[one.entity], act)
    actor, moment = reading.showing.actor, around.moment()

    def possible(person: Person) -> bool:
        named = replace(act, person=person.id, comment="")
        return isinstance(decide(reading.app, snapshot, named, actor, moment), Allow)

    return _offered(reading, q, possible)


def _offered(reading: Reading, q: str, possible: Callable[[Person], bool]) -> list[PersonView]:
    found = people.search(reading.tx, q, app=reading.app.key, limit=LOOKED_AT)
    listed = [one for one in found if possible(one)][:OFFERED]
    places = units.names(reading.tx, {person.unit for person in listed})
    return [PersonView(id=one.id, name=one.name, unit=one.unit, unit_name=places.get(one.unit, "")) for one in listed]
