"""Answers about drafts and versions (docs/designing.md, section 2)."""

from __future__ import annotations

from typing import Any

from msgspec import field as member

from .views_base import PersonRef, Text, View
from .views_foresee import ChangeGroup


class FindingView(View, frozen=True, kw_only=True):
    """What the check says of a place: `example` is a record that shows the trouble, values by field path."""

    code: str
    severity: str
    path: str
    message: Text
    remedy: Text
    params: dict[str, Any]
    example: dict[str, Any] | None


class DraftState(View, frozen=True, kw_only=True):
    """A draft that was begun: how many edits it is ahead of the version in force, and who gave the last."""

    revision: int
    ahead: int
    updated_at: str
    by: PersonRef | None


class DesignedApp(View, frozen=True, kw_only=True):
    """An app one designs. `live`: the version in force, None when there is none yet; `draft` None: nobody has begun one."""

    app: str
    name: Text
    icon: str | None
    live: int | None
    draft: DraftState | None


class TemplateView(View, frozen=True, kw_only=True):
    """A template an app can be started from."""

    key: str
    name: Text
    help: Text | None
    icon: str | None
    version: str


class DesignStart(View, frozen=True, kw_only=True):
    """Where designing begins: one's apps, the templates, and whether one may start an app."""

    apps: list[DesignedApp]
    templates: list[TemplateView]
    may_start: bool


class WorkbenchView(View, frozen=True, kw_only=True):
    """The draft of an app whole. `live` and `live_documents` None: no version yet. `role`: mine, by which I design."""

    app: str
    revision: int
    live: int | None
    ahead: int
    documents: dict[str, Any]
    live_documents: dict[str, Any] | None
    findings: list[FindingView]
    role: str


class OperationView(View, frozen=True, kw_only=True):
    """`value` is put at `path` where `was` stood; null is nothing."""

    path: str
    was: Any = None
    value: Any = None


class EditView(View, frozen=True, kw_only=True):
    """An edit of the log; `by` None: the command line gave it."""

    revision: int
    at: str
    by: PersonRef | None
    label: Text
    operations: list[OperationView]


class EditsView(View, frozen=True, kw_only=True):
    """Edits after a revision, oldest first; `revision` and `findings` are those of the draft now."""

    revision: int
    edits: list[EditView]
    findings: list[FindingView]


class EditedView(View, frozen=True, kw_only=True):
    """The draft after an edit."""

    revision: int
    findings: list[FindingView]


class VersionView(View, frozen=True, kw_only=True):
    """A published version; `live`: it is the one in force; `moving`: records that wait to be put into the stage its mapping
    says, `copying`: values that wait to be copied to the field that came in place of theirs (0 for any other version)."""

    number: int
    at: str
    by: PersonRef | None
    note: str
    live: bool
    moving: int = 0
    copying: int = 0


class VersionDocuments(View, frozen=True, kw_only=True):
    """What a version says."""

    documents: dict[str, Any]


class SuggestedId(View, frozen=True, kw_only=True):
    """An id that is not taken where it is to stand."""

    id: str


class StartedApp(View, frozen=True, kw_only=True):
    """The key of an app just started; `job`: the import of the rows it was started from, to be run once it is published."""

    app: str
    job: str | None = None


class PublishedView(View, frozen=True, kw_only=True):
    """The version that is in force now; how many records the mapping took to another stage (`moved`), and how many it will:
    too many to wait for (`moving`). `copied` and `copying`: values looked at for the fields that came in place of theirs."""

    version: int
    moved: int = 0
    moving: int = 0
    copied: int = 0
    copying: int = 0


class PlannedView(View, frozen=True, kw_only=True):
    """A publication that takes effect at `effective_at`: the draft as it stood at `revision`, asked for by whom and when.
    `base`: the version in force it was compared with (None: there was none); `overtaken`: another is in force by now, so
    that it will not be published."""

    effective_at: str
    at: str
    by: PersonRef | None
    note: str
    revision: int
    base: int | None
    overtaken: bool


class PlanView(View, frozen=True, kw_only=True):
    """What is to take effect in an app; None: nothing."""

    planned: PlannedView | None


class ImportedFolder(View, frozen=True, kw_only=True):
    """What would bring a folder into the draft as of `revision`, and what it says differently from the draft in business
    words (as before a publication); nothing is kept yet. No operations: it says the same."""

    revision: int
    operations: list[OperationView]
    groups: list[ChangeGroup]


class GuessedColumn(View, frozen=True, kw_only=True):
    """A column as it is guessed, or corrected. `field`: the id of the field it becomes, the same whatever is corrected;
    `why` in words; `options`: the texts of a choice; `skip`: it is left out."""

    name: str
    field: str
    label: Text
    kind: str
    why: Text
    samples: list[str]
    required: bool
    options: list[str]
    skip: bool


class GuessView(View, frozen=True, kw_only=True):
    """What a file of rows is likely to be: the entity and, where a field is its `stages`, the flow. `title`: the field
    records are told apart by. Nothing is made yet."""

    job: str
    entity: dict[str, Any]
    flow: dict[str, Any] | None
    columns: list[GuessedColumn]
    title: str | None
    stages: str | None
    rows: int


class StageToMap(View, frozen=True, kw_only=True):
    """Records whose stage the draft no longer has, or no more on their path, and the stages they may go to. `path`: only
    those that the draft sees on it, since other paths lead through other stages; null: all of the stage. A mapping says
    "stage/path" for them, or "stage"."""

    entity: str
    stage: str
    path: str | None = None
    records: int
    offered: list[str] = member(default_factory=list)
