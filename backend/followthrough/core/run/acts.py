"""The one vocabulary of the command path: acts in, decisions out.

Everything that changes a record is one of these acts, judged by `decide.decide`.
Values are JSON-like and normalised: text, choice id and reference id `str`; number
`float`; money `int` (minor units); boolean `bool`; date "YYYY-MM-DD"; instant
"YYYY-MM-DDTHH:MM:SSZ"; sets sorted `list[str]`; rows `list[dict]`; empty is `None`
(and a missing key means the same).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from followthrough.core.fields.elsewhere import NOWHERE, Elsewhere
from followthrough.core.rules.calendars import Calendar

if TYPE_CHECKING:
    from .approval import Approval, ApprovalWrite
    from .owed import Directory, Obligation, Reaction

Values = dict[str, Any]
Entry = Literal["form", "list", "board", "bulk", "import", "api", "action", "system"]


@dataclass(frozen=True, slots=True)
class Moment:
    """When the act is judged: `now_ms` epoch milliseconds (database clock), `zone` the organisation's IANA zone,
    `calendars` its working calendars by name."""

    now_ms: int
    zone: str = "Asia/Shanghai"
    calendars: Mapping[str, Calendar] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `role` is the role in this app; `units` the ids his scope covers for "unit" and "subtree"."""

    person: str
    role: str
    unit: str
    subtree: frozenset[str] = frozenset()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Milestones:
    """What has happened to a record: per action how often, per stage when first and last entered (epoch ms)."""

    acts: dict[str, int] = field(default_factory=dict)
    act_first_ms: dict[str, int] = field(default_factory=dict)
    act_last_ms: dict[str, int] = field(default_factory=dict)
    stage_first_ms: dict[str, int] = field(default_factory=dict)
    stage_last_ms: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """A stored record. `version` counts its writes (1 on create); `judged_by` is the app version that judged last."""

    entity: str
    id: str
    version: int
    values: Values
    stage: str | None = None
    path: str | None = None
    owner: str | None = None
    unit: str | None = None
    created_at: str = ""
    created_by: str | None = None
    updated_at: str = ""
    archived: bool = False
    judged_by: int = 0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that a decision may look at, loaded and locked in the transaction that will store it.

    `refs` holds the records (None or absent: not found) behind the references named by the stored
    record and by the act, keyed by (entity, id), two hops deep, and the `belongs_to` chain of each,
    whether or not the actor may see them; `rollups` the current aggregates of the record's rollup
    fields (absent: the stored value), `rollup_counts` how many values stand behind each `avg`;
    `ref_milestones` those of referenced records an action writes to; `people` the persons that exist
    among those named, with their units; `units` the unit ids that exist among those named; `files`
    the uploaded files named by the act, keyed by id.
    """

    record: Record | None
    refs: dict[tuple[str, str], Record | None] = field(default_factory=dict)
    milestones: Milestones = field(default_factory=Milestones)
    rollups: Values = field(default_factory=dict)
    rollup_counts: dict[str, int] = field(default_factory=dict)
    ref_milestones: dict[tuple[str, str], Milestones] = field(default_factory=dict)
    people: dict[str, frozenset[str]] = field(default_factory=dict)
    units: frozenset[str] = frozenset()
    files: dict[str, FileInfo] = field(default_factory=dict)
    obligations: tuple[Obligation, ...] = ()
    """Those of the acted record as `core.run.duties.react` takes them, and the one the act names."""
    approvals: tuple[Approval, ...] = ()
    """Those of the acted record that are under way, and the one the act names."""
    directory: Directory | None = None
    """Who there is, for those who are asked to sign; None where no approval can be meant."""
    elsewhere: Elsewhere = NOWHERE
    """What things are called, for a value that is copied."""


@dataclass(frozen=True, slots=True)
class Use:
    """Where a picture was handed in before: `distance` 0 is the same file, more is how far its looks differ (0..64)."""

    file: str
    entity: str
    record: str
    place: str
    person: str
    at_ms: int
    distance: int = 0


@dataclass(frozen=True, slots=True)
class FileInfo:
    """An uploaded file: `kind` is image, pdf, office, audio, video, text or other; `linked` once a record holds it.

    `uses` are earlier uses of the same or a nearly identical picture (loaded only where an action asks for originals).
    """

    id: str
    name: str
    kind: str
    size: int
    owner: str
    linked: bool = False
    uses: tuple[Use, ...] = ()


@dataclass(frozen=True, slots=True)
class Create:
    """Create a record, in the path's first stage or (import, API) as if walked to `stage`."""

    entity: str
    id: str
    values: Values
    stage: str | None = None
    owner: str | None = None
    unit: str | None = None
    entry: Entry = "form"


@dataclass(frozen=True, slots=True)
class Edit:
    """Change some values of a record (keys absent stay; None empties)."""

    values: Values
    entry: Entry = "form"


@dataclass(frozen=True, slots=True)
class Move:
    """Walk the record to stage `to`, with `values` set in the same act."""

    to: str
    values: Values = field(default_factory=dict)
    entry: Entry = "form"


@dataclass(frozen=True, slots=True)
class Perform:
    """Do an action: `inputs` by mini-form key, `files` ids of its evidence, `new_id` for the record it creates, `request`
    for the approval it may open."""

    action: str
    inputs: Values
    files: tuple[str, ...] = ()
    new_id: str | None = None
    request: str | None = None
    entry: Entry = "action"


@dataclass(frozen=True, slots=True)
class Assign:
    """Give the record to another owner and unit."""

    owner: str
    unit: str
    reason: str = ""
    entry: Entry = "form"


