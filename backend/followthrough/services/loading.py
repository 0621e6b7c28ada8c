"""Loads what a decision looks at, inside the transaction that will store it: few queries, each for many records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from followthrough.core.compile import CompiledApp, CompiledEntity
from followthrough.core.run.acts import (
    Act,
    Actor,
    Carry,
    Extend,
    FileInfo,
    Milestones,
    Moment,
    Nudge,
    PassOn,
    Perform,
    Reassign,
    Record,
    Sign,
    Snapshot,
    TakeBack,
    Use,
    Waive,
)
from followthrough.core.run.approval import Approval
from followthrough.core.run.carry import as_carried
from followthrough.core.run.owed import Obligation
from followthrough.core.run.world import Key, target_key
from followthrough.store import approvals, files, obligations, people, prints, recomputes, records, rollups, units
from followthrough.store.recomputes import Work
from followthrough.store.tx import Tx

from .calendars import CalendarsWhenAsked
from .directory import Staff
from .elsewhere import Everything
from .naming import Named, handed_on, named_by_act, references_of, relied_on, written_through


class Surroundings:
    """Records read in one transaction, each once; what is written there has to be `put`."""

    def __init__(self, tx: Tx, app: CompiledApp, actor: Actor | None, zone: str) -> None:
        self.tx = tx
        self.app = app
        self.actor = actor
        self.zone = zone
        self.records: dict[Key, Record | None] = {}
        self.milestones: dict[Key, Milestones] = {}
        """Of the records locked here."""
        self.obligations: dict[Key, tuple[Obligation, ...]] = {}
        self.approvals: dict[Key, tuple[Approval, ...]] = {}
        self.calendars = CalendarsWhenAsked(tx)
        self.staff = Staff(tx, app.key, actor)
        self._ways: dict[str, dict[str, set[str]]] = {}
        self._settling: list[Work] | None = None
        self._carrying: list[Work] | None = None
        self.elsewhere = Everything(tx, app, self.moment)

    @property
    def settling(self) -> list[Work]:
        """What waits to be put where a publication said: no other comes into force until the end of the transaction."""
        if self._settling is None:
            self._settling = recomputes.settling(self.tx, self.app.key)
        return self._settling

    @property
    def carrying(self) -> list[Work]:
        """What waits to take over what other fields hold, in the order in which it was asked for; as `settling`."""
        if self._carrying is None:
            self._carrying = recomputes.carrying(self.tx, self.app.key)
        return self._carrying

    def forget(self) -> None:
        """What was written since was undone: read everything anew."""
        for known in (self.records, self.milestones, self.obligations, self.approvals):
            known.clear()

    def lock(self, key: Key) -> Record | None:
        """The record, locked until the end of the transaction, its milestones and rows with it."""
        if key in self.milestones:
            return self.records[key]
        entity = self.app.entities.get(key[0])
        if entity is None or entity.rows_of is not None:
            return None
        return self._keep(key, records.load(self.tx, self.app, *key, lock=True))

    def lock_free(self, keys: set[Key]) -> set[Key]:
        """Lock those records that nobody else is writing, without waiting; those locked, or not there at all."""
        wanted: dict[str, set[str]] = {}
        for entity, record in keys:
            wanted.setdefault(entity, set()).add(record)
        free: set[Key] = set()
        for entity in sorted(wanted):
            compiled = self.app.entities.get(entity)
            if compiled is None or compiled.rows_of is not None:
                continue
            found = records.lock_free(self.tx, self.app, entity, sorted(wanted[entity]))
            for record, loaded in found.items():
                self._keep((entity, record), loaded)
                free.add((entity, record))
        return free

    def read(self, key: Key) -> Record | None:
        """The record with its milestones and rows, for reading."""
        if key in self.milestones:
            return self.records[key]
        entity = self.app.entities.get(key[0])
        if entity is None or entity.rows_of is not None:
            return None
        return self._keep(key, records.load(self.tx, self.app, *key))

    def read_many(self, keys: Iterable[Key]) -> None:
        """Read many at once, with all that a snapshot of each looks at: a few queries per entity, however many there are."""
        wanted: dict[str, set[str]] = {}
        for entity, record in keys:
            compiled = self.app.entities.get(entity)
            if compiled is not None and compiled.rows_of is None and (entity, record) not in self.milestones:
                wanted.setdefault(entity, set()).add(record)
        for entity, ids in sorted(wanted.items()):
            compiled = self.app.entities[entity]
            loaded = records.read_many(self.tx, self.app, entity, sorted(ids))
            approved = any(action.approval is not None for action in compiled.actions.values())
            owed = obligations.of_records(self.tx, loaded) if approved or self.owes(compiled) else {}
            asked = approvals.pending_of(self.tx, self.app.key, loaded) if approved else {}
            for record, found in loaded.items():
                self._keep((entity, record), found)
            self.obligations.update({(entity, record): listed for record, listed in owed.items()})
            self.approvals.update({(entity, record): listed for record, listed in asked.items()})
            first = {key for found in loaded.values() for key in references_of(self.app, found.record)}
            self._around(first, self._read(compiled))

    def _read(self, entity: CompiledEntity) -> dict[str, set[str]]:
        """What the entity's own rules read behind its references."""
        if entity.id not in self._ways:
            self._ways[entity.id] = _read_behind(self.app, entity, None)
        return self._ways[entity.id]

    def _keep(self, key: Key, loaded: records.Loaded | None) -> Record | None:
        if loaded is None:
            self.records[key] = None
            return None
        self.records[key] = loaded.record
        self.milestones[key] = loaded.milestones
        return loaded.record

    def put(self, record: Record, milestones: Milestones) -> None:
        """A record was written here: this is how it stands now."""
        self.records[record.entity, record.id] = record
        self.milestones[record.entity, record.id] = milestones

    def snapshot(self, record: Record | None, entity: CompiledEntity, act: Act | None = None) -> Snapshot:
        """What a decision on `record` (None: a creation) needs; see Snapshot and docs/contract.md section 2."""
        owed, under_way = self._owed(record, entity, act)
        named = named_by_act(self.app, entity, act) if act is not None else Named()
        act = _asked_for(act, under_way)
        if act is not None:
            named.update(named_by_act(self.app, entity, act))
        touched = relied_on(self.app, entity, act, named, record) if act is not None else set()
        if record is not None and isinstance(act, Perform):
            touched |= written_through(entity, act, record)
        for key in sorted(touched):
            self.lock(key)
        first = set(named.records)
        if record is not None:
            first |= references_of(self.app, record)
        if record is not None and isinstance(act, Carry):
            first |= references_of(self.app, as_carried(self.app, record, act.fields, self.zone, self.elsewhere))
        self._around(first, self._read(entity) if act is None else _read_behind(self.app, entity, act))
        own = (record.entity, record.id) if record is not None else None
        return Snapshot(
            record=record,
            refs=self.records,
            milestones=self.milestones.get(own, Milestones()) if own else Milestones(),
            rollup_counts=self._counts(record, entity, act),
            ref_milestones=self.milestones,
            people={**_handed_on(entity, act, record), **self._people(named.people)},
            units=self._units(named.units),
            files=self._files(named.files, record, entity, act),
            obligations=owed,
            approvals=under_way,
            directory=self.staff,
            elsewhere=self.elsewhere,
        )

    def _owed(
        self, record: Record | None, entity: CompiledEntity, act: Act | None
    ) -> tuple[tuple[Obligation, ...], tuple[Approval, ...]]:
        """What is owed on the record and which approvals are under way, locked with it where a decision follows. No query
        where nothing can be owed."""
        if record is None:
            return (), ()
        key = (record.entity, record.id)
        named = act.obligation if isinstance(act, Waive | Extend | Reassign | Nudge) else ""
        signing = isinstance(act, Sign | PassOn | TakeBack)
        approved = signing or any(action.approval is not None for action in entity.actions.values())
        known = self.obligations.get(key)
        unnamed = bool(named) and all(one.id != named for one in known or ())
        if unnamed or (known is None and (approved or self.owes(entity))):
            self.obligations[key] = obligations.of_record(self.tx, record.id, named=named)
        if key not in self.approvals and approved:
            self.approvals[key] = approvals.pending(self.tx, self.app.key, record.id)
        asked = self.approvals.get(key, ())
        if isinstance(act, Sign | PassOn | TakeBack) and all(one.id != act.approval for one in asked):
            found = approvals.get(self.tx, self.app.key, act.approval)
            asked = (*asked, found) if found is not None and found.record == record.id else asked
        return self.obligations.get(key, ()), asked

    def owes(self, entity: CompiledEntity) -> bool:
        """Whether the entity has duties, or had some that left their debts."""
        if entity.duties.all:
            return True
        return entity.id in obligations.left_on(self.tx, self.app.key, self.app.version)

    def fetch(self, keys: Iterable[Key]) -> None:
        """Read those not read yet, one query per entity."""
        wanted: dict[str, set[str]] = {}
        for entity, record in keys:
            if (entity, record) not in self.records and entity in self.app.entities:
                wanted.setdefault(entity, set()).add(record)
        for entity in sorted(wanted):
            found = records.load_many(self.tx, self.app, entity, sorted(wanted[entity]))
            self.records.update({(entity, record): found.get(record) for record in wanted[entity]})

    def reach(self, keys: Iterable[Key]) -> None:
        """Read records and what stands behind their references."""
        wanted = set(keys)
        self.fetch(wanted)
        self.fetch({key for record in self._present(wanted) for key in references_of(self.app, record)})

    def _around(self, first: set[Key], through: dict[str, set[str]]) -> None:
        """The records `first`, those behind the references that rules read through, and what they all belong to."""
        self.fetch(first)
        second: set[Key] = set()
        for record in self._present(first):
            entity = self.app.entities[record.entity]
            ways = entity.reads_through | through.get(entity.id, set())
            second |= self._behind(record, (way for way in ways if way in entity.references))
        self.fetch(second)
        self.chains(first | second)

    def chains(self, keys: set[Key]) -> None:
        """The records that decide who may see these."""
        frontier = set(keys)
        while frontier:
            above: set[Key] = set()
            for record in self._present(frontier):
                chain = self.app.entities[record.entity].owner_chain
                above |= self._behind(record, (chain[0][0],) if chain else ())
            self.fetch(above)
            frontier = above - frontier

    def _present(self, keys: Iterable[Key]) -> list[Record]:
        return [record for key in keys if (record := self.records.get(key)) is not None]

    def _behind(self, record: Record, references: Iterable[str]) -> set[Key]:
        fields = self.app.entities[record.entity].fields
        keys = (target_key(fields[name], record.values.get(name)) for name in references)
        return {key for key in keys if key is not None}

    def _people(self, named: set[str]) -> dict[str, frozenset[str]]:
        """Who acts exists; he is not asked for."""
        known = {self.actor.person: frozenset({self.actor.unit})} if self.actor else {}
        return known | people.existing(self.tx, named - known.keys())

    def _units(self, named: set[str]) -> frozenset[str]:
        known = {self.actor.unit} if self.actor else set()
        return frozenset(known) | units.existing(self.tx, named - known)

    def _files(
        self, named: set[str], record: Record | None, entity: CompiledEntity, act: Act | None
    ) -> dict[str, FileInfo]:
        """The files named; those of an action that asks for originals with where they were handed in before, by an earlier
        act or in this one."""
        found = files.load(self.tx, named)
        action = entity.actions.get(act.action) if isinstance(act, Perform) else None
        if record is None or action is None or action.evidence is None or action.evidence.reuse == "allow":
            return found
        assert isinstance(act, Perform)
        given = [file for file in act.files if file in found]
        before = prints.uses(self.tx, self.app.key, given)
        for file, other in prints.alike(self.tx, given).items():
            place = (record.entity, record.id, f"act:{action.id}")
            twice = Use(other, *place, found[other].owner, self.tx.now_ms())
            before[file] = (*before.get(file, ()), twice)
        return {**found, **{file: replace(found[file], uses=uses) for file, uses in before.items()}}

    def written_by(self, record: Record, entity: CompiledEntity, act: Act) -> set[Key]:
        """The records behind references of a record that an act on it may write to."""
        if not isinstance(act, Perform | Sign):
            return set()
        meant = _asked_for(act, self._owed(record, entity, act)[1])
        return written_through(entity, meant, record) if isinstance(meant, Perform) else set()

    def _counts(self, record: Record | None, entity: CompiledEntity, act: Act | None) -> dict[str, int]:
        """How many values stand behind each average that the record about to be created will join."""
        if record is None or not isinstance(act, Perform):
            return {}
        action = entity.actions.get(act.action)
        if action is None or action.creates is None:
            return {}
        made = action.creates
        means = [
            name
            for name, rollup in entity.rollups.items()
            if rollup.op == "avg" and (rollup.child, rollup.via) == (made.entity, made.link)
        ]
        if not means:
            return {}
        return rollups.compute(self.tx, self.app, entity.id, record.id, self.moment(), means).counts

    def moment(self) -> Moment:
        """The database's now. Not to be asked before the acted record is locked."""
        return Moment(self.tx.now_ms(), self.zone, self.calendars)


