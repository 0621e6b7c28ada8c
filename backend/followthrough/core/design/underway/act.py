"""What an act carries, and what a refusal of it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from followthrough.core.compile.app import CompiledApp
from followthrough.core.model.flow import Action
from followthrough.core.model.scope import property_at, signed_fields
from followthrough.core.run.acts import (
    Act,
    Archive,
    Assign,
    Create,
    Decision,
    Deny,
    Edit,
    Invalid,
    Missing,
    Move,
    Perform,
    Sign,
)

Place = tuple[str, str]
"""A field: (entity, id)."""


@dataclass(frozen=True, slots=True)
class Under:
    """An act on a record of `entity`: what it sends by the keys of its form (fields, or the inputs of `action`), the stage
    it names, the right it takes; nothing where it has none."""

    entity: str
    sent: Mapping[str, Any] = field(default_factory=dict)
    action: str | None = None
    to: str | None = None
    right: str | None = None


def under_way(entity: str, act: Act, asked_for: str | None = None) -> Under:
    """The act as far as documents say how it is done; `asked_for` is the action that a signature is about."""
    match act:
        case Create():
            return Under(entity, _filled(act.values), to=act.stage, right="create")
        case Edit():
            return Under(entity, _filled(act.values), right="edit")
        case Move():
            return Under(entity, _filled(act.values), to=act.to, right="edit")
        case Perform():
            return Under(entity, _filled(act.inputs), act.action)
        case Sign():
            return Under(entity, _filled(act.inputs), asked_for)
        case Assign():
            return Under(entity, right="assign")
        case Archive():
            return Under(entity, right="archive")
        case _:
            return Under(entity)


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "", [])}


def keys_by_place(app: CompiledApp, under: Under) -> dict[Place, str]:
    """The form's key for each field that it fills: a field by its own id, rows by those of their parent, an input by what
    it writes."""
    found: dict[Place, str] = {}
    action = app.doc.actions.get(under.action or "")
    if under.action is not None:
        for key, part in inputs_of(action).items():
            at = _target(app, under.entity, action, part.target) if part.target is not None else None
            if at is not None:
                found[at] = key
        return found
    entity = app.entities.get(under.entity)
    for name in app.doc.entities[under.entity].properties if entity is not None else ():
        found[under.entity, name] = name
        child = entity.rows.get(name) if entity is not None else None
        for inside in app.doc.entities[child].properties if child is not None else ():
            found[child or "", inside] = name
    return found


def inputs_of(action: Action | None) -> dict[str, Any]:
    """The inputs of an action and of its steps of approval, by key."""
    return {} if action is None else {**signed_fields(action), **action.fields}


def _target(app: CompiledApp, entity: str, action: Action | None, path: str) -> Place | None:
    creates = action.creates if action is not None else None
    if path.startswith("new.") and creates is not None:
        entity, path = creates.entity, path.removeprefix("new.")
    at = property_at(app.doc, entity, path)
    return None if at is None else (at[0], path.rpartition(".")[2])


@dataclass(slots=True)
class Asked:
    """What a refusal names: `keys` of the form, fields and demands by their last step, actions, statements, duties, stages
    and transitions whose gates are shut; `evidence`, and which of action, flow and rights stand in the way as such."""

    keys: set[str] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)
    actions: set[str] = field(default_factory=set)
    statements: set[str] = field(default_factory=set)
    duties: set[str] = field(default_factory=set)
    stages: set[str] = field(default_factory=set)
    transitions: set[str] = field(default_factory=set)
    evidence: bool = False
    action: bool = False
    flow: bool = False
    rights: bool = False


_OF_ACTION = frozenset({"unknown_action", "not_offered", "not_permitted"})
_OF_FLOW = frozenset({"no_transition", "unknown_stage", "same_stage"})


def asked_by(decision: Decision) -> Asked:
    """What a decision asks for or refuses; nothing where it allows."""
    asked = Asked()
    match decision:
        case Invalid():
            for issue in decision.issues:
                head, _, rest = issue.path.replace("]", "").replace("[", ".").partition(".")
                asked.evidence |= head == "files"
                asked.keys.add(rest.partition(".")[0] if head == "inputs" else head)
                asked.fields |= {part for part in rest.split(".") if part and not part.isdigit()}
        case Missing():
            for need in decision.needs:
                _needed(asked, need)
        case Deny():
            asked.action = decision.code in _OF_ACTION
            asked.flow = decision.code in _OF_FLOW
            asked.rights = decision.code == "not_permitted"
            if decision.code == "read_only":
                asked.keys.add(str(decision.params.get("field", "")))
    return asked


def _needed(asked: Asked, need: Any) -> None:
    kind, _, name = need.at.partition(":")
    (asked.stages if kind == "stage" else asked.transitions if kind == "transition" else set()).add(name)
    asked.evidence |= need.kind == "evidence"
    for known, value in (
        (asked.fields, need.field), (asked.keys, need.input), (asked.duties, need.duty),
        (asked.statements, need.statement), (asked.actions, need.action if need.kind == "action" else None),
    ):  # fmt: skip
        if value is not None:
            known.add(value)