@dataclass(frozen=True, slots=True)
class Archive:
    """Take the record out of lists and boards, with a reason, or (`restore`) bring it back; nothing is deleted."""

    reason: str
    restore: bool = False
    entry: Entry = "form"


@dataclass(frozen=True, slots=True)
class Waive:
    """Let an obligation go without its act, with a reason. It counts as waived, never as done."""

    obligation: str
    reason: str
    entry: Entry = "form"


@dataclass(frozen=True, slots=True)
class Extend:
    """Give an obligation a later deadline, with a reason. The original one stays what compliance counts."""

    obligation: str
    due_ms: int
    reason: str
    entry: Entry = "form"


@dataclass(frozen=True, slots=True)
class Reassign:
    """Let another person owe an obligation, with a reason."""

    obligation: str
    person: str
    reason: str
    entry: Entry = "form"


@dataclass(frozen=True, slots=True)
class Nudge:
    """Remind whoever owes an obligation, now (催办), with a word of one's own."""

    obligation: str
    text: str = ""
    entry: Entry = "form"


@dataclass(frozen=True, slots=True)
class Sign:
    """Decide on an approval one is asked for: approve, refuse, or return it to an earlier step (None: to who asked)."""

    approval: str
    verdict: Literal["approve", "refuse", "return"]
    inputs: Values = field(default_factory=dict)
    comment: str = ""
    to_step: str | None = None
    entry: Entry = "form"


@dataclass(frozen=True, slots=True)
class PassOn:
    """Let another person sign instead of oneself (转交), or `added` as well as oneself, `before` or after (加签).

    `turn` names the turn meant; None: one's own, or the only one that is stuck.
    """

    approval: str
    person: str
    added: bool = False
    before: bool = True
    comment: str = ""
    turn: int | None = None
    entry: Entry = "form"


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Withdraw a request for approval that one made."""

    approval: str
    reason: str = ""
    entry: Entry = "form"


@dataclass(frozen=True, slots=True)
class Resettle:
    """Put a record whose stage is no more into stage `to`, because the publication of version `publish` says so. Only the
    app itself does it; no gate is asked, and what the new stage asks for is told as owed."""

    to: str
    publish: int
    entry: Entry = "system"


@dataclass(frozen=True, slots=True)
class Carry:
    """Give `fields` ("level", "lines.price" of detail rows) what the fields they came in place of hold (`copied_from`), where
    they are empty, and in them and in `options` put for an option that was merged (`merged_into`) the one that takes its
    place, because the publication of version `publish` says so. Only the app itself does it; no rule is asked, since nobody
    does anything. What has no form in the new kind is left out."""

    fields: tuple[str, ...]
    publish: int
    options: tuple[str, ...] = ()
    entry: Entry = "system"


Seeing = Waive | Extend | Reassign | Nudge
"""What is done about an obligation, not by way of it."""
Signing = Sign | PassOn | TakeBack
"""What is done about an approval under way."""
Act = Create | Edit | Move | Perform | Assign | Archive | Resettle | Carry | Seeing | Signing


@dataclass(frozen=True, slots=True)
class Issue:
    """An input that cannot be stored. `path`: `field`, `rows_field[2].field` or `inputs.key`; `code` is in errors.json."""

    path: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that must exist before the gate opens, and where to supply it.

    kind: "field" (fill `field` of record (`entity`, `record`)), "action" (do `action`, `done` of `min`
    times so far), "statement" (`statement` id of `at`, "when" for a transition's own condition; `explain` says
    why it is false), "input" (give `input` of the action's mini form; `field` its target if it has one) and
    "evidence" (attach files: `done` of `min` so far) and "obligation" (do `action`, which the open obligation `duty`
    asks for, or have it waived).
    `at` names the gate: "stage:quote", "transition:t_quote" or "action:send_plan".
    `by` lists actions of this app that would supply the field and may be done now (so the phone can offer one tap).
    """

    kind: Literal["field", "action", "statement", "input", "evidence", "obligation"]
    at: str
    entity: str
    record: str
    field: str | None = None
    input: str | None = None
    action: str | None = None
    min: int = 1
    done: int = 0
    statement: str | None = None
    duty: str | None = None
    explain: Any = None
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventDraft:
    """An event to append. `kind`: created, edited, moved, acted, assigned, archived, path_changed, rolled_up; those of
    obligations (docs/duties.md, section 6) and of approvals (docs/approvals.md).

    `changes` maps field id -> [old, new]; `data` holds an act's own inputs and evidence file ids. `actor` is who did it
    when that is not who acts now: who asked for an approved act.
    """

    entity: str
    record: str
    kind: str
    name: str | None = None
    from_stage: str | None = None
    to_stage: str | None = None
    changes: dict[str, list[Any]] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class RecordWrite:
    """The resulting state of one record. `before` None: insert. `changed` holds the field ids to write."""

    after: Record
    before: Record | None
    changed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Allow:
    """Store this: records (the acted one first), events in order, files to link."""

    writes: tuple[RecordWrite, ...]
    events: tuple[EventDraft, ...]
    files: tuple[str, ...] = ()
    advanced_to: str | None = None
    reaction: Reaction | None = None
    """What an act about an obligation or an approval does to it (docs/duties.md, docs/approvals.md)."""
    approvals: tuple[ApprovalWrite, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """The gate stays shut: what is missing, completely and exactly (the least set that opens it)."""

    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Invalid:
    """The input itself cannot be stored, gate or no gate."""

    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Deny:
    """Not permitted to this actor, or impossible (no such transition); `code` is in errors.json."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)


Decision = Allow | Missing | Invalid | Deny
