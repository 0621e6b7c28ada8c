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

DutyCycle = Annotated[str, Meta(extra_json_schema={"form": "duty_cycle"})]
"""A duty, or one of its cycles: "follow_up", "weekly/2026-W10"."""

CalendarData = Annotated[dict[str, Any], Meta(extra_json_schema={"form": "calendar"})]
"""A working calendar in JSON form."""

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


class ScenarioShift(Doc, frozen=True, kw_only=True, rename={"from_": "from"}):
    """Who is on duty, from an instant to another; `unit` None: for all units."""

    person: Alias
    from_: str
    to: str
    unit: Alias | None = None


class Owed(Doc, frozen=True, kw_only=True):
    """What must be so of an obligation (members absent are not looked at).

    `due` is an instant with offset ("": none yet); `owner` an alias ("": nobody).
    """

    state: Literal["open", "done", "waived", "withdrawn"] | None = None
    due: str | None = None
    original_due: str | None = None
    owner: str | None = None
    overdue: bool | None = None
    late: bool | None = None
    provisional: bool | None = None


class Asked(Doc, frozen=True, kw_only=True):
    """What must be so of the latest request for an action's approval (members absent are not looked at).

    `step` "": none under way; `waiting` are the aliases asked now, in any order ("": nobody could be found).
    """

    state: Literal["pending", "approved", "refused", "withdrawn", "timed_out"] | None = None
    step: str | None = None
    waiting: list[str] | None = None
    cause: Literal["", "taken_back", "returned", "stage", "archived"] | None = None


class ScenarioDelegation(Doc, frozen=True, kw_only=True, rename={"from_": "from"}):
    """`deputy` decides for `person` from an instant to another."""

    person: Alias
    deputy: Alias
    from_: str
    to: str


class Ahead(Doc, frozen=True, kw_only=True):
    """What the phone shows next: the stage ahead, whether its gate is open, what is missing, and actions."""

    to: Id | None = None
    open: bool | None = None
    missing: list[Matcher] | None = None
    offered: list[Id] = member(default_factory=list)
    refused: list[Id] = member(default_factory=list)


class RecordState(Doc, frozen=True, kw_only=True):
    """What must be so of a record (members absent are not looked at).

    `obligations` are those of the record by duty (the only open one, else the last) or "duty/cycle"; `exact`: its open
    ones are those and no others.
    """

    stage: Id | None = None
    path: Id | None = None
    owner: Alias | None = None
    unit: Alias | None = None
    archived: bool | None = None
    values: Values | None = None
    events: list[str] | None = None
    next: Ahead | None = None
    obligations: dict[DutyCycle, Owed] | None = None
    exact: bool = False
    approvals: dict[Id, Asked] | None = None


class Expect(RecordState, frozen=True, kw_only=True):
    """The outcome of a step (at most one of ok, missing, invalid, deny) and what is so afterwards."""

    ok: bool | None = None
    missing: list[Matcher] | None = None
    invalid: list[Matcher] | None = None
    deny: Id | None = None
    moved: list[Id] | None = None
    notices: list[str] | None = None
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


class TickStep(Doc, frozen=True, kw_only=True, tag_field="do", tag="tick", rename={"as_": "as"}):
    """Time passes and the sweep runs until nothing is due; `ref` is looked at afterwards, as `as` sees it."""

    ref: Alias | None = None
    as_: Alias | None = None
    at: str | None = None
    note: Text | None = None
    expect: Expect = Expect()


class WaiveStep(Doc, frozen=True, kw_only=True, tag_field="do", tag="waive", rename={"as_": "as"}):
    """Let an obligation of the record go. `cycle` absent: its only open one, else its last."""

    as_: Alias
    ref: Alias
    duty: Id
    reason: str = ""
    cycle: str | None = None
    at: str | None = None
    note: Text | None = None
    expect: Expect = Expect()


class ExtendStep(Doc, frozen=True, kw_only=True, tag_field="do", tag="extend", rename={"as_": "as"}):
    """Give an obligation a later deadline: an instant with offset."""

    as_: Alias
    ref: Alias
    duty: Id
    due: str
    reason: str = ""
    cycle: str | None = None
    at: str | None = None
    note: Text | None = None
    expect: Expect = Expect()


class ReassignStep(Doc, frozen=True, kw_only=True, tag_field="do", tag="reassign", rename={"as_": "as"}):
    """Let another person owe an obligation."""

    as_: Alias
    ref: Alias
    duty: Id
    person: Alias
    reason: str = ""
    cycle: str | None = None
    at: str | None = None
    note: Text | None = None
    expect: Expect = Expect()


class NudgeStep(Doc, frozen=True, kw_only=True, tag_field="do", tag="nudge", rename={"as_": "as"}):
    """Remind whoever owes an obligation."""

    as_: Alias
    ref: Alias
    duty: Id
    text: str = ""
    cycle: str | None = None
    at: str | None = None
    note: Text | None = None
    expect: Expect = Expect()


class SignStep(Doc, frozen=True, kw_only=True, tag_field="do", tag="sign", rename={"as_": "as"}):
    """Decide on the approval of `action` under way on the record."""

    as_: Alias
    ref: Alias
    action: Id
    verdict: Literal["approve", "refuse", "return"]
    inputs: Values = member(default_factory=dict)
    comment: str = ""
    to_step: Id | None = None
    at: str | None = None
    note: Text | None = None
    expect: Expect = Expect()


class PassOnStep(Doc, frozen=True, kw_only=True, tag_field="do", tag="pass_on", rename={"as_": "as"}):
    """Let another person sign: instead, or (`added`) as well, `before` or after oneself."""

    as_: Alias
    ref: Alias
    action: Id
    person: Alias
    added: bool = False
    before: bool = True
    comment: str = ""
    at: str | None = None
    note: Text | None = None
    expect: Expect = Expect()


class TakeBackStep(Doc, frozen=True, kw_only=True, tag_field="do", tag="take_back", rename={"as_": "as"}):
    """Withdraw one's own request for approval."""

    as_: Alias
    ref: Alias
    action: Id
    reason: str = ""
    at: str | None = None
    note: Text | None = None
    expect: Expect = Expect()


Step = (
    CreateStep
    | EditStep
    | MoveStep
    | ActStep
    | AssignStep
    | ArchiveStep
    | LookStep
    | TickStep
    | WaiveStep
    | ExtendStep
    | ReassignStep
    | NudgeStep
    | SignStep
    | PassOnStep
    | TakeBackStep
)


class Scenario(Doc, frozen=True, kw_only=True):
    """A story: who there is, and step by step who does what and what comes of it. `clock` is an instant with offset.

    `calendars` are working calendars in JSON form (docs/contract.md, section 7) beside "organisation", which is there as
    it is shipped unless it is stated; `rosters` say who is on duty, `delegations` who decides for whom.
    """

    name: Text
    clock: str
    units: dict[Alias, ScenarioUnit]
    people: dict[Alias, ScenarioPerson]
    steps: list[Step]
    why: Text | None = None
    tells: list[str] = member(default_factory=list)
    calendars: dict[Id, CalendarData] = member(default_factory=dict)
    rosters: dict[Id, list[ScenarioShift]] = member(default_factory=dict)
    delegations: list[ScenarioDelegation] = member(default_factory=list)
