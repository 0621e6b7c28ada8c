"""Filling in: the one command path by which records change (docs/contract.md, section 3).

begin -> idempotency -> load and lock -> decide -> records, rollups, events, milestones, files, answer -> commit.
Whatever is refused comes back as a `Refusal` and has stored nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import msgspec

from followthrough.core.compile import CompiledApp
from followthrough.core.run.acts import Act, Create
from followthrough.store import findings, idempotency
from followthrough.store.database import Database
from followthrough.store.errors import StoreError
from followthrough.store.findings import Finding
from followthrough.store.tx import Tx

from .command import Command, Done
from .refusal import NOT_FOUND, Abandoned, Refusal, refuse
from .registry import Registry
from .showing import Showing
from .showing_record import opened
from .underway import Drawn
from .views import Answer, BulkAnswer, BulkResult, Judgement, Made, RecordAnswer
from .who import Who

MAX_BULK = 200
T = TypeVar("T")
Answering = Callable[[Tx, CompiledApp, Command, Done], T]
"""What an act is answered with, asked while its transaction is open."""
# Made at import: msgspec crashes the process when two threads are first to use a type.
_ANSWERS = msgspec.json.Decoder(Answer)
_DECISIONS = {"gate_missing": "missing", "invalid": "invalid"}


@dataclass(frozen=True, slots=True)
class Submission:
    """One act on one record (`record` None: a Create). `key` and `body` make a repeated request answer the same:
    the Idempotency-Key, and the hash of what was sent; key "" does without. `version`: that of the record as the client
    saw it, None does not ask; `took_s`: seconds for which the form was open, as the client says (None: not known);
    `drawn`: the app's version that the form was drawn from, None does not ask."""

    app: str
    entity: str
    record: str | None
    act: Act
    key: str = ""
    body: bytes = b""
    version: int | None = None
    took_s: int | None = None
    drawn: int | None = None


@dataclass(frozen=True, slots=True)
class BulkItem:
    """One record of a bulk act, with the version the client saw."""

    id: str
    version: int | None = None


