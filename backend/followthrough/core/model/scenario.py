"""Scenarios: executable stories kept beside a template, run in memory and over HTTP (docs/contract.md, section 6).

Not part of a published version: `AppDocument` does not hold them.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta
from msgspec import field as member

from .base import Doc, Id, Text
from .entity import FileKind

Alias = Annotated[str, Meta(extra_json_schema={"form": "id"})]
"""A name of the story for a unit, a person or a record."""

AliasRef = Annotated[str, Meta(extra_json_schema={"form": "alias_ref"})]
"""`@hospital`: the record behind that alias."""

Values = Annotated[dict[str, Any], Meta(extra_json_schema={"form": "values"})]
"""Field values as stored; "@hospital" stands for the id behind that alias."""

Matcher = Annotated[Any, Meta(extra_json_schema={"form": "matcher"})]
"""A need or an issue: its short spelling ("amount", "action:send_plan") or the members that must match."""

Entry = Literal["form", "list", "board", "bulk", "import", "api"]


class ScenarioUnit(Doc, frozen=True, kw_only=True):
    """A unit of the story's organisation."""

    name: str
    parent: Alias | None = None


class ScenarioPerson(Doc, frozen=True, kw_only=True):
    """A person of the story, with the role in this app."""

    name: str
    role: Id
    unit: Alias


class ScenarioFile(Doc, frozen=True, kw_only=True):
    """A file handed in with an act."""

    name: str
    kind: FileKind


class Ahead(Doc, frozen=True, kw_only=True):
    """What the phone shows next: the stage ahead, whether its gate is open, what is missing, and actions."""

    to: Id | None = None
    open: bool | None = None
    missing: list[Matcher] | None = None
    offered: list[Id] = member(default_factory=list)
    refused: list[Id] = member(default_factory=list)


class RecordState(Doc, frozen=True, kw_only=True):
    """What must be so of a record (members absent are not looked at)."""

    stage: Id | None = None
    path: Id | None = None
    owner: Alias | None = None
    unit: Alias | None = None
    archived: bool | None = None
    values: Values | None = None
    events: list[str] | None = None
    next: Ahead | None = None


class Expect(RecordState, frozen=True, kw_only=True):
    """The outcome of a step (at most one of ok, missing, invalid, deny) and what is so afterwards."""

    ok: bool | None = None
    missing: list[Matcher] | None = None
    invalid: list[Matcher] | None = None
    deny: Id | None = None
    moved: list[Id] | None = None
    others: dict[AliasRef, RecordState] = member(default_factory=dict)


class CreateStep(Doc, frozen=True, kw_only=True, tag_field="do", tag="create", rename={"as_": "as"}):
    """Create a record and name it `ref`."""

    as_: Alias
    entity: Id
    ref: Alias
    at: str | None = None
    note: Text | None = None
    values: Values = member(default_factory=dict)
    stage: Id | None = None
    owner: Alias | None = None
    unit: Alias | None = None
    entry: Entry = "form"
    expect: Expect = Expect()


class EditStep(Doc, frozen=True, kw_only=True, tag_field="do", tag="edit", rename={"as_": "as"}):
    """Change values of a record."""

    as_: Alias
    ref: Alias
    values: Values
    at: str | None = None
    note: Text | None = None
    entry: Entry = "form"
    expect: Expect = Expect()


class MoveStep(Doc, frozen=True, kw_only=True, tag_field="do", tag="move", rename={"as_": "as"}):
    """Move a record to a stage."""

    as_: Alias
    ref: Alias
    to: Id
    at: str | None = None
    note: Text | None = None
    values: Values = member(default_factory=dict)
    entry: Entry = "form"
    expect: Expect = Expect()


class ActStep(Doc, frozen=True, kw_only=True, tag_field="do", tag="act", rename={"as_": "as"}):
    """Do an action; `new` names the record it creates."""

    as_: Alias
    ref: Alias
    action: Id
    at: str | None = None
    note: Text | None = None
    inputs: Values = member(default_factory=dict)
    files: list[ScenarioFile] = member(default_factory=list)
    new: Alias | None = None
    expect: Expect = Expect()


class AssignStep(Doc, frozen=True, kw_only=True, tag_field="do", tag="assign", rename={"as_": "as"}):
    """Give a record to another owner and unit."""

    as_: Alias
    ref: Alias
    owner: Alias
    unit: Alias
    at: str | None = None
    note: Text | None = None
    reason: str = ""
    expect: Expect = Expect()


class ArchiveStep(Doc, frozen=True, kw_only=True, tag_field="do", tag="archive", rename={"as_": "as"}):
    """Archive a record, or (`restore`) bring it back."""

    as_: Alias
    ref: Alias
    at: str | None = None
    note: Text | None = None
    reason: str = ""
    restore: bool = False
    expect: Expect = Expect()


class LookStep(Doc, frozen=True, kw_only=True, tag_field="do", tag="look", rename={"as_": "as"}):
    """Only read: what the person sees."""

    as_: Alias
    ref: Alias
    at: str | None = None
    note: Text | None = None
    expect: Expect = Expect()


Step = CreateStep | EditStep | MoveStep | ActStep | AssignStep | ArchiveStep | LookStep


class Scenario(Doc, frozen=True, kw_only=True):
    """A story: who there is, and step by step who does what and what comes of it. `clock` is an instant with offset."""

    name: Text
    clock: str
    units: dict[Alias, ScenarioUnit]
    people: dict[Alias, ScenarioPerson]
    steps: list[Step]
    why: Text | None = None
    tells: list[str] = member(default_factory=list)
