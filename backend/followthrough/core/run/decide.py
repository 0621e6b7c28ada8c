"""The one place where an act is judged: what may be stored, what is refused and why (docs/gates.md).

Pure: the same app, snapshot, act, actor and moment always give the same decision, and nothing else is looked at.
Loading the snapshot, the version check and idempotency are the service's; storing an Allow is the store's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .acts import (
    Act,
    Actor,
    Archive,
    Assign,
    Carry,
    Create,
    Decision,
    Deny,
    Edit,
    Extend,
    Moment,
    Move,
    Nudge,
    PassOn,
    Perform,
    Reassign,
    Resettle,
    Sign,
    Snapshot,
    TakeBack,
    Waive,
)
from .approvals import ask, pass_on, sign, take_back
from .carry import carry
from .change import create, edit, move, resettle
from .handover import archive, assign
from .permit import NOT_FOUND, access_of, in_scope
from .see import see
from .world import World

if TYPE_CHECKING:
    from followthrough.core.compile.app import CompiledApp


def decide(app: CompiledApp, snapshot: Snapshot, act: Act, actor: Actor, moment: Moment) -> Decision:
    """Judge one act of one actor on the record of the snapshot (None on create).

    Deny, else Invalid, else Missing, else Allow with what to store; each refusal is complete of its kind.
    Codes: those of docs/gates.md, docs/duties.md and docs/approvals.md. Raises ValueError for a Perform of a creating
    action without `new_id`, or of one with an approval without `request` or a directory in the snapshot.
    """
    world = World(app, snapshot, actor, moment)
    if isinstance(act, Create):
        return create(world, act)
    record = snapshot.record
    access = access_of(app, actor, record.entity) if record else None
    if isinstance(access, Deny):
        return access
    if record is None or access is None or not in_scope(world, actor, record):
        return Deny("no_role") if actor.role not in app.roles else NOT_FOUND
    match act:
        case Edit():
            return edit(world, act, access)
        case Move():
            return move(world, act, access)
        case Resettle() | Carry():
            return carry(world, act) if isinstance(act, Carry) else resettle(world, act)
        case Perform():
            return ask(world, act, access)
        case Assign():
            return assign(world, act, access)
        case Archive():
            return archive(world, act, access)
        case Waive() | Extend() | Reassign() | Nudge():
            return see(world, act)
        case Sign():
            return sign(world, act)
        case PassOn():
            return pass_on(world, act)
        case TakeBack():
            return take_back(world, act)