class Filling:
    """Submits acts."""

    def __init__(self, db: Database, registry: Registry) -> None:
        self.db = db
        self.registry = registry

    def submit(self, who: Who, asked: Submission) -> Answer | Refusal:
        """Do one act. The same key and body again give the same answer and do nothing, for as long as the person has a
        role in the app.

        Codes: those of docs/gates.md; not_found (also an unknown app), version_conflict, app_changed,
        idempotency_key_reused, try_again.
        """

        return self.submit_as(who, asked, _ANSWERS, partial(self._answer, who, asked))

    def submit_as(
        self, who: Who, asked: Submission, kept_as: msgspec.json.Decoder[T], answer_of: Answering[T]
    ) -> T | Refusal:
        """As `submit`, with another answer: `answer_of` makes it in the transaction, `kept_as` reads a kept one."""

        def work(tx: Tx) -> T | Refusal:
            if asked.key:
                kept = idempotency.find(tx, who.person, asked.key, asked.body)
                if kept is not None and self._has_role(tx, who, asked.app):
                    return kept_as.decode(kept)
            app = self.registry.acting(tx, asked.app)
            if app is None:
                raise Abandoned(NOT_FOUND)
            command = self._command(tx, app, who)
            drawn = self._drawn(tx, app, asked.drawn)
            done = command.run(asked.entity, asked.record, asked.act, asked.version, asked.took_s, drawn)
            if isinstance(done, Refusal):
                raise Abandoned(done)
            answer = answer_of(tx, app, command, done)
            if asked.key:
                idempotency.keep(tx, who.person, asked.key, asked.body, msgspec.json.encode(answer))
            return answer

        answer = self._transact(work, keyed=bool(asked.key))
        if isinstance(answer, Refusal) and answer.reused:
            self._keep(answer.reused)
        return answer

    def _drawn(self, tx: Tx, app: CompiledApp, number: int | None) -> Drawn | None:
        """The version a form was drawn from, where it is another than that in force and there is such a one."""
        if number is None or number == app.version:
            return None
        found = self.registry.version(tx, app.key, number)
        return Drawn(found) if found is not None else None

    def _keep(self, reused: tuple[Finding, ...]) -> None:
        """Evidence refused because it was handed in before is told to supervisors, though the act left nothing else."""
        with suppress(StoreError):  # the refusal stands whether or not it could be noted
            self.db.transact(lambda tx: findings.add(tx, reused))

    def judge(self, who: Who, asked: Submission) -> Judgement | Refusal:
        """What would come of the act, without storing anything: the whole path runs and is rolled back."""

        def work(tx: Tx) -> Done | Refusal:
            app = self.registry.app(tx, asked.app)
            if app is None:
                raise Abandoned(refuse("not_found"))
            command = self._command(tx, app, who, dry=True)
            raise Abandoned(command.run(asked.entity, asked.record, asked.act, asked.version))

        found = self._transact(work)
        if isinstance(found, Done):
            return Judgement(decision="allow", code=None, needs=[], issues=[])
        if found.code in ("not_found", "no_role", "try_again"):
            return found
        return Judgement(
            decision=_DECISIONS.get(found.code, "deny"),
            code=found.code,
            needs=list(found.needs),
            issues=list(found.issues),
            message=found.problem.message(),
        )

    def bulk(
        self,
        who: Who,
        app: str,
        entity: str,
        items: Sequence[BulkItem],
        act: Act,
        key: str,
        body: bytes,
        drawn: int | None = None,
    ) -> BulkAnswer | Refusal:
        """The same act on many records, each in a transaction of its own. Code: bulk_too_many."""
        if len(items) > MAX_BULK:
            return refuse("bulk_too_many", max=MAX_BULK)
        results = []
        for item in items:
            own = f"{key}/{item.id}" if key else ""
            part = Submission(app, entity, item.id, act, own, body, item.version, drawn=drawn)
            results.append(_result(item.id, self.submit(who, part)))
        return BulkAnswer(results=results)

    @contextmanager
    def batch(self, tx: Tx, who: Who, app: CompiledApp, *, one_by_one: bool = False) -> Iterator[Batch]:
        """Many acts in the caller's transaction, for imports.

        Parents are settled when the block ends: Abandoned(Refusal) is raised when one refuses, and the caller's
        transaction has to be rolled back. `one_by_one` settles them with each act instead, which is slower and tells
        which act was refused.
        """
        batch = Batch(self._command(tx, app, who, later_parents=not one_by_one), tx)
        yield batch
        batch.command.finish()

    def _has_role(self, tx: Tx, who: Who, app: str) -> bool:
        found = self.registry.app(tx, app)
        return found is not None and who.actor(app).role in found.roles

    def _answer(self, who: Who, asked: Submission, tx: Tx, app: CompiledApp, command: Command, done: Done) -> Answer:
        shown = self._shown(tx, app, who, command, done)
        created = Made(entity=done.created[0], id=done.created[1]) if done.created else None
        if created is None and isinstance(asked.act, Create):
            created = Made(entity=done.record.entity, id=done.record.id)
        return Answer(record=shown.record, next=shown.next, created=created, moved=list(done.moved))

    def _shown(self, tx: Tx, app: CompiledApp, who: Who, command: Command, done: Done) -> RecordAnswer:
        around = command.around
        snapshot = around.snapshot(done.record, app.entities[done.record.entity])
        return opened(Showing(tx, app, command.actor, around.moment(), who.lang), around, snapshot)

    def _command(
        self, tx: Tx, app: CompiledApp, who: Who, *, dry: bool = False, later_parents: bool = False
    ) -> Command:
        zone = self.registry.organisation(tx)["zone"]
        return Command(tx, app, who.actor(app.key), zone, dry=dry, later_parents=later_parents)

    def _transact(self, work: Callable[[Tx], T], *, keyed: bool = False) -> T | Refusal:
        """Run `work` in a transaction; an Abandoned one is rolled back and its result answered."""
        try:
            return self.db.transact(work, keyed=keyed)
        except Abandoned as abandoned:
            result: T | Refusal = abandoned.result
            return result
        except StoreError as error:
            return refuse(error.code)


class Batch:
    """Acts in one transaction. A refused act has stored nothing; the others stay."""

    def __init__(self, command: Command, tx: Tx) -> None:
        self.command = command
        self._tx = tx

    def run(self, entity: str, record: str | None, act: Act, version: int | None = None) -> Done | Refusal:
        """One act, judged and stored by the same path as a single one."""
        if self.command.later_parents:
            return self.command.run(entity, record, act, version)
        try:
            with self._tx.savepoint():
                return self.command.run(entity, record, act, version)
        except Abandoned as abandoned:
            self.command.forget()
            result: Done | Refusal = abandoned.result
            return result

    def together(self, work: Callable[[], Refusal | None]) -> Refusal | None:
        """Run several acts as one: when `work` answers a refusal, what it stored is undone."""
        memory = self.command.memory()
        try:
            with self._tx.savepoint():
                refused = work()
                if refused is not None:
                    raise Abandoned(refused)
        except Abandoned as abandoned:
            self.command.recall(memory)
            result: Refusal = abandoned.result
            return result
        return None


def _result(record: str, answer: Answer | Refusal) -> BulkResult:
    if isinstance(answer, Answer):
        return BulkResult(id=record, ok=True, version=answer.record.version)
    return BulkResult(
        id=record,
        ok=False,
        code=answer.code,
        message=answer.problem.message(),
        params=dict(answer.problem.params),
        needs=list(answer.needs),
        issues=list(answer.issues),
    )
