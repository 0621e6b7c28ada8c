"""Records that wait to be moved where a publication said (`services/resettling`): whether one does, and where to."""

from __future__ import annotations

from followthrough.core.run.acts import Record
from followthrough.store import recomputes
from followthrough.store.recomputes import Work

from .loading import Surroundings


def waiting(around: Surroundings, record: Record) -> Work | None:
    """Where a record is to stand, because its stage is no more or not on its path; None: where it stands. Costs a query per
    transaction, and none for a record that the version in force has judged already, or where there is one path."""
    flow = around.app.entities[record.entity].flow
    if flow is None:
        return None
    known = flow.stages.get(record.stage or "")
    only = len(flow.paths) == 1 and record.path in flow.paths
    if known is not None and not known.archived and (only or record.judged_by == around.app.version):
        return None
    return next((work for work in around.settling if _is_for(around, work, record)), None)


def _is_for(around: Surroundings, work: Work, record: Record) -> bool:
    if not work.holds(record.entity, record.stage, record.path):
        return False
    return not work.listed or recomputes.lists(around.tx, work, record.id)
