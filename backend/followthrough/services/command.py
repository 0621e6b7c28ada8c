"""One act inside an open transaction: load, decide, store. Whoever lets people change records goes through here.

`Filling` opens the transaction for single acts; an import runs thousands of acts in one. The decision itself is
`core.run.decide`.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from followthrough.core.compile import CompiledApp
from followthrough.core.run.access import in_scope
from followthrough.core.run.acts import (
    Act,
    Actor,
    Allow,
    Carry,
    Create,
    Decision,
    Deny,
    FileInfo,
    Invalid,
    Milestones,
    Move,
    Perform,
    Record,
    Resettle,
    Snapshot,
)
from followthrough.core.run.approval import Approval
from followthrough.core.run.decide import decide
from followthrough.core.run.owed import Obligation
from followthrough.core.run.permit import THE_SYSTEM
from followthrough.core.run.world import Key
from followthrough.store import findings, recomputes
from followthrough.store.errors import StoreError
from followthrough.store.findings import Finding
from followthrough.store.tx import Tx

from . import wording
from .carrying import waits_for
from .home import waiting
from .ids import new_id
from .loading import Surroundings
from .reacting import Reacting
from .refusal import NOT_FOUND, Abandoned, Refusal
from .storing import Ledger, ParentRefused, Storing
from .timeline import changed_since
from .titling import record_title
from .underway import Drawn, with_problem

log = logging.getLogger("followthrough.command")
FILLED = ("created", "edited", "acted")
"""Kinds of events that tell of a form filled in."""


@dataclass(frozen=True, slots=True)
class Done:
    """An act was stored (or changed nothing): the acted record as it now stands, what it created, stages entered."""

    record: Record
    created: Key | None = None
    moved: tuple[str, ...] = ()
    changed: bool = True


@dataclass(frozen=True, slots=True)
class Memory:
    """What a command has read and written so far: records, their milestones, parents and readers still to be judged."""

    records: dict[Key, Record | None]
    milestones: dict[Key, Milestones]
    obligations: dict[Key, tuple[Obligation, ...]]
    approvals: dict[Key, tuple[Approval, ...]]
    ledger: Ledger


class Command:
    """Acts of one actor on one app in one transaction.

    Records read are remembered between acts. With `later_parents` the rollups of parents wait for `finish`: right for
    many rows at once, and refused then as a whole. `dry` takes no running numbers; the caller rolls back.
    """

    def __init__(
        self,
        tx: Tx,
        app: CompiledApp,
        actor: Actor,
        zone: str,
        *,
        dry: bool = False,
        later_parents: bool = False,
        around: Surroundings | None = None,
        depth: int = 0,
    ) -> None:
        """`around` and `depth` are those of the command whose effect this one runs."""
        self.tx = tx
        self.app = app
        self.actor = actor
        self.around = around or Surroundings(tx, app, actor, zone)
        self._storing = Storing(self.around, actor.person or None, self.brought_home, dry=dry)
        self.reacting = Reacting(self._storing, self._effect)
        self.later_parents = later_parents
        self.depth = depth

    def run(
        self,
        entity: str,
        record_id: str | None,
        act: Act,
        version: int | None = None,
        took_s: int | None = None,
        drawn: Drawn | None = None,
    ) -> Done | Refusal:
        """Judge `act` on a record (None: a Create) and store what is allowed. `version`: what the client has seen;
        `took_s`: how long the person had the form open, kept with the event for what a form costs (None: not known);
        `drawn`: the version his form was drawn from, None where it is the one in force or not known.

        A Create or a creating action without an id gets one. Raises Abandoned(Refusal) when a parent refuses: something
        has been written by then, so the transaction (or savepoint) must be rolled back. A refusal that is returned has written
        nothing of the act; the record may have been moved from a stage that is no more first, but not for a version_conflict.
        """
        compiled = self.app.entities.get(entity)
        if compiled is None:
            return wording.refusal_of(self.app, entity, self._unknown())
        record = None
        if not isinstance(act, Create):
            record = self.around.lock((entity, record_id or ""))
            if record is None:
                return wording.refusal_of(self.app, entity, self._unknown())
        act = self._identified(act)
        self._storing.judging = not isinstance(act, Resettle | Carry)
        if record is not None and version is not None and version != record.version:
            return self._conflict(self.around.snapshot(record, compiled, act), record, version)
        if record is not None and not isinstance(act, Carry):
            record = self._carried(record) if isinstance(act, Resettle) else self._all_home(record, act)
        snapshot = self.around.snapshot(record, compiled, act)
        decision = decide(self.app, snapshot, act, self.actor, self.around.moment())
        reused = self._reused(snapshot, act, refused=not isinstance(decision, Allow))
        refused = None
        if not isinstance(decision, Allow):
            refused = replace(self._refused(entity, record, act, decision), reused=_told(decision, reused))
        if drawn is not None:
            changed = drawn.changed(self.app, self.actor, entity, act, decision, snapshot.approvals)
            refused = with_problem(refused, changed) if changed is not None else refused
        if refused is not None or not isinstance(decision, Allow):
            assert refused is not None, "what is not allowed is refused"
            return refused
        findings.add(self.tx, reused)
        return self._stored(_measured(decision, act, took_s), record, act)

    def brought_home(self, record: Record) -> Record:
        """The record, locked, with what new fields of it have still to take over, and moved if it waits to be moved from a stage
        that is no more: so it is before anything else happens to it, and before what is owed on it is judged. One that cannot
        be moved (refused: a fault of ours) is as it was."""
        record = self._carried(record)
        waits = waiting(self.around, record)
        if waits is None:
            return record
        refused = self._effect(record.entity, record.id, Resettle(waits.target, waits.version), self.depth)
        if refused is not None:
            return record
        recomputes.unlist(self.tx, waits, (record.id,))
        return self._now(record)

    def _all_home(self, record: Record, act: Act) -> Record:
        """The record about to be acted on, moved first if it waits, and those that the act writes to behind its references."""
        self.brought_home(record)
        written = self.around.written_by(self._now(record), self.app.entities[record.entity], act)
        for key in sorted(written) if written and self.around.settling else ():
            other = self.around.lock(key)
            if other is not None:
                self.brought_home(other)
        return self._now(record)

    def at_home(self, key: Key) -> bool:
        """Whether a record, locked, stands where it is to stand, after it was taken there if it was not. One that cannot be
        taken (a fault of ours) is as it was: what is owed on it cannot be judged before it is."""
        record = self.around.records.get(key)
        if record is None or (waiting(self.around, record) is None and waits_for(self.around, record) is None):
            return True
        memory = self.memory()
        try:
            with self.tx.savepoint():
                return waiting(self.around, self.brought_home(record)) is None
        except StoreError:
            raise
        except Exception:
            log.exception("%s %s/%s cannot be moved", self.app.key, *key)
            self.recall(memory)
            return False

    def carry(self, key: Key) -> None:
        """Give a record what new fields of it have still to take over, and where it is to stand, if it waits for that."""
        record = self.around.lock(key)
        if record is not None:
            self.brought_home(record)

    def _carried(self, record: Record) -> Record:
        act = waits_for(self.around, record)
        if act is None:
            return record
        refused = self._effect(record.entity, record.id, act, self.depth)
        return record if refused is not None else self._now(record)

    def _reused(self, snapshot: Snapshot, act: Act, *, refused: bool) -> tuple[Finding, ...]:
        """What this act hands in that was handed in before, with the most alike of the earlier ones."""
        record = snapshot.record
        if record is None or not isinstance(act, Perform):
            return ()
        at_ms = self.around.moment().now_ms
        known = [snapshot.files[file] for file in act.files if file in snapshot.files]
        place = (self.app.key, record.entity, record.id, act.action)
        return tuple(_finding(new_id(), place, file, refused, at_ms) for file in known if file.uses)

    def refresh(self, key: Key) -> None:
        """Ask anew what is owed on a record on which nothing happened, where it is to stand; nothing of one that cannot be
        taken there, of which it is asked when it is."""
        if self.around.lock(key) is not None and self.at_home(key):
            self.reacting.refresh(key)

    def finish(self) -> None:
        """Settle what `later_parents` left waiting, and what follows from it. Raises Abandoned(Refusal)."""
        self._settle_parents()
        self.reacting.settle(self.depth)

    def follow(self) -> None:
        """What follows from what was written: obligations, triggers, and the parents of what those wrote."""
        self.reacting.settle(self.depth)

    def _settle_parents(self) -> None:
        try:
            self._storing.settle_parents()
        except ParentRefused as refused:
            parent = refused.parent
            said = wording.refusal_of(self.app, parent.entity, refused.decision, record="", shown=self.title_of)
            # Its conditions were worked out for the system, not for this reader.
            needs = tuple(msgspec.structs.replace(need, explain=None) for need in said.needs)
            raise Abandoned(replace(said, needs=needs)) from refused

    def _effect(self, entity: str, record: str | None, act: Act, depth: int) -> Refusal | None:
        """Run an act that follows from another, as the app itself; all of it or nothing. None: it was stored."""
        memory = self.memory()
        around, dry = self.around, self._storing.dry
        inner = Command(self.tx, self.app, THE_SYSTEM, around.zone, dry=dry, around=around, depth=depth)
        try:
            with self.tx.savepoint():
                done = inner.run(entity, record, act)
                if isinstance(done, Refusal):
                    raise Abandoned(done)
        except Abandoned as abandoned:
            self.recall(memory)
            refused: Refusal = abandoned.result
            return refused
        return None

    def forget(self) -> None:
        """What was written since was undone: read everything anew."""
        self.around.forget()
        self._storing.ledger = Ledger()

    def memory(self) -> Memory:
        """What is remembered now, to be recalled when what comes next is undone."""
        around = self.around
        return Memory(
            dict(around.records),
            dict(around.milestones),
            dict(around.obligations),
            dict(around.approvals),
            self._storing.ledger.copy(),
        )

    def recall(self, memory: Memory) -> None:
        """What was written since `memory` was undone."""
        self.around.records, self.around.milestones = memory.records, memory.milestones
        self.around.obligations, self.around.approvals = memory.obligations, memory.approvals
        self._storing.ledger = memory.ledger

    def title_of(self, entity: str, record: str) -> str | None:
        """The title of a record already loaded, None when the actor may not see it."""
        self.around.fetch({(entity, record)})
        self.around.chains({(entity, record)})
        found = self.around.records.get((entity, record))
        if found is None or not in_scope(self.app, Snapshot(None, self.around.records), self.actor, found):
            return None
        return record_title(self.app, self.actor.role, found) or None

    def _stored(self, decision: Allow, record: Record | None, act: Act) -> Done:
        files: Sequence[str] = act.files if isinstance(act, Perform) else ()
        written = self._storing.store(decision, files, act.action if isinstance(act, Perform) else None)
        self.reacting.apply(decision)
        if not self.later_parents:
            self._settle_parents()
        self.follow()
        if not written:
            assert record is not None, "a creation writes its record"
            return Done(self._now(record), changed=bool(decision.events or decision.reaction))
        head = written[0] if record is None else self._now(record)
        created = None
        if isinstance(act, Perform) and act.new_id is not None:
            made = next((one for one in written if one.id == act.new_id), None)
            created = (made.entity, made.id) if made is not None else None
        own = (head.entity, head.id)
        moved = tuple(
            event.to_stage
            for event in decision.events
            if (event.entity, event.record) == own and event.kind in ("moved", "path_changed")
            if event.to_stage is not None and event.to_stage != event.from_stage
        )
        return Done(self.around.records[own] or head, created, moved)

    def _now(self, record: Record) -> Record:
        found = self.around.records.get((record.entity, record.id))
        assert found is not None
        return found

    def _identified(self, act: Act) -> Act:
        if isinstance(act, Create) and not act.id:
            return replace(act, id=new_id())
        if isinstance(act, Perform):
            return replace(act, new_id=act.new_id or new_id(), request=act.request or new_id())
        return act

    def _unknown(self) -> Deny:
        return Deny("not_found") if self.actor.role in self.app.roles else Deny("no_role")

    def _conflict(self, snapshot: Snapshot, record: Record, version: int) -> Refusal:
        """Somebody else was faster. To whoever may not see the record it does not exist."""
        if self.actor.role not in self.app.roles or not in_scope(self.app, snapshot, self.actor, record):
            return wording.refusal_of(self.app, record.entity, self._unknown())
        changed = changed_since(self.tx, self.app, self.actor, record, version)
        params = {"expected": version, "found": record.version, "changed": changed}
        return Refusal(wording.problem(self.app, record.entity, "version_conflict", params))

    def _refused(self, entity: str, record: Record | None, act: Act, decision: Decision) -> Refusal:
        assert not isinstance(decision, Allow)
        if isinstance(decision, Deny) and decision.code == "not_found":
            return NOT_FOUND
        acted = record.id if record is not None else act.id if isinstance(act, Create) else None
        return wording.refusal_of(self.app, entity, decision, record=acted, shown=self.title_of)


def _measured(decision: Allow, act: Act, took_s: int | None) -> Allow:
    """The act with how long filling its form took, and the stage it was filled in to enter: only what is filled in has
    them. A move that brings no values had no form, however long the page was open from which it was made."""
    if not decision.events or decision.events[0].kind not in FILLED or (isinstance(act, Move) and not act.values):
        return decision
    head, cost = decision.events[0], {} if took_s is None else {"took_s": took_s}
    entered = {"entered": decision.advanced_to} if isinstance(act, Move) and decision.advanced_to is not None else {}
    return replace(decision, events=(replace(head, data={**head.data, **cost, **entered}), *decision.events[1:]))


def _told(decision: Decision, reused: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Those a refusal was about."""
    about = isinstance(decision, Invalid) and any(issue.code == "evidence_reused" for issue in decision.issues)
    return reused if about else ()


def _finding(key: str, place: tuple[str, str, str, str], file: FileInfo, refused: bool, at_ms: int) -> Finding:
    """That a file handed in at a place (app, entity, record, action) by its owner was handed in before."""
    use = file.uses[0]
    before = (use.file, use.entity, use.record, use.place, use.person)
    return Finding(key, *place, file.id, file.owner, *before, use.at_ms, use.distance, refused, at_ms)
