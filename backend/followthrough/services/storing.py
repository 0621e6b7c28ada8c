"""Stores what a decision allowed: records, events, milestones, files, and the rollups of parents, all in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from followthrough.core.compile import PARENT, CompiledField
from followthrough.core.fields.serial import serial_period, serial_text
from followthrough.core.rules import date_of, date_text, zone_table
from followthrough.core.run.acts import Allow, EventDraft, Invalid, Milestones, Missing, Record, RecordWrite
from followthrough.core.run.milestones import milestones_after
from followthrough.core.run.reader_effect import undone
from followthrough.core.run.rollup_effect import rejudge
from followthrough.core.run.world import Key
from followthrough.store import events, files, recomputes, records, rollups, serials

from .loading import Surroundings
from .naming import file_fields

Affected = dict[Key, set[str]]
"""Parents whose rollups may have changed: record -> rollup fields."""


class ParentRefused(Exception):
    """A gate or field rule of a parent, or of a record that reads this one, would newly break: nothing is stored."""

    def __init__(self, parent: Record, decision: Missing | Invalid) -> None:
        super().__init__()
        self.parent = parent
        self.decision = decision


@dataclass(slots=True)
class Numbered:
    """Events just appended to a record, in order; `first` is the number of the first within the record."""

    first: int = 0
    events: list[EventDraft] = field(default_factory=list)


@dataclass(slots=True)
class Ledger:
    """What is still to be done for what was written: parents to recompute, readers to judge, records whose obligations
    and triggers have to follow (with the events appended since)."""

    pending: Affected = field(default_factory=dict)
    changed: dict[Key, tuple[Record, Record]] = field(default_factory=dict)
    fresh: dict[Key, Numbered] = field(default_factory=dict)

    def copy(self) -> Ledger:
        """As it stands now."""
        pending = {key: set(fields) for key, fields in self.pending.items()}
        fresh = {key: Numbered(one.first, list(one.events)) for key, one in self.fresh.items()}
        return Ledger(pending, dict(self.changed), fresh)

    def take(self, key: Key) -> Numbered:
        """The events of a record that are to be followed up, which they are from now on."""
        return self.fresh.pop(key)


class Storing:
    """Writes of one transaction. Parents wait for `settle_parents`, once per act or once per batch."""

    def __init__(
        self, around: Surroundings, actor: str | None, at_home: Callable[[Record], Record], *, dry: bool = False
    ) -> None:
        """`at_home` moves a record first that waits to be moved to another stage."""
        self.around = around
        self.actor = actor
        self.at_home = at_home
        self.dry = dry
        self.judging = True
        """Whether parents and readers are asked. Not where nobody does anything: they stand as if their gates were tightened."""
        self.ledger = Ledger()

    def store(self, allowed: Allow, act_files: Sequence[str] = (), action: str | None = None) -> list[Record]:
        """Write the records (the acted one first) and their events; the records as they now stand.

        Evidence files (`act_files`) are tied to the acted record under "act:<action>". Parents are left pending.
        """
        around = self.around
        written: list[Record] = []
        drafts = list(allowed.events)
        for write in allowed.writes:
            numbered = self._numbered(write)
            stored = records.write(around.tx, around.app, numbered)
            drafts = [_told(draft, numbered, stored) for draft in drafts]
            written.append(stored)
            if write.before is None:
                around.obligations[stored.entity, stored.id] = ()
                around.approvals[stored.entity, stored.id] = ()
            self._affect(write.before, stored)
            self._note_read(write.before, stored)
            self._note_followed(write.before, stored)
        self.tell(drafts)
        for stored in written:
            key = (stored.entity, stored.id)
            self.ledger.fresh.setdefault(key, Numbered())
            own = [draft for draft in drafts if (draft.entity, draft.record) == key]
            around.put(stored, milestones_after(self._milestones(key), own, around.tx.now_ms()))
        self._link(allowed, act_files, action)
        return written

    def append(self, drafts: Sequence[EventDraft]) -> None:
        """Append events to their records."""
        if drafts:
            events.append(self.around.tx, self.around.app, drafts, self.actor)

    def tell(self, drafts: Sequence[EventDraft], heard: Container[str] | None = None) -> None:
        """Append events to their records, and note them to be followed up; only those of entities `heard` (None: all)."""
        self.append(drafts)
        count = Counter((draft.entity, draft.record) for draft in drafts)
        for draft in drafts:
            if heard is not None and draft.entity not in heard:
                continue
            key = (draft.entity, draft.record)
            noted = self.ledger.fresh.setdefault(key, Numbered())
            noted.first = noted.first or self.around.tx.heads[draft.record][0] - count[key] + 1
            noted.events.append(draft)

    def settle_parents(self) -> None:
        """Recompute pending rollups and judge the parents with them, theirs too, until nothing changes.

        Parents are locked in order of (entity, id). Raises ParentRefused.
        """
        ledger = self.ledger
        while ledger.pending:
            affected, ledger.pending = ledger.pending, {}
            for key in sorted(affected):
                self._settle(key, affected[key])
        changed, ledger.changed = ledger.changed, {}
        for before, after in changed.values() if self.judging else ():
            self._judge_readers(before, after)

    def _settle(self, key: Key, fields: set[str]) -> None:
        around = self.around
        parent = around.lock(key)
        if parent is None:
            return
        parent = self.at_home(parent)
        found = rollups.compute(around.tx, around.app, *key, around.moment(), fields).values
        changed = {name: found.get(name) for name in sorted(fields) if found.get(name) != parent.values.get(name)}
        if not changed:
            return
        snapshot = around.snapshot(parent, around.app.entities[parent.entity])
        decision = rejudge(around.app, snapshot, changed, around.moment(), asked=self.judging)
        if not isinstance(decision, Allow):
            raise ParentRefused(parent, decision)
        self.store(decision)

    def _note_read(self, before: Record | None, after: Record) -> None:
        """Remember a record whose change gates elsewhere may read: as it was at first, and as it is now."""
        if before is None:
            return
        read = {name for reader in self.around.app.readers.get(after.entity, ()) for name in reader.fields}
        if any(_held(before, name) != _held(after, name) for name in read):
            key = (after.entity, after.id)
            changed = self.ledger.changed
            first = changed[key][0] if key in changed else before
            changed[key] = (first, after)

    def _note_followed(self, before: Record | None, after: Record) -> None:
        """Have the records whose tables or duties read this one worked out again, by a worker."""
        for one in self.around.app.followers.get(after.entity, ()):
            if before is not None and any(_held(before, name) != _held(after, name) for name in one.fields):
                recomputes.add(self.around.tx, self.around.app.key, one.entity, one.via, after.id)

    def _judge_readers(self, before: Record, after: Record) -> None:
        """Refuse a change that undoes what a gate demanded of this record (docs/gates.md, section 3)."""
        around = self.around
        for reader in around.app.readers[after.entity]:
            if all(_held(before, name) == _held(after, name) for name in reader.fields):
                continue
            for found in records.behind(around.tx, around.app, reader.entity, reader.via, after.id):
                record = around.lock((reader.entity, found))
                if record is None:
                    continue
                snapshot = around.snapshot(record, around.app.entities[reader.entity])
                missing = undone(around.app, snapshot, before, after, around.moment())
                if missing is not None:
                    raise ParentRefused(record, missing)

    def _milestones(self, key: Key) -> Milestones:
        return self.around.milestones.get(key, Milestones())

    def _numbered(self, write: RecordWrite) -> RecordWrite:
        """A new record gets its running numbers; a dry run takes none."""
        fields = self.around.app.entities[write.after.entity].fields
        wanted = [found for found in fields.values() if found.property.field.serial and not found.archived]
        if write.before is not None or not wanted:
            return write
        values = dict(write.after.values)
        for found in wanted:
            values[found.id] = self._number(write.after.entity, found)
        after = replace(write.after, values=values)
        return replace(write, after=after, changed=write.changed | {found.id for found in wanted})

    def _number(self, entity: str, found: CompiledField) -> str:
        around, spec = self.around, found.property.field.serial
        assert spec is not None
        today = date_text(date_of(zone_table(around.zone), around.tx.now_ms() // 1000))
        period = serial_period(spec, today)
        count = 0 if self.dry else serials.take(around.tx, around.app.key, entity, found.id, period)
        return serial_text(spec, today, count)

    def _affect(self, before: Record | None, after: Record) -> None:
        """Note the parents whose rollups this write may change."""
        entity = self.around.app.entities[after.entity]
        for feed in entity.feeds:
            if feed.rollup.via == PARENT:
                continue
            was = before.values.get(feed.via) if before is not None else None
            now = after.values.get(feed.via)
            counted = before is not None and before.archived == after.archived
            if counted and before is not None and not _differ(before, after, feed.rollup.reads):
                continue
            for parent in (was, now):
                if isinstance(parent, str):
                    self.ledger.pending.setdefault((feed.parent, parent), set()).add(feed.field)

    def _link(self, allowed: Allow, act_files: Sequence[str], action: str | None) -> None:
        """Tie every file taken into use to the field or act that holds it."""
        tx, app, left = self.around.tx, self.around.app, set(allowed.files)
        for write in allowed.writes:
            entity = app.entities[write.after.entity]
            for place, held in file_fields(app, entity, write.after.values):
                mine = [file for file in held if file in left]
                left -= set(mine)
                if mine:
                    files.link(tx, mine, files.FileLink(app.key, write.after.entity, write.after.id, place))
        rest = [file for file in allowed.files if file in left]
        if rest and allowed.events:
            head = allowed.events[0]
            files.link(tx, rest, files.FileLink(app.key, head.entity, head.record, f"act:{action or head.name}"))
        assert not (set(act_files) - set(allowed.files)), "evidence of an allowed act is taken into use"


def _held(record: Record, name: str) -> Any:
    """The value of a field, or of a system field (`_owner`, `_stage`, …)."""
    return getattr(record, name[1:]) if name.startswith("_") else record.values.get(name)


def _differ(before: Record, after: Record, names: Iterable[str]) -> bool:
    """Whether any of the fields, or (for rules over system fields) the record's place, differs."""
    if (before.stage, before.path, before.owner, before.unit) != (after.stage, after.path, after.owner, after.unit):
        return True
    return any(before.values.get(name) != after.values.get(name) for name in names)


def _told(draft: EventDraft, write: RecordWrite, stored: Record) -> EventDraft:
    """The event as it is kept: with the record's version, the ids of its new detail rows and its running numbers; that
    of a creation with whom the record belongs to."""
    if (draft.entity, draft.record) != (stored.entity, stored.id):
        return draft
    changes: dict[str, list[Any]] = dict(draft.changes)
    for name, (old, new) in draft.changes.items():
        now = stored.values.get(name)
        if isinstance(new, list) and now != new:
            changes[name] = [old, now]
    if draft.kind == "created":
        for name in write.changed - changes.keys():
            changes[name] = [None, stored.values.get(name)]
        place = {"_owner": stored.owner, "_unit": stored.unit, "_path": write.after.path}
        changes |= {name: [None, value] for name, value in place.items() if value is not None}
    return replace(draft, changes=changes, data={**draft.data, "record_version": stored.version})
