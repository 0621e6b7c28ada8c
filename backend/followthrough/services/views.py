"""What the services answer, in the shapes of docs/contract.md section 4, ready to be encoded.

Instants are ISO UTC text, ids UUID text; `Text` is {"zh": …, "en": …}.
"""

from __future__ import annotations

from typing import Any

from msgspec import field as member

from .views_approval import ApprovalView
from .views_base import PersonRef as PersonRef
from .views_base import Text as Text
from .views_base import Titles as Titles
from .views_base import View as View
from .views_owed import Owed, OwedToday, RowOwed, WorkerState


class IssueView(View, frozen=True, kw_only=True):
    """An input that cannot be stored, in words."""

    path: str
    code: str
    params: dict[str, Any]
    message: Text
    remedy: Text


class NeedView(View, frozen=True, kw_only=True):
    """A need (core.run.acts.Need) in words. `label` names the field, action, input, statement or duty; `record_title` the
    record to supply it on, None for the acted one."""

    kind: str
    at: str
    entity: str
    record: str
    label: Text
    message: Text
    record_title: str | None = None
    field: str | None = None
    input: str | None = None
    action: str | None = None
    min: int = 1
    done: int = 0
    statement: str | None = None
    duty: str | None = None
    explain: Any = None
    by: list[str] = member(default_factory=list)


class MilestonesView(View, frozen=True, kw_only=True):
    """What has happened to a record: how often each action was done, when each stage was first entered."""

    acts: dict[str, int]
    stage_first_at: dict[str, str]


class RowView(View, frozen=True, kw_only=True):
    """A record in a list. `values` holds filled, visible fields only; `owed` None: nothing is owed on it."""

    id: str
    version: int
    stage: str | None
    path: str | None
    owner: str | None
    unit: str | None
    created_at: str
    updated_at: str
    values: dict[str, Any]
    titles: Titles
    owed: RowOwed | None = None


class RecordView(RowView, frozen=True, kw_only=True):
    """A record by itself. `obligations`: what is owed on it, soonest first, whoever owes it; `approvals`: the latest
    requests for a decision, those under way first."""

    entity: str
    title: str
    archived: bool
    created_by: str | None
    milestones: MilestonesView
    obligations: list[Owed] = member(default_factory=list)
    approvals: list[ApprovalView] = member(default_factory=list)
    tables: list[TableView] = member(default_factory=list)


class TableInputView(View, frozen=True, kw_only=True):
    """A column of a decision table and the value it had; `hidden`: what it reads is not the reader's to see."""

    id: str
    label: Text
    value: Any
    hidden: bool = False


class TableView(View, frozen=True, kw_only=True):
    """Which row of a decision table holds for the record now, and with which values. `row` None: no row, so `otherwise`
    counts; `note` is that row's; `output` the field it fills, None for a table read by name only."""

    table: str
    label: Text
    output: str | None
    row: str | None
    note: Text | None
    value: Any
    inputs: list[TableInputView]


class WayView(View, frozen=True, kw_only=True):
    """A stage the record could go to; `open` when nothing is missing."""

    transition: str
    stage: str
    label: Text
    open: bool
    needs: list[NeedView]


class OfferView(View, frozen=True, kw_only=True):
    """An action and whether it can be done now. `reason` says in words why not."""

    action: str
    label: Text
    offered: bool
    done: int
    needs: list[NeedView]
    reason: Text | None = None


class NextView(View, frozen=True, kw_only=True):
    """What the record owes, the ways on (the first: the way ahead) and the actions."""

    stage: str | None
    path: str | None
    owed: list[NeedView]
    to: list[WayView]
    actions: list[OfferView]


class Made(View, frozen=True, kw_only=True):
    """A record that an act created."""

    entity: str
    id: str


class Answer(View, frozen=True, kw_only=True):
    """An act was stored: the record as it now stands, what comes next, what was created, the stages entered in order."""

    record: RecordView
    next: NextView
    created: Made | None
    moved: list[str]


class MayView(View, frozen=True, kw_only=True):
    """What the reader may do with the record itself."""

    edit: bool
    assign: bool
    archive: bool


class RecordAnswer(View, frozen=True, kw_only=True):
    """A record opened."""

    record: RecordView
    next: NextView
    rights: MayView


class Judgement(View, frozen=True, kw_only=True):
    """A dry run: `decision` is allow, missing, invalid or deny; `code` None when allowed."""

    decision: str
    code: str | None
    needs: list[NeedView]
    issues: list[IssueView]
    message: Text | None = None


class BulkResult(View, frozen=True, kw_only=True):
    """What became of one record of a bulk act; a refusal as it stands in schemas/errors.json."""

    id: str
    ok: bool
    version: int | None = None
    code: str | None = None
    message: Text | None = None
    params: dict[str, Any] = member(default_factory=dict)
    needs: list[NeedView] = member(default_factory=list)
    issues: list[IssueView] = member(default_factory=list)


class BulkAnswer(View, frozen=True, kw_only=True):
    """One result per item, in order."""

    results: list[BulkResult]


class RowPage(View, frozen=True, kw_only=True):
    """A page of a list."""

    rows: list[RowView]
    next: str | None


