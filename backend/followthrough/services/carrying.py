"""Which fields of a record wait for what they take over from the ones they came in place of, or for options that were merged.

A few records get it with the publication, many by a worker after it (`services/resettling`), and each before anything else
happens to it (`Command`). A value is copied once: where somebody emptied the new field since, it is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from followthrough.core.compile import CompiledApp, CompiledEntity
from followthrough.core.fields.elsewhere import Asked
from followthrough.core.run.acts import Carry, Record
from followthrough.core.run.carry import as_carried, copies_by_name, waiting
from followthrough.store import records, standing
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


def learn(around: Surroundings, records: Iterable[tuple[Record, Sequence[str]]], app: CompiledApp) -> None:
    """Look up at once what many records have to know elsewhere to take over into fields of theirs, by `app`."""
    asked = Asked()
    for record, fields in records:
        if fields:
            as_carried(app, record, fields, around.zone, asked)
    around.elsewhere.learn(asked)


def ask_at_once(around: Surroundings, entity: str, ids: Sequence[str], fields: Sequence[str]) -> None:
    """The same of records that are about to take over, where they have to know anything."""
    holders = (_holder(around.app, entity, path) for path in fields)
    if any(copies_by_name(*holder) for holder in holders if holder is not None):
        found = records.read_many(around.tx, around.app, entity, sorted(ids))
        learn(around, ((one.record, fields) for one in found.values()), around.app)


def _holder(app: CompiledApp, entity: str, path: str) -> tuple[CompiledEntity, str] | None:
    """The entity and its field that a path ends at."""
    field, _, column = path.partition(".")
    found = app.entities.get(entity)
    holder = app.entities.get(found.rows.get(field, "")) if found is not None and column else found
    return (holder, column or field) if holder is not None else None


def carries(app: CompiledApp, entity: str, path: str) -> bool:
    """Whether a field says that it takes over what another holds, or that options of it were merged."""
    holder = _holder(app, entity, path)
    return holder is not None and holder[1] in {*holder[0].copies, *holder[0].merges}


def _open(tx: Tx, record: Record, work: Work) -> bool:
    """Whether nobody has written the field since it is there."""
    member = work.target.partition(".")[0]
    return record.judged_by < work.version or not standing.touched_since(tx, record.id, work.version, member)
