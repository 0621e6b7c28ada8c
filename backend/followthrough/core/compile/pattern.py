"""Compiles event patterns: which events of an entity a duty, a trigger or a metric means."""

from __future__ import annotations

from dataclasses import dataclass

from followthrough.core.model.app import AppDocument
from followthrough.core.model.pattern import EventPattern
from followthrough.core.model.scope import EntityScope, kept_inputs

from .rule import CompiledRule


@dataclass(frozen=True, slots=True)
class CompiledPattern:
    """An event pattern. `when` is judged on the record after the event; of an act it may name `act.<key>`."""

    doc: EventPattern
    when: CompiledRule | None

    @property
    def entity(self) -> str:
        """Whose events are meant."""
        return self.doc.entity

    @property
    def reads(self) -> frozenset[str]:
        """The paths of the record that `when` reads."""
        return record_reads(self.when)


def compile_pattern(app: AppDocument, pattern: EventPattern) -> CompiledPattern:
    """A pattern ready to match (core.run.patterns)."""
    if pattern.when is None:
        return CompiledPattern(pattern, None)
    return CompiledPattern(pattern, CompiledRule(pattern.when, act_scope(app, pattern.entity, pattern.action)))


def act_scope(app: AppDocument, entity: str, action: str | None) -> EntityScope:
    """The scope of a rule about an act that was done: its record, and `act.<key>` for what is kept with the act."""
    known = app.actions.get(action or "")
    return EntityScope(app, entity, kept_inputs(app, known) if known is not None else None)


def record_reads(*rules: CompiledRule | None) -> frozenset[str]:
    """The paths that rules read of a record, those of an act left out."""
    reads = (path for made in rules if made is not None for path in made.reads)
    return frozenset(path for path in reads if path.partition(".")[0] != "act")