class BoardColumnView(View, frozen=True, kw_only=True):
    """A stage of a board. `total` in minor units, None where nothing is summed or there are too many."""

    stage: str
    count: int
    more: bool
    total: int | None
    rows: list[RowView]
    next: str | None


class BoardView(View, frozen=True, kw_only=True):
    """A board, its columns in the order of the stages."""

    columns: list[BoardColumnView]


class CountView(View, frozen=True, kw_only=True):
    """How many rows; `capped`: at least so many."""

    count: int
    capped: bool


class OptionView(View, frozen=True, kw_only=True):
    """A record to choose in a reference."""

    id: str
    title: str
    subtitle: str | None


class EventView(View, frozen=True, kw_only=True):
    """Something that happened to a record. `changes`: field -> [old, new]; `version`: the app version that judged."""

    seq: int
    at: str
    actor: PersonRef | None
    kind: str
    name: str | None
    from_stage: str | None
    to_stage: str | None
    changes: dict[str, list[Any]]
    data: dict[str, Any]
    version: int
    titles: Titles


class EventPage(View, frozen=True, kw_only=True):
    """Events, newest first; `next` goes on with older ones."""

    events: list[EventView]
    next: int | None


class TodayNext(View, frozen=True, kw_only=True):
    """The one thing to do next: kind "action" (do `action`), "field" (fill it in), "move" (go to `to`) or "look"."""

    kind: str
    label: Text
    action: str | None = None
    to: str | None = None


class TodayItem(View, frozen=True, kw_only=True):
    """A record I own; `needs`: how many things are missing for the way ahead."""

    record: RowView
    title: str
    needs: int
    next: TodayNext


class TodayGroup(View, frozen=True, kw_only=True):
    """My records of one stage; `count` may exceed the items shown."""

    entity: str
    stage: str
    label: Text
    count: int
    items: list[TodayItem]


class Today(View, frozen=True, kw_only=True):
    """What I owe by deadline, and what I own by stage. `approvals`: how many decisions wait for me."""

    owed: OwedToday
    approvals: int
    worker: WorkerState
    groups: list[TodayGroup]


class EntityLink(View, frozen=True, kw_only=True):
    """An entity in the menu."""

    id: str
    label: Text
    icon: str | None
    order: int


class AppRights(View, frozen=True, kw_only=True):
    """What I may do with an app besides working in it: design it."""

    design: bool


class AppView(View, frozen=True, kw_only=True):
    """An app of the menu, and my role in it. `roles`: those I may give to people (none when I manage nobody)."""

    key: str
    name: Text
    icon: str | None
    help: Text | None
    version: int
    entities: list[EntityLink]
    role: str
    rights: AppRights
    roles: dict[str, Text] = member(default_factory=dict)


class RightsView(View, frozen=True, kw_only=True):
    """A role's rights on an entity; `fields` names those it may only read."""

    scope: str
    create: bool
    edit: bool
    assign: bool
    archive: bool
    imports: bool
    exports: bool
    fields: dict[str, str]


class Bundle(View, frozen=True, kw_only=True):
    """An app as a role may see it: documents less everything hidden. `digest` names this bundle (an ETag).

    `duties` have their words only. `offsets` is the organisation's zone as rules read it: [instant from which it holds,
    seconds east of UTC]. `calendars` are the working calendars that rules in it count by, in the JSON form of
    core.rules.calendar_of with such a table as `zone`.
    """

    key: str
    name: Text
    version: int
    digest: str
    zone: str
    role: str
    entities: dict[str, Any]
    forms: dict[str, Any]
    lists: dict[str, Any]
    flows: dict[str, Any]
    actions: dict[str, Any]
    duties: dict[str, Any]
    rights: dict[str, RightsView]
    offsets: list[tuple[str, int]]
    calendars: dict[str, Any]


class PersonView(View, frozen=True, kw_only=True):
    """A person. `login`, `lang`, `roles` (app -> role), what these are called (`role_labels`; not for a role that the app has no
    more) and `active` are given to himself and to who manages people."""

    id: str
    name: str
    unit: str
    unit_name: str = ""
    login: str | None = None
    lang: str | None = None
    active: bool = True
    must_change: bool = False
    roles: dict[str, str] = member(default_factory=dict)
    role_labels: dict[str, Text] = member(default_factory=dict)
    manages: bool = False


class OrganisationView(View, frozen=True, kw_only=True):
    """The organisation."""

    name: str
    zone: str


class SessionView(View, frozen=True, kw_only=True):
    """Who is logged in. `csrf` goes into the X-CSRF-Token header of every write."""

    person: PersonView
    csrf: str
    organisation: OrganisationView


class UnitView(View, frozen=True, kw_only=True):
    """A unit with those below it."""

    id: str
    name: str
    parent: str | None
    kind: str
    active: bool
    children: list[UnitView]


class OneTimePassword(View, frozen=True, kw_only=True):
    """A person just made or reset: the password is shown this once and must be changed at the next login."""

    person: PersonView
    password: str


class FileView(View, frozen=True, kw_only=True):
    """An uploaded file. `kind`: image, pdf, office, audio, video, text or other; `size` in bytes; `taken_at`: of a picture
    that says so, in the camera's local time ("2026-03-02T09:00:00", an offset only where it says one)."""

    id: str
    name: str
    kind: str
    size: int
    taken_at: str | None = None
