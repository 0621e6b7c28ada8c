"""One approval opened for one reader: what was asked, what is asked of him, as far as his role may see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from followthrough.core.compile.app import CompiledAction, CompiledInput
from followthrough.core.model.decode import to_json
from followthrough.core.run.access import redact, visible_fields
from followthrough.core.run.approval import Approval, Turn
from followthrough.store import files

from . import wording
from .refusal import NOT_FOUND, Refusal
from .showing_approvals import ApprovalShowing, Known, named
from .titling import names_of, titles_at
from .views import FileView
from .views_signing import ApprovalDetail, AskedValue, ReturnTarget
from .watching import Reading

Places = dict[str, set[tuple[str, str]]]


def detail(reading: Reading, one: Approval) -> ApprovalDetail | Refusal:
    """The approval with everything of it that the reader may see; not_found when its record is out of his sight."""
    showing = ApprovalShowing(reading.showing)
    known = showing.known([one])
    record = known.records.get((one.entity, one.record))
    if record is None:
        return NOT_FOUND
    action = showing.action(one)
    values = list(_values(showing, one, action, known))
    places = _places(action, values)
    turn = showing.mine(one, known)
    role = reading.showing.actor.role
    held = files.load(reading.tx, one.files)
    return ApprovalDetail(
        **msgspec.structs.asdict(showing.view(one, known)),
        steps=showing.steps(one),
        turns=showing.turns(one, known),
        values=values,
        titles=titles_at(
            places, names_of(reading.tx, reading.app, reading.showing.reader, _all(places), reading.who.lang)
        ),
        files=[
            FileView(id=key, name=held[key].name, kind=held[key].kind, size=held[key].size)
            for key in one.files
            if key in held
        ],
        form=_form(one, action, turn),
        back_to=_back_to(one, action, turn),
        row=reading.showing.rows([redact(reading.app, role, record)])[0],
    )


def _values(
    showing: ApprovalShowing, one: Approval, action: CompiledAction | None, known: Known
) -> Iterable[AskedValue]:
    """What came with the request, then with each signature; what would go into a field hidden from the role is left out."""
    if action is None:
        return
    role = showing.showing.actor.role
    for key, value in one.inputs.items():
        part = action.inputs.get(key)
        if part is not None and _shown(showing, one.entity, action, part, role):
            yield _value(part, value)
    signed = action.approval.inputs if action.approval is not None else {}
    for turn in one.turns:
        for key, value in turn.inputs.items():
            if turn.counts and key in signed:
                yield _value(signed[key], value, turn, known)


def _shown(showing: ApprovalShowing, entity: str, action: CompiledAction, part: CompiledInput, role: str) -> bool:
    if part.field is None:
        return True
    target = entity
    if part.where == "ref":
        target = showing.app.entities[entity].fields[str(part.via)].targets[0]
    elif part.where == "new" and action.creates is not None:
        target = action.creates.entity
    return part.field in visible_fields(showing.app, role, target)


def _value(part: CompiledInput, value: Any, turn: Turn | None = None, known: Known | None = None) -> AskedValue:
    by = named(known.names, turn.by) if turn is not None and turn.by and known is not None else None
    property_ = msgspec.to_builtins(part.property)
    return AskedValue(key=part.key, label=wording.both(part.label), property=property_, value=value, by=by)


def _places(action: CompiledAction | None, values: list[AskedValue]) -> Places:
    """What the values name, by key."""
    inputs: dict[str, CompiledInput] = {}
    if action is not None:
        inputs = {**action.inputs, **(action.approval.inputs if action.approval is not None else {})}
    places: Places = {}
    for one in values:
        target = inputs[one.key].type.target
        if target is not None and one.value:
            listed = one.value if isinstance(one.value, list) else [one.value]
            places.setdefault(one.key, set()).update((target, item) for item in listed if isinstance(item, str))
    return places


def _all(places: Places) -> Iterable[tuple[str, str]]:
    for named_ in places.values():
        yield from named_


def _form(one: Approval, action: CompiledAction | None, turn: Turn | None) -> dict[str, Any] | None:
    """The mini form of the reader's turn, in the shape of an action document."""
    if turn is None or action is None or action.approval is None:
        return None
    step = action.approval.steps.get(turn.step)
    if step is None:
        return {"id": one.action, "entity": one.entity, "label": wording.both(action.label), "fields": {}}
    made = to_json(action.doc)["approval"]["steps"][turn.step]
    fields = made.get("fields", {})
    return {"id": one.action, "entity": one.entity, "label": wording.both(step.label), "fields": fields}


def _back_to(one: Approval, action: CompiledAction | None, turn: Turn | None) -> list[ReturnTarget]:
    """The earlier steps that were gone through."""
    if turn is None or action is None or action.approval is None:
        return []
    begun = {other.step for other in one.turns if other.counts}
    earlier: list[ReturnTarget] = []
    for name, step in action.approval.steps.items():
        if name == turn.step:
            break
        if name in begun:
            earlier.append(ReturnTarget(step=name, label=wording.both(step.label)))
    return earlier
