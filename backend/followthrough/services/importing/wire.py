"""What imports take and answer, in the shapes of docs/contract.md section 4."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from msgspec import field as member

from followthrough.services.views import Text, View

DateOrder = Literal["ymd", "dmy", "mdy"]
Decimal = Literal[".", ","]
Others = Literal["create", "empty", "refuse"]


class ValueAnswer(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True, frozen=True):
    """What a text that names nothing exactly stands for: an id (or option, or stage), a new record, or nothing."""

    use: str | None = None
    create: bool = False
    empty: bool = False


class ColumnMapping(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True, frozen=True):
    """Where a column goes and how it is read. `others`: what becomes of texts that `values` does not answer."""

    column: int
    to: str
    date_order: DateOrder | None = None
    decimal: Decimal | None = None
    values: dict[str, ValueAnswer] = member(default_factory=dict)
    others: Others | None = None


class Mapping(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True, frozen=True):
    """Where the columns go. `match`: the field by which a row finds the record it changes (None: every row creates);
    `blanks`: whether an empty cell empties the field of a matched record."""

    columns: list[ColumnMapping] = member(default_factory=list)
    match: str | None = None
    blanks: Literal["keep", "empty"] = "keep"


class ImportColumn(View, frozen=True, kw_only=True):
    """A column of the sheet. `filled` cells, `distinct` texts; `alternatives` to the suggestion, best first.
    `date_order` and `decimal` are what the whole column proves ("ambiguous": two readings; None: not such a column)."""

    index: int
    name: str
    samples: list[str]
    filled: int
    distinct: int
    suggestion: str | None = None
    confidence: float = 0.0
    alternatives: list[str] = member(default_factory=list)
    date_order: str | None = None
    decimal: str | None = None


class ImportTarget(View, frozen=True, kw_only=True):
    """What a column may be mapped to."""

    id: str
    label: Text
    kind: str
    required: bool
    can_match: bool


class Suggested(View, frozen=True, kw_only=True):
    """A record, person, unit, option or stage that may be meant."""

    id: str
    title: str


class ImportQuestion(View, frozen=True, kw_only=True, omit_defaults=True):
    """Something only the user knows. Open while `answer` is null."""

    kind: Literal["date_order", "decimal", "value", "required"]
    answer: Any
    column: int | None = None
    target: str | None = None
    label: Text | None = None
    value: str | None = None
    rows: int = 0
    samples: list[str] = member(default_factory=list)
    choices: list[str] = member(default_factory=list)
    suggestions: list[Suggested] = member(default_factory=list)
    can_create: bool = False
    more: int = 0


class RowProblem(View, frozen=True, kw_only=True):
    """What is wrong with a row: at a column where it is known, `value` being the text there."""

    column: int | None
    field: str | None
    code: str
    params: dict[str, Any]
    message: Text
    remedy: Text
    value: str | None


class ProblemCount(View, frozen=True, kw_only=True):
    """How many rows have the same problem."""

    code: str
    column: int | None
    field: str | None
    message: Text
    count: int


class ImportProgress(View, frozen=True, kw_only=True):
    """How many rows of the step under way are done."""

    done: int
    total: int


class ImportError(View, frozen=True, kw_only=True):
    """Why the last step stored nothing."""

    code: str
    message: Text
    remedy: Text
    params: dict[str, Any]


class ImportSummary(View, frozen=True, kw_only=True):
    """A job in a list."""

    id: str
    app: str
    entity: str
    name: str
    state: str
    step: str | None
    progress: ImportProgress
    rows: int
    counts: dict[str, int]
    error: ImportError | None
    created_at: str
    updated_at: str


class ImportJobView(ImportSummary, frozen=True, kw_only=True):
    """A job with all that the wizard shows."""

    columns: list[ImportColumn]
    targets: list[ImportTarget]
    mapping: Mapping
    questions: list[ImportQuestion]
    open: int
    problems: list[ProblemCount]


class ImportRowView(View, frozen=True, kw_only=True):
    """A row and what became of it."""

    n: int
    state: str
    cells: list[str]
    problems: list[RowProblem]
    record: str | None
    version: int | None


class ImportRows(View, frozen=True, kw_only=True):
    """Rows in order; `next` is to be given as `after`."""

    rows: list[ImportRowView]
    next: int | None


# msgspec works a type out at its first use and crashes the process when two threads are first at once: done at import.
for _kind in (Mapping, ImportColumn, ImportQuestion, RowProblem, ProblemCount):
    msgspec.json.Decoder(_kind)
