"""A record opened: itself with what comes next, what is owed on it, and the approvals asked for on it."""

from __future__ import annotations

import msgspec

from followthrough.core.run.acts import Snapshot
from followthrough.store import approvals

from .loading import Surroundings
from .showing import Showing
from .showing_approvals import ApprovalShowing
from .showing_owed import OwedShowing, soonest_first, tallied
from .views import RecordAnswer

LATEST = 10
"""So many approvals of a record are shown with it."""


def opened(showing: Showing, around: Surroundings, snapshot: Snapshot) -> RecordAnswer:
    """The snapshot's record for a reader who may see it. No query where nothing can be asked for."""
    answer = showing.answer(snapshot)
    record = snapshot.record
    assert record is not None
    owed = soonest_first(one for one in snapshot.obligations if one.open)
    if owed:
        owing = OwedShowing(showing, around)
        owing.ready[record.entity, record.id] = frozenset(one.action for one in answer.next.actions if one.offered)
        view = msgspec.structs.replace(answer.record, obligations=owing.views(owed))
        answer = msgspec.structs.replace(
            answer, record=msgspec.structs.replace(view, owed=tallied(owed, showing.moment))
        )
    actions = showing.app.entities[record.entity].actions.values()
    if not any(action.approval is not None for action in actions):
        return answer
    found = approvals.of_record(showing.tx, showing.app.key, record.id, LATEST)
    found.sort(key=lambda one: not one.pending)
    record_view = msgspec.structs.replace(answer.record, approvals=ApprovalShowing(showing, around).views(found))
    return msgspec.structs.replace(answer, record=record_view)
