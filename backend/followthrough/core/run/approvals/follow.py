"""What follows from a change of an approval: what its signers owe, and who is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from followthrough.core.run.acts import Allow, EventDraft, Snapshot
from followthrough.core.run.approval import Approval, ApprovalWrite, Turn
from followthrough.core.run.duties import notice, obligation_id
from followthrough.core.run.duties.clock import reach
from followthrough.core.run.duties.due import calendar_at
from followthrough.core.run.owed import Directory, NoticeDraft, Obligation, ObligationWrite, Reaction
from followthrough.core.run.world import World

from .clock import next_ms
from .signers import deputy_for

if TYPE_CHECKING:
    from followthrough.core.compile.approval import CompiledApproval, CompiledStep

DECIDED = frozenset({"approved", "refused", "returned"})


def followed(
    world: World, directory: Directory, spec: CompiledApproval | None, before: Approval | None, after: Approval
) -> Allow:
    """Store the approval, and what its signers owe; tell those newly asked, and at the end who asked."""
    writes = tuple(_obligations(world, spec, before, after))
    reaction = Reaction(writes, (), tuple(_notices(world, directory, before, after, writes)))
    return Allow((), (), approvals=(ApprovalWrite(after, before),), reaction=reaction)


def with_events(allowed: Allow, *events: EventDraft) -> Allow:
    """With these events of the record."""
    return replace(allowed, events=(*allowed.events, *events))


def told(approval: Approval, kind: str, **data: Any) -> EventDraft:
    """An event about an approval, on its record."""
    return EventDraft(approval.entity, approval.record, kind, approval.action, data={"approval": approval.id, **data})


def owed_for(snapshot: Snapshot, approval: Approval, turn: Turn) -> Obligation | None:
    """The obligation that a turn opened."""
    slot = (approval.action, approval.cycle(turn))
    return next((one for one in snapshot.obligations if (one.duty, one.cycle) == slot), None)


def _obligations(
    world: World, spec: CompiledApproval | None, before: Approval | None, after: Approval
) -> Iterator[ObligationWrite]:
    known = {turn.n: turn for turn in before.turns} if before is not None else {}
    for turn in after.turns:
        was = known.get(turn.n)
        if turn.state == "asked" and (was is None or was.state != "asked"):
            step = spec.steps.get(turn.step) if spec is not None else None
            yield _open(world, step, after, turn)
        elif turn.state != "asked" and was is not None and was.state == "asked":
            found = owed_for(world.snapshot, after, turn)
            if found is not None and found.open:
                yield ObligationWrite(_closed(world, found, turn), found)


def _open(world: World, step: CompiledStep | None, approval: Approval, turn: Turn) -> ObligationWrite:
    """The debt of a decision; asked again (after a signer who came before), its time begins anew."""
    now, cycle = world.moment.now_ms, approval.cycle(turn)
    due, provisional = None, False
    if step is not None and step.within is not None:
        due, provisional = reach(world.zone, calendar_at(world, step.doc.calendar), now, step.within)
    record = world.snapshot.record
    made = Obligation(
        id=obligation_id(approval.record, approval.action, cycle),
        entity=approval.entity,
        record=approval.record,
        duty=approval.action,
        cycle=cycle,
        state="open",
        owner=turn.person,
        unit=record.unit if record is not None else None,
        opened_ms=now,
        anchor_ms=now,
        due_ms=due,
        original_due_ms=due,
        judged_by=world.app.version,
        kind="approval",
        provisional=provisional,
        data={"approval": approval.id, "step": turn.step, "turn": turn.n, "action": approval.action},
    )
    before = owed_for(world.snapshot, approval, turn)
    if before is not None:
        made = replace(made, id=before.id, opened_ms=before.opened_ms)
    return ObligationWrite(replace(made, next_ms=next_ms(step, made, world.zone)), before)


def _closed(world: World, one: Obligation, turn: Turn) -> Obligation:
    """Done by the decision; whoever need not decide any more owes nothing, which does not count as done."""
    closed = replace(one, closed_ms=world.moment.now_ms, next_ms=None)
    if turn.state in DECIDED:
        return replace(closed, state="done")
    return replace(closed, state="withdrawn", data={**one.data, "reason": turn.state})


def _notices(
    world: World, directory: Directory, before: Approval | None, after: Approval, writes: tuple[ObligationWrite, ...]
) -> Iterator[NoticeDraft]:
    now = world.moment.now_ms
    for write in writes:
        one = write.after
        if not one.open or one.owner is None:
            continue
        said = {"approval": after.id, "asked_by": after.asked_by, "step": one.data["step"]}
        once = f"asked:{one.anchor_ms}"
        yield notice(one, "approval", one.owner, once, **said)
        deputy = deputy_for(directory, after, one.owner, now)
        if deputy is not None:
            yield notice(one, "approval", deputy, f"{once}:{deputy}", instead_of=one.owner, **said)
    if before is not None and before.pending and not after.pending and after.cause != "taken_back":
        result = "returned" if after.cause == "returned" else after.state
        params = {"approval": after.id, "result": result, "cause": after.cause}
        yield NoticeDraft(
            after.asked_by, "approval_result", after.entity, after.record, None, after.action, None, params,
            f"approval:{after.id}:{result}",
        )  # fmt: skip
