"""What ends an approval, or reminds of it, though nobody decides: the clock, and its record going elsewhere."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from followthrough.core.run.acts import Allow, EventDraft, Moment, Snapshot
from followthrough.core.run.approval import Approval, Cause, Turn
from followthrough.core.run.duties import notice
from followthrough.core.run.duties.people import told_above
from followthrough.core.run.duties.timer import BREACH
from followthrough.core.run.owed import Directory, NoticeDraft, Obligation, ObligationWrite, Reaction
from followthrough.core.run.world import World

from .clock import next_ms, steps_of, timed_out
from .follow import followed, told, with_events
from .progress import put

_A_DAY_MS = 86_400_000

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledApp
    from followthrough.core.compile.approval import CompiledApproval
    from followthrough.core.compile.duty import Step


def tick(app: CompiledApp, obligation: Obligation, snapshot: Snapshot, directory: Directory, moment: Moment) -> Allow:
    """What is due by now for a decision that is owed (an obligation of kind approval); to be stored without an actor.

    The time-out ends the approval, where its step says so: event `timed_out`, which is no approval. Else a breach and
    escalations are told, each once. A decision that is not owed any more is withdrawn. One on a record of an archived entity
    waits, and nobody is told of it: it is looked at again a day later.
    """
    entity = app.entities.get(obligation.entity)
    if entity is not None and entity.info.archived:
        later = ObligationWrite(replace(obligation, next_ms=moment.now_ms + _A_DAY_MS), obligation)
        return Allow((), (), reaction=Reaction((later,)))
    approval = next((one for one in snapshot.approvals if one.id == obligation.cycle.partition("/")[0]), None)
    turn = _turn(approval, obligation)
    if approval is None or turn is None or not obligation.open:
        stopped = ObligationWrite(_stopped(obligation, moment), obligation)
        return Allow((), (), reaction=Reaction((stopped,)))
    world, spec = World(app, snapshot, None, moment), _spec(app, approval)
    step = spec.steps.get(turn.step) if spec is not None else None
    if timed_out(step, obligation, moment.now_ms):
        return _time_out(world, directory, spec, approval, turn)
    one, notices = obligation, []
    for at, key, part in sorted(steps_of(step, obligation, world.zone), key=lambda found: found[0]):
        if at <= moment.now_ms and one.due_ms is not None:
            notices += _tell(world, directory, one, key, part)
            one = replace(one, fired={**one.fired, key: one.due_ms})
    one = replace(one, next_ms=next_ms(step, one, world.zone))
    write = ObligationWrite(one, obligation)
    return Allow((), (), reaction=Reaction((write,), (), tuple(notices)))


def _tell(world: World, directory: Directory, one: Obligation, key: str, part: Step | None) -> list[NoticeDraft]:
    if key == BREACH:
        return [notice(one, "breach", one.owner, f"{BREACH}:{one.due_ms}")] if one.owner is not None else []
    record = world.snapshot.record
    state = world.state((record.entity, record.id)) if record is not None else None
    if state is None or part is None or part.person is None:
        return []
    to = told_above(part.person, state, directory, world.moment.now_ms, one.owner)
    return [notice(one, "escalation", to, f"{key}:{one.due_ms}", owner=one.owner)] if to is not None else []


def _time_out(
    world: World, directory: Directory, spec: CompiledApproval | None, approval: Approval, turn: Turn
) -> Allow:
    now = world.moment.now_ms
    out = replace(turn, state="timed_out", at_ms=now)
    left = (replace(one, state="skipped") for one in approval.turns if one.pending and one.n != turn.n)
    after = replace(put(approval, out, *left), state="timed_out", step=None, closed_ms=now)
    event = told(after, "timed_out", step=turn.step, turn=turn.n, person=turn.person)
    return with_events(followed(world, directory, spec, approval, after), event)


def let_go(app: CompiledApp, snapshot: Snapshot, moment: Moment) -> Allow | None:
    """The approvals under way that the record, as it now stands, no longer has a place for: it was archived, or left the
    stages in which the action is offered. None: there are none. To be asked after every write of the record."""
    record, directory = snapshot.record, snapshot.directory
    if record is None or directory is None:
        return None
    found: list[Allow] = []
    for approval in snapshot.approvals:
        cause = _cause(app, snapshot, approval)
        if cause is None:
            continue
        left = (replace(turn, state="skipped") for turn in approval.turns if turn.pending)
        after = replace(put(approval, *left), state="withdrawn", step=None, cause=cause, closed_ms=moment.now_ms)
        world = World(app, snapshot, None, moment)
        allowed = followed(world, directory, _spec(app, approval), approval, after)
        found.append(with_events(allowed, told(after, "taken_back", cause=cause)))
    return joined(found) if found else None


def _cause(app: CompiledApp, snapshot: Snapshot, approval: Approval) -> Cause | None:
    record = snapshot.record
    assert record is not None
    if not approval.pending:
        return None
    if record.archived:
        return "archived"
    action = app.entities[record.entity].actions.get(approval.action)
    gone = action is not None and action.stages is not None and record.stage not in action.stages
    return "stage" if gone else None


def joined(parts: list[Allow]) -> Allow:
    """Several things that follow, as one."""
    events: list[EventDraft] = [event for part in parts for event in part.events]
    writes = [write for part in parts if part.reaction for write in part.reaction.obligations]
    notices = [draft for part in parts if part.reaction for draft in part.reaction.notices]
    approvals = [write for part in parts for write in part.approvals]
    return Allow((), tuple(events), approvals=tuple(approvals), reaction=Reaction(tuple(writes), (), tuple(notices)))


def _turn(approval: Approval | None, obligation: Obligation) -> Turn | None:
    if approval is None or not approval.pending:
        return None
    return next(
        (one for one in approval.turns if one.state == "asked" and approval.cycle(one) == obligation.cycle), None
    )


def _spec(app: CompiledApp, approval: Approval) -> CompiledApproval | None:
    entity = app.entities.get(approval.entity)
    action = entity.actions.get(approval.action) if entity is not None else None
    return action.approval if action is not None else None


def _stopped(one: Obligation, moment: Moment) -> Obligation:
    if not one.open:
        return replace(one, next_ms=None)
    return replace(one, state="withdrawn", next_ms=None, closed_ms=moment.now_ms, data={**one.data, "reason": "ended"})
