"""What an app asks of people, and what that costs them: fields, filling time and answers that say nothing.

Measured over the forms of the last days: how long each was open (the client says it), and what was typed. By form, never
by person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from statistics import median_low
from typing import Any

from followthrough.core.design.asking import Asking, Later, asking, could_wait
from followthrough.core.design.junk import TEXT_KINDS, is_junk
from followthrough.core.design.labels import path_label
from followthrough.core.model.app import AppDocument
from followthrough.core.model.scope import flow_of, property_at
from followthrough.services.views_base import Text
from followthrough.services.views_foresee import AskedField, AskingView, BurdenView, LaterView
from followthrough.services.wording import both
from followthrough.store import events
from followthrough.store.events import Filled
from followthrough.store.tx import Tx

DAYS = 90
MOST = 20_000
"""Newest events looked at: enough for a median, few enough to be asked for while designing."""
DAY_MS = 86_400_000
_FORM: Text = {"zh": "新建表单", "en": "form of a new record"}


@dataclass(slots=True)
class _Costs:
    """What filling took: per place how often and how many seconds each time, per field how many answers and how many of
    them say nothing. A field is (entity, id), an input of an action's own (entity, "action/key")."""

    submits: Counter[tuple[str, str]] = field(default_factory=Counter)
    times: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    answers: Counter[tuple[str, str]] = field(default_factory=Counter)
    junk: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, event: Filled) -> None:
        """One thing filled in."""
        place = (event.entity, _place(event))
        self.submits[place] += 1
        took = event.data.get("took_s")
        if isinstance(took, int):
            self.times[place].append(took)
        for name, change in event.changes.items():
            self._answer((event.entity, name), change[1])
        for name, value in event.data.get("inputs", {}).items():
            self._answer((event.entity, f"{event.name}/{name}"), value)

    def _answer(self, at: tuple[str, str], value: Any) -> None:
        if value is not None:
            self.answers[at] += 1
            self.junk[at] += isinstance(value, str) and is_junk(value)


def _place(event: Filled) -> str:
    """Where it was filled in: what is filled in for a move is asked by the stage that the record stood in after it."""
    if event.kind == "acted":
        return f"acted:{event.name}"
    entered = event.data.get("entered")
    return f"entered:{entered}" if entered is not None else event.kind


_PLACES = {"form": "created", "stage": "entered:{}", "action": "acted:{}"}
"""By kind of what asks, the place of what is filled in there."""


def burden_of(tx: Tx, key: str, app: AppDocument) -> BurdenView:
    """The burden of an app's documents, by what was filled in under its key lately."""
    found = events.filled_since(tx, key, tx.now_ms() - DAYS * DAY_MS, MOST + 1)
    costs = _Costs()
    for event in found[:MOST]:
        costs.add(event)
    return BurdenView(
        days=DAYS,
        events=min(len(found), MOST),
        cut=len(found) > MOST,
        places=[_view(app, one, costs) for one in asking(app)],
        could_wait=[_later(app, one) for one in could_wait(app)],
    )


def _view(app: AppDocument, one: Asking, costs: _Costs) -> AskingView:
    """What a stage demands may have been filled in before, in an edit or an action; its own is what came with a move."""
    place = (one.entity, _PLACES[one.kind].format(one.name))
    times = costs.times.get(place, [])
    return AskingView(
        kind=one.kind,
        entity=one.entity,
        name=one.name,
        label=_label(app, one),
        fields=[_field(app, one, name, costs) for name in one.fields],
        submits=costs.submits[place],
        timed=len(times),
        median_s=median_low(times) if times else None,
    )


def _field(app: AppDocument, one: Asking, name: str, costs: _Costs) -> AskedField:
    entity, path = _record_of(app, one, name)
    own = app.actions[one.name].fields.get(name) if one.kind == "action" else None
    if own is not None and own.property is not None:
        at, kind = (one.entity, f"{one.name}/{name}"), own.property.field.kind
        label = both(own.label or own.property.field.label)
    else:
        ends = property_at(app, entity, path)
        at = (ends[0] if ends is not None else entity, path.rpartition(".")[2])
        kind, label = ends[1].field.kind if ends is not None else "", path_label(app, entity, path)
    answers = costs.answers[at]
    return AskedField(
        field=name,
        label=label,
        required=name in one.required,
        answers=answers,
        junk=costs.junk[at] / answers if answers and kind in TEXT_KINDS else None,
    )


def _record_of(app: AppDocument, one: Asking, name: str) -> tuple[str, str]:
    """The entity a field is of, and its path there: `new.` leads to the record that an action creates."""
    if one.kind == "action" and name.startswith("new."):
        creates = app.actions[one.name].creates
        return (creates.entity if creates is not None else one.entity), name.removeprefix("new.")
    return one.entity, name


def _label(app: AppDocument, one: Asking) -> Text:
    named: Any = app.entities[one.entity].entity
    flow = flow_of(app, one.entity)
    if one.kind == "action":
        named = app.actions[one.name]
    elif one.kind == "stage" and flow is not None:
        named = flow.stages[one.name]
    return both(named.label)


def _later(app: AppDocument, one: Later) -> LaterView:
    flow = flow_of(app, one.entity)
    assert flow is not None, "only entities with a flow have a later"
    asked = _FORM if one.asked_at == "form" else both(flow.stages[one.asked_at.removeprefix("stage:")].label)
    at = f"entity/{one.entity}/properties/{one.field}"
    path = at if one.asked_at == "form" else f"flow/{flow.id}/stages/{one.asked_at[6:]}/entry/fields/{one.field}"
    return LaterView(
        path=path,
        entity=one.entity,
        label=path_label(app, one.entity, one.field),
        asked_at=asked,
        stage=both(flow.stages[one.stage].label) if one.stage is not None else None,
    )
