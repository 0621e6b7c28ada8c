"""What the services answer about approvals and delegations (docs/contract.md, section 7)."""

from __future__ import annotations

from typing import Literal

from .views_base import PersonRef, Text, View

ApprovalState = Literal["pending", "approved", "refused", "withdrawn", "timed_out"]
TurnState = Literal["waiting", "asked", "approved", "refused", "returned", "passed_on", "skipped", "timed_out"]


class StepView(View, frozen=True, kw_only=True):
    """A step of the approval in force. `state`: done, now, ahead (perhaps left out: its condition is read when it begins)."""

    id: str
    label: Text
    takes: Literal["one", "all", "in_order"]
    state: Literal["done", "now", "ahead"]


class TurnView(View, frozen=True, kw_only=True):
    """One signer's turn. `person` None: nobody could be found; `by` who decided (not `person`: as his deputy), None when
    time ran out. `added_by`: who asked for this signer besides himself. `counts` False: a return made it void."""

    n: int
    step: str
    step_label: Text
    person: PersonRef | None
    state: TurnState
    by: PersonRef | None
    at: str | None
    comment: str
    due_at: str | None
    overdue: bool
    added_by: PersonRef | None
    counts: bool


class ApprovalRights(View, frozen=True, kw_only=True):
    """What the reader may do now. `for_person`: whose turn he would decide, when not his own."""

    sign: bool
    pass_on: bool
    take_back: bool
    for_person: PersonRef | None = None


class ApprovalView(View, frozen=True, kw_only=True):
    """A request for a decision. `waiting_for` are those asked now; `due_at` the soonest of their deadlines; `stuck`: none of
    them can decide it (nobody was found, he is disabled, or he was asked for a role that he has no more).

    `cause` says how a withdrawn one ended: taken_back, returned (to who asked), stage or archived.
    """

    id: str
    entity: str
    record: str
    record_title: str
    record_version: int
    action: str
    action_label: Text
    state: ApprovalState
    cause: str
    asked_by: PersonRef
    asked_at: str
    closed_at: str | None
    step: str | None
    step_label: Text | None
    waiting_for: list[PersonRef]
    stuck: bool
    due_at: str | None
    overdue: bool
    rights: ApprovalRights


class ApprovalPage(View, frozen=True, kw_only=True):
    """Approvals of a box: those to sign by deadline, the others newest first."""

    rows: list[ApprovalView]
    next: str | None


class DelegationView(View, frozen=True, kw_only=True):
    """`deputy` decides for `person` from `from_at` until `to_at`."""

    id: str
    person: PersonRef
    deputy: PersonRef
    from_at: str
    to_at: str
    reason: str
