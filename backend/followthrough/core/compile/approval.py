"""What a compiled approval looks like: its steps in order, who signs in each, and what signers give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from followthrough.core.kit.durations import Span
from followthrough.core.model.base import Text
from followthrough.core.model.flow import Approval, ApprovalStep
from followthrough.core.model.pattern import Person

from .duty import Step
from .rule import CompiledRule

if TYPE_CHECKING:
    from .app import CompiledInput


@dataclass(frozen=True, slots=True)
class CompiledApprover:
    """A place among the signers of a step; it is asked for where `when` (None: always) holds."""

    id: str
    person: Person
    when: CompiledRule | None


@dataclass(frozen=True, slots=True)
class CompiledStep:
    """A step. Its rules read the record as the act would leave it, and `act.<key>` of the request and of signatures.
    `within` None: without a deadline."""

    id: str
    doc: ApprovalStep
    label: Text
    when: CompiledRule | None
    approvers: Mapping[str, CompiledApprover]
    inputs: Mapping[str, CompiledInput]
    within: Span | None
    escalate: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class CompiledApproval:
    """The decision an action needs. `inputs` are those of all its steps; `awaited` the paths of the record that the
    action writes by a rule over one of them, which nobody can be asked for before they are given."""

    doc: Approval
    steps: Mapping[str, CompiledStep]
    inputs: Mapping[str, CompiledInput]
    awaited: frozenset[str]

    @property
    def rules(self) -> tuple[CompiledRule, ...]:
        """Every rule about who is asked."""
        asked = [step.when for step in self.steps.values()]
        asked += [place.when for step in self.steps.values() for place in step.approvers.values()]
        return tuple(rule for rule in asked if rule is not None)

    @property
    def fields(self) -> frozenset[str]:
        """The paths of the record in which signers stand."""
        places = (place.person for step in self.steps.values() for place in step.approvers.values())
        return frozenset(person.field for person in places if person.to == "field" and person.field)
