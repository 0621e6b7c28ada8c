"""What a column of a sheet may be mapped to, for one role: what it may not write is not there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from followthrough.core.compile import CompiledApp, CompiledField
from followthrough.core.kit.fieldtype import PERSON, UNIT
from followthrough.core.run.access import EntityRights, rights
from followthrough.services.exporting import SYSTEM_LABELS
from followthrough.services.views import Text
from followthrough.services.wording import both

from .wire import ImportTarget

STAGE, OWNER, HOLDER_UNIT = "_stage", "_owner", "_unit"
_NO_CELL = frozenset({"rows", "file", "image"})
"""Kinds whose values do not fit into a cell."""
_MATCH = frozenset({"text", "phone", "email", "url", "number", "serial"})


@dataclass(frozen=True, slots=True)
class Target:
    """A field, or the stage, owner or unit of the record.

    `names`: what its texts name (entity id, `_person` or `_unit`), None when they name nothing. `options`: for a choice
    or the stage, what it can be. `required`: a new record needs it and nothing fills it by itself.
    """

    id: str
    label: Text
    kind: str
    required: bool = False
    field: CompiledField | None = None
    names: str | None = None
    options: Mapping[str, Text] | None = None

    @property
    def can_match(self) -> bool:
        """Whether rows can find their record by it."""
        return self.field is not None and self.kind in _MATCH

    def view(self) -> ImportTarget:
        """As the wizard gets it."""
        return ImportTarget(
            id=self.id, label=self.label, kind=self.kind, required=self.required, can_match=self.can_match
        )


def may_import(app: CompiledApp, role: str, entity: str) -> EntityRights | None:
    """The role's rights when it may import records of the entity, else None."""
    found = rights(app, role, entity) if entity in app.entities and app.entities[entity].rows_of is None else None
    return found if found is not None and found.imports and found.create else None


def targets_of(app: CompiledApp, role: str, entity: str) -> dict[str, Target]:
    """The targets in the order of the entity's fields, then stage, owner and unit as far as the role may set them."""
    held = rights(app, role, entity)
    compiled = app.entities[entity]
    made: dict[str, Target] = {}
    for name in compiled.writable:
        found = compiled.fields[name]
        if held is not None and held.fields.get(name) == "write" and found.kind.id not in _NO_CELL:
            made[name] = _of_field(found)
    if compiled.flow is not None:
        stages = {name: both(stage.label) for name, stage in compiled.flow.stages.items() if not stage.archived}
        made[STAGE] = Target(STAGE, SYSTEM_LABELS[STAGE], "stage", options=stages)
    if held is not None and held.assign:
        made[OWNER] = Target(OWNER, SYSTEM_LABELS[OWNER], "person", names=PERSON)
        made[HOLDER_UNIT] = Target(HOLDER_UNIT, SYSTEM_LABELS[HOLDER_UNIT], "unit", names=UNIT)
    return made


def _of_field(found: CompiledField) -> Target:
    options = None
    if found.kind.id == "choice":
        options = {name: both(one.label) for name, one in found.property.field.options.items() if not one.archived}
    return Target(
        found.id,
        both(found.label),
        found.kind.id,
        required=found.required and found.default is None and found.default_rule is None and found.relevance is None,
        field=found,
        names=found.type.target if found.type.base == "ref" else None,
        options=options,
    )
