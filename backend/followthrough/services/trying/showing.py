"""A trial as it stands, in words: who there is, what time it is, what is due next, who was told what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followthrough.core.rules import instant_text
from followthrough.services.noticing import what_of
from followthrough.services.titling import shown_field, text_of
from followthrough.services.views_base import PersonRef
from followthrough.services.views_trying import TrialDue, TrialLeftOut, TrialPerson, TrialTold, TrialView
from followthrough.services.who import Who, who_is
from followthrough.services.wording import both
from followthrough.store import inbox, obligations, people, records, units
from followthrough.store.tx import Tx

from .folder import Kept

if TYPE_CHECKING:
    from followthrough.services.wiring import Services

TOLD = 100
"""So many of the last notices are shown."""


def shown(services: Services, kept: Kept, *, stale: bool) -> TrialView:
    """A trial; `stale`: its draft has moved on."""
    with services.db.read() as tx:
        app = services.registry.app(tx, kept.app)
        assert app is not None, "a trial has its app in force"
        found = people.search(tx, "", app=kept.app, limit=500)
        places = units.names(tx, {one.unit for one in found})
        roles = app.doc.access.roles
        cast = [
            TrialPerson(
                id=one.id,
                name=one.name,
                role=one.roles[kept.app],
                role_label=both(roles[one.roles[kept.app]].label),
                unit_name=places.get(one.unit, ""),
            )
            for one in sorted(found, key=lambda one: (roles[one.roles[kept.app]].order, one.roles[kept.app]))
        ]
        return TrialView(
            id=kept.id,
            app=kept.app,
            revision=kept.revision,
            stale=stale,
            zone=services.registry.organisation(tx)["zone"],
            people=cast,
            now=instant_text(tx.now_ms() // 1000),
            next_due=_next_due(services, tx),
            told=_told(services, tx, kept.app, 0)[:TOLD],
            made=kept.made,
            left_out=[
                TrialLeftOut(
                    entity=one.entity,
                    label=both(app.entities[one.entity].info.label),
                    by=list(one.by),
                    count=one.count,
                    why=one.why,
                )
                for one in kept.refused
            ],
        )


def told_since(services: Services, app: str, after: int) -> list[TrialTold]:
    """What the people of a trial were told after a number, newest first."""
    with services.db.read() as tx:
        return _told(services, tx, app, after)


def _told(services: Services, tx: Tx, app: str, after: int) -> list[TrialTold]:
    rows: list[TrialTold] = []
    for one in people.search(tx, "", app=app, limit=500):
        who = who_is(tx, one.id)
        assert who is not None, "nobody of a trial is disabled"
        rows += _of(services, tx, who, after)
    return sorted(rows, key=lambda row: row.notice.seq, reverse=True)


def _of(services: Services, tx: Tx, who: Who, after: int) -> list[TrialTold]:
    found, _ = inbox.page(tx, who.person, limit=TOLD)
    ref = PersonRef(id=who.person, name=who.name)
    views = services.noticing.views(tx, who, [one for one in found if one.seq > after])
    return [TrialTold(person=ref, notice=view) for view in views]


def _next_due(services: Services, tx: Tx) -> TrialDue | None:
    found = obligations.next_deadline(tx)
    app = services.registry.app(tx, found.app) if found is not None else None
    if found is None or app is None:
        return None
    one = found.obligation
    stored = records.load(tx, app, one.entity, one.record)
    title = app.entities[one.entity].info.title
    field = shown_field(app, app.entities[one.entity], title)
    names = people.names(tx, {one.owner} if one.owner else set())
    return TrialDue(
        at=instant_text((one.due_ms or 0) // 1000),
        what=what_of(app, one.entity, one.duty),
        app=found.app,
        entity=one.entity,
        record=one.record,
        record_title="" if stored is None else text_of(field, stored.record.values.get(title)),
        person=PersonRef(id=one.owner, name=names.get(one.owner, "")) if one.owner else None,
    )
