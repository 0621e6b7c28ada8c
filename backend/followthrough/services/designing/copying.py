"""What a publication copies: new fields that came in place of others take over what records hold there, and options that
were merged become those that take their place.

A few records get it in its transaction; many would hold the app for minutes, as with stages (`mapping`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from followthrough.core.compile import CompiledApp, CompiledEntity
from followthrough.core.run.acts import Carry, Record
from followthrough.core.run.carry import as_carried
from followthrough.core.run.permit import THE_SYSTEM
from followthrough.core.run.world import Key
from followthrough.services.carrying import ask_at_once, carries, learn
from followthrough.services.command import Command
from followthrough.services.loading import Surroundings
from followthrough.services.naming import references_of
from followthrough.services.refusal import Abandoned, Refusal
from followthrough.store import recomputes, standing
from followthrough.store.tx import Tx

Records = dict[Key, Record | None]
AT_ONCE = 200
"""So many values are copied in the transaction of the publication."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What a new version takes over: the values of `source`, in force, into `field`, both of entity `holder`, where `field`
    holds none. `entity` is that of the records (of detail rows: that they are rows of), `path` the field on it."""

    holder: str
    field: str
    source: str
    entity: str
    path: str

    def empty(self, live: CompiledApp) -> str | None:
        """The field, where it is in force already and may hold something."""
        return self.field if self.field in live.entities[self.holder].columns else None


def copies_begun(live: CompiledApp | None, new: CompiledApp) -> list[Copy]:
    """What `new` is the first to say; a field that takes over from one that itself does comes after it."""
    found: list[Copy] = []
    for name, entity in new.entities.items():
        was = live.entities.get(name) if live is not None else None
        if was is None:
            continue
        parent, rows = entity.rows_of or (None, None)
        for field in sorted(entity.copies, key=lambda one: _depth(entity, one)):
            source = entity.copies[field]
            if was.copies.get(field) != source and source in was.columns:
                path = f"{rows}.{field}" if rows else field
                found.append(Copy(name, field, source, parent or name, path))
    return found


@dataclass(frozen=True, slots=True)
class Merge:
    """Options of a field in force that a new version is the first to merge, or merges otherwise, each with the one that takes its
    place; members as in `Copy`."""

    holder: str
    field: str
    options: Mapping[str, str]
    entity: str
    path: str


def merges_begun(live: CompiledApp | None, new: CompiledApp) -> list[Merge]:
    """What `new` is the first to merge."""
    found: list[Merge] = []
    for name, entity in new.entities.items():
        was = live.entities.get(name) if live is not None else None
        if was is None:
            continue
        parent, rows = entity.rows_of or (None, None)
        for field, options in sorted(entity.merges.items()):
            known = was.merges.get(field, {})
            fresh = {one: into for one, into in options.items() if known.get(one) != into}
            if fresh and field in was.columns:
                found.append(Merge(name, field, fresh, parent or name, f"{rows}.{field}" if rows else field))
    return found


def _depth(entity: CompiledEntity, field: str) -> int:
    seen = [field]
    while (source := entity.copies.get(seen[-1])) is not None and source not in seen:
        seen.append(source)
    return len(seen)


def copy_all(tx: Tx, live: CompiledApp | None, new: CompiledApp, zone: str) -> tuple[int, int]:
    """Have every record take over what `new`, which is in force by now, is the first to say, and options it merges become
    those that take their place: how many values were looked at, and how many a worker will look at. What has no form in the
    new kind stays where it is."""
    copies = list(dict.fromkeys((one.entity, one.path) for one in copies_begun(live, new)))
    waiting = _let_be(tx, new, set(copies))
    begun = list(dict.fromkeys([*copies, *((one.entity, one.path) for one in merges_begun(live, new))]))
    total = sum(standing.number_carrying(tx, new, entity, path) for entity, path in begun)
    if total > AT_ONCE or waiting:
        for entity, path in begun:
            recomputes.add_carrying(tx, new.key, new.version, entity, path)
        return 0, total
    for entity, path in begun:
        one = (path,)
        act = Carry(one, new.version) if (entity, path) in copies else Carry((), new.version, options=one)
        _carry(tx, new, zone, entity, path, act)
    return total, 0


def carrying_by(tx: Tx, live: CompiledApp | None, new: CompiledApp, zone: str) -> Callable[[Surroundings], Records]:
    """Records read by `live`, as they will be once they took over what `new` is the first to say, or what an earlier
    publication left to be copied: so the new version will find them, with what they come to point at. Computed values are
    left as they are stored."""
    begun: list[Copy | Merge] = [*copies_begun(live, new), *merges_begun(live, new)]
    left = [(work.entity, work.target) for work in recomputes.carrying(tx, new.key)]
    fields: dict[str, list[str]] = {}
    for entity, path in dict.fromkeys([*left, *((one.entity, one.path) for one in begun)]):
        if carries(new, entity, path):
            fields.setdefault(entity, []).append(path)

    def one(record: Record | None, around: Surroundings) -> Record | None:
        if record is None or record.entity not in fields:
            return record
        return as_carried(new, record, fields[record.entity], zone, around.elsewhere)

    def taken(around: Surroundings) -> Records:
        if not fields:
            return around.records
        learn(around, ((record, fields.get(record.entity, ())) for record in around.records.values() if record), new)
        made = {key: one(record, around) for key, record in around.records.items()}
        changed = [record for key, record in made.items() if record is not None and record is not around.records[key]]
        pointed = {key for record in changed for key in references_of(new, record)} - made.keys()
        if not pointed:
            return made
        around.reach(pointed)
        return {key: made[key] if key in made else one(record, around) for key, record in around.records.items()}

    return taken


def _carry(tx: Tx, new: CompiledApp, zone: str, entity: str, path: str, act: Carry) -> None:
    command = Command(tx, new, THE_SYSTEM, zone)
    found = standing.carriers(tx, new, entity, path, "", AT_ONCE)
    ask_at_once(command.around, entity, found, act.fields)
    for record in found:
        done = command.run(entity, record, act)
        if isinstance(done, Refusal):
            raise Abandoned(done)


def _let_be(tx: Tx, new: CompiledApp, anew: set[tuple[str, str]]) -> bool:
    """What an earlier publication left to be copied is let be where it is said anew, or not any more; whether any is left."""
    left = False
    for work in recomputes.carrying(tx, new.key):
        if (work.entity, work.target) in anew or not carries(new, work.entity, work.target):
            recomputes.drop(tx, work)
        else:
            left = True
    return left


def copying(tx: Tx, app: CompiledApp) -> int:
    """How many values wait to be copied, or looked at."""
    waiting = [one for one in recomputes.carrying(tx, app.key) if carries(app, one.entity, one.target)]
    return sum(standing.number_carrying(tx, app, one.entity, one.target) for one in waiting)
