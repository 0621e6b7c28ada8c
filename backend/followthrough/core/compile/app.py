"""What a published version looks like to everyone who runs it: immutable, looked up by id, compiled once.

Collections are read-only mappings in display order (`order`, then id). Everything a
decision asks again and again (gates of a stage on a path, who supplies a field, which
rollups a child feeds) is answered here by one lookup.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from followthrough.core.fields import Column, Kind
from followthrough.core.kit.fieldtype import FieldType
from followthrough.core.model.access import EntityAccess, Role
from followthrough.core.model.app import AppDocument
from followthrough.core.model.base import Text
from followthrough.core.model.entity import EntityInfo, Lookup, Property, Rollup
from followthrough.core.model.flow import Action, ActionField, Creates, Evidence, Flow, Path, Stage, Transition
from followthrough.core.model.layout import Form, ListDoc
from followthrough.core.model.scope import PARENT as PARENT
from followthrough.core.rules import Scope

from .approval import CompiledApproval
from .duty import CompiledDuties
from .rule import CompiledRule
from .table import CompiledTable
from .trigger import CompiledTrigger

Right = Literal["write", "read", "none"]


@dataclass(frozen=True, slots=True)
class CompiledStatement:
    """A condition with its id and the words shown when it is false (None: the rule's own sentence)."""

    id: str
    rule: CompiledRule
    message: Text | None


@dataclass(frozen=True, slots=True)
class CompiledField:
    """A field of an entity.

    `computed` fields (formula, rollup, lookup, serial, the output of a decision table) are never written by people. A
    `live` one is evaluated when read and has no column: lookups, and formulas that use now or today, a reference's
    field or another live field (a stored value could not follow them). `type` is what rules see of it:
    a lookup has the type of the field it reads. `default` is the fixed default as stored, None for none.
    """

    id: str
    kind: Kind
    property: Property
    type: FieldType
    label: Text
    required: bool
    computed: bool
    live: bool
    archived: bool
    filterable: bool
    column: Column
    default: Any = None
    relevance: CompiledRule | None = None
    required_when: CompiledRule | None = None
    constraints: tuple[CompiledStatement, ...] = ()
    default_rule: CompiledRule | None = None
    compute: CompiledRule | None = None
    rollup: CompiledRollup | None = None
    lookup: Lookup | None = None
    shown: tuple[Kind, Property] | None = None
    """What a lookup prints as: kind and property of the field at its end. None for every other kind."""
    rows: str | None = None
    """The child entity of a `rows` field."""
    targets: tuple[str, ...] = ()
    """Entities a reference may point to (one for reference and rows, several for poly_reference)."""


@dataclass(frozen=True, slots=True)
class CompiledRollup:
    """An aggregate over the records of `child` whose reference `via` is this one (`_parent`: this record's own rows).

    `reads` are the child fields whose change may change the value: `via`, the aggregated field and what `where` reads.
    """

    field: str
    spec: Rollup
    child: str
    via: str
    op: Literal["count", "sum", "min", "max", "avg"]
    value: str | None
    where: CompiledRule | None
    reads: frozenset[str]


@dataclass(frozen=True, slots=True)
class Feed:
    """A rollup that records of this entity feed: field `field` of the `parent` record behind reference `via`."""

    parent: str
    field: str
    via: str
    rollup: CompiledRollup


@dataclass(frozen=True, slots=True)
class GateReader:
    """Records of `entity` stand behind gates that read `fields` (stored or system) of the record behind their reference `via`."""

    entity: str
    via: str
    fields: frozenset[str]


@dataclass(frozen=True, slots=True)
class Follower:
    """Records of `entity` have a table or duty that reads `fields` (stored or system) of the record behind `via`, one or
    two of their references ("contract", "contract.customer"): what follows from it there is worked out again."""

    entity: str
    via: str
    fields: frozenset[str]


@dataclass(frozen=True, slots=True)
class FieldNeed:
    """A demanded field. `path` as written; `via` the reference it is read through (None: own), `field` its last id."""

    path: str
    via: str | None
    field: str
    when: CompiledRule | None


@dataclass(frozen=True, slots=True)
class ActionNeed:
    """A demanded action: done at least `min` times."""

    action: str
    min: int
    when: CompiledRule | None


@dataclass(frozen=True, slots=True)
class Gate:
    """Requirements with their name: "stage:quote", "transition:t_quote" or "action:send_plan"."""

    at: str
    fields: tuple[FieldNeed, ...] = ()
    actions: tuple[ActionNeed, ...] = ()
    statements: tuple[CompiledStatement, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is demanded."""
        return not (self.fields or self.actions or self.statements)


@dataclass(frozen=True, slots=True)
class CompiledPath:
    """A path: its open and won stages in order, and the position of each."""

    id: str
    doc: Path
    stages: tuple[str, ...]
    position: Mapping[str, int]
    when: CompiledRule | None

    @property
    def first(self) -> str:
        """The stage in which a record of this path starts."""
        return self.stages[0]


@dataclass(frozen=True, slots=True)
class CompiledTransition:
    """A permitted step. `roles` None: every role that may edit the record."""

    id: str
    doc: Transition
    sources: frozenset[str]
    to: str
    when: CompiledRule | None
    roles: frozenset[str] | None
    gate: Gate


@dataclass(frozen=True, slots=True)
class CompiledFlow:
    """The flow of an entity.

    `gates[path][stage]` are the gates a record in that stage must stand behind, in order: for an open
    or won stage its own entry and those of every open/won stage before it on the path; for a lost or
    hold stage its own alone. Empty gates are left out.
    """

    id: str
    doc: Flow
    stages: Mapping[str, Stage]
    paths: Mapping[str, CompiledPath]
    transitions: Mapping[str, CompiledTransition]
    by_source: Mapping[str, tuple[CompiledTransition, ...]]
    entry: Mapping[str, Gate]
    gates: Mapping[str, Mapping[str, tuple[Gate, ...]]]

    def side(self, stage: str) -> bool:
        """Whether the stage is lost or hold: off every path."""
        return self.stages[stage].kind in ("lost", "hold")

    def on(self, path: str, stage: str) -> bool:
        """Whether a record of `path` may stand in `stage`: it is on the path, or lost or hold."""
        return stage in self.paths[path].position or self.side(stage)


@dataclass(frozen=True, slots=True)
class CompiledInput:
    """One input of an action's mini form.

    `where` says what it writes: "own" field, field of the record behind reference `via` ("ref"), of the record
    the act creates ("new"), or nothing ("act": kept with the act). `field` is the target field's id (None for
    "act"); `property` describes the value in every case.
    """

    key: str
    doc: ActionField
    where: Literal["own", "ref", "new", "act"]
    via: str | None
    field: str | None
    kind: Kind
    property: Property
    type: FieldType
    label: Text
    required: bool
    required_when: CompiledRule | None
    relevance: CompiledRule | None
    default_rule: CompiledRule | None


@dataclass(frozen=True, slots=True)
class CompiledWrite:
    """A field set by a rule when the act is done: own (`via` None) or of the record behind reference `via`."""

    path: str
    via: str | None
    field: str
    rule: CompiledRule


@dataclass(frozen=True, slots=True)
class CompiledCreation:
    """The record an act creates: `values` are rules over the acted record (with `act.<key>` for its inputs)."""

    doc: Creates
    entity: str
    link: str
    values: Mapping[str, CompiledRule]


@dataclass(frozen=True, slots=True)
class CompiledAction:
    """An action. `stages` None: offered in every stage; `roles` None: to every role that may edit the record.

    `supplies` are the field paths of the acted record (`amount`, `customer.core_need`) that doing it can fill:
    what its inputs and `writes` target, and rollups of the acted record that the created one feeds.
    """

    id: str
    doc: Action
    entity: str
    label: Text
    stages: frozenset[str] | None
    roles: frozenset[str] | None
    when: CompiledRule | None
    inputs: Mapping[str, CompiledInput]
    evidence: Evidence | None
    gate: Gate
    creates: CompiledCreation | None
    writes: tuple[CompiledWrite, ...]
    advances: str | None
    effective: CompiledRule | None
    supplies: frozenset[str]
    approval: CompiledApproval | None = None


@dataclass(frozen=True, slots=True)
class CompiledEntity:
    """An entity with everything a decision or a query asks of it.

    `derive_order`: every field with relevance, formula or lookup, each after all it reads: going through it once
    (hide, compute, look up) gives the final values, since emptying one field may hide or change the next.
    `relevance_order` and `compute_order` (stored formulas) are its parts; `live`: formulas and lookups evaluated when
    read. `paths`: the type of every path the entity's own rules, flow and actions read, and of all its own fields.
    `owner_chain`: the references to follow to the record whose owner, unit and stage decide access (() for its own).
    `rows_of`: for a detail entity its (parent entity, rows field). `reads_through`: reference fields that some rule,
    demand, lookup or action of this entity reads or writes through: a loader knows whose records it needs.
    `references`: reference field -> entities it may point to; `rows`: rows field -> child entity.
    """

    id: str
    info: EntityInfo
    label: Text
    fields: Mapping[str, CompiledField]
    writable: tuple[str, ...]
    derive_order: tuple[str, ...]
    relevance_order: tuple[str, ...]
    compute_order: tuple[str, ...]
    live: tuple[str, ...]
    references: Mapping[str, tuple[str, ...]]
    rows: Mapping[str, str]
    rows_of: tuple[str, str] | None
    rollups: Mapping[str, CompiledRollup]
    feeds: tuple[Feed, ...]
    owner_chain: tuple[tuple[str, str], ...]
    reads_through: frozenset[str]
    paths: Mapping[str, FieldType]
    columns: Mapping[str, Column]
    scope: Scope
    schema: Mapping[str, Any]
    flow: CompiledFlow | None
    actions: Mapping[str, CompiledAction]
    forms: Mapping[str, Form]
    lists: Mapping[str, ListDoc]
    tables: Mapping[str, CompiledTable]
    triggers: Mapping[str, tuple[CompiledTrigger, ...]]
    """By the kind of event they wait for."""
    duties: CompiledDuties
    copies: Mapping[str, str]
    """Field -> the field in whose place it came (`copied_from`)."""
    merges: Mapping[str, Mapping[str, str]]
    """Field -> option that was merged -> the one that takes its place."""

    @property
    def owes(self) -> bool:
        """Whether anything can be owed on its records: a duty's act, or a decision on an approval."""
        return bool(self.duties.all) or any(action.approval is not None for action in self.actions.values())


@dataclass(frozen=True, slots=True)
class CompiledRole:
    """A role. `fields[entity][field]` is "write", "read" or "none" for every field of an entity the role may see.

    An entity missing from `entities` is invisible, as every archived one is. Computed fields are never "write"; where the entity
    may be neither edited nor created, nothing is.
    """

    id: str
    doc: Role
    entities: Mapping[str, EntityAccess]
    fields: Mapping[str, Mapping[str, Right]]


@dataclass(frozen=True, slots=True)
class CompiledApp:
    """A published version, ready to run. `digest` is the sha256 of the document's canonical JSON."""

    key: str
    version: int
    digest: str
    doc: AppDocument
    running: AppDocument
    """The document as it runs: what belongs to archived entities rests."""
    granted: CompiledApp | None
    """The app as if its archived entities were used again, None where there are none: by what it says on them is measured who
    may grant what, or somebody could get by way of an archived entity what he did not hold before (`as_granted`)."""
    entities: Mapping[str, CompiledEntity]
    roles: Mapping[str, CompiledRole]
    readers: Mapping[str, tuple[GateReader, ...]]
    """Entity -> whose gates read its fields through a reference."""
    followers: Mapping[str, tuple[Follower, ...]]
    """Entity -> whose tables and duties read its fields through references."""
    nightly: frozenset[str]
    """Entities on whose records a new day alone may change a table's answer or what is owed."""

    def entity(self, entity_id: str) -> CompiledEntity | None:
        """The entity, or None for an id the app does not have."""
        return self.entities.get(entity_id)
