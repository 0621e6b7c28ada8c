"""Compiles a flow: paths in order, transitions by source, and the gates a record in each stage stands behind."""

from __future__ import annotations

from collections.abc import Iterable

from followthrough.core.model.flow import Flow, Path, Requirement, Transition
from followthrough.core.model.scope import in_order, path_stages
from followthrough.core.rules import Scope

from .app import ActionNeed, CompiledFlow, CompiledPath, CompiledTransition, FieldNeed, Gate
from .entity import rule, statements
from .rule import CompiledRule


def compile_gate(at: str, requirement: Requirement, scope: Scope) -> Gate:
    """A requirement as a gate named `at`."""
    return Gate(
        at=at,
        fields=tuple(_field_need(path, rule(part.when, scope)) for path, part in in_order(requirement.fields)),
        actions=tuple(
            ActionNeed(name, part.min, rule(part.when, scope)) for name, part in in_order(requirement.actions)
        ),
        statements=statements(requirement.statements, scope),
    )


def _field_need(path: str, when: CompiledRule | None) -> FieldNeed:
    via, _, last = path.rpartition(".")
    return FieldNeed(path, via or None, last, when)


def compile_flow(flow: Flow, scope: Scope) -> CompiledFlow:
    """The flow, ready to walk."""
    stages = dict(in_order(flow.stages))
    paths = {name: _path(name, path, flow, scope) for name, path in in_order(flow.paths)}
    transitions = {name: _transition(name, part, scope) for name, part in in_order(flow.transitions)}
    entry = {name: compile_gate(f"stage:{name}", stage.entry, scope) for name, stage in stages.items()}
    by_source = {stage: tuple(made for made in transitions.values() if stage in made.sources) for stage in stages}
    side = [name for name, stage in stages.items() if stage.kind in ("lost", "hold")]
    gates: dict[str, dict[str, tuple[Gate, ...]]] = {}
    for name, path in paths.items():
        standing = {
            stage: _filled(entry[part] for part in path.stages[: place + 1]) for stage, place in path.position.items()
        }
        gates[name] = {**standing, **{stage: _filled([entry[stage]]) for stage in side}}
    return CompiledFlow(flow.id, flow, stages, paths, transitions, by_source, entry, gates)


def _path(name: str, path: Path, flow: Flow, scope: Scope) -> CompiledPath:
    stages = path_stages(flow, path)
    return CompiledPath(
        name, path, stages, {stage: place for place, stage in enumerate(stages)}, rule(path.when, scope)
    )


def _transition(name: str, part: Transition, scope: Scope) -> CompiledTransition:
    return CompiledTransition(
        id=name,
        doc=part,
        sources=frozenset(part.source),
        to=part.to,
        when=rule(part.when, scope),
        roles=frozenset(part.roles) or None,
        gate=compile_gate(f"transition:{name}", part.requires, scope),
    )


def _filled(gates: Iterable[Gate]) -> tuple[Gate, ...]:
    return tuple(gate for gate in gates if not gate.empty)
