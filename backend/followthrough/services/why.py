"""Why something is owed: the duty in words, its rules with the record's values, how the deadline came about, the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from followthrough.core.design.labels import rule_words
from followthrough.core.model.duty import Duty
from followthrough.core.rules import explain, fields_of, instant_text
from followthrough.core.run.needs import visible_path
from followthrough.core.run.owed import Obligation
from followthrough.core.run.stored import as_stored
from followthrough.core.run.world import State, World
from followthrough.store import events, notices, people, query
from followthrough.store.events import Event
from followthrough.store.notices import Told

from . import delivering as messages
from . import wording, wording_owed
from .loading import Surroundings
from .showing_owed import OwedShowing, instant
from .views import PersonRef, Text
from .views_messages import DeliveryView
from .views_owed import DueChange, DueWhy, Owed, OwedChannel, OwedDelivery, OwedEvent, OwedRule, Why, WhyView
from .watching import Reading

OF_OBLIGATION = frozenset(
    {
        "owed", "owed_again", "discharged", "withdrawn", "redated", "extended", "waived", "reassigned", "breached",
        "escalated", "nudged",
    }
)  # fmt: skip
_PERSONS = ("owner", "from", "to")
_LOG = 200
EVERY = "every"
"""What `basis` says of a deadline counted from the last act."""


def why_of(reading: Reading, found: Obligation) -> Why:
    """The obligation with its reason; whether the reader may see it was asked before."""
    (view,) = OwedShowing(reading.showing).views([found])
    # Who owes it is told why, but nothing of a record that is out of his sight.
    seen = query.sees(reading.tx, reading.app, reading.showing.reader, found.entity, found.record)
    happened = events.of_record(reading.tx, reading.app.key, found.entity, found.record, limit=_LOG)
    log = _log(reading, found, happened)
    duty = reading.app.doc.duties.get(found.duty) if found.kind == "duty" else None
    state = _state(reading, found) if duty is not None and seen else None
    sees = partial(_sees, state)
    why = WhyView(
        duty=wording_owed.duty_sentence(reading.app, duty, sees) if duty is not None else view.label,
        opened_by=_opened(reading, found, happened),
        rules=_rules(reading, duty, state, sees) if duty is not None and state is not None else [],
        due=_due(reading, duty, found, log, sees),
    )
    shared = {name: getattr(view, name) for name in Owed.__struct_fields__}
    return Why(**shared, why=why, log=log, deliveries=_deliveries(reading, found) if seen else [])


def _opened(reading: Reading, found: Obligation, happened: Sequence[Event]) -> OwedEvent | None:
    """What opened it: its kind and, of an action, the `name`. The event that told it itself where nothing of the record
    did, or it lies too far back; None where that does too."""
    owed = next((one for one in happened if one.data.get("obligation") == found.id and "opened_by" in one.data), None)
    if owed is None:
        return None
    number = (owed.data.get("opened_by") or {}).get("n")
    by = next((one for one in happened if one.n == number), owed)
    names = people.names(reading.tx, {by.actor} if by.actor else set())
    return OwedEvent(
        at=instant_text(by.at_ms // 1000),
        actor=PersonRef(id=by.actor, name=names.get(by.actor, "")) if by.actor else None,
        kind=by.kind,
        data={"name": by.name} if by.kind == "acted" else {},
        names={},
    )


def _log(reading: Reading, found: Obligation, happened: Sequence[Event]) -> list[OwedEvent]:
    """What happened to the obligation, newest first."""
    listed = [event for event in happened if event.kind in OF_OBLIGATION and event.data.get("obligation") == found.id]
    named = {person for event in listed for person in _persons(event)}
    names = people.names(reading.tx, named)
    return [
        OwedEvent(
            at=instant_text(event.at_ms // 1000),
            actor=PersonRef(id=event.actor, name=names.get(event.actor, "")) if event.actor else None,
            kind=event.kind,
            data=event.data,
            names={person: names[person] for person in _persons(event) if person in names},
        )
        for event in listed
    ]


def _persons(event: Event) -> set[str]:
    told = {event.data.get(key) for key in _PERSONS} | {event.actor}
    return {person for person in told if isinstance(person, str) and person}


def _sees(state: State | None, path: str) -> bool:
    """Whether the reader may see what a path of the record leads to; of a record out of his sight nothing."""
    return state is not None and visible_path(state, path)


def _rules(reading: Reading, duty: Duty, state: State, sees: wording_owed.Sees) -> list[OwedRule]:
    """The duty's rules as they stand on the record now, each with its values; those over hidden fields are left out."""
    told = (("opens", duty.opens_when.when), ("owed_while", duty.owed_while), ("counts", duty.counts))
    entity = state.entity
    rules = []
    for part, node in told:
        if node is None or not wording_owed.readable(node, sees):
            continue
        local = any(path.startswith("act.") for path in fields_of(node))
        action = duty.opens_when.action if part == "opens" else duty.action
        why = None if local else explain(node, entity.scope, state.env).to_json()
        said = rule_words(reading.app.doc, entity.id, node, action)
        rules.append(OwedRule(part=part, sentence=said, explain=why))
    return rules


