"""The vocabulary of approvals: a request for a decision, its signers, and where it stands (docs/approvals.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from .acts import Values

ApprovalState = Literal["pending", "approved", "refused", "withdrawn", "timed_out"]
TurnState = Literal["waiting", "asked", "approved", "refused", "returned", "passed_on", "skipped", "timed_out"]
Cause = Literal["", "taken_back", "returned", "stage", "archived"]
PENDING: frozenset[TurnState] = frozenset({"waiting", "asked"})
"""A turn in one of these is not decided yet."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One signer's turn in a step. `n` counts the turns of the whole approval from 1 and never changes.

    waiting: not asked yet; asked: his decision is owed (an obligation of kind approval); skipped: another decided.
    `place` is the approver of the step whom it fills. `person` is who was meant (None: nobody could be found, the turn
    is stuck), `by` who decided (a deputy during an absence, or None: nobody, time ran out). A signer added by another
    names his turn in `added_to`, and whether he is asked `before` it or after. `counts` False: a return to this or an
    earlier step made it void; it stays as history. `named`: a colleague passed it on to him, whatever his role.
    """

    n: int
    step: str
    place: str
    person: str | None
    state: TurnState = "waiting"
    by: str | None = None
    at_ms: int | None = None
    comment: str = ""
    inputs: Values = field(default_factory=dict)
    added_by: str | None = None
    added_to: int | None = None
    before: bool = False
    counts: bool = True
    named: bool = False

    @property
    def pending(self) -> bool:
        """Whether it is not decided yet."""
        return self.state in PENDING


@dataclass(frozen=True, slots=True)
class Approval:
    """A request to let an action take effect: what was asked (`inputs`, `files`), by whom, and who signs.

    `step` is the step under way. The act is judged again when the last one approves, with what the record has become.
    `judged_by` is the app version in force when it was asked. `cause` says how a withdrawn one ended. `round` grows with
    every return to an earlier step.
    """

    id: str
    entity: str
    record: str
    action: str
    state: ApprovalState
    asked_by: str
    asked_ms: int
    step: str | None
    turns: tuple[Turn, ...]
    inputs: Values = field(default_factory=dict)
    files: tuple[str, ...] = ()
    new_id: str | None = None
    round: int = 1
    closed_ms: int | None = None
    judged_by: int = 0
    cause: Cause = ""

    @property
    def pending(self) -> bool:
        """Whether it is under way."""
        return self.state == "pending"

    def cycle(self, turn: Turn) -> str:
        """The cycle of the obligation that a turn opens."""
        return f"{self.id}/{turn.step}/{turn.n}"


@dataclass(frozen=True, slots=True)
class ApprovalWrite:
    """The resulting state of one approval. `before` None: a new one."""

    after: Approval
    before: Approval | None = None
