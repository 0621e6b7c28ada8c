"""Asking: an action with an approval is judged as if it took effect now; what is stored is the request."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from followthrough.core.run.action import Doing, Terms, foreseen, perform
from followthrough.core.run.acts import Allow, Decision, Deny, Perform
from followthrough.core.run.approval import Approval
from followthrough.core.run.world import World

from .follow import followed, told, with_events
from .progress import advance
from .signers import Signers

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledAction
    from followthrough.core.model.access import EntityAccess


def ask(world: World, act: Perform, access: EntityAccess) -> Decision:
    """Judge an action; one with an approval asks for it, when there is anything left to decide.

    Codes: those of an action, approval_under_way. Raises ValueError where an approval would open without `request`, or
    without a directory in the snapshot.
    """
    record = world.snapshot.record
    assert record is not None
    action = world.app.entities[record.entity].actions.get(act.action)
    if action is None or action.approval is None:
        return perform(world, act, access)
    decision = perform(world, act, access, Terms(awaits=True))
    if isinstance(decision, Deny):
        return decision
    if any(one.pending and one.action == action.id for one in world.snapshot.approvals):
        return Deny("approval_under_way", {"action": action.id})
    if not isinstance(decision, Allow):
        return decision
    return _requested(world, action, act, access, decision)


def _requested(world: World, action: CompiledAction, act: Perform, access: EntityAccess, decision: Allow) -> Decision:
    spec, directory, actor = action.approval, world.snapshot.directory, world.actor
    if spec is None or directory is None or actor is None or act.request is None:
        raise ValueError(f"action {action.id} asks for an approval: a request id and a directory are needed")
    fresh = World(world.app, world.snapshot, actor, world.moment)
    doing = foreseen(fresh, action, act, Terms(awaits=True))
    signers = Signers(doing.state, directory, world.moment.now_ms)
    approval = advance(_new(world, action, act, doing), spec, signers)
    if approval.step is None:
        at_once = World(world.app, world.snapshot, actor, world.moment)
        return perform(at_once, act, access, Terms(told={"approval": None}))
    ahead = [name for name, step in spec.steps.items() if step.when is None or step.when.holds(doing.state.env)]
    data: dict[str, Any] = {"inputs": doing.form.own_values(), "steps": ahead}
    if act.files:
        data["files"] = list(act.files)
    allowed = followed(fresh, directory, spec, None, approval)
    return replace(with_events(allowed, told(approval, "requested", **data)), files=decision.files)


def _new(world: World, action: CompiledAction, act: Perform, doing: Doing) -> Approval:
    assert world.actor is not None
    values = doing.form.values
    return Approval(
        id=str(act.request),
        entity=action.entity,
        record=doing.state.id,
        action=action.id,
        state="pending",
        asked_by=world.actor.person,
        asked_ms=world.moment.now_ms,
        step=None,
        turns=(),
        inputs={key: values[key] for key in act.inputs if values.get(key) is not None},
        files=act.files,
        new_id=act.new_id,
        judged_by=world.app.version,
    )