def _state(reading: Reading, found: Obligation) -> State | None:
    """The record as rules see it, as far as the reader may see it."""
    around = Surroundings(reading.tx, reading.app, reading.showing.actor, reading.showing.moment.zone)
    record = around.read((found.entity, found.record))
    if record is None:
        return None
    snapshot = around.snapshot(record, reading.app.entities[found.entity])
    return as_stored(World(reading.app, snapshot, reading.showing.actor, reading.showing.moment), record)


def _due(
    reading: Reading, duty: Duty | None, found: Obligation, log: list[OwedEvent], sees: wording_owed.Sees
) -> DueWhy:
    changes = [_change(one) for one in reversed(log) if one.kind in ("redated", "extended")]
    base = instant(found.anchor_ms)
    if duty is None:
        said: Text = {"zh": "审批时限", "en": "The time limit of the approval"}
        return DueWhy(
            base_at=base, base_field=None, limit=None, at=None, calendar=None, variant=None, sentence=said,
            provisional=found.provisional, changes=changes,
        )  # fmt: skip
    basis: Mapping[str, Any] = found.data.get("basis") or {}
    variant = str(basis.get("variant", ""))
    part = duty.due.variants.get(variant)
    chosen = part if part is not None else duty.due
    repeated = duty.repeats.every if duty.repeats is not None and variant == EVERY else None
    path = basis.get("field")
    hidden = duty.due.field is not None and variant != EVERY and not sees(duty.due.field)
    return DueWhy(
        base_at=None if hidden else instant(basis.get("base", found.anchor_ms)),
        base_field=wording.field_label(reading.app, duty.entity, path) if path and not hidden else None,
        limit=None if hidden else repeated or chosen.after,
        at=duty.due.at,
        calendar=chosen.calendar,
        variant=_variant(reading, duty, variant, sees),
        sentence=wording_owed.due_sentence(reading.app, duty, sees, variant, repeated),
        provisional=found.provisional,
        changes=changes,
    )


def _variant(reading: Reading, duty: Duty, variant: str, sees: wording_owed.Sees) -> Text | None:
    """The condition by which another limit than the usual one applies, in words; None: the usual one does."""
    part = duty.due.variants.get(variant)
    if part is None:
        return None
    return rule_words(reading.app.doc, duty.entity, part.when) if wording_owed.readable(part.when, sees) else None


def _change(one: OwedEvent) -> DueChange:
    return DueChange(
        at=one.at,
        old=instant(one.data.get("old")),
        new=instant(one.data.get("new")),
        cause=str(one.data.get("cause") or one.kind),
        reason=str(one.data.get("reason") or ""),
        actor=one.actor,
    )


def _deliveries(reading: Reading, found: Obligation) -> list[OwedDelivery]:
    """Whom it was told, newest first, and what became of the messages by which they were told outside the inbox."""
    told = notices.of_obligation(reading.tx, found.id)
    names = people.names(reading.tx, {one.person for one in told})
    sent = messages.of_obligation(reading.tx, found.id) if told else []
    return [
        OwedDelivery(
            at=instant_text(one.at_ms // 1000),
            kind=one.kind,
            person=PersonRef(id=one.person, name=names.get(one.person, "")),
            read_at=instant(one.read_ms),
            channels=_channels(one, told, sent),
        )
        for one in told
    ]


def _channels(one: Told, told: list[Told], sent: list[DeliveryView]) -> list[OwedChannel]:
    """The messages a notice went out with: those to its person from its time on, up to his next notice."""
    later = [other.at_ms for other in told if other.person == one.person and other.seq > one.seq]
    begin, end = instant_text(one.at_ms // 1000), instant_text(min(later) // 1000) if later else None
    return [
        OwedChannel(channel=way.channel_name or way.channel, state=way.state, at=way.at, error=way.error)
        for way in sent
        if way.person is not None and way.person.id == one.person
        if begin <= way.at and (end is None or way.at < end)
    ]
