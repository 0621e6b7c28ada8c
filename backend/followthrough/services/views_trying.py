"""Answers about trials of a draft (docs/designing.md, section 5)."""

from __future__ import annotations

from .views_base import PersonRef, Text, View
from .views_messages import NoticeView


class TrialPerson(View, frozen=True, kw_only=True):
    """Somebody invented for a trial, to act as."""

    id: str
    name: str
    role: str
    role_label: Text
    unit_name: str


class TrialDue(View, frozen=True, kw_only=True):
    """The next deadline in a trial: of what, on which record, owed by whom (null: by nobody)."""

    at: str
    what: Text
    app: str
    entity: str
    record: str
    record_title: str
    person: PersonRef | None


class TrialTold(View, frozen=True, kw_only=True):
    """Somebody of the trial was told something."""

    person: PersonRef
    notice: NoticeView


class TrialLeftOut(View, frozen=True, kw_only=True):
    """Sample records that could not be made: of which entity (`label` its name), by whom, how many, and why in words."""

    entity: str
    label: Text
    by: list[str]
    count: int
    why: Text


class TrialView(View, frozen=True, kw_only=True):
    """A trial as it stands. `revision`: that of the draft it was made from; `stale`: the draft has moved on. `now` is the
    trial's own time. `told`: what people were told, newest first, at most 100. `made`: how many
    sample records there are; `left_out`: those that could not be made."""

    id: str
    app: str
    revision: int
    stale: bool
    zone: str
    people: list[TrialPerson]
    now: str
    next_due: TrialDue | None
    told: list[TrialTold]
    made: int
    left_out: list[TrialLeftOut]


class TrialAnswer(View, frozen=True, kw_only=True):
    """My trial of an app; null: none was begun, or it is over."""

    trial: TrialView | None


class TrialPassed(View, frozen=True, kw_only=True):
    """A trial after its time went on; `happened`: what people were told meanwhile, oldest first."""

    trial: TrialView
    happened: list[TrialTold]
