"""Which fields of a record wait for what they take over from the ones they came in place of, or for options that were merged.

A few records get it with the publication, many by a worker after it (`services/resettling`), and each before anything else
happens to it (`Command`). A value is copied once: where somebody emptied the new field since, it is left alone.
"""

from __future__ import annotations

from followthrough.core.compile import CompiledApp
from followthrough.core.run.acts import Carry, Record
from followthrough.core.run.carry import waiting
from followthrough.store import standing
from followthrough.store.recomputes import Work
from followthrough.store.tx import Tx

from .loading import Surroundings


def waits_for(around: Surroundings, record: Record) -> Carry | None:
    """What a record has to take over still, in the order in which it was asked for, for the last version that asks for any;
    None: nothing. No query where none of its fields could be filled."""
    empty, stale = waiting(around.app, record.entity, record.values)
    if not empty and not stale:
        return None
    mine = [one for one in around.carrying if one.entity == record.entity]
    asked = [one for one in mine if one.target in empty | stale and _open(around.tx, record, one)]
    merged = [one for one in mine if one.target in stale and one not in asked]
    if not asked and not merged:
        return None
    publish = max(one.version for one in (*asked, *merged))
    return Carry(tuple(one.target for one in asked), publish, tuple(one.target for one in merged))


def carries(app: CompiledApp, entity: str, path: str) -> bool:
    """Whether a field says that it takes over what another holds, or that options of it were merged."""
    field, _, column = path.partition(".")
    found = app.entities.get(entity)
    holder = app.entities.get(found.rows.get(field, "")) if found is not None and column else found
    return holder is not None and (column or field) in {*holder.copies, *holder.merges}


def _open(tx: Tx, record: Record, work: Work) -> bool:
    """Whether nobody has written the field since it is there."""
    member = work.target.partition(".")[0]
    return record.judged_by < work.version or not standing.touched_since(tx, record.id, work.version, member)
