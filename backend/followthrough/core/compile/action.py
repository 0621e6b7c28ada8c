"""Compiles an action: what its mini form asks, what it writes and where, what it can supply to a gate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from followthrough.core.fields import KINDS
from followthrough.core.kit.durations import span_of
from followthrough.core.kit.fieldtype import OPAQUE
from followthrough.core.model.app import AppDocument
from followthrough.core.model.entity import Property
from followthrough.core.model.flow import Action, ActionField, ApprovalStep
from followthrough.core.model.scope import EntityScope, action_prefixes, in_order, input_type, property_at
from followthrough.core.rules import Scope

from .app import CompiledAction, CompiledCreation, CompiledInput, CompiledRollup, CompiledWrite
from .approval import CompiledApproval, CompiledApprover, CompiledStep
from .duty import steps
from .entity import rule
from .flow import compile_gate
from .rule import CompiledRule

Where = Literal["own", "ref", "new", "act"]


def compile_action(app: AppDocument, action_id: str, rollups: Mapping[str, CompiledRollup]) -> CompiledAction:
    """An action of an entity whose rollup fields are `rollups`."""
    action = app.actions[action_id]
    record = EntityScope(app, action.entity)
    scope = EntityScope(app, action.entity, action_prefixes(app, action))
    inputs = {key: made for key, part in in_order(action.fields) if (made := _input(app, action, key, part, scope))}
    writes = tuple(_write(path, CompiledRule(node, scope)) for path, node in sorted(action.writes.items()))
    return CompiledAction(
        id=action_id,
        doc=action,
        entity=action.entity,
        label=action.label,
        stages=frozenset(action.stages) or None,
        roles=frozenset(action.roles) or None,
        when=rule(action.when, record),
        inputs=inputs,
        evidence=action.evidence,
        gate=compile_gate(f"action:{action_id}", action.requires, record),
        creates=_creation(action, scope),
        writes=writes,
        advances=action.advances.to if action.advances else None,
        effective=rule(action.effective, scope),
        supplies=supplies(action, rollups),
        approval=_approval(app, action, scope, writes),
    )


def supplies(action: Action, rollups: Mapping[str, CompiledRollup]) -> frozenset[str]:
    """The field paths of the acted record that doing the action can fill."""
    targets = {part.target for part in action.fields.values() if part.target and not part.target.startswith("new.")}
    fed: set[str] = set()
    if action.creates is not None:
        made = action.creates
        fed = {name for name, part in rollups.items() if part.child == made.entity and part.via == made.link}
    return frozenset(targets | set(action.writes) | fed)


def place_of(target: str | None) -> tuple[Where, str | None, str | None]:
    """Where an input writes: (where, reference, field)."""
    if target is None:
        return "act", None, None
    via, _, field = target.rpartition(".")
    if not via:
        return "own", None, field
    return ("new", None, field) if via == "new" else ("ref", via, field)


def property_of(app: AppDocument, action: Action, part: ActionField) -> Property | None:
    """The property that describes an input's values; None when its target is not there."""
    where, _, field = place_of(part.target)
    if where == "act":
        return part.property
    if where == "new":
        entity = app.entities.get(action.creates.entity) if action.creates else None
        return entity.properties.get(field or "") if entity else None
    found = property_at(app, action.entity, part.target or "")
    return found[1] if found else None


def _input(app: AppDocument, action: Action, key: str, part: ActionField, scope: Scope) -> CompiledInput | None:
    prop = property_of(app, action, part)
    if prop is None:
        return None
    where, via, field = place_of(part.target)
    return CompiledInput(
        key=key,
        doc=part,
        where=where,
        via=via,
        field=field,
        kind=KINDS[prop.field.kind],
        property=prop,
        type=input_type(app, action, key) or OPAQUE,
        label=part.label or prop.field.label,
        required=part.required,
        required_when=rule(part.required_when, scope),
        relevance=rule(part.relevance, scope),
        default_rule=rule(part.default_rule, scope),
    )


def _write(path: str, made: CompiledRule) -> CompiledWrite:
    via, _, field = path.rpartition(".")
    return CompiledWrite(path, via or None, field, made)


def _creation(action: Action, scope: Scope) -> CompiledCreation | None:
    spec = action.creates
    if spec is None:
        return None
    values = {name: CompiledRule(node, scope) for name, node in sorted(spec.values.items())}
    return CompiledCreation(spec, spec.entity, spec.link, values)


def _approval(
    app: AppDocument, action: Action, scope: Scope, writes: tuple[CompiledWrite, ...]
) -> CompiledApproval | None:
    spec = action.approval
    if spec is None:
        return None
    made = {name: _step(app, action, name, step, scope) for name, step in in_order(spec.steps)}
    inputs = {key: part for step in made.values() for key, part in step.inputs.items()}
    given = {f"act.{key}" for key in inputs}
    awaited = frozenset(write.path for write in writes if not given.isdisjoint(write.rule.reads))
    return CompiledApproval(spec, made, inputs, awaited)


def _step(app: AppDocument, action: Action, name: str, step: ApprovalStep, scope: Scope) -> CompiledStep:
    approvers = {
        key: CompiledApprover(key, part.person, rule(part.when, scope)) for key, part in in_order(step.approvers)
    }
    inputs = {key: made for key, part in in_order(step.fields) if (made := _input(app, action, key, part, scope))}
    within = span_of(step.within) if step.within else None
    escalate = steps("escalate", ((key, span_of(p.after), p.person) for key, p in in_order(step.escalate)))
    return CompiledStep(name, step, step.label, rule(step.when, scope), approvers, inputs, within, escalate)
