"""Answers about what a draft would do (docs/designing.md, section 2)."""

from __future__ import annotations

from .views import IssueView, NeedView
from .views_base import Text, View


class ChangeView(View, frozen=True, kw_only=True):
    """One change: `place` and `words` in business words, `before` and `after` the two sides by themselves ("" nothing)."""

    path: str
    place: Text
    words: Text
    before: Text
    after: Text


class ChangeGroup(View, frozen=True, kw_only=True):
    """The changes of one weight: breaking, narrowing, additive or wording (schemas/design/changes.json)."""

    kind: str
    label: Text
    changes: list[ChangeView]


class HiddenView(View, frozen=True, kw_only=True):
    """A business object that came since the version gone back to: it is kept with its records, and nobody meets them.
    `records`: how many, archived ones too; of detail rows (`rows_of`: the label of what they are rows of) how many rows."""

    entity: str
    label: Text
    records: int
    rows_of: Text | None


class ChangesView(View, frozen=True, kw_only=True):
    """What the one side says differently from the other, breaking changes first; no groups: both say the same. `hidden`: what
    going back keeps out of sight, detail rows after those they are rows of."""

    groups: list[ChangeGroup]
    hidden: list[HiddenView]


class TouchedRecord(View, frozen=True, kw_only=True):
    """A record in the flow that a draft would touch. `path` and `stage` are labels of where it would be taken, null where it
    stays; `stage_lost`: its stage is no more."""

    entity: str
    record: str
    title: str
    stage_lost: bool
    path: Text | None
    stage: Text | None
    needs: list[NeedView]
    issues: list[IssueView]


class TouchedCount(View, frozen=True, kw_only=True):
    """How many records of an entity were looked at, how many of them would be touched, and how: one may be in several ways."""

    entity: str
    label: Text
    looked_at: int
    touched: int
    stage_lost: int
    path: int
    needs: int
    issues: int


class StageChoice(View, frozen=True, kw_only=True):
    """A stage records may be taken to."""

    id: str
    label: Text


class StageLeft(View, frozen=True, kw_only=True):
    """Records stand in a stage that the draft has no more, or that their path does not lead through: where may they go?
    `path`: it is asked of those alone that the draft sees on it, as other paths lead through other stages (null: of all);
    the mapping then says "stage/path"."""

    entity: str
    stage: str
    label: Text
    path: str | None
    path_label: Text | None
    records: int
    offered: list[StageChoice]


class InFlightView(View, frozen=True, kw_only=True):
    """What a draft means for the records that are in the flow now, one slice of them. `touched` names the first of each
    entity; `counts` are of all of the slice. `next`: ask with it for the following slice, null: there is none. The first slice
    has `mappings_needed` and how many records are to be looked at in all (`total`, null in the others). `withheld`: rules over
    fields that the asker's role does not see are not told of."""

    counts: list[TouchedCount]
    touched: list[TouchedRecord]
    mappings_needed: list[StageLeft]
    total: int | None
    withheld: bool
    next: str | None = None


class LostValue(View, frozen=True, kw_only=True):
    """A value that has no form in the field that takes the place of its own, with its record."""

    entity: str
    record: str
    title: str
    value: Text


class CopyForeseen(View, frozen=True, kw_only=True):
    """Values of `source` that a publication copies into `field` (both labels; `path`: "entity.field"), one slice of them:
    `lost` of `looked_at` have no form there, `examples` names the first of these. `entity` is that of the records, `label` of
    what has the fields (of detail rows: theirs). `withheld`: the asker's role does not see them, so nothing is told."""

    entity: str
    label: Text
    path: str
    field: Text
    source: Text
    kind: str
    looked_at: int
    lost: int
    examples: list[LostValue]
    withheld: bool


class MergedOption(View, frozen=True, kw_only=True):
    """An option and the one that takes its place."""

    label: Text
    into: Text


class MergeForeseen(View, frozen=True, kw_only=True):
    """Options of a field that a publication merges, and how many records hold one of them; else as `CopyForeseen`."""

    entity: str
    label: Text
    path: str
    field: Text
    options: list[MergedOption]
    records: int
    withheld: bool


class CopiesView(View, frozen=True, kw_only=True):
    """What a draft copies, one slice; the first has what it merges. `next`: ask with it for the following one, null: there is
    none."""

    copies: list[CopyForeseen]
    merges: list[MergeForeseen]
    next: str | None = None


class HeldValue(View, frozen=True, kw_only=True):
    """What an option would have to be called, and how many records (or detail rows) name it: blanks, width and case aside."""

    text: str
    records: int


class HeldSet(View, frozen=True, kw_only=True):
    """Values, by their place in the list, that one record names together, and how many do."""

    values: list[int]
    records: int


class HeldValuesView(View, frozen=True, kw_only=True):
    """What a field in force holds, read as options of a field that would take its place: `values` most frequent first, the
    first of `distinct`; `filled` records (or detail rows) hold something, `sets` says what those hold that hold nothing but
    `values`. `cut`: not all were looked at, so that more may hold them. `withheld`: the asker's role does not see the field,
    nothing is told."""

    values: list[HeldValue]
    sets: list[HeldSet]
    distinct: int
    filled: int
    cut: bool
    withheld: bool


class AskedField(View, frozen=True, kw_only=True):
    """A field that a place asks for. `junk` is the share of answers that say nothing ("无", "111"), null where the field holds
    no free text or nobody has answered."""

    field: str
    label: Text
    required: bool
    answers: int
    junk: float | None


class AskingView(View, frozen=True, kw_only=True):
    """A form, stage or action, and what filling it takes: `submits` in the window (of a stage: moves to it that brought
    values), `median_s` seconds for which its form was open (null: none was timed), `timed` how many were."""

    kind: str
    entity: str
    name: str
    label: Text
    fields: list[AskedField]
    submits: int
    timed: int
    median_s: int | None


class LaterView(View, frozen=True, kw_only=True):
    """A required field that nothing needs where it is asked for; `stage` the first that does, null: nothing reads it."""

    path: str
    entity: str
    label: Text
    asked_at: Text
    stage: Text | None


class BurdenView(View, frozen=True, kw_only=True):
    """What the app asks of people. `days`: the window; `events`: how many were looked at; `cut`: there were more."""

    days: int
    events: int
    cut: bool
    places: list[AskingView]
    could_wait: list[LaterView]
