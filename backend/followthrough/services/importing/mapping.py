"""The mapping of columns to targets: the first one, from the suggestions, and whether a given one can be meant."""

from __future__ import annotations

from collections.abc import Mapping as ReadOnly
from collections.abc import Sequence

from followthrough.core.compile import CompiledApp
from followthrough.services.refusal import Refusal, refuse

from .targets import Target, may_import
from .wire import ColumnMapping, ImportColumn, Mapping

MAX_VALUES = 5000


def suggested(columns: Sequence[ImportColumn]) -> Mapping:
    """The mapping of the suggestions."""
    return Mapping(columns=[ColumnMapping(column.index, column.suggestion) for column in columns if column.suggestion])


def refusal_of(
    mapping: Mapping, columns: Sequence[ImportColumn], targets: ReadOnly[str, Target], app: CompiledApp, role: str
) -> Refusal | None:
    """import_mapping for the first column that goes nowhere, twice, or where another goes; None for a good mapping."""
    taken: set[str] = set()
    seen: set[int] = set()
    for part in mapping.columns:
        target = targets.get(part.to)
        fine = (
            target is not None
            and 0 <= part.column < len(columns)
            and part.column not in seen
            and part.to not in taken
            and len(part.values) <= MAX_VALUES
            and _answers_fit(part, target, app, role)
        )
        if not fine:
            name = columns[part.column].name if 0 <= part.column < len(columns) else str(part.column)
            return refuse("import_mapping", column=name, field=part.to)
        seen.add(part.column)
        taken.add(part.to)
    if mapping.match is not None and (mapping.match not in taken or not targets[mapping.match].can_match):
        return refuse("import_mapping", column="", field=mapping.match)
    return None


def _answers_fit(part: ColumnMapping, target: Target, app: CompiledApp, role: str) -> bool:
    creates = can_create(target, app, role)
    if part.others == "create" and not creates:
        return False
    for answer in part.values.values():
        if [answer.use is not None, answer.create, answer.empty].count(True) != 1 or (answer.create and not creates):
            return False
        if answer.use is not None and target.options is not None and answer.use not in target.options:
            return False
        if target.names is None and target.options is None:
            return False
    return part.others is None or target.names is not None or target.options is not None


def can_create(target: Target, app: CompiledApp, role: str) -> bool:
    """Whether a text that names nothing may become a new record: the title is all there is to give it."""
    if target.names not in app.entities or target.names is None:
        return False
    entity = app.entities[target.names]
    held = may_import(app, role, entity.id)
    title = entity.fields.get(entity.info.title)
    return held is not None and title is not None and held.fields.get(title.id) == "write" and title.type.base == "text"
