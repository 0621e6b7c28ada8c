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
from typing import Any, Literal

from followthrough.core.rules.calendars import Calendar

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


@dataclass(frozen=True, slots=True)
class FileInfo:
    """An uploaded file: `kind` is image, pdf, office, audio, video, text or other; `linked` once a record holds it."""

    id: str
    name: str
    kind: str
    size: int
    owner: str
    linked: bool = False


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
    """Do an action: `inputs` by mini-form key, `files` ids of its evidence, `new_id` for the record it creates."""

    action: str
    inputs: Values
    files: tuple[str, ...] = ()
    new_id: str | None = None
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


Act = Create | Edit | Move | Perform | Assign | Archive


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
    "evidence" (attach files: `done` of `min` so far).
    `at` names the gate: "stage:quote", "transition:t_quote" or "action:send_plan".
    `by` lists actions of this app that would supply the field and may be done now (so the phone can offer one tap).
    """

    kind: Literal["field", "action", "statement", "input", "evidence"]
    at: str
    entity: str
    record: str
    field: str | None = None
    input: str | None = None
    action: str | None = None
    min: int = 1
    done: int = 0
    statement: str | None = None
    explain: Any = None
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventDraft:
    """An event to append. `kind`: created, edited, moved, acted, assigned, archived, path_changed, rolled_up.

    `changes` maps field id -> [old, new]; `data` holds an act's own inputs and evidence file ids.
    """

    entity: str
    record: str
    kind: str
    name: str | None = None
    from_stage: str | None = None
    to_stage: str | None = None
    changes: dict[str, list[Any]] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)


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