def _handed_on(entity: CompiledEntity, act: Act | None, record: Record | None) -> dict[str, frozenset[str]]:
    """The persons whom a rule of the action takes over from the record, which holds them already."""
    if record is None or not isinstance(act, Perform):
        return {}
    return dict.fromkeys(handed_on(entity, act, record), frozenset())


def _asked_for(act: Act | None, under_way: tuple[Approval, ...]) -> Act | None:
    """The act that a signature may let take effect; any other act is meant itself."""
    if not isinstance(act, Sign):
        return act
    found = next((one for one in under_way if one.id == act.approval), None)
    return act if found is None else Perform(found.action, found.inputs, found.files, found.new_id)


def _read_behind(app: CompiledApp, entity: CompiledEntity, act: Act | None) -> dict[str, set[str]]:
    """Per entity one reference away, its references that paths of the acted (or created) entity go through."""
    sources = [entity]
    if isinstance(act, Perform):
        action = entity.actions.get(act.action)
        if action is not None and action.creates is not None:
            sources.append(app.entities[action.creates.entity])
    sources += [app.entities[child] for source in list(sources) for child in source.rows.values()]
    through: dict[str, set[str]] = {}
    for source in sources:
        for path in source.paths:
            head, dot, rest = path.partition(".")
            for target in source.references.get(head, ()) if dot else ():
                through.setdefault(target, set()).add(rest.partition(".")[0])
    return through
