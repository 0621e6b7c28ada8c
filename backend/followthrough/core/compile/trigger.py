"""Compiles triggers and sorts them by the events they wait for, so that events nobody waits for cost one look-up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from followthrough.core.model.app import AppDocument
from followthrough.core.model.scope import in_order
from followthrough.core.model.trigger import AssignRecord, CreateRecord, Effect, Notify, SetField, Trigger, placeholders

from .pattern import CompiledPattern, act_scope, compile_pattern, record_reads
from .rule import CompiledRule


@dataclass(frozen=True, slots=True)
class CompiledEffect:
    """One effect. `values` are its rules: the value of a "set" under its field, those of a "create" by field.

    The rules read the event's record as it stands when the effect's turn comes, and `act.<key>` of an act.
    """

    id: str
    doc: Effect
    values: Mapping[str, CompiledRule]


@dataclass(frozen=True, slots=True)
class CompiledTrigger:
    """A trigger with its effects in order."""

    id: str
    doc: Trigger
    pattern: CompiledPattern
    effects: tuple[CompiledEffect, ...]

    @property
    def reads(self) -> frozenset[str]:
        """The paths of the record that its condition and its effects read."""
        rules = (rule for effect in self.effects for rule in effect.values.values())
        return self.pattern.reads.union(record_reads(*rules), *(_named(effect.doc) for effect in self.effects))


def _named(effect: Effect) -> frozenset[str]:
    """The paths that an effect names outside of rules: in its text, and where the person stands."""
    texts = placeholders(effect.text) if isinstance(effect, Notify) else frozenset()
    person = effect.person.field if isinstance(effect, Notify | AssignRecord) else None
    return texts | ({person} if person else frozenset())


def triggers_of(app: AppDocument, entity: str) -> dict[str, tuple[CompiledTrigger, ...]]:
    """The triggers on records of an entity by the kind of event they wait for, in order."""
    found: dict[str, list[CompiledTrigger]] = {}
    for name, trigger in in_order(app.triggers):
        if trigger.on.entity == entity:
            found.setdefault(trigger.on.kind, []).append(_compiled(app, name, trigger))
    return {kind: tuple(listed) for kind, listed in found.items()}


def _compiled(app: AppDocument, name: str, trigger: Trigger) -> CompiledTrigger:
    scope = act_scope(app, trigger.on.entity, trigger.on.action)
    effects: list[CompiledEffect] = []
    for key, effect in in_order(trigger.effects):
        values: dict[str, CompiledRule] = {}
        if isinstance(effect, SetField):
            values = {effect.field: CompiledRule(effect.value, scope)}
        elif isinstance(effect, CreateRecord):
            values = {field: CompiledRule(node, scope) for field, node in sorted(effect.values.items())}
        effects.append(CompiledEffect(key, effect, values))
    return CompiledTrigger(name, trigger, compile_pattern(app, trigger.on), tuple(effects))
