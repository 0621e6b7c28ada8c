"""What could be filled and done under a version: an act is judged by no more than that (docs/replay.md, section 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from followthrough.core.compile.rule import CompiledRule
from followthrough.core.kit.ids import plain_json
from followthrough.core.model.app import AppDocument
from followthrough.core.model.decode import to_json
from followthrough.core.model.entity import Field
from followthrough.core.model.scope import EntityScope


@dataclass(frozen=True, slots=True)
class ShapeField:
    """A field as it was: `relevance` when it was shown (None: always); `rollup` what it added up, in canonical JSON."""

    archived: bool
    relevance: CompiledRule | None
    rollup: bytes | None
    computed: bytes | None


@dataclass(frozen=True, slots=True)
class ShapeAction:
    """An action as it was: its inputs, and how many files it took as evidence."""

    entity: str
    inputs: frozenset[str]
    files: int


@dataclass(frozen=True, slots=True)
class Shape:
    """Fields by entity, and actions, of one version."""

    fields: Mapping[str, Mapping[str, ShapeField]] = field(default_factory=dict)
    actions: Mapping[str, ShapeAction] = field(default_factory=dict)

    @classmethod
    def of(cls, app: AppDocument) -> Shape:
        """The shape of a version's document."""
        outputs = {
            (table.entity, table.output): table for table in app.decision_tables.values() if table.output is not None
        }
        fields: dict[str, dict[str, ShapeField]] = {}
        for name, entity in app.entities.items():
            scope = EntityScope(app, name)
            own = fields[name] = {}
            for key, prop in entity.properties.items():
                table = outputs.get((name, key))
                computed = plain_json(to_json(table)) if table is not None else _computed(prop.field)
                relevance = prop.field.relevance
                own[key] = ShapeField(
                    prop.field.archived,
                    None if relevance is None else CompiledRule(relevance, scope),
                    None if prop.field.rollup is None else plain_json(to_json(prop.field.rollup)),
                    computed,
                )
        actions = {
            name: ShapeAction(
                action.entity,
                frozenset(action.fields)
                | {key for step in (action.approval.steps if action.approval else {}).values() for key in step.fields},
                action.evidence.max if action.evidence is not None else 0,
            )
            for name, action in app.actions.items()
        }
        return cls(fields, actions)


def _computed(found: Field) -> bytes | None:
    return None if found.compute is None else plain_json(found.compute)
