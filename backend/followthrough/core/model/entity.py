"""Entity documents: JSON Schema 2020-12 in our dialect plus the `field` annotation.

The wire form IS a JSON Schema (`properties`, `type`, `maxLength`, …); what the
dialect adds sits in `entity` (once) and `field` (per property). A field's
rules live here, not on forms, so that every entry path obeys them.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta
from msgspec import field as member

from .base import Doc, FieldPath, Id, Mark, Node, Statement, Text

Kind = Annotated[str, Meta(extra_json_schema={"form": "kind"})]
"""One of the closed list of field kinds (core/fields/KINDS)."""

FileKind = Annotated[str, Meta(extra_json_schema={"form": "file_kind"})]
"""What an uploaded file is, found from its content: image, pdf, office, audio, video, text or other."""


class Option(Doc, frozen=True, kw_only=True):
    """One choice or tag. `parent` makes a tree of tags; `archived` keeps old records valid. `merged_into`: the option that
    records which hold this archived one are given instead, by the publication that is the first to say so."""

    label: Text
    order: int = 0
    color: str | None = None
    parent: Id | None = None
    archived: bool = False
    merged_into: Id | None = None


class Rollup(Doc, frozen=True, kw_only=True):
    """Aggregate over child records: `op` of `value` over `entity` records whose reference `via` is this one.

    `op` is count, sum, min, max or avg; `value` is a field of the child (absent for count);
    `where` narrows the children.
    """

    entity: Id
    via: FieldPath
    op: Literal["count", "sum", "min", "max", "avg"]
    value: Id | None = None
    where: Node | None = None


class Lookup(Doc, frozen=True, kw_only=True):
    """A field read through a reference: never stored, always the referenced record's present value."""

    via: Id
    value: Id


class Serial(Doc, frozen=True, kw_only=True):
    """A running number: `prefix` + date part (`year`, `month`, `day` or `none`) + zero-padded counter."""

    prefix: str = ""
    reset: Literal["year", "month", "day", "none"] = "year"
    digits: int = 4


class Field(Doc, frozen=True, kw_only=True):
    """What the platform knows of a property beyond JSON Schema."""

    kind: Kind
    label: Text
    order: int = 0
    help: Text | None = None
    placeholder: Text | None = None
    required: bool = False
    archived: bool = False
    filterable: bool = False
    default: Any = None
    default_rule: Node | None = None
    relevance: Node | None = None
    required_when: Node | None = None
    constraint: dict[Id, Statement] = member(default_factory=dict)
    compute: Node | None = None
    options: dict[Id, Option] = member(default_factory=dict)
    target: Id | None = None
    targets: dict[Id, Mark] = member(default_factory=dict)
    rollup: Rollup | None = None
    lookup: Lookup | None = None
    serial: Serial | None = None
    accept: dict[FileKind, Mark] = member(default_factory=dict)
    currency: str | None = None
    copied_from: Id | None = None
    """The field of the same entity in whose place it came, of another kind: what records hold there is copied over, once,
    by the publication that is the first to say so (docs/designing.md, section 1)."""


class Property(Doc, frozen=True, kw_only=True):
    """One property of an entity: portable JSON Schema keywords and the `field` annotation."""

    field: Field
    type: str | list[str] | None = None
    format: str | None = None
    minLength: int | None = None
    maxLength: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    decimals: int | None = None
    items: dict[str, Any] | None = None
    minItems: int | None = None
    maxItems: int | None = None
    properties: dict[str, Any] | None = None
    additionalProperties: bool | None = None


class EntityInfo(Doc, frozen=True, kw_only=True):
    """The entity itself. `title` names the field that stands for a record in lists and references.

    `belongs_to` names the reference field whose target decides who may see and edit the
    record (a follow-up belongs to its opportunity); None: the record's own owner and unit.
    `rows_of` marks a child entity that lives only inside its parent's `rows` field. `archived`: its records stay as they
    are and nobody meets them; what roles may do with them is said for when it is used again.
    """

    id: Id
    label: Text
    title: Id
    subtitle: Id | None = None
    order: int = 0
    icon: str | None = None
    help: Text | None = None
    belongs_to: Id | None = None
    rows_of: Id | None = None
    archived: bool = False


class Entity(Doc, frozen=True, kw_only=True):
    """An entity document."""

    entity: EntityInfo
    properties: dict[Id, Property]
    schema: str = member(name="$schema", default="https://json-schema.org/draft/2020-12/schema")
    type: str = "object"
