"""Who signs: the persons meant by a step's places, never who asked, nobody twice in a step (docs/approvals.md, section 2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from followthrough.core.run.approval import Approval, Turn
from followthrough.core.run.owed import Directory
from followthrough.core.run.permit import in_scope
from followthrough.core.run.world import State

if TYPE_CHECKING:
    from followthrough.core.compile.approval import CompiledApproval, CompiledApprover, CompiledStep

REPLACED = frozenset({"passed_on", "skipped"})
"""A turn in one of these takes no part in its step any more."""


@dataclass(frozen=True, slots=True)
class Signers:
    """What is asked about persons: the record as the act would leave it, who there is, and now (epoch ms)."""

    state: State
    directory: Directory
    now_ms: int

    def possible(self, person: str | None) -> bool:
        """Whether the person could sign at all: active, with a role in the app, and the record in his sight."""
        actor = self.directory.actor(person) if person is not None else None
        record = self.state.world.snapshot.record
        return actor is not None and record is not None and in_scope(self.state.world, actor, record)

    def meant(self, place: CompiledApprover, every: bool, but: frozenset[str]) -> list[str]:
        """The persons of a place, none of `but`: all holders of a role when `every`, else one. [] when nobody is found."""
        person = place.person
        if person.to == "role" and person.role is not None:
            return self._holders(person.role, every, but)
        found = self.state.owner
        if person.to == "field" and person.field is not None:
            found = self.state.lens[person.field]
        elif person.to == "roster" and person.roster is not None:
            found = self.directory.on_duty(person.roster, self.state.unit, self.now_ms) or found
        return [found] if found is not None and found not in but and self.possible(found) else []

    def _holders(self, role: str, every: bool, but: frozenset[str]) -> list[str]:
        """Those of the record's unit, else of the nearest unit above in which there is one left."""
        unit = self.state.unit
        while True:
            found = [one for one in self.directory.holders(role, unit) if one not in but and self.possible(one)]
            if found or unit is None:
                return found if every else found[:1]
            unit = self.directory.above(unit)


def taking_part(approval: Approval, step: str) -> list[Turn]:
    """The turns of a step that count, decided or not."""
    return [turn for turn in approval.turns if turn.step == step and turn.counts and turn.state not in REPLACED]


def persons(approval: Approval, step: str) -> frozenset[str]:
    """Whoever takes part in a step: who was meant, and who decided for him."""
    turns = taking_part(approval, step)
    return frozenset(person for turn in turns for person in (turn.person, turn.by) if person is not None)


def wanted(step: CompiledStep, state: State) -> list[CompiledApprover]:
    """The places of a step whose condition holds."""
    return [place for place in step.approvers.values() if place.when is None or place.when.holds(state.env)]


def asked_in(approval: Approval) -> Iterable[Turn]:
    """The turns whose decision is owed now."""
    return (turn for turn in approval.turns if turn.state == "asked")


def lost_role(directory: Directory, step: CompiledStep | None, turn: Turn) -> str | None:
    """The role for which the turn's person was asked, if he does not hold it any more. Whoever was meant himself (a field, the
    owner, who was on duty, whom a colleague named) is asked as that person, whatever his role."""
    place = step.approvers.get(turn.place) if step is not None else None
    if place is None or place.person.to != "role" or turn.person is None or turn.named or turn.added_to is not None:
        return None
    actor = directory.actor(turn.person)
    return None if actor is not None and actor.role == place.person.role else place.person.role


def cannot(directory: Directory, step: CompiledStep | None, turn: Turn) -> bool:
    """Whether the turn is stuck: it belongs to nobody, to one who is disabled, or to one who has lost his role."""
    gone = turn.person is None or directory.actor(turn.person) is None
    return gone or lost_role(directory, step, turn) is not None


def stuck(directory: Directory, spec: CompiledApproval | None, approval: Approval) -> bool:
    """Whether the approval waits for a decision that nobody can give; where one is enough, for none that anybody can."""
    step = spec.steps.get(approval.step) if spec is not None and approval.step is not None else None
    unable = [cannot(directory, step, turn) for turn in asked_in(approval)]
    return all(unable) and bool(unable) if step is not None and step.doc.takes == "one" else any(unable)


def deputy_for(directory: Directory, approval: Approval, person: str | None, now_ms: int) -> str | None:
    """Who may decide for an absent signer: never who asked, nor the one to whom he has handed his own decisions, for he
    does not choose who decides."""
    found = directory.deputy(person, now_ms) if person is not None else None
    return None if found in (approval.asked_by, directory.deputy(approval.asked_by, now_ms)) else found
