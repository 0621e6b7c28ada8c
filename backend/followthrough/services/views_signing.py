"""One approval opened: what was asked, on which record, who has decided what, and what is asked of the reader."""

from __future__ import annotations

from typing import Any

from .views import FileView, RowView
from .views_approval import ApprovalView, StepView, TurnView
from .views_base import PersonRef, Text, Titles, View


class AskedValue(View, frozen=True, kw_only=True):
    """A value that came with the request or with a signature. `property` describes it as a field's document does.

    `by` None: it came with the request.
    """

    key: str
    label: Text
    property: dict[str, Any]
    value: Any
    by: PersonRef | None = None


class ReturnTarget(View, frozen=True, kw_only=True):
    """An earlier step it can be returned to."""

    step: str
    label: Text


class ApprovalDetail(ApprovalView, frozen=True, kw_only=True):
    """An approval opened.

    `form` is the mini form of the step under way in the shape of an action document ({id, entity, label, fields}), null
    unless the reader may sign; `titles` name what `values` hold, by key; `back_to` are the steps to return to.
    """

    steps: list[StepView]
    turns: list[TurnView]
    values: list[AskedValue]
    titles: Titles
    files: list[FileView]
    form: dict[str, Any] | None
    back_to: list[ReturnTarget]
    row: RowView
